//! Mail that came in, as staff see it: what became of each, and what waits for a decision.
use crate::error::AppError;
use crate::letter::api::{SettleMail, load_mails};
use crate::letter::mailboxes::Mailboxes;
use crate::letter::moving::{Deed, address, rule_word};
use crate::letter::text::LetterText;
use crate::letter::view::{MailState, MailView, MailsView};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::find::FindForm;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::live::on_mail;
use crate::parts::say::{lang, t, tf, written};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::parts::time::Time;
use crate::words::{behalf, grouped, mails as w};
use domain::deal::Deal;
use domain::id::MailId;
use domain::letter::thread::Rule;
use domain::moment::Moment;
use domain::ticket::number::TicketNumber;
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
    let key = |mail: &MailView| (mail.id, mail.state, mail.ticket, mail.moved);
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

#[component]
fn Mail(mail: MailView, now: Moment, settle: ServerAction<SettleMail>) -> impl IntoView {
    let MailView {
        id,
        from,
        subject,
        text,
        passed_on,
        state,
        rule,
        machine,
        ticket,
        title,
        deal,
        stands,
        moved,
        received,
        settled_by,
    } = mail;
    let subject = if subject.is_empty() { t(crate::words::mail::NO_SUBJECT).to_owned() } else { subject };
    let begins = text.split_whitespace().take(40).collect::<Vec<_>>().join(" ");
    view! {
        <li class="letter">
            <details class="unfold" open=state == MailState::Quarantine>
                <summary class="row letter__line">
                    <span class="letter__words">
                        <strong>{subject}</strong>
                        <span class="letter__begins small">{begins}</span>
                        <span class="muted small">{t(w::FROM)} " " {from}</span>
                    </span>
                    <span class="letter__facts">
                        <StateBadge state />
                        <span class="muted small">
                            <Time at=received now />
                        </span>
                    </span>
                    <Icon name=Icon::ChevronDown />
                </summary>
                <div class="unfold__body">
                    <Why state rule machine place=ticket.map(|number| (number, title)) deal settled_by />
                    {passed_on
                        .filter(|_| state == MailState::Quarantine)
                        .map(|(name, original)| {
                            let original = original.shown();
                            let said = tf(behalf::PASSED_ON, &[("name", &name), ("original", &original)]);
                            view! { <p>{said} " " {t(behalf::UNPROVEN)}</p> }
                        })}
                    {(!text.trim().is_empty()).then(|| view! { <LetterText text /> })}
                    <Settle id state ticket stands moved settle />
                    <p class="mail__ways">
                        <a href=format!("/mails/{id}")>
                            <Icon name=Icon::Eye />
                            <span>{t(w::SHOW_ORIGINAL)}</span>
                        </a>
                        <a href=format!("/mails/{id}/raw") rel="external" download="">
                            <Icon name=Icon::Download />
                            <span>{t(w::RAW)}</span>
                        </a>
                    </p>
                </div>
            </details>
        </li>
    }
}

