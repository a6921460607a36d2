//! What staff can do with a mail that stands on a ticket: move it elsewhere, and take that back.
use crate::letter::api::SettleMail;
use crate::parts::button::ButtonKind;
use crate::parts::form::{Form, Hidden, Submit};
use crate::parts::icon::Icon;
use crate::words::{Text, mails as w};
use domain::id::MailId;
use domain::letter::thread::Rule;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// By what the ticket of a mail was found; nothing where it was not.
pub const fn rule_word(rule: Rule) -> Option<Text> {
    match rule {
        Rule::OwnHeader
        | Rule::OwnMessage
        | Rule::OwnMailbox
        | Rule::Empty
        | Rule::Spam
        | Rule::CalendarAnswer
        | Rule::Flood
        | Rule::None => None,
        Rule::ReplyAddress => Some(w::BY_ADDRESS),
        Rule::ReturnedMessage => Some(w::BY_RETURNED),
        Rule::InReplyTo | Rule::References => Some(w::BY_ANSWER),
        Rule::BodyToken => Some(w::BY_TOKEN),
        Rule::ForeignInReplyTo | Rule::ForeignReferences => Some(w::BY_FOREIGN),
        Rule::SubjectNumber => Some(w::BY_NUMBER),
    }
}

/// What the button says that takes back what staff did with a mail; nothing where they did nothing, or it cannot be taken back.
pub const fn undo_word(moved: bool, waited: bool) -> Option<Text> {
    match (moved, waited) {
        (true, _) => Some(w::UNDO),
        (false, true) => Some(w::WAIT_AGAIN),
        (false, false) => None,
    }
}

/// A button that does one thing with a mail.
#[component]
pub fn Deed(
    /// Which mail.
    id: MailId,
    /// What, as the server calls it.
    deed: &'static str,
    /// What the button says.
    label: Text,
    /// Beside the words.
    icon: Icon,
    /// Sends it.
    settle: ServerAction<SettleMail>,
    /// Called after it was done, with the ticket on which the mail stands now.
    #[prop(optional_no_strip)]
    on_success: Option<Callback<Option<TicketNumber>>>,
) -> impl IntoView {
    let on_success = on_success.unwrap_or_else(|| Callback::new(|_| ()));
    view! {
        <Form action=settle class="form--inline" only=("deed", deed.to_owned()) on_success>
            <Hidden name="deed" value=deed.to_owned() />
            <Hidden name="id" value=id.to_string() />
            <Submit label kind=ButtonKind::Plain icon />
        </Form>
    }
}

/// Where a mail is put on a ticket, after one look at it.
pub fn address(id: MailId, ticket: Option<TicketNumber>) -> String {
    let chosen = ticket.map(|ticket| format!("?ticket={}", ticket.0)).unwrap_or_default();
    format!("/mails/{id}/move{chosen}")
}
