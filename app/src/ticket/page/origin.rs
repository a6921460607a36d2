//! Beside a message that came by mail: the mail as it was sent, for staff also why it stands here and where else it could;
//! and where its words are since staff moved it.
use crate::letter::api::SettleMail;
use crate::letter::moving::{Deed, address, rule_word, undo_word};
use crate::parts::icon::Icon;
use crate::parts::say::{me, t, tf, written};
use crate::ticket::page::here::{Here, here};
use crate::ticket::view::{EntryMail, EntryMoved, MailPlaced};
use crate::words::{Text, mails as w};
use domain::access::Area;
use domain::id::MailId;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// The mail of a message.
#[component]
pub fn Origin(
    /// The mail.
    mail: EntryMail,
) -> impl IntoView {
    let here = here();
    let (id, cut) = (mail.id, mail.cut);
    let may_move = mail.placed.is_some() && decides();
    let undo =
        mail.placed.as_ref().filter(|_| may_move).and_then(|placed| undo_word(placed.moved, placed.waited));
    let named = mail.placed.as_ref().and_then(|placed| placed.named.filter(|_| placed.settled_by.is_none()));
    view! {
        <footer class="message__origin">
            <Icon name=Icon::Mail />
            {mail.placed.map(|placed| view! { <span>{reason(&placed)}</span> })}
            {named.map(|number| view! { <Named id number may_move /> })}
            {cut.then(|| view! { <span>{t(w::QUOTE_HIDDEN)}</span> })}
            <span class="message__ways">
                <a href=format!("/mails/{id}")>{t(w::SHOW_ORIGINAL)}</a>
                {may_move.then(|| view! { <a href=address(id, None)>{t(w::MOVE)}</a> })}
            </span>
        </footer>
        {undo.map(|label| view! { <Undo id here label /> })}
    }
}

/// That the subject names another ticket, which its writer does not reach, and the way there.
#[component]
fn Named(id: MailId, number: TicketNumber, may_move: bool) -> impl IntoView {
    let told = written(number);
    view! {
        <span>
            {tf(w::NAMED, &[("number", &told)])} " "
            <a href=format!("/tickets/{}", number.0)>{tf(w::TICKET, &[("number", &told)])}</a>
            {may_move
                .then(|| {
                    let label = tf(w::MOVE_TO_NAMED, &[("number", &told)]);
                    view! {
                        " · "
                        <a href=address(id, Some(number))>{label}</a>
                    }
                })}
        </span>
    }
}

/// Where the words of a message are now.
#[component]
pub fn Gone(
    /// Where.
    moved: EntryMoved,
) -> impl IntoView {
    let here = here();
    let EntryMoved { to, kept, undo } = moved;
    let undo = undo.filter(|_| decides());
    view! {
        <p class="message__gone">
            <Icon name=Icon::ArrowRight />
            <span>{t(if kept { w::COPIED_TO } else { w::MOVED_TO })}</span>
            <a href=format!("/tickets/{}", to.0)>{written(to)}</a>
        </p>
        {undo.map(|id| view! { <Undo id here label=w::UNDO /> })}
    }
}

/// Takes back what was done with a mail.
#[component]
fn Undo(id: MailId, here: Here, label: Text) -> impl IntoView {
    let settle = ServerAction::<SettleMail>::new();
    let on_success = Some(Callback::new(move |_| here.renewed().run(())));
    view! { <Deed id deed="undo" label icon=Icon::Undo settle on_success /> }
}

/// Whether the reader decides about mail.
fn decides() -> bool {
    me().actor.is_some_and(|actor| actor.may_enter(Area::Outbox))
}

/// Who sent a mail and why it stands here, in words.
fn reason(placed: &MailPlaced) -> String {
    let from = tf(w::BY_MAIL_FROM, &[("email", &placed.from)]);
    let why = match &placed.settled_by {
        Some(name) => Some(tf(w::SETTLED, &[("name", name)])),
        None => rule_word(placed.rule).map(|word| t(word).to_owned()),
    };
    let machine = placed.machine.then(|| t(w::MACHINE).to_owned());
    [Some(from), why, machine].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
