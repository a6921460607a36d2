//! What is posted on the account of an issued invoice: money that came in or went back, and what is settled without money (G5).
use crate::billing::account::Account;
use crate::billing::change::{HIGHEST, LONGEST_REASON};
use crate::input::{Checks, FieldError, Reason, clean_line, is_day};
use crate::money::read_cents;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most characters of the number of another document.
pub const LONGEST_NUMBER: u32 = 40;

/// What a posting is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostingKind {
    /// Money came in.
    #[default]
    Payment,
    /// Money that was paid too much went back.
    Refund,
    /// What was paid too much for one invoice paid another one of the same customer.
    SetOff,
    /// What is asked for because the payment is late is not asked for any more.
    Waiver,
    /// Taken off for paying early, as agreed.
    Discount,
    /// Nobody will pay it any more.
    WriteOff,
    /// A write-off as customers read it; nobody posts it.
    Settled,
}

impl PostingKind {
    /// Those that are posted.
    pub const ALL: [Self; 6] =
        [Self::Payment, Self::Refund, Self::SetOff, Self::Discount, Self::Waiver, Self::WriteOff];

    /// The code in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::SetOff => "set_off",
            Self::Waiver => "waiver",
            Self::Discount => "discount",
            Self::WriteOff => "write_off",
            Self::Settled => "settled",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What customers read of it: not that the house gave up waiting for them.
    pub const fn outside(self) -> Self {
        match self {
            Self::WriteOff => Self::Settled,
            other => other,
        }
    }
}

/// A posting as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPosting {
    /// What it is, by its code; empty for a payment.
    pub kind: String,
    /// How much.
    pub amount: String,
    /// On which day, as `2026-12-01`; empty for today.
    pub day: String,
    /// Anything about it; of a write-off why.
    pub note: String,
    /// The number of the other document of a set-off.
    pub other: String,
    /// That more came than is open, which is meant so.
    pub more: bool,
}

/// A posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// What it is.
    pub kind: PostingKind,
    /// What it takes off what is left to pay, in cents; what goes back counts below zero.
    pub cents: i64,
    /// On which day.
    pub day: Date,
    /// Anything about it.
    pub note: String,
}

impl TypedPosting {
    /// The other document, where it is a set-off that names one.
    pub fn other(&self) -> Option<&str> {
        let other = self.other.trim();
        (self.kind == PostingKind::SetOff.code() && !other.is_empty()).then_some(other)
    }

    /// What was meant on an account; all that is wrong at once.
    pub fn read(&self, today: Date, account: Account) -> Result<Posting, Vec<FieldError>> {
        let mut checks = Checks::default();
        let kind = match self.kind.as_str() {
            "" => Some(PostingKind::Payment),
            code => PostingKind::of_code(code),
        };
        if kind.is_none() {
            checks.add("kind", Reason::NotAChoice);
        }
        let kind = kind.unwrap_or_default();
        let cents = read_cents(&self.amount).filter(|cents| (1..=HIGHEST).contains(cents));
        match (cents, account.most(kind)) {
            (None, _) => {
                let missing = self.amount.trim().is_empty();
                checks.add("amount", if missing { Reason::Missing } else { Reason::NotMoney });
            }
            (Some(cents), Some(most)) if cents > most => {
                checks.add("amount", Reason::AtMost { cents: most });
            }
            (Some(cents), None) if cents > account.left() && !self.more => {
                checks.add("more", Reason::MoreThanOpen);
            }
            (Some(_), _) => {}
        }
        let day = self.day(&mut checks, today);
        let note = clean_line(&self.note);
        if note.chars().count() > LONGEST_REASON as usize {
            checks.add("note", Reason::TooLong { max: LONGEST_REASON });
        }
        if kind == PostingKind::WriteOff && note.is_empty() {
            checks.add("note", Reason::Missing);
        }
        if kind == PostingKind::SetOff {
            checks.line("other", &self.other, LONGEST_NUMBER);
        }
        let goes = kind == PostingKind::Refund || (kind == PostingKind::SetOff && account.over() > 0);
        let cents = cents.unwrap_or_default();
        checks.done(Posting { kind, cents: if goes { -cents } else { cents }, day, note })
    }

    fn day(&self, checks: &mut Checks, today: Date) -> Date {
        let day = match self.day.trim() {
            "" => Ok(today),
            text => text.parse().map_err(|_| Reason::NotReadable),
        };
        let day = match day {
            Ok(day) if !is_day(day) => Err(Reason::NotADay),
            Ok(day) if day > today => Err(Reason::InFuture),
            other => other,
        };
        day.unwrap_or_else(|reason| {
            checks.add("day", reason);
            today
        })
    }
}

