//! To whom a mail says it went, and when it says it was written, for who reads it as it was sent. Who stands in `Bcc` is told to
//! nobody.
use super::field::written;
use super::{header, is_mail, line, parsed, with_line_ends};
use jiff::Timestamp;
use mail_parser::Address;
use std::borrow::Cow;

/// Most people of one header that are told.
const MOST: usize = 500;

/// What the headers of a mail tell its reader. People by name and address, of which one may be empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Addressed {
    /// To whom it went.
    pub to: Vec<(String, String)>,
    /// Who got a copy for all to see.
    pub cc: Vec<(String, String)>,
    /// When it was written, by its writer's clock.
    pub written: Option<Timestamp>,
}

/// Reads the headers of a raw mail, of which no more than its beginning need be there.
pub fn addressed(beginning: &[u8]) -> Addressed {
    let raw = with_line_ends(beginning);
    let headers = &raw[..header::end_of_headers(&raw)];
    let raw = header::readable(Cow::Owned([headers, b"\r\n\r\n".as_slice()].concat()));
    let Some(message) = parsed(&raw).filter(is_mail) else { return Addressed::default() };
    Addressed { to: people(message.all_to()), cc: people(message.all_cc()), written: written(&message) }
}

/// All of them in the order in which they stand. A name with a comma and without the quotes that it needs is put together again.
fn people<'a, 'x: 'a>(lists: impl Iterator<Item = &'a Address<'x>>) -> Vec<(String, String)> {
    let read = |text: Option<&str>| line(text.unwrap_or_default());
    let mut people = Vec::new();
    let mut name: Vec<String> = Vec::new();
    for one in lists.flat_map(|list| list.iter()).take(MOST) {
        let address = read(one.address.as_deref());
        let named = Some(read(one.name.as_deref())).filter(|name| !name.is_empty());
        if address.contains('@') {
            name.extend(named);
            people.push((line(&name.join(", ")), address.to_lowercase()));
            name.clear();
        } else {
            name.extend(named.or_else(|| Some(address).filter(|address| !address.is_empty())));
        }
    }
    if !name.is_empty() {
        people.push((line(&name.join(", ")), String::new()));
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(people: &[(String, String)]) -> Vec<(&str, &str)> {
        people.iter().map(|(name, address)| (name.as_str(), address.as_str())).collect()
    }

    #[test]
    fn who_got_it_is_told_and_who_got_it_in_secret_is_not() {
        let raw = "From: vera@albers.example\r\nTo: Support <Support@haus.de>,\r\n =?utf-8?q?J=C3=BCrgen?= <jm@albers.example>\r\nCc: Albers, Ole <ole@albers.example>, ida@albers.example\r\nBcc: chef@albers.example\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nTo: text@albers.example\r\n--b--\r\n";
        let told = addressed(raw.as_bytes());
        assert_eq!(pairs(&told.to), [("Support", "support@haus.de"), ("Jürgen", "jm@albers.example")]);
        assert_eq!(pairs(&told.cc), [("Albers, Ole", "ole@albers.example"), ("", "ida@albers.example")]);
        assert_eq!(told.written, Some("2026-11-23T08:00:00Z".parse().unwrap()));
        // Its beginning is enough.
        let beginning = raw.split_once("Content-Type").unwrap().0;
        assert_eq!(addressed(beginning.as_bytes()), told);
    }

    #[test]
    fn what_names_nobody_tells_nobody() {
        for raw in ["", "\r\n\r\n", "kein Kopf", "To: undisclosed-recipients:;\r\nDate: gestern\r\n\r\nText"]
        {
            assert_eq!(addressed(raw.as_bytes()), Addressed::default(), "{raw}");
        }
        let many =
            (0..2_000).fold("To: a@b.example".to_owned(), |all, n| all + &format!(",\r\n n{n}@b.example"));
        assert_eq!(addressed(many.as_bytes()).to.len(), MOST);
    }
}
