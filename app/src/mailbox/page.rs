//! The administration of mailboxes (B1, I5).
use crate::letter::outgoing::Outgoing;
use crate::mailbox::api::{SaveMailbox, load_mailboxes};
use crate::mailbox::form::{Chosen, MailboxForm};
use crate::mailbox::item::{Fare, MailboxItem};
use crate::mailbox::view::{Mailbox, MailboxesView};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::comes_back;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::live::on_mail;
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::parts::toast::toast;
use crate::words::{Text, common, mailbox as w};
use domain::id::MailboxId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/mailboxes`
pub struct MailboxesPage;

#[lazy_route]
impl LazyRoute for MailboxesPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Administration /> }.erase()
    }
}

/// All mailboxes, and what an administrator does about them.
#[component]
fn Administration() -> impl IntoView {
    // The address says which connection was found to work.
    let checked = use_query_map();
    let checked = Memo::new(move |_| checked.with(|query| query.get("checked")?.parse().ok()));
    let mailboxes = Resource::new(move || checked.get(), |_| load_mailboxes());
    let reload = Callback::new(move |text: Text| {
        toast(text);
        mailboxes.refetch();
    });
    view! {
        <PageHead title=w::TITLE lead=w::LEAD />
        <Load
            resource=mailboxes
            skeleton=SkeletonKind::List
            view=move |view: MailboxesView| {
                view! { <List view checked=checked.get_untracked() reload /> }
            }
        />
    }
}

/// How the mailboxes fare, kept fresh; the forms beside it stay as they are typed.
fn live_fares(mailboxes: &[Mailbox]) -> RwSignal<Vec<(MailboxId, Fare)>> {
    let of = |mailboxes: &[Mailbox]| {
        let fare = |mailbox: &Mailbox| (mailbox.id, (mailbox.fetched, mailbox.trouble.clone()));
        mailboxes.iter().map(fare).collect::<Vec<_>>()
    };
    let fares = RwSignal::new(of(mailboxes));
    on_mail(move || {
        spawn_local(async move {
            if let Ok(newer) = load_mailboxes().await {
                // The page may be gone.
                let _ = fares.try_set(of(&newer.mailboxes));
            }
        });
    });
    fares
}

#[component]
fn List(view: MailboxesView, checked: Option<MailboxId>, reload: Callback<Text>) -> impl IntoView {
    let MailboxesView { mailboxes, teams, classes, outgoing, now } = view;
    let chosen = Chosen::new(&teams, classes);
    let saved = Callback::new(move |()| reload.run(common::SAVED));
    let add = chosen.clone();
    let empty = mailboxes.is_empty();
    let fares = live_fares(&mailboxes);
    let lines = mailboxes.into_iter().map(|mailbox| {
        let (chosen, works, id) = (chosen.clone(), checked == Some(mailbox.id), mailbox.id);
        let fare = Memo::new(move |_| {
            fares.with(|all| all.iter().find(|(known, _)| *known == id).map(|(_, fare)| fare.clone()))
        });
        view! { <MailboxItem mailbox fare chosen works now reload /> }
    });
    let lines = lines.collect::<Vec<_>>();
    view! {
        <Outgoing outgoing />
        <div class="stack">
            {if empty {
                view! { <Empty icon=Icon::Mailbox title=w::EMPTY text=w::EMPTY_TEXT /> }.erase()
            } else {
                view! { <ul class="rows">{lines}</ul> }.erase()
            }}
            <Fold
                label=w::ADD
                icon=Icon::Plus
                class="fold--card"
                open=comes_back(SaveMailbox::url(), Some(("id", "new")))
            >
                <MailboxForm mailbox=None chosen=add done=saved />
            </Fold>
        </div>
    }
}
