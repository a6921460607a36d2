//! What is left to pay of an invoice, and whether it is time to ask for it again (G5).
use crate::billing::posting::PostingKind;
use jiff::civil::Date;
use jiff::{ToSpan as _, Unit};
use serde::{Deserialize, Serialize};

/// What came of an issued invoice, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What it asks for, with tax.
    pub due: i64,
    /// What is asked for beside it because the payment is late; no tax is on that.
    #[serde(default)]
    pub fee: i64,
    /// What is not asked for any more of that.
    #[serde(default)]
    pub waived: i64,
    /// What credit notes gave back.
    pub credited: i64,
    /// What was paid in money or by setting off, less what went back; below zero where money went back that never came in.
    pub paid: i64,
    /// How much of that was set off; below zero where it paid another invoice.
    #[serde(default)]
    pub set_off: i64,
    /// What was taken off for paying early.
    #[serde(default)]
    pub discounted: i64,
    /// What counts as settled though nobody pays it: it was written off, which customers do not read.
    #[serde(default)]
    pub settled: i64,
    /// The last day for paying.
    pub due_on: Option<Date>,
    /// It was taken back as a whole, or gives money back itself: nobody pays it.
    pub void: bool,
}

/// Reminders that were sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The last one's level; 0 for none.
    pub level: u32,
    /// The day of the last one.
    pub on: Option<Date>,
}

/// How an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Being written.
    Draft,
    /// To be paid.
    Open,
    /// A part was paid.
    Partly,
    /// Its last day is over.
    Overdue,
    /// Nothing is left to pay.
    Paid,
    /// Taken back.
    Cancelled,
    /// Gives money back.
    GivesBack,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Open, Self::Partly, Self::Overdue, Self::Paid, Self::Cancelled, Self::GivesBack];

    /// Its code in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Partly => "partly",
            Self::Overdue => "overdue",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::GivesBack => "gives_back",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }
}

impl Account {
    /// What is left to pay; below zero what was paid too much.
    pub const fn left(&self) -> i64 {
        if self.void {
            0
        } else {
            self.due + self.open_fee() - self.credited - self.paid - self.discounted - self.settled
        }
    }

    /// What is asked for because the payment is late, less what was waived.
    pub const fn open_fee(&self) -> i64 {
        self.fee - self.waived
    }

    /// What can go back: what is paid too much, and never more than was paid. What was written off or credited alone brought no
    /// money.
    pub fn over(&self) -> i64 {
        (-self.left()).min(self.paid).max(0)
    }

    /// The most that a posting of a kind takes; nothing where there is no limit: money comes as it comes.
    pub fn most(&self, kind: PostingKind) -> Option<i64> {
        let left = self.left().max(0);
        match kind {
            PostingKind::Payment => None,
            PostingKind::Refund => Some(self.over()),
            // Who has too much pays another invoice with it; what is open is paid from another one.
            PostingKind::SetOff => Some(self.over().max(left)),
            PostingKind::Waiver => Some(self.open_fee().min(left)),
            PostingKind::Discount | PostingKind::WriteOff => Some(left),
            PostingKind::Settled => Some(0),
        }
    }

    /// The account with a posting of so many cents, counted by what they take off what is left.
    pub const fn posted(self, kind: PostingKind, cents: i64) -> Self {
        match kind {
            PostingKind::Payment | PostingKind::Refund => Self { paid: self.paid + cents, ..self },
            PostingKind::SetOff => Self { paid: self.paid + cents, set_off: self.set_off + cents, ..self },
            PostingKind::Waiver => Self { waived: self.waived + cents, ..self },
            PostingKind::Discount => Self { discounted: self.discounted + cents, ..self },
            PostingKind::WriteOff | PostingKind::Settled => Self { settled: self.settled + cents, ..self },
        }
    }

    /// Whether nothing was paid or settled otherwise.
    pub const fn is_unpaid(&self) -> bool {
        self.paid == 0 && self.discounted == 0 && self.settled == 0
    }

