//! Mails that wait until staff decide about them (B4): when those who decide are reminded.
use jiff::{SignedDuration, Timestamp};

/// A mail that waits for so long is told to those who decide, once; shorter waits, and what was marked as spam, the navigation
/// shows.
pub const LONG: SignedDuration = SignedDuration::from_hours(1);

/// What came in no later than this has waited too long by `now`.
pub fn too_long_since(now: Timestamp) -> Timestamp {
    now.checked_sub(LONG).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_waits_too_long_after_an_hour() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        assert_eq!(too_long_since(now), "2026-11-23T07:00:00Z".parse().unwrap());
        assert_eq!(too_long_since(Timestamp::MIN), Timestamp::MIN);
    }
}
