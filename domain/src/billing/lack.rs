//! What a draft lacks before it can be issued (G1), each with whose it is: the company's, the customer's, a line's.
use crate::billing::payer::Payer;
use crate::invoice::check::Why;
use crate::invoice::party::Seller;
use crate::invoice::{Invoice, Kind};
use serde::{Deserialize, Serialize};

/// Something that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lack {
    /// Where it is put right.
    pub at: At,
    /// What is wrong there.
    pub why: Why,
}

/// Where something is put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// In the company's particulars, which are the same for all documents.
    Seller,
    /// In a field of who pays, as its form calls it.
    Buyer {
        /// Which.
        field: String,
    },
    /// In a line, counted from 1.
    Line {
        /// Which.
        number: u32,
    },
    /// In the document as a whole.
    Document,
}

/// All that keeps a draft to `payer` from being issued. `seller` is the company where it was entered; the draft's own number and days
/// come with issuing.
pub fn lacks(seller: Option<&Seller>, payer: &Payer, draft: &Invoice) -> Vec<Lack> {
    let mut lacks = Vec::new();
    if seller.is_none() {
        lacks.push(Lack { at: At::Seller, why: Why::Missing });
    }
    for wrong in draft.check().err().unwrap_or_default() {
        let at = match wrong.place.split_once(['.', ' ']) {
            _ if wrong.place == "number" => continue,
            Some(("seller", _)) => At::Seller,
            Some(("buyer", place)) => At::Buyer { field: field_of(place) },
            Some(("line", number)) => At::Line { number: number.parse().unwrap_or(1) },
            _ if wrong.place == "seller" => At::Seller,
            _ => At::Document,
        };
        // Where the company was not entered, all of it is missing: that is said once.
        if at != At::Seller || seller.is_some() {
            lacks.push(Lack { at, why: wrong.why });
        }
    }
    if draft.kind == Kind::Invoice && draft.period.is_none() {
        lacks.push(Lack { at: At::Document, why: Why::NoPeriod });
    }
    if payer.lacks_reference() {
        lacks.push(Lack { at: At::Buyer { field: field_of("reference") }, why: Why::NoReference });
    }
    lacks.dedup();
    lacks
}

