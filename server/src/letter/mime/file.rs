//! The files of a mail, with names that are safe everywhere.
use super::{charset, line, winmail};
use domain::document::clean_name;
use mail_parser::{ContentType, Message, MessagePart, MimeHeaders as _};

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

/// The file that a part of a mail is; none where it holds nothing and has no name.
pub fn of_part(message: &Message, place: usize, part: &MessagePart) -> Option<File> {
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
pub fn is_beside(part: &MessagePart) -> bool {
    let kind = part.content_type().and_then(ContentType::subtype).unwrap_or_default();
    let attached = part.content_disposition().is_some_and(ContentType::is_attachment);
    !kind.ends_with("-signature") && (attached || part.content_id().is_none())
}

/// The files in a file of Outlook's own; else the file itself.
pub fn unpacked(file: File) -> Vec<File> {
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
