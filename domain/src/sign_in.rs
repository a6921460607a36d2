//! Rules of signing in (A5). Figures follow OWASP ASVS 5.0 level 2 where it has one.
use crate::input::Reason;
use jiff::{SignedDuration, Timestamp};

/// How long a mailed sign-in link works.
pub const LINK_LIFETIME: SignedDuration = SignedDuration::from_mins(20);
/// How long an invitation works.
pub const INVITATION_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A session ends after this much time without use.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A session ends after this much time in any case.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long the half-way house between password and second factor stands open.
pub const SECOND_FACTOR_LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// Attempts that are slowed down, each counted by address of the account and by network address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Password or one-time code.
    Secret,
    /// A link by mail was asked for.
    Link,
    /// The public form was sent.
    PublicForm,
}

impl Attempt {
    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Link => "link",
            Self::PublicForm => "public_form",
        }
    }

    /// At most this many within this time from one account, and ten times as many from one network address.
    pub const fn limit(self) -> (u32, SignedDuration) {
        match self {
            Self::Secret => (8, SignedDuration::from_mins(15)),
            Self::Link => (5, SignedDuration::from_mins(15)),
            Self::PublicForm => (5, SignedDuration::from_mins(10)),
        }
    }
}

/// How long to wait before the next attempt; `None` where it is free. `times` are the earlier attempts of the same
/// kind from the same source, in any order; `factor` widens the limit (ten for network addresses).
pub fn wait(attempt: Attempt, times: &[Timestamp], factor: u32, now: Timestamp) -> Option<SignedDuration> {
    let (most, span) = attempt.limit();
    let most = (most * factor) as usize;
    let mut recent: Vec<_> = times.iter().filter(|at| now.duration_since(**at) < span).collect();
    if recent.len() < most {
        return None;
    }
    recent.sort();
    let frees = recent[recent.len() - most].saturating_add(span).unwrap_or(now);
    Some(frees.duration_since(now))
}

/// Whether a new password will do: 12 to 128 characters, not the address, not among the usual ones, no single
/// character repeated. Composition rules are left out on purpose (ASVS 6.2.5).
pub fn check_password(password: &str, email: &str) -> Result<(), Reason> {
    let length = password.chars().count();
    if length < 12 {
        return Err(Reason::TooShort { min: 12 });
    }
    if length > 128 {
        return Err(Reason::TooLong { max: 128 });
    }
    let lower = password.to_lowercase();
    let name = email.split('@').next().unwrap_or_default();
    let repeated = |unit: usize| {
        let chars: Vec<char> = lower.chars().collect();
        chars.iter().enumerate().all(|(i, c)| *c == chars[i % unit])
    };
    let usual =
        ["password", "passwort", "123456", "qwertz", "qwerty", "geheim", "iloveyou", "letmein", "willkommen"];
    let stripped = usual.iter().fold(lower.clone(), |rest, word| rest.replace(word, ""));
    if (name.len() >= 4 && lower.contains(name)) || (1..=3).any(repeated) || stripped.chars().count() < 6 {
        return Err(Reason::TooEasy);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ninth_wrong_password_within_a_quarter_of_an_hour_has_to_wait() {
        let start: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let minute = |n: i64| start + SignedDuration::from_mins(n);
        let eight: Vec<_> = (0..8).map(minute).collect();
        assert_eq!(wait(Attempt::Secret, &eight[..7], 1, minute(8)), None);
        assert_eq!(wait(Attempt::Secret, &eight, 1, minute(8)), Some(SignedDuration::from_mins(7)));
        assert_eq!(wait(Attempt::Secret, &eight, 10, minute(8)), None);
        assert_eq!(wait(Attempt::Secret, &eight, 1, minute(15)), None);
    }

    #[test]
    fn passwords_are_long_and_not_the_obvious() {
        for (password, result) in [
            ("kurz", Err(Reason::TooShort { min: 12 })),
            ("Passwort123456", Err(Reason::TooEasy)),
            ("aaaaaaaaaaaaaaaa", Err(Reason::TooEasy)),
            ("abcabcabcabcabc", Err(Reason::TooEasy)),
            ("vera.albers 2026!", Err(Reason::TooEasy)),
            ("korrektes pferd batterie", Ok(())),
            ("Uferweg-71-Kranich", Ok(())),
        ] {
            assert_eq!(check_password(password, "vera.albers@albers.de"), result, "{password}");
        }
        assert_eq!(check_password(&"xy z".repeat(40), "a@b.de"), Err(Reason::TooLong { max: 128 }));
    }
}
