//! Mail that came in, as staff see it: what became of each, and what waits for a decision.
mod mail;

use crate::error::AppError;
use crate::letter::api::{SettleMail, load_mails};
use crate::letter::mailboxes::Mailboxes;
use crate::letter::mails_page::mail::Mail;
use crate::letter::view::{MailView, MailsView};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::find::FindForm;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::live::on_mail;
use crate::parts::say::{lang, t};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::words::{grouped, mails as w};
use domain::id::MailId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use leptos_router::{LazyRoute, lazy_route};

/// `/mails`
pub struct MailsPage;

#[lazy_route]
impl LazyRoute for MailsPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Mails /> }.erase()
    }
}

/// Which mails an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    show: String,
    words: String,
    after: String,
}

impl Asked {
    async fn load(self) -> Result<MailsView, AppError> {
        load_mails(self.show, self.words, self.after).await
    }

    fn everything(&self) -> bool {
        self.show == "all"
    }

    /// The address of the first page, or of the one after a mail.
    fn address(&self, after: Option<MailId>) -> String {
        let mut query = ParamsMap::new();
        if self.everything() {
            query.insert("show", "all".to_owned());
        }
        if !self.words.is_empty() {
            query.insert("q", self.words.clone());
        }
        if let Some(after) = after {
            query.insert("after", after.to_string());
        }
        format!("/mails{}", query.to_query_string())
    }
}

/// The mails that wait, or all; found by what is typed.
#[component]
fn Mails() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let text = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        Asked { show: text("show"), words: text("q"), after: text("after") }
    });
    let settle = ServerAction::<SettleMail>::new();
    let mails = Resource::new(move || (asked.get(), settle.version().get()), |(asked, _)| asked.load());
    view! {
        <PageHead title=w::TITLE lead=w::LEAD />
        <Find asked />
        <Load
            resource=mails
            skeleton=SkeletonKind::List
            view=move |mails: MailsView| {
                let asked = asked.get_untracked();
                view! { <List mails asked settle /> }.erase()
            }
        />
    }
}

#[component]
fn Find(asked: Memo<Asked>) -> impl IntoView {
    let words = Signal::derive(move || asked.with(|asked| asked.words.clone()));
    view! {
        <FindForm label=w::FIND what=w::FIND_WHAT words action="/mails" max=200>
            {move || {
                asked
                    .with(Asked::everything)
                    .then(|| view! { <input type="hidden" name="show" value="all" /> })
            }}
        </FindForm>
    }
}

#[component]
fn List(mails: MailsView, asked: Asked, settle: ServerAction<SettleMail>) -> impl IntoView {
    let shown = RwSignal::new(mails);
    let again = asked.clone();
    on_mail(move || {
        let again = again.clone();
        spawn_local(async move {
            if let Ok(newer) = again.load().await {
                // The page may be gone.
                let _ = shown.try_set(newer);
            }
        });
    });
    let now = shown.with_untracked(|mails| mails.now);
    let empty = Memo::new(move |_| shown.with(|mails| mails.mails.is_empty()));
    let mailboxes = Memo::new(move |_| shown.with(|mails| mails.mailboxes.clone()));
    let waiting = Memo::new(move |_| shown.with(|mails| mails.waiting));
    let next = Memo::new(move |_| shown.with(|mails| mails.next));
    let key = |mail: &MailView| (mail.id, mail.state, mail.ticket, mail.moved, mail.waited);
    let (tabs, nothing, turn) = (asked.clone(), asked.clone(), asked);
    view! {
        {move || view! { <Mailboxes mailboxes=mailboxes.get() now /> }}
        <Tabs asked=tabs waiting />
        <ul class="rows letters" hidden=empty>
            <For each=move || shown.with(|mails| mails.mails.clone()) key let:mail>
                <Mail mail now settle />
            </For>
        </ul>
        {move || empty.get().then(|| view! { <Nothing asked=nothing.clone() /> })}
        {move || view! { <Turn asked=turn.clone() next=next.get() /> }}
    }
}

#[component]
fn Tabs(asked: Asked, waiting: Memo<u64>) -> impl IntoView {
    let everything = asked.everything();
    let tab = |show: &str| {
        Asked { show: show.to_owned(), words: asked.words.clone(), ..Asked::default() }.address(None)
    };
    let current = |here: bool| here.then_some("page");
    let waits = move || match waiting.get() {
        0 => t(w::WAITING).to_owned(),
        n => format!("{} ({})", t(w::WAITING), grouped(lang(), n)),
    };
    view! {
        <nav class="tabs mails__tabs" aria-label=t(w::TITLE)>
            <a class="tab" href=tab("") aria-current=current(!everything)>
                {waits}
            </a>
            <a class="tab" href=tab("all") aria-current=current(everything)>
                {t(w::ALL)}
            </a>
        </nav>
    }
}

#[component]
fn Nothing(asked: Asked) -> impl IntoView {
    if !asked.words.is_empty() || !asked.after.is_empty() {
        let href = Asked { words: String::new(), after: String::new(), ..asked }.address(None);
        return view! {
            <Empty icon=Icon::Search title=w::NONE_FOUND text=w::NONE_FOUND_TEXT>
                <LinkButton href label=w::SHOW_ALL />
            </Empty>
        }
        .erase();
    }
    let (title, text) =
        if asked.everything() { (w::EMPTY, w::EMPTY_TEXT) } else { (w::DECIDED, w::DECIDED_TEXT) };
    view! { <Empty icon=Icon::Mail title text /> }.erase()
}

/// On to older mails, or back to the newest.
#[component]
fn Turn(asked: Asked, next: Option<MailId>) -> impl IntoView {
    let first = (!asked.after.is_empty()).then(|| asked.address(None));
    let next = next.map(|after| asked.address(Some(after)));
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="list__turn" aria-label=t(w::OLDER)>
                {first.map(|href| view! { <LinkButton href label=w::NEWEST kind=ButtonKind::Quiet /> })}
                {next.map(|href| view! { <LinkButton href label=w::OLDER /> })}
            </nav>
        }
    })
}
