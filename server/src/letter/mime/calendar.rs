//! What the calendar part of a mail is for (RFC 6047).
use super::charset;
use domain::letter::incoming::Calendar;
use mail_parser::{Message, MessagePart, MimeHeaders as _};

/// What the first calendar part is for: its type says so, else what stands in it.
pub fn calendar(message: &Message) -> Option<Calendar> {
    let part = message.parts.iter().find(|part| part.is_content_type("text", "calendar"))?;
    let told = part.content_type().and_then(|kind| kind.attribute("method"));
    let method = told.map(str::to_owned).or_else(|| within(part, "method")).unwrap_or_default();
    // Outlook writes a line that is broken where its user wrote nothing.
    let comment = within(part, "comment").unwrap_or_default().replace("\\n", "").replace("\\N", "");
    Some(Calendar::read(&method, !comment.trim().is_empty()))
}

/// What a calendar says under a name, which parameters may follow. A line that goes on from the one before begins with a space,
/// and names nothing.
fn within(part: &MessagePart, sought: &str) -> Option<String> {
    charset::guessed(part.contents()).lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let name = name.split(';').next().unwrap_or_default();
        name.eq_ignore_ascii_case(sought).then(|| value.to_owned())
    })
}
