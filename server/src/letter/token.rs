//! Keyed tokens: by them a reply finds its ticket, and nobody can make one up (pitfalls "Mail threading").
//!
//! `1042-0123456789abcdef`: the ticket's number and 64 bits of an HMAC over it (RFC 2104). They stand in the Message-ID of every
//! mail about the ticket, in its text, and in the reply address of mailboxes that take details (RFC 5233).
use crate::person::vault::Vault;
use domain::ticket::number::TicketNumber;
use subtle::ConstantTimeEq as _;

/// Hexadecimal digits of the key.
const DIGITS: usize = 16;
/// Most candidates of one text that are tried; a mail full of them must cost nothing.
const MOST: usize = 50;

/// The token of a ticket.
pub fn write(vault: &Vault, ticket: TicketNumber) -> String {
    format!("{}-{}", ticket.0, key(vault, ticket))
}

/// The ticket of the first valid token in a text.
pub fn find(vault: &Vault, text: &str) -> Option<TicketNumber> {
    candidates(text).take(MOST).find_map(|(number, at)| {
        let ticket = TicketNumber(number);
        is_key(vault, ticket, &text[at..at + DIGITS]).then_some(ticket)
    })
}

/// A text in which no token is whole: of each that is valid its key is hidden.
pub fn masked(vault: &Vault, text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    for (number, at) in candidates(text) {
        if at >= done && is_key(vault, TicketNumber(number), &text[at..at + DIGITS]) {
            shown.push_str(&text[done..at]);
            shown.push('…');
            done = at + DIGITS;
        }
    }
    shown + &text[done..]
}

fn is_key(vault: &Vault, ticket: TicketNumber, told: &str) -> bool {
    bool::from(key(vault, ticket).as_bytes().ct_eq(told.to_ascii_lowercase().as_bytes()))
}

fn key(vault: &Vault, ticket: TicketNumber) -> String {
    crate::secret::hex(&vault.seal(&format!("ticket {}", ticket.0))[..DIGITS / 2])
}

/// Whatever looks like a token: digits, `-` or `.`, sixteen hexadecimal digits, nothing else beside them. Each with its number and
/// where its key begins.
fn candidates(text: &str) -> impl Iterator<Item = (i64, usize)> {
    let bytes = text.as_bytes();
    let marks = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'-' | b'.'));
    marks.filter_map(move |(at, _)| {
        let digits = bytes[..at].iter().rev().take(18).take_while(|byte| byte.is_ascii_digit()).count();
        let told = bytes.get(at + 1..at + 1 + DIGITS)?;
        let beside = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let apart = !beside(bytes[..at - digits].last()) && !beside(bytes.get(at + 1 + DIGITS));
        if digits == 0 || !apart || !told.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let number = text[at - digits..at].parse().ok()?;
        Some((number, at + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_wherever_mail_programs_put_it_and_only_with_its_key() {
        let vault = Vault::of("a secret of the tests, long enough");
        let token = write(&vault, TicketNumber(1042));
        for text in [
            format!("support+{token}@haus.de"),
            format!("{}.x1y2@haus.de", token.replace('-', ".")),
            format!("> Vorgang {token}\r\n"),
            token.to_uppercase(),
            format!("1041-0123456789abcdef {token}"),
        ] {
            assert_eq!(find(&vault, &text), Some(TicketNumber(1042)), "{text}");
        }
        for text in [
            token.replacen("1042", "1043", 1),
            format!("{token}0"),
            format!("x{token}"),
            token[..token.len() - 1].to_owned(),
            "1042-0123456789abcdef".to_owned(),
            "ä-ä.ö-".to_owned(),
        ] {
            assert_eq!(find(&vault, &text), None, "{text}");
        }
        let text = format!("> Vorgang {token}\nund {}, 1041-0123456789abcdef.", token.to_uppercase());
        assert_eq!(masked(&vault, &text), "> Vorgang 1042-…\nund 1042-…, 1041-0123456789abcdef.");
        assert_eq!(find(&Vault::of("another secret of the tests, also long"), &token), None);
    }
}
