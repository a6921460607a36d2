//! What a report about a mail carries (RFC 6522).
use super::{LONGEST_BODY, charset, limited, line, parsed};
use mail_parser::{Message, MessagePart, MimeHeaders as _, PartType};

/// The text of the first part of a type.
pub fn part_of(message: &Message, kind: &str, subkinds: &[&str]) -> Option<String> {
    let fits = |part: &&MessagePart| subkinds.iter().any(|subkind| part.is_content_type(kind, subkind));
    let part = message.parts.iter().find(fits)?;
    Some(limited(&charset::guessed(part.contents()), LONGEST_BODY))
}

/// The Message-ID of the mail that a report sends back.
pub fn returned(message: &Message) -> Vec<String> {
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
