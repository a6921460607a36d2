//! One mail of the list.
use crate::letter::api::SettleMail;
use crate::letter::moving::{Deed, address, rule_word, undo_word};
use crate::letter::text::LetterText;
use crate::letter::view::{MailState, MailView};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf, written};
use crate::parts::time::Time;
use crate::words::{Text, behalf, mails as w};
use domain::deal::Deal;
use domain::id::MailId;
use domain::letter::thread::Rule;
use domain::moment::Moment;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// A mail with what became of it and what can be done; what it says unfolds.
#[component]
pub fn Mail(
    /// Which.
    mail: MailView,
    /// What time it is.
    now: Moment,
    /// Decides about it.
    settle: ServerAction<SettleMail>,
) -> impl IntoView {
    let MailView {
        id,
        from,
        subject,
        text,
        passed_on,
        state,
        rule,
        named,
        machine,
        ticket,
        title,
        deal,
        stands,
        moved,
        waited,
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
                    <Why
                        state
                        rule
                        named=named.filter(|_| settled_by.is_none())
                        machine
                        place=ticket.map(|number| (number, title))
                        deal
                        settled_by
                    />
                    {passed_on
                        .filter(|_| state == MailState::Quarantine)
                        .map(|(name, original)| {
                            let original = original.shown();
                            let said = tf(behalf::PASSED_ON, &[("name", &name), ("original", &original)]);
                            view! { <p>{said} " " {t(behalf::UNPROVEN)}</p> }
                        })}
                    {(!text.trim().is_empty()).then(|| view! { <LetterText text /> })}
                    <Settle id state ticket stands undo=undo_word(moved, waited) settle />
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
    named: Option<TicketNumber>,
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
            {named.map(|number| format!(" {}", tf(w::NAMED, &[("number", &written(number))])))}
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
    undo: Option<Text>,
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
                {undo
                    .map(|label| {
                        view! { <Deed id deed="undo" label icon=Icon::Undo settle on_success=None /> }
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
