//! Text of which nobody says in which characters it is written, or says it wrongly (pitfalls "real mail is broken"). What is no
//! UTF-8 is then read as windows-1252, as browsers read it: nearly every such mail here was written in it.
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding as Transfer, Message, MessagePart, MimeHeaders as _, PartType};
use std::borrow::Cow;

/// What stands where a character was lost.
const LOST: char = char::REPLACEMENT_CHARACTER;
/// Most bytes of HTML in which its own word on its characters is looked for, as browsers do.
const MOST_HEAD: usize = 1024;

/// Bytes read as UTF-8, or in `other` where that says more.
fn read_as(bytes: &[u8], other: &'static Encoding) -> String {
    let plain = String::from_utf8_lossy(bytes);
    let lost = plain.chars().filter(|c| *c == LOST).count();
    let found = plain.chars().filter(|c| !c.is_ascii() && *c != LOST).count();
    // A text of many right characters was cut in the middle of one.
    if lost <= found { plain.into_owned() } else { other.decode_without_bom_handling(bytes).0.into_owned() }
}

/// Bytes of which nobody says what they are.
pub fn guessed(bytes: &[u8]) -> String {
    read_as(bytes, WINDOWS_1252)
}

/// Whether a told name of characters helps with bytes that are no UTF-8.
pub fn is_known(told: &str) -> bool {
    charset_decoder(told.as_bytes()).is_some()
}

/// The words of a part that is text or HTML; none of another one.
pub fn text<'a>(message: &'a Message, part: &'a MessagePart) -> Option<Cow<'a, str>> {
    let (PartType::Text(read) | PartType::Html(read)) = &part.body else { return None };
    let told = part.content_type().and_then(|kind| kind.attribute("charset"));
    if !read.contains(LOST) || told.is_some_and(is_known) {
        return Some(Cow::Borrowed(read));
    }
    let Some(bytes) = sent(message, part) else { return Some(Cow::Borrowed(read)) };
    let named = if part.is_text_html() { in_head(&bytes) } else { None };
    Some(Cow::Owned(read_as(&bytes, named.unwrap_or(WINDOWS_1252))))
}

/// The bytes of a file. Of a text file in unknown characters those that were sent.
pub fn bytes<'a>(message: &'a Message, part: &'a MessagePart) -> Cow<'a, [u8]> {
    let lossy = matches!(&part.body, PartType::Text(read) | PartType::Html(read) if read.contains(LOST));
    let sent = if lossy { sent(message, part) } else { None };
    sent.unwrap_or_else(|| Cow::Borrowed(part.contents()))
}

/// The bytes of a part as they were before they were packed for the way.
fn sent<'a>(message: &'a Message, part: &MessagePart) -> Option<Cow<'a, [u8]>> {
    let coded = message.raw_message.get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Transfer::None => Some(Cow::Borrowed(coded)),
        Transfer::QuotedPrintable => quoted_printable_decode(coded).map(Cow::Owned),
        Transfer::Base64 => base64_decode(coded).map(Cow::Owned),
    }
}

/// What HTML says of its characters: `<meta charset=…>` or `<meta … content="text/html; charset=…">`.
fn in_head(html: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&html[..html.len().min(MOST_HEAD)]).to_ascii_lowercase();
    let (_, told) = head.split_once("<meta")?.1.split_once("charset=")?;
    let told = told.trim_start_matches(['"', '\'', ' ']);
    let label = told.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).next()?;
    Encoding::for_label(label.as_bytes()).filter(|known| *known != UTF_8)
}
