//! Invoices (G1, G2): what a document says, and what follows from it. Names are those of EN 16931-1; the numbers of its business
//! terms (BT, BG) stand beside them. Money is integer cents of a euro, quantities are hundredths.
pub mod check;
pub mod line;
pub mod party;
pub mod total;

use crate::invoice::line::{Discount, Hours, Line};
use crate::invoice::party::{Buyer, Seller};
use crate::lang::Lang;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A document that asks for money, or gives it back: all that its pages and its XML say. It is complete in itself, so that it can be
/// laid out without looking anything up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    /// What it is (BT-3).
    #[serde(default)]
    pub kind: Kind,
    /// Its number (BT-1), unique and without gaps (§ 14 Abs. 4 Nr. 4 UStG).
    pub number: String,
    /// The day it was issued (BT-2).
    pub issued_on: Date,
    /// The last day for paying (BT-9); `None` where nothing is left to pay.
    #[serde(default)]
    pub due_on: Option<Date>,
    /// When the services were rendered (BG-14; § 14 Abs. 4 Nr. 6 UStG).
    #[serde(default)]
    pub period: Option<Period>,
    /// Language of the pages.
    #[serde(default)]
    pub lang: Lang,
    /// Who asks for money (BG-4).
    pub seller: Seller,
    /// Who is asked (BG-7).
    pub buyer: Buyer,
    /// The document that this one cancels or corrects (BG-3).
    #[serde(default)]
    pub corrects: Option<Preceding>,
    /// Number of the order in our house (BT-14).
    #[serde(default)]
    pub order: Option<String>,
    /// The customer's own order number (BT-13).
    #[serde(default)]
    pub purchase_order: Option<String>,
    /// Name of the project (BT-11).
    #[serde(default)]
    pub project: Option<String>,
    /// A few sentences above the lines (BG-1); empty for the usual ones.
    #[serde(default)]
    pub intro: String,
    /// A few sentences at the end (BG-1); may be empty.
    #[serde(default)]
    pub closing: String,
    /// What it is for (BG-25).
    #[serde(rename = "line")]
    pub lines: Vec<Line>,
    /// Discounts on all lines of one VAT treatment (BG-20).
    #[serde(default, rename = "discount")]
    pub discounts: Vec<Discount>,
    /// What was paid already (BT-113), in cents.
    #[serde(default)]
    pub paid_cents: i64,
    /// The annex: the work behind the lines.
    #[serde(default, rename = "hours")]
    pub hours: Vec<Hours>,
}

/// What a document is (BT-3, code list UNTDID 1001).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An invoice.
    #[default]
    Invoice,
    /// Takes a whole invoice back (Stornorechnung).
    Cancellation,
    /// Gives back a part of an invoice (Rechnungskorrektur).
    CreditNote,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Invoice, Self::Cancellation, Self::CreditNote];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Cancellation => "cancellation",
            Self::CreditNote => "credit_note",
        }
    }

    /// The code of UNTDID 1001 (BT-3). What gives money back is a credit note there, with positive amounts.
    pub const fn type_code(self) -> &'static str {
        match self {
            Self::Invoice => "380",
            Self::Cancellation | Self::CreditNote => "381",
        }
    }

    /// Whether it gives money back.
    pub const fn gives_back(self) -> bool {
        matches!(self, Self::Cancellation | Self::CreditNote)
    }

    /// One of its amounts as it counts beside those of other documents. By itself a document tells positive amounts, whatever it is: what
    /// it gives back is said by its name, as its standard code wants it; where several are added up, that counts below zero.
    pub const fn counted(self, amount: i64) -> i64 {
        if self.gives_back() { -amount } else { amount }
    }
}

/// Days from the first to the last, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day (BT-73).
    pub from: Date,
    /// Last day (BT-74).
    pub to: Date,
}

/// A document that came before (BG-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preceding {
    /// Its number (BT-25).
    pub number: String,
    /// The day it was issued (BT-26).
    pub issued_on: Date,
}
