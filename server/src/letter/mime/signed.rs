//! Mails that are packed into their signature (S/MIME, RFC 8551, 3.5.2), as Outlook writes them where "send clear text signed" is
//! off. What is in it is read like that of any other mail; the signature is not checked, and nobody is told that it was.
use super::{cms, header, parsed};
use mail_parser::{MessagePart, MimeHeaders as _};
use std::borrow::Cow;

/// Signatures within signatures that are taken off. Each costs reading the mail once more.
const DEEPEST: usize = 4;

/// The mail with what is packed into a signature in place of it, under the headers that it has; as it came where nothing is, or
/// where it cannot be taken out.
pub fn opened(mut raw: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    for _ in 0..DEEPEST {
        let Some(opened) = without_one(&raw) else { break };
        raw = Cow::Owned(opened);
    }
    raw
}

/// Whether a part says to be something packed into S/MIME, by its type or, where a server on its way lost that, by its name.
pub fn is_packed(part: &MessagePart) -> bool {
    let named = |name: &str| name.to_ascii_lowercase().ends_with(".p7m");
    ["pkcs7-mime", "x-pkcs7-mime"].iter().any(|kind| part.is_content_type("application", kind))
        || part.attachment_name().is_some_and(named)
}

/// The mail with the outermost signatures taken off.
fn without_one(raw: &[u8]) -> Option<Vec<u8>> {
    if !may_hold(raw) {
        return None;
    }
    let message = parsed(raw)?;
    let mut out = Vec::new();
    let mut done = 0;
    for part in &message.parts {
        let (from, to) = (part.offset_header as usize, part.offset_end as usize);
        if from < done || raw.get(from..to).is_none() {
            continue;
        }
        let Some(entity) = entity(raw, part) else { continue };
        out.extend(&raw[done..from]);
        out.extend(entity);
        if !matches!(raw.get(to), None | Some(b'\r' | b'\n')) {
            // What stands between it and the next part has a line of its own.
            out.extend(b"\r\n");
        }
        done = to;
    }
    if done == 0 {
        return None;
    }
    out.extend(&raw[done..]);
    Some(out)
}

/// Whether a mail names the type or the ending, anywhere: most do not, and need not be taken apart for it.
fn may_hold(raw: &[u8]) -> bool {
    raw.windows(4)
        .any(|four| matches!(four, [b'7', b'-', b'm' | b'M', _] | [b'.', b'p' | b'P', b'7', b'm' | b'M']))
}

/// What is signed in a part, under the headers of the part but for those that tell of its content.
fn entity(raw: &[u8], part: &MessagePart) -> Option<Vec<u8>> {
    if !is_packed(part) {
        return None;
    }
    let head = raw.get(part.offset_header as usize..part.offset_body as usize)?;
    let inner = header::readable(Cow::Owned(cms::content(part.contents())?));
    let (told, body) = inner.split_at(header::end_of_headers(&inner));
    let told = fields(told, true);
    if told.is_empty() || body.is_empty() {
        // A file that somebody signed, such as an invoice: it stays one.
        return None;
    }
    let mut out = fields(head.trim_ascii_end(), false);
    out.extend(told);
    out.extend(body);
    Some(out)
}

