//! Status codes of mail servers: enhanced (RFC 3463) and plain (RFC 5321).
use std::fmt;

/// An enhanced status code that is no success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Status {
    /// 4 or 5; 2 only in fields of a report.
    pub(super) class: u8,
    /// What it is about.
    pub(super) subject: u16,
    /// What exactly.
    pub(super) detail: u16,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl Status {
    /// 5.2.2 or 4.2.2.
    pub(super) fn is_mailbox_full(self) -> bool {
        (self.subject, self.detail) == (2, 2)
    }

    /// It refuses the mail system, the content or the sender (RFC 3463: 3, 6, 7), which says nothing of the address.
    pub(super) fn is_about_the_mail(self) -> bool {
        matches!(self.subject, 3 | 6 | 7)
    }

    /// For good: there is no such address or host, or its mailbox was closed.
    pub(super) fn is_about_the_address(self) -> bool {
        // 5.1.7 and 5.1.8 are about the sender's.
        let address = self.subject == 1 && !matches!(self.detail, 7 | 8);
        self.class == 5 && (address || matches!((self.subject, self.detail), (2, 1) | (4, 4)))
    }

    /// Whether it says no more than its class.
    pub(super) fn is_general(self) -> bool {
        (self.subject, self.detail) == (0, 0)
    }

    /// The code of a `Status` field, whatever follows it.
    pub(super) fn read(value: &str) -> Option<Self> {
        let word = value.trim().split(|c: char| !(c.is_ascii_digit() || c == '.')).next()?;
        let mut parts = word.split('.');
        let mut next = || parts.next()?.parse::<u16>().ok();
        let (class, subject, detail) = (next()?, next()?, next()?);
        let known = matches!(class, 2 | 4 | 5) && subject < 10 && parts.next().is_none();
        known.then_some(Self { class: u8::try_from(class).ok()?, subject, detail })
    }

    /// The first enhanced code of class 4 or 5 in running text. Parts of addresses of hosts and of versions are none.
    pub(super) fn find(text: &str) -> Option<Self> {
        words(text).filter_map(Self::read).find(|status| status.class != 2)
    }

    /// The first plain code of three digits with which a server refuses: `550 …`, `<<< 452-…`.
    pub(super) fn find_plain(text: &str) -> Option<Self> {
        text.lines().find_map(|line| {
            words(line).find_map(|word| {
                let refuses = word.len() == 3 && (word.starts_with('4') || word.starts_with('5'));
                (refuses && (b'0'..=b'5').contains(&word.as_bytes()[1])).then(|| Self {
                    class: word.as_bytes()[0] - b'0',
                    subject: 0,
                    detail: 0,
                })
            })
        })
    }
}

/// Runs of digits and dots that no letter, digit or sign of an address touches.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "#()[]<>;:,\"'-=".contains(c))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}
