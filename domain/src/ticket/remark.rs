//! What the house notices by itself about a ticket, its mails and its invoices, kept as facts and told in each reader's language.
use crate::letter::original::Original;
use crate::moment::Moment;
use crate::ticket::Audience;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One thing that was noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "remark", rename_all = "snake_case")]
pub enum Remark {
    /// A mail of ours did not arrive and will not.
    NotDelivered {
        /// To whom it was.
        email: String,
        /// The mail server's own words.
        reason: String,
        /// The window for objections does not run therefore (C4).
        stopped: bool,
        /// Since when no mail comes through to that address; none where the next one may.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Moment>,
    },
    /// A mail of ours has not arrived yet.
    Delayed {
        /// To whom it is.
        email: String,
        /// The mail server's own words.
        reason: String,
    },
    /// A mail says that one of ours did not arrive, or not yet, and nothing proves it: whoever knows the ticket can have made it up.
    Reported {
        /// To whom our latest mail went that it may be about; empty where it is about none.
        email: String,
        /// What it says, shortened and without web addresses.
        reason: String,
        /// Until staff decide about that mail the window for objections does not end (C4).
        held: bool,
        /// It names that mail, but whoever should have got it wrote since.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        answered: bool,
    },
    /// Nobody knows whether a mail of ours arrived; it is not sent again by itself, staff decide.
    Uncertain {
        /// To whom it is.
        email: String,
        /// The code of a [`Silence`](crate::letter::silence::Silence).
        reason: String,
    },
    /// Staff sent the mail again that tells of the end of the work (C4).
    SentAgain {
        /// To whom.
        email: String,
        /// The last day for objections that it names.
        until: Option<Date>,
    },
    /// Files of the message above it did not go along with its letter, whose reader has no account: staff send them another way.
    FilesApart {
        /// How many.
        n: u32,
        /// To whom.
        email: String,
    },
    /// Nobody outside of the house is told that the work is done: the window for objections does not run (C4).
    NobodyTold,
    /// The house does not mail that the work is done: the window for objections does not run (C4).
    EndNotMailed,
    /// The text of the mail above it is longer than a message may be.
    CutText {
        /// Its characters.
        n: u32,
    },
    /// The mail above it was too large to be read whole.
    CutMail {
        /// Its size in megabytes.
        size: u32,
        /// How many are read at most.
        most: u32,
    },
    /// The mail above it came with more files than are taken in; these are in the original alone.
    MoreFiles {
        /// How many more.
        n: u32,
        /// How many were taken in; remarks from before it was written down speak of as many as are at most.
        #[serde(default = "most_files")]
        kept: u32,
    },
    /// The mail above it is encrypted, or packed into a signature that could not be taken off; only a mail program with the
    /// right key or the right standard reads it.
    Sealed,
    /// Of the mail above it nobody is told: its writer sent so many within a short time, or so often the same, that a program
    /// seems to answer by itself.
    Repeating {
        /// From where.
        email: String,
    },
    /// The public form was sent with the address of somebody known who was not signed in: an address is no identity (B2).
    KnownAddress {
        /// The address.
        email: String,
        /// Whose it is, with their organisations.
        name: String,
    },
    /// The mail above it came from the address of somebody on staff, perhaps to pass a customer's words on: answers go there.
    FromStaff {
        /// Whose address it is.
        name: String,
        /// Who wrote first, where the mail says that it passes something on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        original: Option<Original>,
    },
    /// Where somebody who telephoned is called back (B7).
    CallBack {
        /// Who called; empty where nobody was named.
        name: String,
        /// The number.
        number: String,
    },
    /// All that is charged for the ticket stands on invoices.
    OnInvoice {
        /// The last one.
        number: String,
    },
    /// An invoice with its work was taken back.
    OffInvoice {
        /// Which.
        number: String,
    },
}

/// How many files of a mail were always taken in before that was written down.
const fn most_files() -> u32 {
    100
}

impl Remark {
    /// Within so long what reports say is not told again.
    pub const ONCE_IN: SignedDuration = SignedDuration::from_hours(24);

