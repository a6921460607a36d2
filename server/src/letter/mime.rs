//! Reads a mail as it came in: what the rules need of it, its text, and its files (RFC 5322, RFC 2045).
//!
//! Real mail is broken; whatever cannot be read is left out here and stays in the raw mail, which is always kept.
pub mod charset;
mod header;
mod markup;
mod sealed;
mod winmail;

use domain::document::clean_name;
use domain::input::{clean_line, is_address};
use domain::letter::incoming::{Incoming, Report, ReturnPath};
use domain::letter::original::Original;
use jiff::Timestamp;
use mail_parser::{
    Address, ContentType, Header, HeaderName, HeaderValue, Message, MessageParser, MessagePart,
    MimeHeaders as _, PartType,
};
use std::borrow::Cow;

/// Most files of one mail that become documents; the others stay in the raw mail.
const MOST_FILES: usize = 100;
/// Most characters of a subject, name or Message-ID that are kept.
const LONGEST_LINE: usize = 500;
/// Most pieces of a sender's name that are looked at.
const MOST_PIECES: usize = 5;
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
    /// What it says is encrypted, or packed into its signature.
    pub sealed: bool,
    /// How large it is, in bytes, where only its beginning was read.
    pub full_size: Option<usize>,
}

/// A file that came with a mail.
#[derive(Debug)]
pub struct File {
    /// A name that is safe everywhere.
    pub name: String,
    /// By which the text names it (RFC 2392), without brackets.
    pub content_id: Option<String>,
    /// What the sender says it is; never trusted.
    pub told: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The parts of a raw mail; none where it cannot be taken apart. A mail at which the parser breaks would otherwise be sent to us
/// again and again, and block those behind it.
pub fn parsed(raw: &[u8]) -> Option<Message<'_>> {
    std::panic::catch_unwind(|| MessageParser::default().parse(raw)).ok().flatten()
}

