//! What the code says, element by element as EPC069-12 counts them, and that just this is drawn.
use super::{code, payload};
use domain::invoice::line::{Quantity, Unit};
use domain::invoice::{Invoice, Kind};
use domain::vat::Vat;
use qrcodegen::{QrCode, QrCodeEcc};
use std::collections::BTreeSet;

const SAID: &str = "BCD\n002\n1\nSCT\nNOLADE21KIE\nNordlicht Digital GmbH\nDE02120300000000202051\nEUR447.56\n\n\nRE-2026-0113";

/// The documented one, over 447.56 €.
fn sample() -> Invoice {
    let text = include_str!("../../../../docs/invoice.md");
    serde_json::from_str(text.split("```json\n").nth(1).unwrap().split("```").next().unwrap()).unwrap()
}

/// One that comes to these cents.
fn over(cents: i64) -> Invoice {
    let mut invoice = sample();
    invoice.lines.truncate(1);
    let line = &mut invoice.lines[0];
    (line.quantity, line.unit, line.vat) = (Quantity::Hundredths(100), Unit::Piece, Vat::Zero);
    line.price_cents = cents;
    invoice
}

/// One of its elements, counted from 1.
fn element(invoice: &Invoice, number: usize) -> String {
    let said = payload(invoice).unwrap();
    let elements: Vec<&str> = said.split('\n').collect();
    assert_eq!(elements.len(), 11, "{said}");
    elements[number - 1].to_owned()
}

#[test]
fn it_says_whom_to_pay_how_much_and_for_what() {
    assert_eq!(payload(&sample()).unwrap(), SAID);
}

#[test]
fn a_bank_without_a_code_leaves_its_element_empty() {
    let mut invoice = sample();
    invoice.seller.bank.bic.clear();
    assert_eq!(payload(&invoice).unwrap(), SAID.replace("NOLADE21KIE", ""));
}

#[test]
fn names_and_purposes_are_cut_at_what_a_transfer_takes() {
    let mut invoice = sample();
    (invoice.seller.name, invoice.number) = ("Ä".repeat(71), "9".repeat(141));
    assert_eq!((element(&invoice, 6), element(&invoice, 11)), ("Ä".repeat(70), "9".repeat(140)));
    (invoice.seller.name, invoice.number) = ("Ä".repeat(70), "9".repeat(140));
    assert_eq!((element(&invoice, 6), element(&invoice, 11)), ("Ä".repeat(70), "9".repeat(140)));
}

#[test]
fn the_longest_still_fits_into_the_largest_code_that_apps_read() {
    let mut invoice = over(99_999_999_999);
    (invoice.seller.name, invoice.number) = ("東".repeat(100), "9".repeat(40));
    invoice.seller.bank.iban = "MT84MALT011000012345MTLCAST001S".into();
    let said = payload(&invoice).unwrap();
    assert!(said.len() <= 331, "{}", said.len());
    let version = QrCode::encode_text(&said, QrCodeEcc::Medium).unwrap().version().value();
    assert!(version <= 13, "{version}");
}

#[test]
fn amounts_have_two_digits_behind_the_point_and_no_other_sign() {
    for (cents, said) in [
        (1, "EUR0.01"),
        (1_230, "EUR12.30"),
        (1_203, "EUR12.03"),
        (100_000_000, "EUR1000000.00"),
        (99_999_999_999, "EUR999999999.99"),
    ] {
        assert_eq!(element(&over(cents), 8), said);
    }
    for cents in [0, 100_000_000_000] {
        assert_eq!(code(&over(cents)), None, "{cents} cannot be transferred");
    }
}

#[test]
fn only_what_is_left_of_an_invoice_is_asked_for() {
    let mut invoice = sample();
    invoice.paid_cents = 10_000;
    assert_eq!(payload(&invoice).unwrap(), SAID.replace("447.56", "347.56"));
    for paid in [44_756, 44_757] {
        invoice.paid_cents = paid;
        assert_eq!(code(&invoice), None, "{paid}");
    }
}

#[test]
fn nothing_is_paid_by_what_gives_back_or_without_an_account() {
    let mut invoice = sample();
    for kind in Kind::ALL {
        invoice.kind = kind;
        assert_eq!(code(&invoice).is_some(), kind == Kind::Invoice, "{kind:?}");
    }
    let mut invoice = sample();
    invoice.seller.bank.iban.clear();
    assert_eq!(code(&invoice), None);
}

#[test]
fn the_picture_has_each_dot_where_it_belongs() {
    let picture = code(&sample()).unwrap();
    let path = picture.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let dot = |text: &str| {
        let (x, y) = text.strip_suffix("h1v1h-1z").unwrap().split_once(' ').unwrap();
        (x.parse::<i32>().unwrap(), y.parse::<i32>().unwrap())
    };
    let drawn: BTreeSet<_> = path.split('M').skip(1).map(dot).collect();
    let right = QrCode::encode_text(SAID, QrCodeEcc::Medium).unwrap();
    let size = right.size();
    assert!(picture.contains(&format!("viewBox=\"0 0 {size} {size}\"")), "{picture}");
    let all = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    assert_eq!(drawn, all.filter(|(x, y)| right.get_module(*x, *y)).collect());
}