/// The field of the form that shows a place: `address.street` is `street`.
fn field_of(place: &str) -> String {
    match place {
        "reference" => "buyer_reference".to_owned(),
        _ => place.rsplit('.').next().unwrap_or(place).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::line::{Discount, Line, Quantity, Unit};
    use crate::invoice::party::{Address, Bank, Buyer};
    use crate::invoice::{Period, Preceding};
    use crate::lang::Lang;
    use crate::vat::Vat;
    use jiff::civil::date;

    fn address() -> Address {
        Address {
            street: "Uferweg 7".into(),
            more: String::new(),
            postcode: "24937".into(),
            town: "Flensburg".into(),
            country: "DE".into(),
        }
    }

    fn seller() -> Seller {
        Seller {
            name: "Nordlicht GmbH".into(),
            address: address(),
            vat_id: "DE123456789".into(),
            contact: "Ines Böhm".into(),
            phone: "0461 1234".into(),
            email: "rechnung@nordlicht.example".into(),
            bank: Bank { iban: "DE02120300000000202051".into(), ..Bank::default() },
            ..Seller::default()
        }
    }

    fn draft(seller: Seller, buyer: Buyer, vat: Vat) -> Invoice {
        let line = Line {
            group: String::new(),
            name: "#1042 Warenkorb".into(),
            description: String::new(),
            quantity: Quantity::Minutes(60),
            unit: Unit::Hour,
            price_cents: 9_500,
            discount_percent: 0,
            discount_reason: String::new(),
            vat,
        };
        Invoice {
            kind: Kind::Invoice,
            number: String::new(),
            issued_on: date(2026, 11, 29),
            due_on: Some(date(2026, 12, 13)),
            period: Some(Period { from: date(2026, 11, 1), to: date(2026, 11, 28) }),
            lang: Lang::De,
            seller,
            buyer,
            corrects: None,
            order: None,
            purchase_order: None,
            project: None,
            intro: String::new(),
            closing: String::new(),
            lines: vec![line],
            discounts: Vec::new(),
            paid_cents: 0,
            hours: Vec::new(),
        }
    }

    fn buyer() -> Buyer {
        let email = "rechnung@albers.example".into();
        Buyer { name: "Albers GmbH".into(), address: address(), email, ..Buyer::default() }
    }

    /// Of somebody who pays and asks for nothing more.
    fn told(seller: Option<&Seller>, draft: &Invoice) -> Vec<Lack> {
        lacks(seller, &Payer::default(), draft)
    }

    #[test]
    fn an_xrechnung_needs_to_know_where_it_is_led() {
        let asks = |reference: &str| {
            let buyer = Buyer { reference: reference.into(), ..buyer() };
            let payer = Payer { buyer: buyer.clone(), xrechnung: true, ..Payer::default() };
            lacks(Some(&seller()), &payer, &draft(seller(), buyer, Vat::Standard))
        };
        let at = At::Buyer { field: "buyer_reference".into() };
        assert_eq!(asks(""), [Lack { at, why: Why::NoReference }]);
        assert_eq!(asks("04011000-1234512345-06"), []);
    }

    #[test]
    fn an_invoice_says_when_services_were_rendered() {
        let mut undated = Invoice { period: None, ..draft(seller(), buyer(), Vat::Standard) };
        assert_eq!(told(Some(&seller()), &undated), [Lack { at: At::Document, why: Why::NoPeriod }]);
        // What corrects a document names that document.
        undated.kind = Kind::CreditNote;
        undated.corrects = Some(Preceding { number: "RE-1".into(), issued_on: date(2026, 11, 1) });
        assert_eq!(told(Some(&seller()), &undated), []);
    }

    #[test]
    fn a_complete_draft_lacks_nothing_though_it_has_no_number_yet() {
        assert_eq!(told(Some(&seller()), &draft(seller(), buyer(), Vat::Standard)), []);
    }

    #[test]
    fn what_is_not_taxable_goes_abroad_and_stands_by_itself() {
        let to = |country: &str| {
            let address = Address { country: country.into(), ..address() };
            draft(seller(), Buyer { address, ..buyer() }, Vat::NotTaxable)
        };
        let field = || At::Buyer { field: "country".into() };
        for country in ["DE", "AT", "MC"] {
            assert_eq!(told(Some(&seller()), &to(country)), [Lack { at: field(), why: Why::NotAbroad }]);
        }
        let mut swiss = to("CH");
        assert_eq!(told(Some(&seller()), &swiss), []);
        let taxed = Line { vat: Vat::ReverseCharge, ..swiss.lines[0].clone() };
        swiss.lines.push(taxed);
        swiss.buyer.vat_id = "CHE123456788".into();
        assert_eq!(told(Some(&seller()), &swiss), [Lack { at: At::Document, why: Why::MixedAbroad }]);
    }

    #[test]
    fn what_is_missing_is_told_with_where_it_is_put_right() {
        let field = |field: &str, why| Lack { at: At::Buyer { field: field.into() }, why };
        let unknown = Buyer { address: Address::default(), email: "nein".into(), ..buyer() };
        let found = told(Some(&seller()), &draft(seller(), unknown, Vat::ReverseCharge));
        let wanted = [
            field("street", Why::Missing),
            field("postcode", Why::Missing),
            field("town", Why::Missing),
            field("country", Why::Country),
            field("email", Why::Email),
            field("vat_id", Why::NoBuyerVatId),
        ];
        assert_eq!(found, wanted);
        let mut nameless = draft(seller(), buyer(), Vat::Standard);
        nameless.lines[0].name.clear();
        assert_eq!(
            told(Some(&seller()), &nameless),
            [Lack { at: At::Line { number: 1 }, why: Why::Missing }]
        );
        nameless.lines[0].name = "Warenkorb".to_owned();
        let discount = Discount { reason: "Treue".into(), cents: 9_501, vat: Vat::Standard };
        nameless.discounts.push(discount);
        assert_eq!(told(Some(&seller()), &nameless), [Lack { at: At::Document, why: Why::MoreThanThere }]);
        nameless.lines.clear();
        assert_eq!(told(Some(&seller()), &nameless), [Lack { at: At::Document, why: Why::Missing }]);
    }

    #[test]
    fn a_company_that_was_not_entered_is_missing_once() {
        let found = told(None, &draft(Seller::default(), buyer(), Vat::Standard));
        assert_eq!(found, [Lack { at: At::Seller, why: Why::Missing }]);
    }
}