/// Reads a raw mail. Never fails: of what is no mail at all the bytes themselves are the text.
pub fn read(raw: &[u8]) -> Mail {
    let raw = header::readable(with_line_ends(raw));
    let Some(message) = parsed(&raw).filter(is_mail) else {
        let body = limited(&plain(&raw), LONGEST_BODY);
        return Mail { incoming: Incoming { body, ..Incoming::default() }, ..Mail::default() };
    };
    let (from_name, from) = sender(&message);
    let kind = message.content_type();
    let files = message.attachments().take(MOST_FILES).enumerate();
    let files = files.filter_map(|(place, part)| file(&message, place, part)).flat_map(unpacked);
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
        body: body(&message, &raw),
        files: !files.is_empty(),
        attached: message.attachments().any(is_beside),
        enclosed: message.attachments().find_map(MessagePart::message).and_then(written_by),
        report: kind
            .filter(|kind| is(kind.ctype(), "multipart") && is(kind.subtype().unwrap_or_default(), "report"))
            .map(|kind| Report::read(kind.attribute("report-type").unwrap_or_default())),
        delivery_status: part_of(&message, "message", &["delivery-status", "global-delivery-status"]),
        date: message.date().and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
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

/// The words of bytes that nobody could take apart.
fn plain(bytes: &[u8]) -> String {
    let text = charset::guessed(bytes);
    if text.trim_start().starts_with('<') { markup::text(&text) } else { text }
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

/// Name and address, in small letters, of the first one. Old address books write `Müller, Anna <anna@kunde.de>` without the
/// quotes that it needs: what stands before the first address is then the beginning of its name.
fn first(addresses: Option<&Address>) -> (String, String) {
    let all = || addresses.into_iter().flat_map(|addresses| addresses.iter()).take(MOST_PIECES);
    let read = |text: Option<&str>| line(text.unwrap_or_default());
    let mut pieces = Vec::new();
    for one in all() {
        let (name, address) = (read(one.name.as_deref()), read(one.address.as_deref()));
        if address.contains('@') {
            pieces.push(name);
            pieces.retain(|piece| !piece.is_empty());
            return (line(&pieces.join(", ")), address.to_lowercase());
        }
        pieces.push(if name.is_empty() { address } else { name });
    }
    all()
        .next()
        .map(|one| (read(one.name.as_deref()), read(one.address.as_deref()).to_lowercase()))
        .unwrap_or_default()
}

fn ids(value: &HeaderValue) -> Vec<String> {
    let one = value.as_text().into_iter().map(line);
    let many = value.as_text_list().into_iter().flatten().map(|id| line(id));
    // `as_text` also answers the last one of a list.
    if value.as_text_list().is_some() { many.collect() } else { one.collect() }
}

/// Who stands in `To` and `Cc`.
fn named(message: &Message) -> Vec<String> {
    let shown = [message.to(), message.cc()];
    let shown = shown.into_iter().flatten().flat_map(|addresses| addresses.iter());
    shown
        .filter_map(|address| address.address.as_deref())
        .map(|address| line(address).to_lowercase())
        .collect()
}

fn recipients(message: &Message) -> Vec<String> {
    let shown = named(message).into_iter();
    let hidden = ["Delivered-To", "X-Original-To", "Envelope-To"];
    let hidden = message.headers_raw().filter(|(name, _)| hidden.iter().any(|known| is(name, known)));
    let hidden = hidden.map(|(_, value)| value.trim().trim_matches(['<', '>']).to_owned());
    shown.chain(hidden).map(|address| line(&address).to_lowercase()).collect()
}

fn return_path(message: &Message) -> ReturnPath {
    let path = message.headers_raw().find(|(name, _)| is(name, "Return-Path"));
    match path.map(|(_, value)| value.trim().trim_matches(['<', '>']).trim()) {
        None => ReturnPath::Absent,
        Some("") => ReturnPath::Empty,
        Some(address) => ReturnPath::Address(line(address).to_lowercase()),
    }
}

/// All headers, decoded where they are texts.
fn headers(message: &Message) -> Vec<(String, String)> {
    let decoded = |header: &Header| header.value.as_text().map(line);
    let both = message.headers().iter().zip(message.headers_raw());
    both.map(|(header, (name, raw))| (name.to_owned(), decoded(header).unwrap_or_else(|| line(raw))))
        .collect()
}

/// The text: its plain form where there is one; several parts of it one below the other. Of a mail whose structure is broken
/// all that stands below its headers.
fn body(message: &Message, raw: &[u8]) -> String {
    let mut out = String::new();
    for part in message.text_bodies() {
        let Some(text) = charset::text(message, part) else { continue };
        let text = if part.is_text_html() { Cow::Owned(markup::text(&text)) } else { text };
        let flowed = part
            .content_type()
            .and_then(|kind| kind.attribute("format"))
            .is_some_and(|format| is(format, "flowed"));
        if !out.is_empty() && !text.trim().is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&if flowed { joined(&text) } else { text.into_owned() });
    }
    if out.trim().is_empty() {
        // Some programs send an empty plain form beside what they wrote.
        let html = message.html_bodies().find(|part| part.is_text_html());
        let shown = html.and_then(|part| charset::text(message, part)).map(|html| markup::text(&html));
        out = shown.unwrap_or(out);
    }
    if message.text_body.is_empty() && message.html_body.is_empty() && message.attachments.is_empty() {
        out = plain(&raw[header::end_of_headers(raw)..]);
    }
    limited(&sealed::without_armour(&out.replace("\r\n", "\n")), LONGEST_BODY)
}

/// Lines that were broken only for the way (RFC 3676): a line that ends in a space goes on in the next of the same depth of
/// quoting.
fn joined(text: &str) -> String {
    let depth = |line: &str| line.bytes().take_while(|byte| *byte == b'>').count();
    let mut out = String::with_capacity(text.len());
    let mut open = None;
    for line in text.lines() {
        let deep = depth(line);
        let words = line[deep..].strip_prefix(' ').unwrap_or(&line[deep..]);
        if open == Some(deep) && words != "-- " {
            out.push_str(words);
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&line[..deep]);
            if deep > 0 {
                out.push(' ');
            }
            out.push_str(words);
        }
        open = (words.ends_with(' ') && words != "-- ").then_some(deep);
    }
    out
}

