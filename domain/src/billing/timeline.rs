//! What happens to a draft and to the document that it becomes; an append-only history.
use crate::billing::allowance::Allowance;
use crate::billing::posting::PostingKind;
use crate::invoice::Period;
use crate::invoice::line::Line;
use crate::ticket::number::TicketNumber;
use crate::vat::Vat;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// A draft was drawn up, again where something of it had changed.
    Drawn {
        /// With how many lines.
        lines: u32,
    },
    /// A line was corrected.
    Corrected {
        /// What it said.
        from: Box<Line>,
        /// What it says.
        to: Box<Line>,
        /// Why.
        reason: String,
    },
    /// A line was left out.
    LeftOut {
        /// Which.
        line: String,
        /// Why.
        reason: String,
    },
    /// A line that was left out stands there again.
    PutBack {
        /// Which.
        line: String,
    },
    /// A line was added that no work, plan or order stands behind.
    Added {
        /// What it says.
        line: Box<Line>,
        /// Why.
        reason: String,
    },
    /// Another discount is given on the document as a whole.
    Discounted {
        /// What was taken off.
        from: Option<Allowance>,
        /// What is taken off.
        to: Option<Allowance>,
    },
    /// Lines followed another treatment of tax, agreed with the customer.
    Taxed {
        /// What they had.
        from: Vat,
        /// What they have.
        to: Vat,
        /// How many.
        lines: u32,
    },
    /// The days on which services were rendered were corrected.
    Dated {
        /// What it said.
        from: Option<Period>,
        /// What it says.
        to: Period,
        /// Why.
        reason: String,
    },
    /// Other references of the customer's stand on it alone.
    Referenced {
        /// The customer's reference or Leitweg-ID.
        buyer_reference: String,
        /// The customer's order number.
        purchase_order: String,
    },
    /// It got its number.
    Issued {
        /// Which.
        number: String,
    },
    /// It was taken back as a whole.
    Cancelled {
        /// By which document.
        by: String,
        /// Why.
        reason: String,
    },
    /// A part was given back.
    Credited {
        /// By which document.
        by: String,
        /// How much, with tax, in cents.
        cents: i64,
    },
    /// Something was posted on its account; what was posted when there were payments alone has no kind.
    #[serde(rename = "paid")]
    Posted {
        /// What.
        #[serde(default)]
        kind: PostingKind,
        /// What it takes off what is left to pay, in cents.
        cents: i64,
        /// On which day.
        day: Date,
        /// Anything about it.
        note: String,
        /// The other invoice of a set-off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
    },
    /// A posting was made by mistake.
    #[serde(rename = "unpaid")]
    Unposted {
        /// What.
        #[serde(default)]
        kind: PostingKind,
        /// What it took off what is left to pay, in cents.
        cents: i64,
        /// For which day.
        day: Date,
        /// The other invoice of a set-off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
    },
    /// The customer was reminded.
    Reminded {
        /// For the how many-th time.
        level: u32,
        /// What was asked for because the payment is late, in cents.
        #[serde(default, skip_serializing_if = "is_zero")]
        fee: i64,
    },
    /// The customer asked about a line.
    Asked {
        /// In which ticket.
        ticket: TicketNumber,
        /// About which line.
        line: String,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
const fn is_zero(cents: &i64) -> bool {
    *cents == 0
}

impl What {
    /// Whether only staff read it: what happened to the draft, how payments are kept.
    pub const fn is_internal(&self) -> bool {
        match self {
            Self::Drawn { .. }
            | Self::Corrected { .. }
            | Self::LeftOut { .. }
            | Self::PutBack { .. }
            | Self::Added { .. }
            | Self::Discounted { .. }
            | Self::Taxed { .. }
            | Self::Dated { .. }
            | Self::Referenced { .. }
            | Self::Unposted { .. } => true,
            Self::Issued { .. }
            | Self::Cancelled { .. }
            | Self::Credited { .. }
            | Self::Posted { .. }
            | Self::Reminded { .. }
            | Self::Asked { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_was_posted_before_there_were_kinds_is_a_payment() {
        let kept = r#"{"what":"paid","cents":500,"day":"2026-12-01","note":"SEPA"}"#;
        let (day, note) = (date(2026, 12, 1), "SEPA".to_owned());
        let payment = What::Posted { kind: PostingKind::Payment, cents: 500, day, note, other: None };
        assert_eq!(serde_json::from_str::<What>(kept).unwrap(), payment);
        let kept = r#"{"what":"unpaid","cents":500,"day":"2026-12-01"}"#;
        let back = What::Unposted { kind: PostingKind::Payment, cents: 500, day, other: None };
        assert_eq!(serde_json::from_str::<What>(kept).unwrap(), back);
    }
}
