//! Mail that came in, as staff see it: what became of each, and what waits for a decision.
use crate::letter::api::{SettleMail, load_mails};
use crate::letter::mailboxes::Mailboxes;
use crate::letter::moving::{Deed, MoveMail, ToTicket, rule_word};
use crate::letter::text::LetterText;
use crate::letter::view::{MailState, MailView, MailsView};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf, written};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::parts::time::Time;
use crate::words::mails as w;
use domain::id::MailId;
use domain::letter::thread::Rule;
use domain::moment::Moment;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
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

/// The newest mails: those that wait, or all.
#[component]
fn Mails() -> impl IntoView {
    let query = use_query_map();
    let show = Memo::new(move |_| query.with(|query| query.get("show")).unwrap_or_default());
    let settle = ServerAction::<SettleMail>::new();
    let mails = Resource::new(move || (show.get(), settle.version().get()), |(show, _)| load_mails(show));
    view! {
        <PageHead title=w::TITLE lead=w::LEAD />
        <Load
            resource=mails
            skeleton=SkeletonKind::List
            view=move |mails: MailsView| {
                let everything = show.get_untracked() == "all";
                view! { <List mails everything settle /> }.erase()
            }
        />
    }
}

#[component]
fn List(mails: MailsView, everything: bool, settle: ServerAction<SettleMail>) -> impl IntoView {
    let MailsView { mails, mailboxes, waiting, now } = mails;
    let tab = |href, label: String, here: bool| {
        view! {
            <a class="tab" href=href aria-current=here.then_some("page")>
                {label}
            </a>
        }
    };
    let waits = if waiting > 0 { format!("{} ({waiting})", t(w::WAITING)) } else { t(w::WAITING).to_owned() };
    let empty = mails.is_empty();
    view! {
        <Mailboxes mailboxes now />
        <nav class="tabs mails__tabs" aria-label=t(w::TITLE)>
            {tab("/mails", waits, !everything)}
            {tab("/mails?show=all", t(w::ALL).to_owned(), everything)}
        </nav>
        {if empty {
            let (title, text) = if everything {
                (w::EMPTY, w::EMPTY_TEXT)
            } else {
                (w::DECIDED, w::DECIDED_TEXT)
            };
            view! { <Empty icon=Icon::Mail title text /> }.erase()
        } else {
            view! {
                <ul class="rows letters">
                    {mails.into_iter().map(|mail| view! { <Mail mail now settle /> }).collect::<Vec<_>>()}
                </ul>
            }
                .erase()
        }}
    }
}

#[component]
fn Mail(mail: MailView, now: Moment, settle: ServerAction<SettleMail>) -> impl IntoView {
    let MailView {
        id,
        from,
        subject,
        text,
        state,
        rule,
        machine,
        ticket,
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
                    <Why state rule machine ticket settled_by />
                    <LetterText text />
                    <Settle id state ticket stands moved settle />
                    <p class="mail__deeds">
                        <a class="button button--plain" href=format!("/mails/{id}")>
                            <Icon name=Icon::Eye />
                            <span>{t(w::SHOW_ORIGINAL)}</span>
                        </a>
                        <a
                            class="button button--plain"
                            href=format!("/mails/{id}/raw")
                            rel="external"
                            download=""
                        >
                            <Icon name=Icon::Download />
                            <span>{t(w::RAW)}</span>
                        </a>
                    </p>
                </div>
            </details>
        </li>
    }
}

/// What became of a mail and why, in words.
#[component]
fn Why(
    state: MailState,
    rule: Rule,
    machine: bool,
    ticket: Option<TicketNumber>,
    settled_by: Option<String>,
) -> impl IntoView {
    let told = match state {
        MailState::Quarantine => w::QUARANTINE_TEXT,
        MailState::NewTicket => w::NEW_TICKET_TEXT,
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
        {ticket
            .map(|number| {
                view! {
                    <p>
                        <a href=format!(
                            "/tickets/{}",
                            number.0,
                        )>{tf(w::TICKET, &[("number", &written(number))])}</a>
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
    match state {
        MailState::Quarantine => view! {
            <div class="mail__deeds">
                <ToTicket
                    id
                    deed="attach"
                    label=w::ATTACH
                    number=ticket.map(written).unwrap_or_default()
                    settle
                    on_success=None
                />
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
                    })} <MoveMail id settle on_success=None />
            </div>
        }
        .erase(),
        MailState::NewTicket | MailState::Append | MailState::Bounce | MailState::Loop => ().erase(),
    }
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