impl Posting {
    /// The same on the account of the other document of a set-off: what leaves one pays the other, which must take it.
    pub fn on_other(&self, other: &Account) -> Result<Self, FieldError> {
        // What comes in from here is open there, and what is taken from there was paid too much.
        let most = if self.cents < 0 { other.left().max(0) } else { other.over() };
        if self.cents.abs() > most {
            return Err(FieldError::new("amount", Reason::AtMost { cents: most }));
        }
        Ok(Self { cents: -self.cents, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 12, 1);

    fn account(credited: i64, paid: i64) -> Account {
        Account { due: 119_000, credited, paid, ..Account::default() }
    }

    fn typed(kind: &str, amount: &str) -> TypedPosting {
        TypedPosting {
            kind: kind.into(),
            amount: amount.into(),
            note: "SEPA".into(),
            ..TypedPosting::default()
        }
    }

    #[test]
    fn a_payment_is_read_from_its_form() {
        let open = account(0, 0);
        let on = |amount: &str, day: &str| TypedPosting { day: day.into(), ..typed("", amount) };
        let payment = on("1.190,00", "").read(TODAY, open).unwrap();
        assert_eq!((payment.kind, payment.cents, payment.day), (PostingKind::Payment, 119_000, TODAY));
        for (amount, day, field) in [
            ("", "", "amount"),
            ("0", "", "amount"),
            ("-5", "", "amount"),
            ("5", "2026-12-02", "day"),
            ("5", "gestern", "day"),
        ] {
            let errors = on(amount, day).read(TODAY, open).unwrap_err();
            assert_eq!(errors[0].field, field, "{amount} {day}");
        }
        let over = on("1.190,01", "");
        let errors = over.read(TODAY, open).unwrap_err();
        assert_eq!((errors[0].field.as_str(), &errors[0].reason), ("more", &Reason::MoreThanOpen));
        assert_eq!(TypedPosting { more: true, ..over }.read(TODAY, open).unwrap().cents, 119_001);
        assert_eq!(typed("gift", "5").read(TODAY, open).unwrap_err()[0].field, "kind");
        assert_eq!(typed("settled", "5").read(TODAY, open).unwrap_err()[0].field, "kind");
    }

    #[test]
    fn what_goes_back_counts_below_zero_and_ends_with_what_is_too_much() {
        let over = account(19_000, 119_000);
        assert_eq!(typed("refund", "190").read(TODAY, over).unwrap().cents, -19_000);
        for (kind, amount, account, most) in [
            ("refund", "190,01", over, 19_000),
            ("refund", "5", account(0, 0), 0),
            ("waiver", "5", account(0, 0), 0),
            ("discount", "1190,01", account(0, 0), 119_000),
            ("write_off", "5", over, 0),
        ] {
            let errors = typed(kind, amount).read(TODAY, account).unwrap_err();
            assert_eq!(
                (errors[0].field.as_str(), &errors[0].reason),
                ("amount", &Reason::AtMost { cents: most })
            );
        }
        let silent = TypedPosting { note: " ".into(), ..typed("write_off", "5") };
        assert_eq!(
            silent.read(TODAY, account(0, 0)).unwrap_err()[0],
            FieldError::new("note", Reason::Missing)
        );
        assert_eq!(typed("write_off", "5").read(TODAY, account(0, 0)).unwrap().cents, 500);
    }

    #[test]
    fn a_set_off_takes_from_one_account_what_it_gives_the_other() {
        let (over, open) = (account(19_000, 119_000), account(0, 110_000));
        let set_off =
            |amount: &str| TypedPosting { other: " RE-2026-0002 ".into(), ..typed("set_off", amount) };
        assert_eq!(set_off("90").other(), Some("RE-2026-0002"));
        assert_eq!(TypedPosting { kind: String::new(), ..set_off("90") }.other(), None);
        let out = set_off("90").read(TODAY, over).unwrap();
        assert_eq!((out.cents, out.on_other(&open).unwrap().cents), (-9_000, 9_000));
        let taken = set_off("90").read(TODAY, open).unwrap();
        assert_eq!((taken.cents, taken.on_other(&over).unwrap().cents), (9_000, -9_000));
        // Neither of two that are open pays the other, and none is paid more than is open.
        let most = |posting: Posting, other: &Account| posting.on_other(other).unwrap_err().reason;
        assert_eq!(most(taken, &open), Reason::AtMost { cents: 0 });
        assert_eq!(most(set_off("190").read(TODAY, over).unwrap(), &open), Reason::AtMost { cents: 9_000 });
        let silent = typed("set_off", "90").read(TODAY, over).unwrap_err();
        assert_eq!(silent, [FieldError::new("other", Reason::Missing)]);
    }

    #[test]
    fn customers_do_not_read_that_something_was_written_off() {
        for kind in PostingKind::ALL {
            assert_eq!(PostingKind::of_code(kind.code()), Some(kind));
            assert_ne!(kind.outside(), PostingKind::WriteOff);
        }
        assert_eq!(PostingKind::of_code("settled"), None);
    }
}