/// The text of the first part of a type.
fn part_of(message: &Message, kind: &str, subkinds: &[&str]) -> Option<String> {
    let fits = |part: &&MessagePart| subkinds.iter().any(|subkind| part.is_content_type(kind, subkind));
    let part = message.parts.iter().find(fits)?;
    Some(limited(&charset::guessed(part.contents()), LONGEST_BODY))
}

/// The Message-ID of the mail that a report sends back.
fn returned(message: &Message) -> Vec<String> {
    let back = |part: &&MessagePart| {
        part.is_content_type("message", "rfc822")
            || part.is_content_type("message", "global")
            || part.is_content_type("text", "rfc822-headers")
            || part.is_content_type("message", "rfc822-headers")
    };
    let id = |part: &MessagePart| match &part.body {
        PartType::Message(inner) => inner.message_id().map(line),
        _ => {
            let head = [part.contents(), b"\r\n\r\n"].concat();
            parsed(&head)?.message_id().map(line)
        }
    };
    message.parts.iter().filter(back).filter_map(id).collect()
}

fn file(message: &Message, place: usize, part: &MessagePart) -> Option<File> {
    let bytes = charset::bytes(message, part);
    let name = name(message, part);
    if bytes.is_empty() && name.is_none() {
        return None;
    }
    let told = part.content_type().map_or_else(String::new, |kind| {
        line(&format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream"))).to_lowercase()
    });
    let name = name.unwrap_or_else(|| format!("{}.{}", place + 1, ending(&told)));
    let content_id = part.content_id().map(|id| line(id.trim_matches(['<', '>'])));
    Some(File { name, content_id, told, bytes: bytes.into_owned() })
}

/// Whether a file stands beside the text: programs name pictures in it, and sign beside it.
fn is_beside(part: &MessagePart) -> bool {
    let kind = part.content_type().and_then(ContentType::subtype).unwrap_or_default();
    let attached = part.content_disposition().is_some_and(ContentType::is_attachment);
    !kind.ends_with("-signature") && (attached || part.content_id().is_none())
}

/// The files in a file of Outlook's own; else the file itself.
fn unpacked(file: File) -> Vec<File> {
    let packed = file.told == "application/ms-tnef" || file.name.eq_ignore_ascii_case("winmail.dat");
    let inner = if packed { winmail::files(&file.bytes) } else { Vec::new() };
    if inner.is_empty() {
        return vec![file];
    }
    let told = || "application/octet-stream".to_owned();
    let as_file = |(name, bytes): (String, Vec<u8>)| File {
        name: clean_name(&name),
        content_id: None,
        told: told(),
        bytes,
    };
    inner.into_iter().map(as_file).collect()
}

/// The name of a file: as it is told, of an attached mail its subject.
fn name(message: &Message, part: &MessagePart) -> Option<String> {
    let Some(told) = part.attachment_name() else {
        let subject = part.message()?.subject().map(line).filter(|subject| !subject.is_empty())?;
        return Some(clean_name(&format!("{subject}.eml")));
    };
    Some(clean_name(in_folder(message, part, told).as_deref().unwrap_or(told)))
}

/// What a name is that old programs write with its folders, such as `C:\Users\anna\rechnung.pdf`: by the rules of headers the
/// strokes between these are lost.
fn in_folder(message: &Message, part: &MessagePart, told: &str) -> Option<String> {
    if told.as_bytes().get(1) != Some(&b':') {
        return None;
    }
    let head = message.raw_message.get(part.offset_header as usize..part.offset_body as usize)?;
    let head = String::from_utf8_lossy(head);
    let (_, path) = head.split_once(":\\")?;
    let last = path.split('"').next()?.rsplit('\\').next()?;
    (!last.is_empty() && told.ends_with(last)).then(|| last.to_owned())
}

/// What the name of a file without one ends in.
fn ending(told: &str) -> &'static str {
    match told {
        "message/rfc822" => "eml",
        "image/jpeg" => "jpg",
        "text/plain" => "txt",
        _ => mime_guess::get_mime_extensions_str(told)
            .and_then(|known| known.first())
            .copied()
            .unwrap_or("bin"),
    }
}

#[cfg(test)]
mod tests;