    /// Whether its last day is over and something is left.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.left() > 0 && self.due_on.is_some_and(|day| day < today)
    }

    /// How an issued invoice that asks for money stands on a day.
    pub fn standing(&self, today: Date) -> Standing {
        match self.left() {
            _ if self.void => Standing::Cancelled,
            ..=0 => Standing::Paid,
            _ if self.is_overdue(today) => Standing::Overdue,
            _ if self.paid + self.credited > 0 => Standing::Partly,
            _ => Standing::Open,
        }
    }

    /// The level of reminder that is due on a day, counted from 1; levels are days after the last day for paying. After a long silence
    /// the next level is due, never a later one, and from one to the next there are as many days as the levels lie apart: who is
    /// reminded has time to pay.
    pub fn reminder(&self, today: Date, levels: &[u16], sent: Sent) -> Option<u32> {
        let due_on = self.due_on.filter(|_| self.left() > 0)?;
        let next = usize::try_from(sent.level).ok()?;
        let after = *levels.get(next)?;
        let since_last = next.checked_sub(1).map_or(0, |last| after.saturating_sub(levels[last]));
        let over =
            |day: Date, days: u16| day.checked_add(i32::from(days).days()).is_ok_and(|day| day <= today);
        let waited = sent.on.is_none_or(|on| over(on, since_last));
        (over(due_on, after) && waited).then_some(sent.level + 1)
    }

    /// Whole days since the last day for paying; 0 where it is not over.
    pub fn days_over(&self, today: Date) -> i32 {
        let since = self.due_on.and_then(|day| day.until((Unit::Day, today)).ok());
        since.map_or(0, |span| span.get_days().max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const DUE: Date = date(2026, 12, 14);

    fn account(credited: i64, paid: i64) -> Account {
        Account { due: 11_900, credited, paid, due_on: Some(DUE), ..Account::default() }
    }

    #[test]
    fn an_invoice_stands_by_what_is_left_and_by_its_last_day() {
        let late = date(2026, 12, 15);
        for (account, day, standing, left) in [
            (account(0, 0), DUE, Standing::Open, 11_900),
            (account(0, 1_900), DUE, Standing::Partly, 10_000),
            (account(1_900, 0), DUE, Standing::Partly, 10_000),
            (account(0, 1_900), late, Standing::Overdue, 10_000),
            (account(1_900, 10_000), late, Standing::Paid, 0),
            (account(0, 12_000), late, Standing::Paid, -100),
            (Account { fee: 4_000, ..account(0, 11_900) }, late, Standing::Overdue, 4_000),
            (Account { void: true, ..account(0, 0) }, late, Standing::Cancelled, 0),
        ] {
            assert_eq!((account.standing(day), account.left()), (standing, left), "{account:?}");
        }
        assert!(Standing::ALL.into_iter().all(|one| Standing::of_code(one.code()) == Some(one)));
    }

    #[test]
    fn what_each_posting_takes_off_makes_the_standing() {
        let late = date(2026, 12, 15);
        let fee = Account { fee: 4_000, ..account(0, 11_900) };
        for (account, kind, cents, left, standing) in [
            (fee, PostingKind::Waiver, 4_000, 0, Standing::Paid),
            (account(0, 0), PostingKind::WriteOff, 11_900, 0, Standing::Paid),
            (account(0, 11_543), PostingKind::Discount, 357, 0, Standing::Paid),
            (account(0, 11_543), PostingKind::Discount, 300, 57, Standing::Overdue),
            (account(0, 0), PostingKind::SetOff, 5_000, 6_900, Standing::Overdue),
            (account(5_000, 11_900), PostingKind::SetOff, -5_000, 0, Standing::Paid),
            (account(5_000, 11_900), PostingKind::Refund, -5_000, 0, Standing::Paid),
        ] {
            let after = account.posted(kind, cents);
            assert_eq!((after.left(), after.standing(late)), (left, standing), "{kind:?}");
            assert_eq!(after.posted(kind, -cents), account, "taking it back leaves nothing of it");
        }
    }

    #[test]
    fn no_posting_takes_more_than_there_is_for_it() {
        use PostingKind::{Discount, Payment, Refund, SetOff, Settled, Waiver, WriteOff};
        let most = |account: Account| {
            [Refund, SetOff, Waiver, Discount, WriteOff].map(|kind| account.most(kind).unwrap())
        };
        let fee = Account { fee: 4_000, ..account(0, 0) };
        assert_eq!(most(account(0, 0)), [0, 11_900, 0, 11_900, 11_900]);
        assert_eq!(most(fee), [0, 15_900, 4_000, 15_900, 15_900]);
        assert_eq!(most(Account { waived: 1_000, ..fee }), [0, 14_900, 3_000, 14_900, 14_900]);
        assert_eq!(most(Account { paid: 13_000, ..fee }), [0, 2_900, 2_900, 2_900, 2_900]);
        assert_eq!(most(account(5_000, 11_900)), [5_000, 5_000, 0, 0, 0]);
        // Where nothing came in nothing goes back, though more was taken off than was asked for.
        assert_eq!(most(Account { settled: 11_900, ..account(11_900, 0) })[0], 0);
        assert_eq!(most(Account { void: true, ..account(0, 11_900) }), [0; 5]);
        assert_eq!((account(0, 0).most(Payment), account(0, 0).most(Settled)), (None, Some(0)));
    }

    #[test]
    fn reminders_come_level_by_level_while_something_is_left() {
        let levels = [7, 21, 35];
        for (day, sent, on, level) in [
            (date(2026, 12, 20), 0, None, None),
            (date(2026, 12, 21), 0, None, Some(1)),
            (date(2026, 12, 21), 1, Some(date(2026, 12, 21)), None),
            (date(2027, 1, 4), 1, Some(date(2026, 12, 21)), Some(2)),
            // Reminded late: the next one waits as long as it would have.
            (date(2027, 6, 1), 0, None, Some(1)),
            (date(2027, 6, 1), 1, Some(date(2027, 6, 1)), None),
            (date(2027, 6, 14), 1, Some(date(2027, 6, 1)), None),
            (date(2027, 6, 15), 1, Some(date(2027, 6, 1)), Some(2)),
            (date(2027, 7, 1), 3, Some(date(2027, 6, 1)), None),
        ] {
            let sent = Sent { level: sent, on };
            assert_eq!(account(0, 0).reminder(day, &levels, sent), level, "{day} {sent:?}");
        }
        assert_eq!(account(0, 11_900).reminder(date(2027, 6, 1), &levels, Sent::default()), None);
        assert_eq!((account(0, 0).days_over(date(2027, 1, 4)), account(0, 0).days_over(DUE)), (21, 0));
    }
}