/// What became of a mail and why, in words; the ticket on which it stands or to which it leads, with its title.
#[component]
fn Why(
    state: MailState,
    rule: Rule,
    machine: bool,
    place: Option<(TicketNumber, Option<String>)>,
    deal: Option<Deal>,
    settled_by: Option<String>,
) -> impl IntoView {
    let told = match state {
        MailState::Quarantine if rule == Rule::Empty => w::EMPTY_MAIL_TEXT,
        MailState::Quarantine if rule == Rule::Spam => w::SPAM_TEXT,
        MailState::Quarantine if rule == Rule::CalendarAnswer => w::CALENDAR_ANSWER_TEXT,
        MailState::Quarantine if rule == Rule::Flood => w::FLOOD_TEXT,
        MailState::Quarantine if rule == Rule::OwnMailbox => w::OWN_MAILBOX_TEXT,
        MailState::Quarantine => w::QUARANTINE_TEXT,
        MailState::NewTicket => w::NEW_TICKET_TEXT,
        MailState::Append if deal.is_some() => w::COMMENT_TEXT,
        MailState::Append => w::APPEND_TEXT,
        MailState::Bounce => w::BOUNCE_TEXT,
        MailState::Loop => w::LOOP_TEXT,
        MailState::Dropped => w::DROPPED_TEXT,
    };
    let found = (settled_by.is_none() || state == MailState::Quarantine).then(|| rule_word(rule)).flatten();
    view! {
        <p>
            {t(told)} {found.map(|found| format!(" {}", t(found)))}
            {machine.then(|| format!(" {}", t(w::MACHINE)))}
            {settled_by.map(|name| format!(" {}", tf(w::SETTLED, &[("name", &name)])))}
        </p>
        {deal
            .map(|deal| {
                view! {
                    <p>
                        <a href=deal.address()>{deal.to_string()}</a>
                    </p>
                }
            })}
        {place
            .map(|(number, title)| {
                let said = tf(w::TICKET, &[("number", &written(number))]);
                view! {
                    <p>
                        <a href=format!("/tickets/{}", number.0)>{said}</a>
                        {title.map(|title| format!(" · {title}"))}
                    </p>
                }
            })}
    }
}

/// What staff can do about it.
#[component]
fn Settle(
    id: MailId,
    state: MailState,
    ticket: Option<TicketNumber>,
    stands: bool,
    moved: bool,
    settle: ServerAction<SettleMail>,
) -> impl IntoView {
    let other = if ticket.is_some() { w::ATTACH_ELSE } else { w::ATTACH_OTHER };
    match state {
        MailState::Quarantine => view! {
            <div class="mail__deeds">
                {ticket
                    .map(|number| {
                        let label = tf(w::ATTACH_TO, &[("number", &written(number))]);
                        view! { <Place id ticket=Some(number) label kind=ButtonKind::Primary /> }
                    })} <Place id label=t(other).to_owned() />
                <Deed id deed="open" label=w::OPEN icon=Icon::Plus settle on_success=None />
                <Deed id deed="drop" label=w::DROP icon=Icon::Trash settle on_success=None />
            </div>
        }
        .erase(),
        MailState::Dropped => {
            view! { <Deed id deed="restore" label=w::RESTORE icon=Icon::Undo settle on_success=None /> }
                .erase()
        }
        MailState::NewTicket | MailState::Append if stands => view! {
            <div class="mail__deeds">
                {moved
                    .then(|| {
                        view! { <Deed id deed="undo" label=w::UNDO icon=Icon::Undo settle on_success=None /> }
                    })} <Place id label=t(w::MOVE).to_owned() />
            </div>
        }
        .erase(),
        MailState::NewTicket | MailState::Append | MailState::Bounce | MailState::Loop => ().erase(),
    }
}

/// Leads to where a mail is put on a ticket, after one look at it.
#[component]
fn Place(
    id: MailId,
    #[prop(optional_no_strip)] ticket: Option<TicketNumber>,
    label: String,
    #[prop(default = ButtonKind::Plain)] kind: ButtonKind,
) -> impl IntoView {
    view! { <LinkButton href=address(id, ticket) label kind icon=Icon::Link /> }
}

#[component]
fn StateBadge(state: MailState) -> impl IntoView {
    let (tone, word) = match state {
        MailState::Quarantine => ("waiting", w::WAITING),
        MailState::NewTicket => ("new", w::NEW_TICKET),
        MailState::Append => ("done", w::APPEND),
        MailState::Bounce => ("late", w::BOUNCE),
        MailState::Loop => ("done", w::LOOP),
        MailState::Dropped => ("done", w::DROPPED),
    };
    view! {
        <span class=format!("badge badge--{tone}")>
            <span class="badge__dot" aria-hidden="true"></span>
            {t(word)}
        </span>
    }
}
