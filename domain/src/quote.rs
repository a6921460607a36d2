//! Quotes (F1): asked for, written in versions, sent, decided. A version that was sent never changes; a change is the next one.
pub mod item;
pub mod offer;
pub mod terms;

use crate::id::PersonId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a quote stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Quote {
    /// A customer asked for it; nothing is written yet.
    Requested,
    /// Being written for the first time.
    Draft,
    /// Sent: waits for the customer.
    Sent {
        /// The version that the customer sees.
        version: u32,
        /// Last day on which it can be accepted, in the company's zone.
        valid_until: Date,
    },
    /// Accepted; it became an order.
    Accepted {
        /// Which version.
        version: u32,
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
    },
    /// Declined; a new version may follow.
    Declined {
        /// Which version.
        version: u32,
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// Nobody decided in time; a new version may follow.
    Expired {
        /// Which version.
        version: u32,
        /// Its last day.
        valid_until: Date,
    },
    /// No longer stands.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// What happens to a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Staff write the version that comes next.
    Write,
    /// Staff send a version.
    Send {
        /// Which.
        version: u32,
        /// Last day on which it can be accepted.
        valid_until: Date,
    },
    /// The customer accepts the version that was shown.
    Accept {
        /// Which.
        version: u32,
        /// Who.
        by: PersonId,
    },
    /// The customer declines the version that was shown.
    Decline {
        /// Which.
        version: u32,
        /// Who.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// Its last day is over.
    Expire,
    /// Staff take it back.
    Withdraw {
        /// Why.
        reason: String,
    },
}

/// Why something cannot happen to a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongQuote {
    /// Nothing is written that could be sent.
    #[error("nothing is written yet")]
    NothingWritten,
    /// Nothing was sent that could be decided.
    #[error("not sent yet")]
    NotSent,
    /// A newer version was sent meanwhile.
    #[error("a newer version was sent")]
    Newer,
    /// Accepted before.
    #[error("accepted already")]
    Accepted,
    /// Declined before.
    #[error("declined already")]
    Declined,
    /// Its last day is over.
    #[error("no longer valid")]
    Expired,
    /// Its last day is to come.
    #[error("still valid")]
    StillValid,
    /// Withdrawn.
    #[error("withdrawn")]
    Withdrawn,
    /// It costs more than this person may approve (A2).
    #[error("above this person's limit")]
    AboveLimit,
    /// The wording that was confirmed is not the one shown.
    #[error("not confirmed")]
    NotConfirmed,
}

impl Quote {
    /// The state after an event at `now`, a moment of the day `today` in the company's zone.
    pub fn after(self, event: Event, now: Timestamp, today: Date) -> Result<Self, WrongQuote> {
        use WrongQuote as Why;
        match (self, event) {
            (Self::Requested | Self::Draft, Event::Write) => Ok(Self::Draft),
            // The next version is written while the last one still stands.
            (same @ (Self::Sent { .. } | Self::Declined { .. } | Self::Expired { .. }), Event::Write) => {
                Ok(same)
            }
            (Self::Requested, Event::Send { .. }) => Err(Why::NothingWritten),
            (
                Self::Sent { version: last, .. }
                | Self::Declined { version: last, .. }
                | Self::Expired { version: last, .. },
                Event::Send { version, .. },
            ) if version <= last => Err(Why::NothingWritten),
            (
                Self::Draft | Self::Sent { .. } | Self::Declined { .. } | Self::Expired { .. },
                Event::Send { version, valid_until },
            ) if valid_until >= today => Ok(Self::Sent { version, valid_until }),
            (
                Self::Draft | Self::Sent { .. } | Self::Declined { .. } | Self::Expired { .. },
                Event::Send { .. },
            ) => Err(Why::Expired),
            (
                Self::Sent { version: last, .. },
                Event::Accept { version, .. } | Event::Decline { version, .. },
            ) if version != last => Err(Why::Newer),
            (Self::Sent { valid_until, .. }, Event::Accept { .. } | Event::Decline { .. })
                if today > valid_until =>
            {
                Err(Why::Expired)
            }
            (Self::Sent { .. }, Event::Accept { version, by }) => Ok(Self::Accepted { version, at: now, by }),
            (Self::Sent { .. }, Event::Decline { version, by, reason }) => {
                Ok(Self::Declined { version, at: now, by, reason })
            }
            (Self::Sent { version, valid_until }, Event::Expire) if today > valid_until => {
                Ok(Self::Expired { version, valid_until })
            }
            (Self::Sent { .. }, Event::Expire) => Err(Why::StillValid),
            (
                Self::Requested | Self::Draft | Self::Sent { .. } | Self::Expired { .. },
                Event::Withdraw { reason },
            ) => Ok(Self::Withdrawn { at: now, reason }),
            (Self::Requested | Self::Draft, Event::Accept { .. } | Event::Decline { .. } | Event::Expire) => {
                Err(Why::NotSent)
            }
            (
                Self::Accepted { .. },
                Event::Write
                | Event::Send { .. }
                | Event::Accept { .. }
                | Event::Decline { .. }
                | Event::Expire
                | Event::Withdraw { .. },
            ) => Err(Why::Accepted),
            (
                Self::Declined { .. },
                Event::Accept { .. } | Event::Decline { .. } | Event::Expire | Event::Withdraw { .. },
            ) => Err(Why::Declined),
            (Self::Expired { .. }, Event::Accept { .. } | Event::Decline { .. } | Event::Expire) => {
                Err(Why::Expired)
            }
            (
                Self::Withdrawn { .. },
                Event::Write
                | Event::Send { .. }
                | Event::Accept { .. }
                | Event::Decline { .. }
                | Event::Expire
                | Event::Withdraw { .. },
            ) => Err(Why::Withdrawn),
        }
    }

    /// Which state, without its facts.
    pub const fn kind(&self) -> QuoteKind {
        match self {
            Self::Requested => QuoteKind::Requested,
            Self::Draft => QuoteKind::Draft,
            Self::Sent { .. } => QuoteKind::Sent,
            Self::Accepted { .. } => QuoteKind::Accepted,
            Self::Declined { .. } => QuoteKind::Declined,
            Self::Expired { .. } => QuoteKind::Expired,
            Self::Withdrawn { .. } => QuoteKind::Withdrawn,
        }
    }

    /// The state as a reader meets it on `today`: one whose last day is over is expired, whether or not the house has
    /// written so yet.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        match self {
            Self::Sent { version, valid_until } if today > valid_until => {
                Self::Expired { version, valid_until }
            }
            other @ (Self::Requested
            | Self::Draft
            | Self::Sent { .. }
            | Self::Accepted { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. }) => other,
        }
    }
}

/// States without their facts, for lists and filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // as in [`Quote`]
pub enum QuoteKind {
    Requested,
    Draft,
    Sent,
    Accepted,
    Declined,
    Expired,
    Withdrawn,
}

impl QuoteKind {
    /// All, in the order of a quote's life.
    pub const ALL: [Self; 7] = [
        Self::Requested,
        Self::Draft,
        Self::Sent,
        Self::Accepted,
        Self::Declined,
        Self::Expired,
        Self::Withdrawn,
    ];

    /// The code in database and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests;
