//! Billing (G1): from work, plans and orders to the lines of an invoice, each with what it comes from, and what becomes of an
//! invoice afterwards.
//!
//! All follows one order (pitfalls "Time, money, packages"): raw time → rounding → minimum → rate → factor → package draw →
//! discount → tax. Raw time is never changed: what is billed is derived from it here.
pub mod account;
pub mod allowance;
pub mod asked;
pub mod change;
pub mod credit;
pub mod datev;
pub mod gather;
pub mod lack;
pub mod own;
pub mod payer;
pub mod posting;
pub mod reference;
pub mod rules;
pub mod settled;
pub mod share;
pub mod source;
pub mod supply;
pub mod timeline;

use serde::{Deserialize, Serialize};

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written; it has no number, and customers do not know of it.
    Draft,
    /// It has its number; content and bytes never change again.
    Issued,
    /// Issued, and taken back as a whole by another document.
    Cancelled,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Issued, Self::Cancelled];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Issued => "issued",
            Self::Cancelled => "cancelled",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state after an event.
    pub const fn after(self, event: Event) -> Result<Self, WrongInvoice> {
        match (self, event) {
            (Self::Draft, Event::Issue) => Ok(Self::Issued),
            (Self::Draft, Event::Correct) => Ok(Self::Draft),
            (Self::Draft, Event::Cancel | Event::Credit | Event::Pay) => Err(WrongInvoice::Draft),
            (Self::Issued, Event::Cancel) => Ok(Self::Cancelled),
            (Self::Issued, Event::Credit | Event::Pay) => Ok(Self::Issued),
            (Self::Issued, Event::Issue | Event::Correct) => Err(WrongInvoice::Issued),
            (Self::Cancelled, _) => Err(WrongInvoice::Cancelled),
        }
    }
}

/// What happens to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A draft gets its number.
    Issue,
    /// A draft is corrected or discarded.
    Correct,
    /// It is taken back as a whole.
    Cancel,
    /// A part of it is given back.
    Credit,
    /// Its account changes: money came in or went back, or is asked for again.
    Pay,
}

/// Why something cannot happen to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongInvoice {
    /// It is a draft.
    #[error("still a draft")]
    Draft,
    /// It is issued: nothing in it changes any more.
    #[error("issued already")]
    Issued,
    /// It was taken back.
    #[error("cancelled")]
    Cancelled,
    /// It gives money back itself.
    #[error("gives money back itself")]
    GivesBack,
    /// Nothing stands on it.
    #[error("nothing to charge")]
    Empty,
    /// The work behind it was changed since: it has to be drawn up anew.
    #[error("the work behind it changed")]
    Changed,
    /// Something of it was given back already: only the rest can be credited.
    #[error("credited already")]
    Credited,
    /// It was paid or settled otherwise: it is credited, not cancelled.
    #[error("paid already")]
    Paid,
    /// Nothing is due yet, or everything was reminded of.
    #[error("no reminder is due")]
    NotDue,
    /// Nobody would get the mail.
    #[error("nobody to write to")]
    NoReceiver,
    /// The company has not said who it is: name, address, tax number and account stand on every invoice.
    #[error("the company's own particulars are missing")]
    NoSeller,
    /// It does not say when the services were rendered (§ 14 Abs. 4 Nr. 6 UStG).
    #[error("the days of the services are missing")]
    NoPeriod,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_issued_is_only_taken_back_credited_or_paid() {
        use Event::{Cancel, Correct, Credit, Issue, Pay};
        use WrongInvoice as Why;
        for (state, event, after) in [
            (State::Draft, Issue, Ok(State::Issued)),
            (State::Draft, Correct, Ok(State::Draft)),
            (State::Draft, Cancel, Err(Why::Draft)),
            (State::Draft, Pay, Err(Why::Draft)),
            (State::Issued, Issue, Err(Why::Issued)),
            (State::Issued, Correct, Err(Why::Issued)),
            (State::Issued, Cancel, Ok(State::Cancelled)),
            (State::Issued, Credit, Ok(State::Issued)),
            (State::Issued, Pay, Ok(State::Issued)),
            (State::Cancelled, Cancel, Err(Why::Cancelled)),
            (State::Cancelled, Pay, Err(Why::Cancelled)),
        ] {
            assert_eq!(state.after(event), after, "{event:?} in {state:?}");
        }
        assert!(State::ALL.into_iter().all(|state| State::of_code(state.code()) == Some(state)));
    }
}
