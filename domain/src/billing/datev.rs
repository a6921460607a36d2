//! The booking batch for the tax adviser (G5): DATEV format EXTF, header version 700, category 21 "Buchungsstapel", format version 13, as
//! developer.datev.de describes it. Each document is a booking per treatment of tax: what the customer owes against revenue. Revenue goes to
//! accounts that compute the tax by themselves (Automatikkonten), so that amounts are with tax and have no tax key.
pub mod books;
pub mod customers;
pub mod file;

use crate::billing::datev::books::{Books, Revenue};
use crate::country::is_other_of_union;
use crate::invoice::Invoice;
use crate::invoice::total::VatTotal;
use crate::vat::Vat;
use jiff::civil::Date;

/// A booking: one row of the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// What the customer owes by it, or gets back, in cents with tax.
    pub cents: i64,
    /// It gives money back: the customer's account is credited.
    pub gives_back: bool,
    /// The customer's account.
    pub debtor: u64,
    /// The revenue's account.
    pub revenue: u64,
    /// The day of the document.
    pub day: Date,
    /// The number by which open items are cleared: its own, or that of the document which it takes back or corrects.
    pub number: String,
    /// Whom it is for; of what gives money back, first its own number.
    pub text: String,
    /// The customer's VAT identification number, where the summary of supplies to other states of the union needs it.
    pub vat_id: String,
    /// The last day for paying.
    pub due_on: Option<Date>,
    /// The last day of the service, where the books take it.
    pub served: Option<Date>,
}

/// The bookings of a document to the customer's account `debtor`.
pub fn bookings(books: &Books, debtor: u64, invoice: &Invoice) -> Vec<Booking> {
    let name = invoice.buyer.name.clone();
    let (cleared, text) = match &invoice.corrects {
        Some(before) => (&before.number, format!("{} {name}", invoice.number)),
        None => (&invoice.number, name),
    };
    let booked = |total: VatTotal| {
        let cents = total.base + total.tax;
        let revenue = revenue(total.vat, &invoice.buyer.address.country);
        (cents != 0).then(|| Booking {
            cents,
            gives_back: invoice.kind.gives_back(),
            debtor,
            revenue: books.account(revenue),
            day: invoice.issued_on,
            number: cleared.clone(),
            text: text.clone(),
            vat_id: if revenue == Revenue::Union { invoice.buyer.vat_id.clone() } else { String::new() },
            due_on: invoice.due_on,
            served: invoice.period.map(|period| period.to).filter(|_| books.service_days),
        })
    };
    invoice.totals().vat.into_iter().filter_map(booked).collect()
}

/// Which revenue it is. Where the customer owes the tax, it depends on the state in which that is.
fn revenue(vat: Vat, country: &str) -> Revenue {
    match vat {
        Vat::Standard => Revenue::Standard,
        Vat::Reduced => Revenue::Reduced,
        Vat::Zero => Revenue::Zero,
        Vat::ReverseCharge if country == "DE" => Revenue::ReverseCharge,
        Vat::ReverseCharge if is_other_of_union(country) => Revenue::Union,
        Vat::ReverseCharge | Vat::NotTaxable => Revenue::Abroad,
        Vat::SmallBusiness => Revenue::SmallBusiness,
    }
}

/// The first day of the financial year in which a day lies. A booking's day has no year, so that a batch is of one; a month always is.
pub fn year_of(books: &Books, day: Date) -> Date {
    let month = i8::try_from(books.year_begins).unwrap_or(1).clamp(1, 12);
    let year = if day.month() < month { day.year() - 1 } else { day.year() };
    Date::constant(year, month, 1)
}

#[cfg(test)]
mod tests;
