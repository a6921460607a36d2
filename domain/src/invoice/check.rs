//! Whether an invoice can be written at all: what the law, the standard and the page need.
mod seller;

pub use seller::{PNG, is_iban};

use crate::country::{is_country, is_outside_of_union, is_vat_id, plain_vat_id};
use crate::invoice::line::{Line, Quantity, Unit};
use crate::invoice::party::Address;
use crate::invoice::{Invoice, Kind};
use crate::vat::Vat;
use serde::{Deserialize, Serialize};

/// Most lines of one invoice.
pub const MOST_LINES: usize = 2_000;
/// Most rows of its annex.
pub const MOST_HOURS: usize = 10_000;
/// Most characters of a name.
pub const LONGEST_NAME: usize = 200;
/// Most characters of a text.
pub const LONGEST_TEXT: usize = 4_000;
/// Most characters of a logo.
pub const LONGEST_LOGO: usize = 150_000;
/// Most columns of the foot of a letter.
pub const FOOTER_COLUMNS: usize = 4;
/// Most lines of one of them: more does not fit.
pub const FOOTER_LINES: usize = 6;
/// The highest price of a unit, in cents.
pub const HIGHEST_PRICE: i64 = 1_000_000_000;

/// What is wrong with an invoice, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct WrongInvoice {
    /// Where, as the file names it: `buyer.address.town`, `line 3`.
    pub place: String,
    /// What.
    pub why: Why,
}

/// What is wrong with a part of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nothing stands where something is needed.
    #[error("is missing")]
    Missing,
    /// Longer, or more, than allowed.
    #[error("is more than {0}")]
    TooMuch(usize),
    /// Not a country of ISO 3166-1.
    #[error("is not a country code such as DE")]
    Country,
    /// Not a VAT identification number of the European Union.
    #[error("is not a VAT identification number such as DE123456789")]
    VatId,
    /// Not an IBAN (ISO 13616: its check digits are wrong).
    #[error("is not an IBAN")]
    Iban,
    /// Not the code of a bank (ISO 9362).
    #[error("is not a BIC such as BYLADEM1001")]
    Bic,
    /// Not a mail address.
    #[error("is not a mail address")]
    Email,
    /// Not a colour.
    #[error("is not a colour such as #0b5d66")]
    Colour,
    /// Holds what no reader sees: control characters, marks that turn the direction of what follows.
    #[error("holds characters that nobody sees")]
    Hidden,
    /// Not a picture that can be printed, or one that loads something from elsewhere.
    #[error(
        "is neither an SVG picture without scripts and outside parts, nor a PNG picture as data:image/png;base64,…"
    )]
    Logo,
    /// Ends before it begins.
    #[error("ends before it begins")]
    Order,
    /// An amount is negative, or too high.
    #[error("is not between zero and what can be charged")]
    Amount,
    /// The seller has neither of the two numbers of § 14 Abs. 4 Nr. 2 UStG.
    #[error("needs a VAT identification number or a tax number")]
    NoTaxId,
    /// The buyer owes the tax and must be told by its number (§ 14a Abs. 5 UStG).
    #[error("is missing though the buyer owes the tax")]
    NoBuyerVatId,
    /// An XRechnung is led by the buyer's reference (BR-DE-15).
    #[error("is missing though the buyer takes XRechnung")]
    NoReference,
    /// Nobody knows when the services were rendered (§ 14 Abs. 4 Nr. 6 UStG).
    #[error("is missing: when the services were rendered")]
    NoPeriod,
    /// A small business charges no tax at all.
    #[error("a small business does not charge tax on other lines")]
    Mixed,
    /// What is outside the scope of tax stands on an invoice of its own (BR-O-11 to BR-O-14).
    #[error("what is not taxable does not stand beside other lines")]
    MixedAbroad,
    /// Services to companies in Germany or the European Union are taxable in one of its states (§ 3a Abs. 2 UStG).
    #[error("is within the European Union, where services are taxed")]
    NotAbroad,
    /// Something is taken back, but not told what.
    #[error("is missing though the document takes something back")]
    NothingCorrected,
    /// Something is left to pay, but not told until when.
    #[error("is missing though something is left to pay")]
    NoDueDay,
    /// Hours that are not told by the minute, or the other way round.
    #[error("counts hours as 7:30, and only hours so")]
    Unit,
    /// Percent beyond a hundred.
    #[error("is more than 100 percent")]
    Percent,
    /// More is taken off than was there.
    #[error("takes off more than there is")]
    MoreThanThere,
}

impl Invoice {
    /// All that is wrong with it.
    pub fn check(&self) -> Result<(), Vec<WrongInvoice>> {
        let mut found = Found(Vec::new());
        found.text("number", &self.number, true, 40);
        self.check_parties(&mut found);
        self.check_lines(&mut found);
        self.check_sums(&mut found);
        for (place, text) in [("intro", &self.intro), ("closing", &self.closing)] {
            found.text(place, text, false, LONGEST_TEXT);
        }
        for (place, text) in
            [("order", &self.order), ("purchase_order", &self.purchase_order), ("project", &self.project)]
        {
            found.text(place, text.as_deref().unwrap_or_default(), false, LONGEST_NAME);
        }
        if self.period.is_some_and(|period| period.to < period.from) {
            found.add("period", Why::Order);
        }
        if self.due_on.is_some_and(|day| day < self.issued_on) {
            found.add("due_on", Why::Order);
        }
        match (self.kind, &self.corrects) {
            (Kind::Cancellation | Kind::CreditNote, None) => found.add("corrects", Why::NothingCorrected),
            (_, Some(before)) => found.text("corrects.number", &before.number, true, 40),
            (Kind::Invoice, None) => {}
        }
        if found.0.is_empty() { Ok(()) } else { Err(found.0) }
    }