/// The headers that tell of a content (RFC 2045, 9), or all others. Who wrote a mail to whom is what the mail says, not what is in
/// its signature.
fn fields(head: &[u8], of_content: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(head.len());
    let mut kept = false;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            let tells = line.get(..8).is_some_and(|name| name.eq_ignore_ascii_case(b"content-"));
            kept = tells == of_content;
        }
        if kept {
            out.extend(line);
        }
    }
    if !out.is_empty() && !out.ends_with(b"\n") {
        out.extend(b"\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::mime::cms::tests::packed;
    use crate::letter::mime::{Mail, read};
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    /// A part that holds another one in its signature.
    fn part(inner: &str) -> String {
        let coded = BASE64_STANDARD.encode(packed(inner.replace('\n', "\r\n").as_bytes()));
        format!(
            "Content-Type: application/pkcs7-mime; smime-type=signed-data;\n name=smime.p7m\nContent-Disposition: attachment; filename=smime.p7m\nContent-Transfer-Encoding: base64\n\n{coded}\n"
        )
    }

    fn mail(rest: &str) -> Mail {
        let head = "From: a@b.de\nMessage-ID: <1@b.de>\nSubject: Kasse\n";
        read(format!("{head}{rest}").replace("\r\n", "\n").replace('\n', "\r\n").as_bytes())
    }

    fn said(rest: &str) -> (String, Vec<String>, bool) {
        let Mail { incoming, files, sealed, .. } = mail(rest);
        (incoming.body.trim().to_owned(), files.into_iter().map(|file| file.name).collect(), sealed)
    }

    const TEXT: &str =
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nGrüße aus Köln";

    #[test]
    fn what_openssl_signed_is_read_with_its_files_under_the_headers_of_the_mail() {
        for raw in [
            &include_bytes!("../../../fuzz/seeds/mail/smime-signed-ber.eml")[..],
            include_bytes!("../../../fuzz/seeds/mail/smime-signed-der.eml"),
        ] {
            let Mail { incoming, files, sealed, .. } = read(raw);
            assert_eq!(incoming.body.trim(), "Grüße aus Köln, die Rechnung liegt bei.");
            let [file] = &files[..] else { panic!("{files:?}") };
            assert_eq!((file.name.as_str(), &file.bytes[..]), ("rechnung.bin", &b"Rechnung 4711"[..]));
            assert!(!sealed && incoming.attached);
            assert_eq!((incoming.from.as_str(), incoming.subject.as_str()), ("vera@neu.example", "Rechnung"));
            assert!(incoming.message_id.is_some_and(|id| id.ends_with("@neu.example")));
        }
        let encrypted = read(include_bytes!("../../../fuzz/seeds/mail/smime-encrypted.eml"));
        assert!(encrypted.sealed && encrypted.incoming.body.trim().is_empty());
    }

    #[test]
    fn a_signature_is_taken_off_wherever_it_is() {
        let (open, kept) = ("Grüße aus Köln".to_owned(), Vec::<String>::new());
        assert_eq!(said(&part(TEXT)), (open.clone(), kept.clone(), false));
        // A server forgot the type, or put a line of its own below.
        let lost = part(TEXT).replace("application/pkcs7-mime", "application/octet-stream");
        assert_eq!(said(&lost), (open.clone(), kept.clone(), false));
        let below = format!(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n{}--b\n\nVon außen.\n--b--\n",
            part(TEXT)
        );
        assert_eq!(said(&below), (format!("{open}\n\nVon außen."), kept.clone(), false));
        // Headers that are signed too tell nobody who wrote it.
        let two = mail(&part(&format!("From: chef@haus.de\nSubject: Anders\n{TEXT}"))).incoming;
        assert_eq!((two.from.as_str(), two.subject.as_str()), ("a@b.de", "Kasse"));
        assert_eq!(two.body.trim(), open);
        // Signatures in signatures, as many as there may be, and one more.
        let around = |levels: usize| (0..levels).fold(TEXT.to_owned(), |inner, _| part(&inner));
        assert_eq!(said(&around(DEEPEST)), (open, kept, false));
        let (body, files, sealed) = said(&around(DEEPEST + 1));
        assert!(body.is_empty() && files == ["smime.p7m"] && sealed);
    }

    #[test]
    fn what_is_signed_and_no_part_of_a_mail_stays_a_file() {
        let signed = part("%PDF-1.4\nContents").replace("smime.p7m", "vertrag.pdf.p7m");
        let (_, files, _) = said(&format!(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nAnbei.\n--b\n{signed}--b--\n"
        ));
        assert_eq!(files, ["vertrag.pdf.p7m"]);
        let broken = part(TEXT).replace("\n\nMIAG", "\n\nMIAA");
        let (body, files, sealed) = said(&broken);
        assert!(body.is_empty() && files == ["smime.p7m"] && sealed);
    }
}
