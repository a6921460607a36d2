//! A raw mail without the tokens of our links: staff who save a mail in which a customer quotes ours must not decide for the
//! customer. All else stays as it came, byte by byte, but for a signature that is packed around one (S/MIME): it would not hold any
//! longer, and what is in it stands there without it.
use super::mime::{parsed, signed};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::input::link::hidden;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, MessagePart, PartType};
use std::borrow::Cow;

/// What stands in place of one, in any alphabet.
const HIDDEN: &[u8] = b"...";
/// Characters of one encoded line.
const WIDTH: usize = 76;
/// Mails within mails that are taken apart. Each is read again with all within it, which whoever sends ten thousand in one mail
/// would otherwise have us do for each of them.
const DEEPEST: usize = 8;

/// The mail with every token hidden that its texts hold, mails that are attached to it included.
pub fn unsealed(raw: &[u8]) -> Vec<u8> {
    within(raw, 0)
}

fn within(raw: &[u8], depth: usize) -> Vec<u8> {
    if depth > DEEPEST {
        // Nobody reads a letter of ours that deep, least of all an encoded one: what stands there in plain sight is hidden.
        return hide(raw);
    }
    let opened = signed::opened(Cow::Borrowed(raw));
    let shown = in_parts(&opened, depth);
    match opened {
        // What is in the signature holds none; beside it there are only headers.
        Cow::Owned(opened) if shown == opened => hide(raw),
        _ => shown,
    }
}

fn in_parts(raw: &[u8], depth: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut done = 0;
    for (from, to, text) in
        parsed(raw).iter().flat_map(|mail| &mail.parts).filter_map(|part| part_hidden(raw, part, depth))
    {
        if from >= done {
            out.extend(hide(&raw[done..from]));
            out.extend(text);
            done = to;
        }
    }
    out.extend(hide(&raw[done..]));
    out
}

/// Where a part stands and what it becomes; none where nothing of it is hidden, or where hiding it needs no decoding.
fn part_hidden(raw: &[u8], part: &MessagePart, depth: usize) -> Option<(usize, usize, Vec<u8>)> {
    let (from, to) = (part.offset_body as usize, part.offset_end as usize);
    let coded = raw.get(from..to)?;
    let inner = match &part.body {
        PartType::Text(_) | PartType::Html(_) => false,
        PartType::Message(_) => true,
        // What could not be taken out of its signature.
        PartType::Binary(_) | PartType::InlineBinary(_) if signed::is_packed(part) => false,
        PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Multipart(_) => return None,
    };
    let plain = match part.encoding {
        Encoding::None if inner => Cow::Borrowed(coded),
        Encoding::None => return None,
        Encoding::QuotedPrintable => Cow::Owned(quoted_printable_decode(coded)?),
        Encoding::Base64 => Cow::Owned(base64_decode(coded)?),
    };
    let shown = if inner { within(&plain, depth + 1) } else { hide(&plain) };
    if *shown == *plain {
        return None;
    }
    let coded = match part.encoding {
        Encoding::None => shown,
        Encoding::QuotedPrintable => quoted_printable(&shown),
        Encoding::Base64 => in_lines(&BASE64_STANDARD.encode(shown)),
    };
    Some((from, to, coded))
}

/// The bytes with every token hidden.
fn hide(bytes: &[u8]) -> Vec<u8> {
    hidden(bytes, HIDDEN)
}

fn in_lines(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(WIDTH).flat_map(|line| line.iter().chain(b"\r\n")).copied().collect()
}

