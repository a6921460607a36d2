//! What staff can do with a mail that stands on a ticket: move it elsewhere, and take that back.
use crate::letter::api::SettleMail;
use crate::parts::button::ButtonKind;
use crate::parts::form::{Form, Hidden, Submit, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::{Text, mails as w};
use domain::id::MailId;
use domain::letter::thread::Rule;
use leptos::prelude::*;

/// By what the ticket of a mail was found; nothing where it was not.
pub const fn rule_word(rule: Rule) -> Option<Text> {
    match rule {
        Rule::OwnHeader | Rule::OwnMessage | Rule::OwnMailbox | Rule::None => None,
        Rule::ReplyAddress => Some(w::BY_ADDRESS),
        Rule::ReturnedMessage => Some(w::BY_RETURNED),
        Rule::InReplyTo | Rule::References => Some(w::BY_ANSWER),
        Rule::BodyToken => Some(w::BY_TOKEN),
        Rule::ForeignInReplyTo | Rule::ForeignReferences => Some(w::BY_FOREIGN),
        Rule::SubjectNumber => Some(w::BY_NUMBER),
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
    /// Called after it was done.
    #[prop(optional_no_strip)]
    on_success: Option<Callback<()>>,
) -> impl IntoView {
    let on_success = on_success.unwrap_or_else(|| Callback::new(|()| ()));
    view! {
        <Form action=settle class="form--inline" only=("deed", deed.to_owned()) on_success>
            <Hidden name="deed" value=deed.to_owned() />
            <Hidden name="id" value=id.to_string() />
            <Submit label kind=ButtonKind::Plain icon />
        </Form>
    }
}

/// Puts a mail on the ticket whose number is typed.
#[component]
pub fn ToTicket(
    /// Which mail.
    id: MailId,
    /// What, as the server calls it.
    deed: &'static str,
    /// What the button says.
    label: Text,
    /// The number that is offered.
    #[prop(optional, into)]
    number: String,
    /// Sends it.
    settle: ServerAction<SettleMail>,
    /// Called after it was done.
    #[prop(optional_no_strip)]
    on_success: Option<Callback<()>>,
) -> impl IntoView {
    let on_success = on_success.unwrap_or_else(|| Callback::new(|()| ()));
    view! {
        <Form action=settle class="form--inline mail__attach" only=("id", id.to_string()) on_success>
            <Hidden name="id" value=id.to_string() />
            <Hidden name="deed" value=deed.to_owned() />
            <TextField name="ticket" label=w::NUMBER value=number required=true max=20 />
            <Submit label icon=Icon::Link />
        </Form>
    }
}

/// Moves a mail to another ticket or to one of its own, behind its name.
#[component]
pub fn MoveMail(
    /// Which mail.
    id: MailId,
    /// Sends it.
    settle: ServerAction<SettleMail>,
    /// Called after it was done.
    #[prop(optional_no_strip)]
    on_success: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <details class="mail__move">
            <summary>{t(w::MOVE)}</summary>
            <div class="mail__deeds">
                <ToTicket id deed="move" label=w::MOVE_TO settle on_success />
                <Deed id deed="split" label=w::SPLIT icon=Icon::Plus settle on_success />
            </div>
        </details>
    }
}
