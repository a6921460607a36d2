//! What a mail says.
use super::{LONGEST_BODY, charset, header, is, limited, markup, sealed};
use mail_parser::{Message, MimeHeaders as _};
use std::borrow::Cow;

/// The text: its plain form where there is one; several parts of it one below the other. Of a mail whose structure is broken
/// all that stands below its headers.
pub fn text(message: &Message, raw: &[u8]) -> String {
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

/// The words of bytes that nobody could take apart.
pub fn plain(bytes: &[u8]) -> String {
    let text = charset::guessed(bytes);
    if text.trim_start().starts_with('<') { markup::text(&text) } else { text }
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
