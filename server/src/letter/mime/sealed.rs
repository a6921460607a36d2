//! Signed and encrypted mails: S/MIME (RFC 8551) and `OpenPGP` (RFC 9580, RFC 3156). Nothing is decrypted and no signature is
//! checked here; what lies open or is only signed (`signed.rs`) is read, of all else staff are told.
use mail_parser::{Message, MimeHeaders as _};
use std::borrow::Cow;

const SIGNED: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const END: &str = "-----END PGP SIGNATURE-----";
const ENCRYPTED: &str = "-----BEGIN PGP MESSAGE-----";

/// Whether what a mail says cannot be read without its key, or is packed into a signature that nobody could take apart.
pub fn is_sealed(message: &Message, body: &str) -> bool {
    let packed = message.parts.iter().any(|part| {
        ["pkcs7-mime", "x-pkcs7-mime", "pgp-encrypted"]
            .iter()
            .any(|kind| part.is_content_type("application", kind))
            || part.is_content_type("multipart", "encrypted")
    });
    packed || body.trim_start().starts_with(ENCRYPTED)
}

/// A text without what `OpenPGP` puts around it where it only signs.
pub fn without_armour(text: &str) -> Cow<'_, str> {
    let found = || {
        let (before, rest) = at_line(text, SIGNED)?;
        // Headers such as "Hash: SHA256", then an empty line.
        let (_, rest) = rest.split_once("\n\n")?;
        let (said, rest) = at_line(rest, SIGNATURE)?;
        let (_, after) = at_line(rest, END)?;
        Some((before, said, after))
    };
    let Some((before, said, after)) = found() else { return Cow::Borrowed(text) };
    let mut out = before.to_owned();
    for line in said.lines() {
        out.push_str(line.strip_prefix("- ").unwrap_or(line));
        out.push('\n');
    }
    out.push_str(after);
    Cow::Owned(out)
}

/// What stands before and behind the first line that says just this.
fn at_line<'a>(text: &'a str, line: &str) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for one in text.split_inclusive('\n') {
        let end = at + one.len();
        if one.trim_end() == line {
            return Some((&text[..at], &text[end..]));
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::mime::read;

    #[test]
    fn what_is_only_signed_is_read_without_its_armour() {
        let signed =
            format!("{SIGNED}\nHash: SHA256\n\nDie Kasse steht.\n- -- \nVera\n{SIGNATURE}\n\nabc=\n{END}\n");
        assert_eq!(without_armour(&signed), "Die Kasse steht.\n-- \nVera\n");
        let broken = format!("{SIGNED}\nHash: SHA256\n\nDie Kasse steht.\n");
        assert_eq!(without_armour(&broken), broken);
        let quoted = format!("> {SIGNED}\n> Hash: SHA256\n>\n> x\n> {SIGNATURE}\n> {END}\n");
        assert_eq!(without_armour(&quoted), quoted);
    }

    #[test]
    fn sealed_mails_are_told_from_open_ones() {
        let mail = |rest: &str| read(format!("From: a@b.de\n{rest}\n").replace('\n', "\r\n").as_bytes());
        for sealed in [
            "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB",
            "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\nx\n--b--",
            "\n-----BEGIN PGP MESSAGE-----\n\nabc=\n-----END PGP MESSAGE-----",
        ] {
            assert!(mail(sealed).sealed, "{sealed}");
        }
        for open in [
            "\nGuten Tag",
            "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n\n--b\n\nGuten Tag\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nx\n--b--",
        ] {
            assert!(!mail(open).sealed, "{open}");
        }
    }
}
