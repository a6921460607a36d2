//! What a month says of an organisation's hour packages (E4, H1): the statement of hours as it was when the month was frozen.
use super::{Named, Title};
use crate::moment::Moment;
use crate::package::Kind;
use crate::package::terms::Terms;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A statement. What it says is money: it is for who sees packages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// What held in the last cycle that ran in the month; `None` where none did.
    pub agreed: Option<Agreed>,
    /// Postings of the cycles that ran in the month, and of those that are pooled with them, the oldest first.
    pub lines: Vec<Line>,
    /// Postings of earlier cycles that no statement told yet.
    pub late: Vec<Line>,
}

/// What a contract agreed about hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Name of the plan.
    pub plan: Named,
    /// Minutes of a cycle.
    pub minutes: i64,
    /// Rounding, factor, tiers.
    pub terms: Terms,
    /// The company's rate of an hour in cents; 0 for none.
    pub usual_cents: i64,
}

/// A posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// What it does.
    pub kind: Kind,
    /// Minutes; see [`crate::package::Posting::minutes`].
    pub minutes: i64,
    /// Takes back what was posted before.
    pub takes_back: bool,
    /// First day of the cycle to which it belongs.
    pub of: Date,
    /// Day of the work that it comes from.
    pub day: Option<Date>,
    /// The ticket that it comes from; `None` for inner ones. Its title is empty for who does not see all tickets.
    pub ticket: Option<Title>,
    /// Why, for corrections and agreements.
    pub reason: String,
}

impl Package {
    /// Each posting of the month with what was left after it.
    pub fn balanced(&self) -> impl Iterator<Item = (&Line, i64)> {
        self.lines.iter().scan(0, |left: &mut i64, line| {
            // What goes beyond is no part of the balance.
            *left += if line.kind == Kind::Overage { 0 } else { line.minutes };
            Some((line, *left))
        })
    }

    /// For who sees hours, but not all tickets.
    #[must_use]
    pub fn without_titles(mut self) -> Self {
        for line in self.lines.iter_mut().chain(&mut self.late) {
            if let Some(ticket) = &mut line.ticket {
                ticket.title.clear();
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::number::TicketNumber;
    use jiff::civil::date;

    #[test]
    fn a_statement_goes_on_from_line_to_line_and_keeps_titles_from_who_may_not_read_them() {
        let line = |kind: Kind, minutes: i64| Line {
            at: Moment { at: 0, offset: 0 },
            kind,
            minutes,
            takes_back: false,
            of: date(2026, 11, 1),
            day: None,
            ticket: Some(Title { number: TicketNumber(7), written: "#7".into(), title: "Logo".into() }),
            reason: String::new(),
        };
        let lines = vec![line(Kind::Grant, 300), line(Kind::Use, -300), line(Kind::Overage, 60)];
        let package = Package { agreed: None, lines, late: vec![line(Kind::Use, -15)] };
        assert_eq!(package.balanced().map(|(_, left)| left).collect::<Vec<_>>(), [300, 0, 0]);
        let package = package.without_titles();
        let mut tickets = package.lines.iter().chain(&package.late).filter_map(|line| line.ticket.as_ref());
        assert!(tickets.all(|ticket| ticket.title.is_empty() && ticket.written == "#7"));
    }
}
