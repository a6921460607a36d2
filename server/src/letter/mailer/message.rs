//! A letter as a mail.
use super::Row;
use super::hand_over::Trouble;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::file::sent;
use crate::letter::thread::Thread;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

/// The files of the invoice that a letter carries.
pub async fn attached(house: &House, row: &Row) -> Result<Vec<SinglePart>, Fault> {
    let Some(invoice) = row.invoice_id else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    for (name, form, bytes) in sent(house.store.read(), invoice).await? {
        let kind = ContentType::parse(form.content_type()).map_err(Fault::broken)?;
        parts.push(Attachment::new(name).body(bytes, kind));
    }
    Ok(parts)
}

/// The mail, with its files.
pub fn message(house: &House, row: &Row, files: Vec<SinglePart>) -> Result<Message, Trouble> {
    let to: Address =
        row.to_email.parse().map_err(|error| Trouble::give_up(format!("{}: {error}", row.to_email)))?;
    // All else is about our settings and can be mended.
    compose(house, row, to, files).map_err(|fault| Trouble::again(fault.to_string()))
}

fn compose(house: &House, row: &Row, to: Address, files: Vec<SinglePart>) -> Result<Message, Fault> {
    let host = house.base.host_str().unwrap_or("localhost");
    let from = sender(house, row)?;
    let thread: Thread = serde_json::from_str(&row.headers)?;
    let mut message = Message::builder();
    if let Some(last) = thread.references.last() {
        message = message.in_reply_to(last.clone()).references(thread.references.join(" "));
    }
    if thread.acknowledges {
        message = message.envelope(Envelope::new(None, vec![to.clone()]).map_err(Fault::broken)?);
    }
    let text = MultiPart::alternative_plain_html(row.text_body.clone(), row.html_body.clone());
    let body = if files.is_empty() {
        text
    } else {
        files.into_iter().fold(MultiPart::mixed().multipart(text), MultiPart::singlepart)
    };
    message
        .from(from)
        .to(Mailbox::new(Some(row.to_name.clone()), to))
        .subject(row.subject.clone())
        .message_id(Some(row.message_id.clone()))
        .raw_header(automatic("Auto-Submitted", "auto-generated"))
        .raw_header(automatic("X-Auto-Response-Suppress", "All"))
        .raw_header(automatic("X-Schalter-Loop", host))
        .multipart(body)
        .map_err(Fault::broken)
}

/// Who a letter comes from: the mailbox of its ticket, so that an answer reaches it again, else the house.
fn sender(house: &House, row: &Row) -> Result<Mailbox, Fault> {
    let house = house.mail_from()?;
    let Some(address) = &row.box_address else { return Ok(house) };
    let named = row.box_name.clone().filter(|name| !name.is_empty());
    Ok(Mailbox::new(named.or(house.name), address.parse().map_err(Fault::broken)?))
}

fn automatic(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
