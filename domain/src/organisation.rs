//! Rules about organisations (A1, B1).
pub mod ending;
pub mod month;

/// Domains at which anybody gets an address; they never stand for an organisation (B1).
const FREE_MAIL: [&str; 29] = [
    "aol.com",
    "aol.de",
    "arcor.de",
    "email.de",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "hotmail.de",
    "icloud.com",
    "live.com",
    "live.de",
    "mail.de",
    "mailbox.org",
    "me.com",
    "online.de",
    "outlook.com",
    "outlook.de",
    "posteo.de",
    "protonmail.com",
    "t-online.de",
    "web.de",
    "yahoo.com",
    "yahoo.de",
];

/// Whether a mail domain is open to everybody, in any case of letters.
pub fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL.iter().any(|free| domain.eq_ignore_ascii_case(free))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_mail_domains_are_known_and_companies_are_not() {
        for free in ["gmx.de", "GMAIL.com", "t-online.de", "yahoo.com"] {
            assert!(is_free_mail(free), "{free}");
        }
        for own in ["albers-moebel.example", "mail.albers.de", "gmx.de.example"] {
            assert!(!is_free_mail(own), "{own}");
        }
    }
}