    /// Whether it says no more than an earlier one of a report. What a report says that names no letter of ours is told once,
    /// whatever it says.
    pub fn repeats(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Reported { .. }, Self::Reported { .. }) => true,
            (Self::Delayed { email, .. }, Self::Delayed { email: told, .. }) => email == told,
            _ => false,
        }
    }

    /// Who reads it: that text or files did not arrive, or cannot be read, whoever sent them must know; all else is for staff.
    pub const fn audience(&self) -> Audience {
        match self {
            // Not everybody on a ticket sees bills.
            Self::NotDelivered { .. }
            | Self::Delayed { .. }
            | Self::Reported { .. }
            | Self::Uncertain { .. }
            | Self::SentAgain { .. }
            | Self::FilesApart { .. }
            | Self::NobodyTold
            | Self::EndNotMailed
            | Self::Repeating { .. }
            | Self::KnownAddress { .. }
            | Self::FromStaff { .. }
            | Self::CallBack { .. }
            | Self::OnInvoice { .. }
            | Self::OffInvoice { .. } => Audience::Internal,
            Self::CutMail { .. } | Self::CutText { .. } | Self::MoreFiles { .. } | Self::Sealed => {
                Audience::Public
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reports_say_is_told_once() {
        let delayed = |email: &str| Remark::Delayed { email: email.into(), reason: "421 later".into() };
        let reported = |email: &str, held| Remark::Reported {
            email: email.into(),
            reason: email.into(),
            held,
            answered: false,
        };
        for (remark, earlier, repeats) in [
            (delayed("a@b.de"), delayed("a@b.de"), true),
            (delayed("a@b.de"), delayed("c@d.de"), false),
            (reported("a@b.de", true), reported("", false), true),
            (reported("a@b.de", false), delayed("a@b.de"), false),
            (Remark::Sealed, Remark::Sealed, false),
        ] {
            assert_eq!(remark.repeats(&earlier), repeats, "{remark:?} {earlier:?}");
        }
    }

    #[test]
    fn a_remark_from_before_kept_files_were_counted_is_read() {
        let read = |data: &str| serde_json::from_str::<Remark>(data).unwrap();
        assert_eq!(read(r#"{"remark":"more_files","n":3}"#), Remark::MoreFiles { n: 3, kept: 100 });
        let now = Remark::MoreFiles { n: 3, kept: 7 };
        assert_eq!(read(&serde_json::to_string(&now).unwrap()), now);
    }

    #[test]
    fn a_remark_from_before_it_said_since_when_an_address_receives_nothing_is_read() {
        let read = |data: &str| serde_json::from_str::<Remark>(data).unwrap();
        let told = |since| Remark::NotDelivered {
            email: "a@b.de".into(),
            reason: "550 no".into(),
            stopped: true,
            since,
        };
        let before = r#"{"remark":"not_delivered","email":"a@b.de","reason":"550 no","stopped":true}"#;
        assert_eq!(read(before), told(None));
        let now = told(Some(Moment { at: 0, offset: 3_600 }));
        assert_eq!(read(&serde_json::to_string(&now).unwrap()), now);
    }

    #[test]
    fn a_remark_from_before_letters_were_doubted_whose_reader_wrote_since_is_read() {
        let read = |data: &str| serde_json::from_str::<Remark>(data).unwrap();
        let told = |answered| Remark::Reported {
            email: "a@b.de".into(),
            reason: "550".into(),
            held: true,
            answered,
        };
        let before = r#"{"remark":"reported","email":"a@b.de","reason":"550","held":true}"#;
        assert_eq!(read(before), told(false));
        assert_eq!(serde_json::to_string(&told(false)).unwrap(), before);
        assert_eq!(read(&serde_json::to_string(&told(true)).unwrap()), told(true));
    }

    #[test]
    fn a_remark_from_before_it_was_read_who_wrote_first_is_read() {
        let read = |data: &str| serde_json::from_str::<Remark>(data).unwrap();
        let before = Remark::FromStaff { name: "Jonas Weber".into(), original: None };
        assert_eq!(read(r#"{"remark":"from_staff","name":"Jonas Weber"}"#), before);
        let original = Original { name: "Anna Meier".into(), email: "meier@kunde.example".into() };
        let now = Remark::FromStaff { name: "Jonas Weber".into(), original: Some(original) };
        assert_eq!(read(&serde_json::to_string(&now).unwrap()), now);
    }
}
