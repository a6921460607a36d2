//! Reads a mail as it came in: what the rules need of it, its text, and its files (RFC 5322, RFC 2045).
//!
//! Real mail is broken; whatever cannot be read is left out here and stays in the raw mail, which is always kept.
mod addressed;
mod body;
mod calendar;
pub mod charset;
mod cms;
mod field;
mod file;
mod header;
mod markup;
mod report;
mod sealed;
pub mod signed;
mod winmail;

pub use addressed::{Addressed, addressed};
pub use file::File;

use crate::letter::mime::calendar::calendar;
use crate::letter::mime::field::{first, headers, ids, named, recipients, return_path, written};
use crate::letter::mime::report::{part_of, returned};
use domain::input::{clean_line, is_address};
use domain::letter::incoming::{Incoming, Report};
use domain::letter::original::Original;
use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders as _};
use std::borrow::Cow;

/// Most files of one mail that become documents; the others stay in the raw mail.
const MOST_FILES: usize = 100;
/// Most characters of a subject, name or Message-ID that are kept.
const LONGEST_LINE: usize = 500;
/// Most characters of a text that are looked at.
const LONGEST_BODY: usize = 1_000_000;

/// A mail, read.
#[derive(Debug, Default)]
pub struct Mail {
    /// What the rules read of it.
    pub incoming: Incoming,
    /// Its files, pictures that stand in its text among them.
    pub files: Vec<File>,
    /// How many files more came with it than are read.
    pub more_files: u32,
    /// It has a part in HTML.
    pub has_html: bool,
    /// What it says is encrypted, or packed into a signature that cannot be taken apart.
    pub sealed: bool,
    /// How large it is, in bytes, where only its beginning was read.
    pub full_size: Option<usize>,
}

/// The parts of a raw mail; none where it cannot be taken apart. A mail at which the parser breaks would otherwise be sent to us
/// again and again, and block those behind it.
pub fn parsed(raw: &[u8]) -> Option<Message<'_>> {
    std::panic::catch_unwind(|| MessageParser::default().parse(raw)).ok().flatten()
}

/// Reads a raw mail. Never fails: of what is no mail at all the bytes themselves are the text.
pub fn read(raw: &[u8]) -> Mail {
    let raw = signed::opened(header::readable(with_line_ends(raw)));
    let Some(message) = parsed(&raw).filter(is_mail) else {
        let body = limited(&body::plain(&raw), LONGEST_BODY);
        return Mail { incoming: Incoming { body, ..Incoming::default() }, ..Mail::default() };
    };
    let (from_name, from) = sender(&message);
    let kind = message.content_type();
    let files = message.attachments().take(MOST_FILES).enumerate();
    let files =
        files.filter_map(|(place, part)| file::of_part(&message, place, part)).flat_map(file::unpacked);
    let mut files: Vec<File> = files.collect();
    let more = message.attachments().skip(MOST_FILES).filter(|part| !part.contents().is_empty()).count();
    // Files that came packed in one can be too many as well.
    let more_files = u32::try_from(more + files.len().saturating_sub(MOST_FILES)).unwrap_or(u32::MAX);
    files.truncate(MOST_FILES);
    let incoming = Incoming {
        message_id: message.message_id().map(line),
        in_reply_to: ids(message.in_reply_to()),
        references: ids(message.references()),
        returned: returned(&message),
        from,
        from_name,
        reply_to: first(message.reply_to()),
        by_form: false,
        sender: Some(first(message.sender()).1).filter(|address| !address.is_empty()),
        return_path: return_path(&message),
        to: recipients(&message),
        named: named(&message),
        subject: message.subject().map(line).unwrap_or_default(),
        headers: headers(&message),
        body: body::text(&message, &raw),
        files: !files.is_empty(),
        attached: message.attachments().any(file::is_beside),
        enclosed: message.attachments().find_map(MessagePart::message).and_then(written_by),
        report: kind
            .filter(|kind| is(kind.ctype(), "multipart") && is(kind.subtype().unwrap_or_default(), "report"))
            .map(|kind| Report::read(kind.attribute("report-type").unwrap_or_default())),
        delivery_status: part_of(&message, "message", &["delivery-status", "global-delivery-status"]),
        calendar: calendar(&message),
        date: written(&message),
    };
    let has_html = message.html_bodies().any(MessagePart::is_text_html);
    let sealed = sealed::is_sealed(&message, &incoming.body);
    Mail { incoming, files, more_files, has_html, sealed, full_size: None }
}

/// Name and address in `From`.
fn sender(message: &Message) -> (String, String) {
    let from = message.headers().iter().find(|header| header.name == HeaderName::From);
    first(from.and_then(|header| header.value.as_address()))
}

/// Who wrote an attached mail.
fn written_by(message: &Message) -> Option<Original> {
    let (name, email) = sender(message);
    is_address(&email).then_some(Original { name, email })
}

/// Whether it has any header that mails have.
fn is_mail(message: &Message) -> bool {
    message.headers().iter().any(|header| !header.name.is_other())
}

/// A mail of old programs, whose lines end in a carriage return alone, with the line ends of mails.
fn with_line_ends(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.contains(&b'\n') || !raw.contains(&b'\r') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect())
}

/// Reads a mail of which perhaps only the beginning is there: then it says what it says, and of its files nobody knows whether
/// they are whole.
pub fn read_as(raw: &[u8], full_size: Option<usize>) -> Mail {
    let mail = read(raw);
    if full_size.is_none() {
        return mail;
    }
    let incoming = Incoming { files: true, attached: true, ..mail.incoming };
    Mail { incoming, files: Vec::new(), full_size, ..mail }
}

fn is(told: &str, kind: &str) -> bool {
    told.eq_ignore_ascii_case(kind)
}

/// One line without control characters, not longer than is ever shown.
fn line(text: &str) -> String {
    limited(&clean_line(text), LONGEST_LINE)
}

fn limited(text: &str, most: usize) -> String {
    text.chars().filter(|c| *c != '\0').take(most).collect()
}

#[cfg(test)]
mod tests;
