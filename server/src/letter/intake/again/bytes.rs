//! What tells a mail apart, from its bytes alone. Nothing here may ask the reader of mails (`mime`), nor change: a mail that was
//! taken in and not marked as seen comes once more, perhaps to a later version that reads it otherwise.
use sha2::{Digest as _, Sha256};

/// The fields of a head that its writer sets, and that no server on its way adds or changes.
const WRITTEN: [&[u8]; 3] = [b"message-id", b"from", b"subject"];

/// The Message-ID with sender, subject and all that stands below the head, so that nobody can keep a mail out by sending its
/// Message-ID first; without one all its bytes. Line ends do not count, nor do empty lines: each way into the house has its own.
pub fn digest(raw: &[u8]) -> String {
    let (head, below) = parted(raw);
    let [id, from, subject] = WRITTEN.map(|name| field(head, name));
    let digest = match id.filter(|id| !id.is_empty()) {
        Some(id) => {
            let fields = [id, from.unwrap_or_default(), subject.unwrap_or_default()];
            let parts = fields.iter().map(Vec::as_slice).chain(lines(below));
            parts.fold(Sha256::new(), |digest, part| digest.chain_update(part).chain_update([0]))
        }
        None => Sha256::new_with_prefix(raw),
    };
    crate::secret::hex(&digest.finalize()[..20])
}

/// Lines that are not empty. Old programs end them in a carriage return alone.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| matches!(byte, b'\r' | b'\n')).filter(|line| !line.is_empty())
}

/// The head of a mail, and what stands below the first empty line.
fn parted(raw: &[u8]) -> (&[u8], &[u8]) {
    let end = if raw.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut at = 0;
    for line in raw.split(|byte| *byte == end) {
        if line.iter().all(|byte| *byte == b'\r') {
            return (&raw[..at], raw.get(at + line.len() + 1..).unwrap_or_default());
        }
        at += line.len() + 1;
    }
    (raw, &[])
}

/// The first field of a name, without white space: servers fold long lines anew.
fn field(head: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let mut lines = lines(head);
    let first = lines.find_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        line[..colon].trim_ascii_end().eq_ignore_ascii_case(name).then(|| &line[colon + 1..])
    })?;
    let more = lines.take_while(|line| matches!(line.first(), Some(b' ' | b'\t')));
    let all = std::iter::once(first).chain(more).flatten();
    Some(all.copied().filter(|byte| !byte.is_ascii_whitespace()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "Received: from a\r\nMessage-ID: <1@kunde.de>\r\nFrom: anna@kunde.de\r\nSubject: Drucker im Lager\r\n\r\nGuten Tag\r\n\r\nHallo\r\n";

    /// Stored in the databases of those who run the program: another one takes mails in twice.
    const EXPECTED: &str = "2ed9ab717cc6c1747b06ae2515c14fd373c2afed";

    fn told(mail: &str) -> String {
        digest(mail.as_bytes())
    }

    #[test]
    fn what_its_way_adds_or_changes_leaves_a_mail_what_it_is() {
        for (way, mail) in [
            (
                "another server",
                MAIL.replacen("Received: from a", "Received: from b\r\nDelivered-To: x@y.de", 1),
            ),
            ("a pipe", MAIL.replace("\r\n", "\n")),
            ("old line ends", MAIL.replace("\r\n", "\r")),
            ("folded anew", MAIL.replace("Drucker im", "Drucker\r\n\tim")),
            ("a mailbox file", format!("{MAIL}\r\n")),
            ("names in other letters", MAIL.replace("Message-ID:", "MESSAGE-Id :")),
        ] {
            assert_eq!(told(&mail), told(MAIL), "{way}");
        }
    }

    #[test]
    fn other_words_are_another_mail() {
        for (what, mail) in [
            ("Message-ID", MAIL.replace("1@kunde", "2@kunde")),
            ("sender", MAIL.replace("anna", "otto")),
            ("subject", MAIL.replace("Lager", "Laden")),
            ("text", MAIL.replace("Hallo", "Ade")),
            ("no text", MAIL.split_once("\r\n\r\n").unwrap().0.to_owned()),
            ("a field below the head", MAIL.replace("Guten Tag", "Subject: Guten Tag")),
        ] {
            assert_ne!(told(&mail), told(MAIL), "{what}");
        }
    }

    #[test]
    fn without_a_message_id_all_bytes_count() {
        let mail = MAIL.replace("Message-ID: <1@kunde.de>\r\n", "");
        assert_ne!(told(&mail), told(&mail.replace("from a", "from b")));
        let empty = MAIL.replace("<1@kunde.de>", "");
        assert_ne!(told(&empty), told(&empty.replace("from a", "from b")));
        for mail in ["", "\r\n", "\r\n\r\n", "Message-ID: <1@kunde.de>", "\n\nSubject: x"] {
            assert_eq!(told(mail).len(), 40, "{mail:?}");
        }
    }

    #[test]
    fn it_is_what_it_was() {
        assert_eq!(told(MAIL), EXPECTED);
    }
}