/// Quoted-printable (RFC 2045, 6.7), lines as they are.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut width = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let ends = matches!(bytes.get(at + 1), None | Some(b'\r' | b'\n'));
        let piece = match byte {
            b'\r' | b'\n' => {
                out.push(*byte);
                width = 0;
                continue;
            }
            b' ' | b'\t' if !ends => char::from(*byte).to_string(),
            b'!'..=b'<' | b'>'..=b'~' => char::from(*byte).to_string(),
            other => format!("={other:02X}"),
        };
        if width + piece.len() >= WIDTH {
            out.extend(b"=\r\n");
            width = 0;
        }
        width += piece.len();
        out.extend(piece.as_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::Message;

    const LINK: &str =
        "https://portal.test/completion?token=1-2-1795000000000-0123456789abcdef0123456789abcdef&object=1";

    fn mail(encoding: &str, body: &str) -> String {
        format!(
            "From: a@b.de\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
        )
    }

    fn text(raw: &[u8]) -> String {
        parsed(raw).unwrap().body_text(0).unwrap().into_owned()
    }

    #[test]
    fn no_encoding_keeps_a_token() {
        let said = format!("Grüße, gut = schön \r\n> {LINK}\r\n{}", "lang ".repeat(60));
        let coded = String::from_utf8(quoted_printable(said.as_bytes())).unwrap();
        assert!(coded.lines().all(|line| line.len() <= WIDTH));
        for (encoding, body) in [
            ("8bit", said.clone()),
            ("quoted-printable", coded),
            ("base64", String::from_utf8(in_lines(&BASE64_STANDARD.encode(&said))).unwrap()),
        ] {
            let raw = mail(encoding, &body);
            assert!(text(raw.as_bytes()).contains("0123456789abcdef"), "{encoding}");
            let shown = unsealed(raw.as_bytes());
            let read = text(&shown);
            assert!(
                read.contains("Grüße, gut = schön") && read.contains("?token=...&object=1"),
                "{encoding}: {read}"
            );
            assert!(!read.contains("0123456789abcdef"), "{encoding}: {read}");
            assert_eq!(parsed(&shown).unwrap().attachments().count(), 1, "{encoding}");
            // A mail with this one attached to it.
            let around = format!(
                "From: c@d.de\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSiehe unten.\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n{raw}\r\n--x--\r\n"
            );
            let shown = unsealed(around.as_bytes());
            let inner = parsed(&shown).unwrap();
            let inner = inner
                .attachments()
                .find_map(|part| part.message())
                .unwrap()
                .body_text(0)
                .unwrap()
                .into_owned();
            assert!(inner.contains("?token=...&object=1"), "{encoding}: {inner}");
        }
    }

    fn is_hidden(message: &Message) {
        let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
        assert!(text.contains("Wir widersprechen nicht.") && text.contains("?token=...&object=1"), "{text}");
        assert!(html.contains("<b>nicht</b>") && html.contains("?token=...&amp;object=1"), "{html}");
    }

    #[test]
    fn a_signature_that_is_packed_around_a_token_goes() {
        let raw = include_bytes!("../../fuzz/seeds/mail/smime-quoted.eml");
        let shown = unsealed(raw);
        is_hidden(&parsed(&shown).unwrap());
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.contains("Message-ID: <quo1@neu.example>") && !shown.contains("pkcs7-mime"), "{shown}");
        // A mail with this one attached to it.
        let head = b"From: c@d.de\r\nContent-Type: message/rfc822\r\n\r\n";
        let shown = unsealed(&[&head[..], raw].concat());
        is_hidden(parsed(&shown).unwrap().attachments().find_map(|part| part.message()).unwrap());
        // What cannot be taken out of it, and what holds none.
        let broken =
            mail("base64", &BASE64_STANDARD.encode(LINK)).replace("text/plain", "application/pkcs7-mime");
        let shown = unsealed(broken.as_bytes());
        let shown = parsed(&shown).unwrap();
        let part = shown.attachments().next().unwrap();
        assert!(String::from_utf8_lossy(part.contents()).contains("?token=...&object=1"));
        let kept = include_bytes!("../../fuzz/seeds/mail/smime-signed-ber.eml");
        assert_eq!(unsealed(kept), kept);
    }

    #[test]
    fn mails_within_mails_without_end_are_no_work_without_end() {
        let around = |levels: usize| {
            format!("Subject: a\r\n{}", "Content-Type: message/rfc822\r\n\r\n".repeat(levels))
        };
        let shown = unsealed(format!("{}Subject: b\r\n\r\n{LINK}", around(10_000)).as_bytes());
        assert!(String::from_utf8(shown).unwrap().ends_with("?token=...&object=1"));
        let inner = mail(
            "base64",
            &in_lines(&BASE64_STANDARD.encode(LINK)).iter().map(|byte| char::from(*byte)).collect::<String>(),
        );
        let shown = unsealed(format!("{}{inner}", around(3)).as_bytes());
        let coded =
            BASE64_STANDARD.encode(LINK.replace("1-2-1795000000000-0123456789abcdef0123456789abcdef", "..."));
        let shown = String::from_utf8(shown).unwrap().replace("\r\n", "");
        assert!(shown.contains(&coded), "{shown}");
    }

    #[test]
    fn what_holds_no_token_stays_as_it_came() {
        for raw in [
            "",
            "\0\0",
            "kein Kopf",
            &mail("base64", "SGFsbG8="),
            &mail("quoted-printable", "Gr=FC=DFe ?token= =\r\nx"),
        ] {
            assert_eq!(unsealed(raw.as_bytes()), raw.as_bytes(), "{raw}");
        }
    }
}
