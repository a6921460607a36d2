//! How often one sender is answered automatically, of how many mails on one ticket others are told, and how many tickets those open
//! whom nobody knows (pitfalls: recognising machines is never complete).
use super::subject;
use jiff::{SignedDuration, Timestamp};

/// Most automatic answers to one sender within [`WINDOW`].
pub const MOST: usize = 10;
/// Most automatic answers to one sender on the same subject within [`WINDOW`].
pub const MOST_ALIKE: usize = 2;
/// Most mails of one sender on one ticket within [`WINDOW`] of which others are told: two programs that answer by themselves, each
/// told what the other one wrote, would go on for ever.
pub const MOST_ON_TICKET: usize = 10;
/// Most of them with the same text.
pub const MOST_SAME: usize = 2;
/// How far back automatic answers and mails on a ticket count.
pub const WINDOW: SignedDuration = SignedDuration::from_mins(180);
/// Most new tickets by writers without account at one mailbox within [`STRANGERS_WINDOW`], all of them together: who makes up
/// senders is stopped by no cap on one of them.
pub const MOST_STRANGERS: u32 = 100;
/// How far back such tickets count.
pub const STRANGERS_WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// Whether one more automatic answer may go to a sender. `earlier` are those that he got, with the subject of the mail each
/// one answered; what is older than [`WINDOW`] does not count, what is dated later than `now` does.
pub fn may_answer<S: AsRef<str>>(earlier: &[(Timestamp, S)], subject: &str, now: Timestamp) -> bool {
    let recent = || earlier.iter().filter(|(at, _)| now.duration_since(*at) < WINDOW);
    let wanted = subject::likeness(subject);
    recent().count() < MOST
        && recent().filter(|(_, other)| subject::likeness(other.as_ref()) == wanted).count() < MOST_ALIKE
}

/// Whether a mail on a ticket comes so often that others are told of it no more. `earlier` are those of its sender there, with their
/// texts; what is older than [`WINDOW`] before `now` does not count. Mails without a text are not the same by that.
pub fn is_loop<S: AsRef<str>>(earlier: &[(Timestamp, S)], text: &str, now: Timestamp) -> bool {
    let recent = || earlier.iter().filter(|(at, _)| now.duration_since(*at) < WINDOW);
    let wanted = words(text);
    let same = || recent().filter(|(_, other)| words(other.as_ref()) == wanted).count();
    recent().count() >= MOST_ON_TICKET || !wanted.is_empty() && same() >= MOST_SAME
}

/// A text without its line ends and in small letters.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

/// Whether a mail of a writer without account opens no ticket by itself: `earlier` others opened one at its mailbox within
/// [`STRANGERS_WINDOW`].
pub const fn is_flood(earlier: u32) -> bool {
    earlier >= MOST_STRANGERS
}

/// Under which name automatic answers to an address are counted: `anna+shop@kunde.de` is one with `anna@kunde.de`, or a
/// machine that makes up addresses would be answered without end.
pub fn counted(address: &str) -> String {
    let address = address.trim().to_lowercase();
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let plain = local.split('+').next().filter(|plain| !plain.is_empty()).unwrap_or(local);
            format!("{plain}@{domain}")
        }
        None => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + 60 * minute).unwrap()
    }

    #[test]
    fn the_third_answer_on_one_subject_and_the_eleventh_at_all_are_not_sent() {
        let now = at(200);
        let same = [(at(100), "Drucker"), (at(150), "AW: [#1042] drucker ")];
        assert!(may_answer(&same[..1], "Drucker", now));
        assert!(!may_answer(&same, "Re: Drucker", now));
        assert!(may_answer(&same, "Scanner", now));
        let many: Vec<_> = (0..10).map(|n| (at(190 + n), format!("Bestellung {n}"))).collect();
        assert!(may_answer(&many[1..], "Neu", now));
        assert!(!may_answer(&many, "Neu", now));
    }

    #[test]
    fn what_is_180_minutes_old_no_longer_counts() {
        let earlier = [(at(0), "Drucker"), (at(1), "Drucker")];
        assert!(!may_answer(&earlier, "Drucker", at(179)));
        assert!(may_answer(&earlier, "Drucker", at(180)));
        assert!(
            !may_answer(&[(at(9), "a"), (at(9), "a")], "a", at(5)),
            "a clock that went wrong opens no gate"
        );
    }

    #[test]
    fn the_third_mail_with_one_text_and_the_eleventh_at_all_are_told_to_nobody() {
        let same = [(at(100), "Ich bin im Urlaub."), (at(150), "ich bin\nim Urlaub. ")];
        for (earlier, text, minute, is) in [
            (&same[..1], "Ich bin im Urlaub.", 200, false),
            (&same[..], "Ich bin im Urlaub.", 200, true),
            (&same[..], "Ich bin im Urlaub.", 280, false),
            (&same[..], "Die Kasse steht wieder.", 200, false),
            (&[(at(100), ""), (at(101), " ")][..], "", 102, false),
        ] {
            assert_eq!(is_loop(earlier, text, at(minute)), is, "{text} {minute}");
        }
        let many: Vec<_> = (0..10).map(|n| (at(190 + n), format!("Zeile {n}"))).collect();
        assert!(!is_loop(&many[1..], "Neu", at(200)));
        assert!(is_loop(&many, "Neu", at(200)) && is_loop(&many, "", at(200)));
        assert!(!is_loop(&many, "Neu", at(370)), "the first one is three hours old");
    }

    #[test]
    fn after_a_hundred_tickets_of_strangers_the_next_one_waits() {
        for (earlier, flood) in [(0, false), (99, false), (100, true), (101, true)] {
            assert_eq!(is_flood(earlier), flood, "{earlier}");
        }
    }

    #[test]
    fn addresses_that_differ_in_what_follows_a_plus_are_one() {
        for (address, name) in [
            ("anna@kunde.de", "anna@kunde.de"),
            ("Anna+17@Kunde.de", "anna@kunde.de"),
            ("anna+a+b@kunde.de", "anna@kunde.de"),
            ("+17@kunde.de", "+17@kunde.de"),
            ("anna", "anna"),
            ("", ""),
        ] {
            assert_eq!(counted(address), name, "{address}");
        }
    }

    #[test]
    fn another_help_desk_that_counts_upwards_is_the_same_subject() {
        let earlier = [
            (at(0), "[Ticket#2026112301] Eingang: Drucker"),
            (at(1), "Re: [Ticket#2026112302] Eingang: Drucker"),
        ];
        assert!(!may_answer(&earlier, "[Ticket#2026112303] Eingang: Drucker", at(2)));
    }

    proptest! {
        #[test]
        fn more_answers_given_never_allow_another(
            minutes in proptest::collection::vec(0i64..400, 0..14),
            subjects in proptest::collection::vec("[ab]", 14),
            now in 0i64..400,
        ) {
            let earlier: Vec<_> = minutes.iter().map(|m| at(*m)).zip(subjects).collect();
            for end in 0..earlier.len() {
                if !may_answer(&earlier[..end], "a", at(now)) {
                    prop_assert!(!may_answer(&earlier, "a", at(now)));
                }
            }
        }
    }
}
