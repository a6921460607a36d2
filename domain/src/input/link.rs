//! Tokens of links that decide or sign in: whoever reads one may follow it, so nobody reads one but who it was sent to.
//!
//! They are known by their shape, whatever stands around them: readers' mail programs and servers write addresses anew. Those that
//! decide are two numbers or more and a seal of hexadecimal digits, with `-` between: `12-7-1795000000000-9f…`. Those that sign in
//! are random and stand behind their name in an address.

/// Hexadecimal digits of a seal: 128 bits.
pub const SEAL: usize = 32;
/// Half of a seal is one, too: what stands in the next line of a wrapped address helps nobody then.
const LEAST: usize = SEAL / 2;
/// Characters of a random token: 256 bits, base64url without padding (RFC 4648, 5).
const RANDOM: usize = 43;
/// What stands between its name and a random token, also in quoted-printable, in an address within an address, and in HTML.
const EQUALS: [&[u8]; 5] = [b"=3D", b"=", b"%3D", b"%3d", b"&#61;"];
/// Digits of a number, and numbers before a seal, at most.
const LONGEST: usize = 20;
const NUMBERS: usize = 4;

/// The text with `…` for each token.
pub fn without_tokens(text: &str) -> String {
    String::from_utf8_lossy(&hidden(text.as_bytes(), "…".as_bytes())).into_owned()
}

/// The bytes with `shown` for each token.
pub fn hidden(bytes: &[u8], shown: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let found = match byte {
            _ if at < done => None,
            b'-' => sealed(bytes, done, at),
            b't' => random(bytes, at),
            _ => None,
        };
        if let Some((from, to)) = found {
            out.extend(&bytes[done..from]);
            out.extend(shown);
            done = to;
        }
    }
    out.extend(&bytes[done..]);
    out
}

/// The token of which the seal stands behind the `-` at a place, and none of which begins before `done`.
fn sealed(bytes: &[u8], done: usize, at: usize) -> Option<(usize, usize)> {
    let seal = bytes[at + 1..].iter().take(SEAL).take_while(|byte| byte.is_ascii_hexdigit()).count();
    if seal < LEAST {
        return None;
    }
    numbers(&bytes[done..at]).map(|from| (done + from, at + 1 + seal))
}

/// The token that stands behind its name at a place.
fn random(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = bytes[at..].strip_prefix(b"token")?;
    let rest = EQUALS.iter().find_map(|equals| rest.strip_prefix(*equals))?;
    let inside = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let length = rest.iter().take(RANDOM + 1).take_while(inside).count();
    let from = bytes.len() - rest.len();
    (length == RANDOM).then_some((from, from + RANDOM))
}

/// Where the numbers begin that `before` ends with; `None` where they are fewer than two.
fn numbers(before: &[u8]) -> Option<usize> {
    let mut from = before.len();
    for found in 0..NUMBERS {
        let end =
            if found == 0 { from } else { from.checked_sub(1).filter(|at| before[*at] == b'-').unwrap_or(0) };
        let digits =
            before[..end].iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return (found >= 2).then_some(from);
        }
        from = end - digits;
    }
    Some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "12-7-1795000000000-0123456789abcdef0123456789abcdef";

    #[test]
    fn a_token_is_hidden_whatever_stands_around_it() {
        for around in [
            "https://a.de/completion?token={} .",
            "https://a.de/completion?x=1&token={}&object=1",
            "https://eur01.safelinks.example/?url=https%3A%2F%2Fa.de%2Fapproval%3Ftoken%3D{}&data=05",
            "<a href=\"https://a.de/approval?token&#61;{}\">",
            "?t&#111;ken={}",
            "{}",
            "Ist {} von Ihnen? Und {}?",
        ] {
            assert_eq!(without_tokens(&around.replace("{}", TOKEN)), around.replace("{}", "…"));
        }
        // Of an approval: request and reader.
        assert_eq!(without_tokens("token=7-3-0123456789abcdef0123456789abcdef"), "token=…");
        // One that signs in.
        let random = "Zm9vYmFyLWZvb2Jhci1mb29iYXItZm9v_mJhci1mb28";
        for equals in ["=", "%3D", "&#61;"] {
            let link = |token: &str| format!("https://a.de/sign-in/link?token{equals}{token}&next=/");
            assert_eq!(without_tokens(&link(random)), link("…"));
        }
        // Broken by a mail program: neither half is of use.
        let broken = TOKEN.replace("0123456789abcdef0", "0123456789abcdef0\n> ");
        assert_eq!(without_tokens(&broken), "…\n> 123456789abcdef");
    }

    #[test]
    fn what_is_no_token_stays() {
        for kept in [
            "",
            "-",
            "https://shop.de/api?token=4711",
            "token",
            "bild-d41d8cd98f00b204e9800998ecf8427e.jpg",
            "123-d41d8cd98f00b204e9800998ecf8427e.jpg",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
            "2026-12-01",
            "0431-123-456",
            "-1-0123456789abcdef0123456789abcdef",
            "--0123456789abcdef0123456789abcdef",
            "Grüße – schön",
        ] {
            assert_eq!(without_tokens(kept), kept);
        }
    }
}