    fn check_parties(&self, found: &mut Found) {
        let buyer = &self.buyer;
        for wrong in self.seller.wrong() {
            let place = format!("seller.{}", wrong.place);
            found.add(place.trim_end_matches('.'), wrong.why);
        }
        found.text("buyer.name", &buyer.name, true, LONGEST_NAME);
        for (place, text) in [
            ("buyer.attention", &buyer.attention),
            ("buyer.vat_id", &buyer.vat_id),
            ("buyer.reference", &buyer.reference),
            ("buyer.customer_number", &buyer.customer_number),
        ] {
            found.text(place, text, false, LONGEST_NAME);
        }
        found.address("buyer.address", &buyer.address);
        found.email("buyer.email", &buyer.email);
        if !buyer.vat_id.is_empty() && !is_vat_id(&buyer.address.country, &plain_vat_id(&buyer.vat_id)) {
            found.add("buyer.vat_id", Why::VatId);
        }
        if self.lines.iter().any(|line| line.vat == Vat::ReverseCharge) && buyer.vat_id.is_empty() {
            found.add("buyer.vat_id", Why::NoBuyerVatId);
        }
        let untaxed = self.lines.iter().any(|line| line.vat == Vat::NotTaxable);
        if untaxed && !is_outside_of_union(&buyer.address.country) {
            found.add("buyer.address.country", Why::NotAbroad);
        }
    }

    fn check_lines(&self, found: &mut Found) {
        if self.lines.is_empty() {
            found.add("line", Why::Missing);
        }
        for (place, len, most) in
            [("line", self.lines.len(), MOST_LINES), ("hours", self.hours.len(), MOST_HOURS)]
        {
            if len > most {
                found.add(place, Why::TooMuch(most));
            }
        }
        for (vat, why) in [(Vat::SmallBusiness, Why::Mixed), (Vat::NotTaxable, Why::MixedAbroad)] {
            let such = self.lines.iter().filter(|line| line.vat == vat).count();
            if such > 0 && such < self.lines.len() {
                found.add("line", why);
            }
        }
        for (at, line) in self.lines.iter().enumerate().take(MOST_LINES) {
            found.line(&format!("line {}", at + 1), line);
        }
        for (at, discount) in self.discounts.iter().enumerate() {
            let place = format!("discount {}", at + 1);
            found.text(&place, &discount.reason, true, LONGEST_NAME);
            if discount.cents < 0 {
                found.add(&place, Why::Amount);
            }
        }
        for (at, row) in self.hours.iter().enumerate().take(MOST_HOURS) {
            let place = format!("hours {}", at + 1);
            for text in [&row.text, &row.ticket, &row.title, &row.person, &row.free] {
                found.text(&place, text, false, LONGEST_TEXT);
            }
        }
    }

    fn check_sums(&self, found: &mut Found) {
        // Of what is right otherwise; the number comes with issuing.
        if found.0.iter().any(|wrong| wrong.place != "number") {
            return;
        }
        let totals = self.totals();
        if totals.vat.iter().any(|total| total.base < 0) {
            found.add("discount", Why::MoreThanThere);
        }
        if !(0..=totals.gross.max(0)).contains(&self.paid_cents) {
            found.add("paid_cents", Why::Amount);
        }
        if totals.due > 0 && self.due_on.is_none() && self.kind == Kind::Invoice {
            found.add("due_on", Why::NoDueDay);
        }
    }
}

struct Found(Vec<WrongInvoice>);

impl Found {
    fn add(&mut self, place: &str, why: Why) {
        self.0.push(WrongInvoice { place: place.to_owned(), why });
    }

    fn text(&mut self, place: &str, text: &str, needed: bool, most: usize) {
        if needed && text.trim().is_empty() {
            self.add(place, Why::Missing);
        }
        if text.chars().count() > most {
            self.add(place, Why::TooMuch(most));
        }
    }

    fn address(&mut self, place: &str, address: &Address) {
        for (part, text, needed) in [
            ("street", &address.street, true),
            ("more", &address.more, false),
            ("postcode", &address.postcode, true),
            ("town", &address.town, true),
        ] {
            self.text(&format!("{place}.{part}"), text, needed, LONGEST_NAME);
        }
        if !is_country(&address.country) {
            self.add(&format!("{place}.country"), Why::Country);
        }
    }

    fn email(&mut self, place: &str, email: &str) {
        if email.is_empty() {
            self.add(place, Why::Missing);
        } else if !crate::input::is_address(email) {
            self.add(place, Why::Email);
        }
    }

    fn line(&mut self, place: &str, line: &Line) {
        self.text(place, &line.name, true, LONGEST_NAME);
        self.text(place, &line.description, false, LONGEST_TEXT);
        self.text(place, &line.group, false, LONGEST_NAME);
        self.text(place, &line.discount_reason, line.discount_percent > 0, LONGEST_NAME);
        if !(0..=Quantity::MOST * line.quantity.of_one()).contains(&line.quantity.count())
            || !(0..=HIGHEST_PRICE).contains(&line.price_cents)
        {
            self.add(place, Why::Amount);
        }
        if matches!(line.quantity, Quantity::Minutes(_)) != (line.unit == Unit::Hour) {
            self.add(place, Why::Unit);
        }
        if line.discount_percent > 100 {
            self.add(place, Why::Percent);
        }
    }
}
