//! Several hundred different invoices: each is laid out, twice with the same bytes, and its XML passes the rules of the standard, which the
//! library checks before it writes. `PDF_OUT=folder` keeps them for the validators of `xtask/validate.sh`.
use domain::invoice::Invoice;
use domain::invoice::line::{Discount, Hours, Line, Quantity, Unit};
use domain::invoice::party::{Address, Bank, Buyer, Letterhead, Seller};
use domain::invoice::{Kind, Period, Preceding};
use domain::lang::Lang;
use domain::vat::Vat;
use jiff::civil::date;
use std::path::Path;

/// Names that are hard to print: long, foreign, with marks.
const NAMES: [&str; 8] = [
    "Albers Möbel GmbH & Co. KG",
    "Großhandelsgesellschaft für Büroeinrichtungen und Objektausstattung Süddeutschland mit beschränkter Haftung",
    "Łódź Design Sp. z o.o.",
    "東京デザイン株式会社",
    "Ελληνική Εταιρεία Α.Ε.",
    "שלום בע\"מ",
    "Company <b>&amp;</b> \"Söhne\" #set text(red) $x$ \\ @a",
    "Kaffee ☕ & 🚀 OHG",
];

/// The sample of a number: what is in it follows from the digits of the number, so that all combinations come.
fn sample(n: usize) -> Invoice {
    let vats: &[Vat] = match n % 6 {
        0 | 1 => &[Vat::Standard],
        2 => &[Vat::Standard, Vat::Reduced],
        3 => &[Vat::ReverseCharge],
        4 => &[Vat::SmallBusiness],
        _ => &[Vat::Standard, Vat::Reduced, Vat::Zero],
    };
    let kind = Kind::ALL[(n / 6) % 7 % 3];
    let count = [1, 3, 25, 60][(n / 3) % 4];
    let lines: Vec<Line> = (0..count).map(|at| line(n, at, vats[at % vats.len()])).collect();
    let mut invoice = Invoice {
        kind,
        number: format!("RE-2026-{n:04}"),
        issued_on: date(2026, 11, 29),
        due_on: Some(date(2026, 12, 13)),
        period: (n % 5 != 0).then_some(Period { from: date(2026, 11, 1), to: date(2026, 11, 30) }),
        lang: if n % 4 == 1 { Lang::En } else { Lang::De },
        seller: seller(n),
        buyer: buyer(n),
        corrects: kind
            .gives_back()
            .then(|| Preceding { number: "RE-2026-0007".into(), issued_on: date(2026, 10, 31) }),
        order: (n % 3 == 0).then(|| "AU-2026-0012".into()),
        purchase_order: (n % 7 == 0).then(|| "4500017".into()),
        project: (n % 2 == 0).then(|| "Shop-Relaunch".into()),
        intro: if n % 9 == 0 {
            "wie besprochen berechnen wir die Arbeiten am neuen Shop.".into()
        } else {
            String::new()
        },
        closing: String::new(),
        lines,
        discounts: Vec::new(),
        paid_cents: 0,
        hours: (0..[0, 0, 12, 90][n % 4]).map(|at| hours(at)).collect(),
    };
    if n % 8 == 2 {
        let base = invoice.totals().vat[0].base;
        invoice.discounts.push(Discount {
            reason: "Laufzeit über 12 Monate, 10 %".into(),
            cents: base / 10,
            vat: vats[0],
        });
    }
    if n % 10 == 4 && kind == Kind::Invoice {
        invoice.paid_cents = invoice.totals().gross / [1, 3][n / 10 % 2];
    }
    invoice
}

fn line(n: usize, at: usize, vat: Vat) -> Line {
    let hours = (n + at) % 3 != 2;
    let piece = [Unit::Piece, Unit::Month, Unit::Flat, Unit::Day][at % 4];
    Line {
        group: if n % 2 == 0 {
            ["Shop-Relaunch", "Wartung", "Hosting"][at * 3 / 60 % 3].into()
        } else {
            String::new()
        },
        name: [
            "Fehlerbehebung",
            "Gestaltung der Startseite",
            "Projektleitung und Abstimmung mit dem Rechenzentrum",
        ][at % 3]
            .into(),
        description: if at % 2 == 0 {
            "#1042 Warenkorb rechnet Versand doppelt · freigegeben von A. Albers am 24.11.2026".into()
        } else {
            String::new()
        },
        quantity: if hours {
            Quantity::Minutes(5 + 37 * at as i64)
        } else {
            Quantity::Hundredths(25 + 125 * at as i64)
        },
        unit: if hours { Unit::Hour } else { piece },
        price_cents: [9_600, 14_400, 333, 0, 123_456][at % 5],
        discount_percent: if at % 7 == 3 { 10 } else { 0 },
        discount_reason: if at % 7 == 3 { "Treuenachlass".into() } else { String::new() },
        vat,
    }
}

fn hours(at: usize) -> Hours {
    Hours {
        day: date(2026, 11, 1 + (at % 28) as i8),
        ticket: format!("#{}", 1040 + at / 4),
        text: "Fehler im Warenkorb nachgestellt, behoben und auf dem Testsystem geprüft".into(),
        person: ["Jonas Weber", "Dr. Miriam Schönfeld-Abendroth"][at % 2].into(),
        minutes: 5 + (at as u32 * 17) % 120,
        free: if at % 5 == 4 { "Kulanz".into() } else { String::new() },
    }
}

fn seller(n: usize) -> Seller {
    Seller {
        name: "Werkstatt für Netzseiten GmbH".into(),
        address: Address {
            street: "Uferweg 71".into(),
            more: String::new(),
            postcode: "80331".into(),
            town: "München".into(),
            country: "DE".into(),
        },
        vat_id: if n % 11 == 5 { String::new() } else { "DE123456789".into() },
        tax_number: "143/123/45678".into(),
        register: "Amtsgericht München, HRB 123456".into(),
        directors: "Geschäftsführung: Eva Albers".into(),
        contact: "Petra Lang".into(),
        phone: "+49 89 1234567".into(),
        email: "rechnung@werkstatt.example".into(),
        web: "www.werkstatt.example".into(),
        bank: Bank {
            name: "DKB Berlin".into(),
            iban: "DE02 1203 0000 0000 2020 51".into(),
            bic: "BYLADEM1001".into(),
        },
        letterhead: if n % 5 == 3 {
            Letterhead {
                brand: "Werkstatt".into(),
                accent: "#7a1f4b".into(),
                logo: r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" rx="2" fill="#7a1f4b"/></svg>"##.into(),
                footer: Vec::new(),
            }
        } else {
            Letterhead::default()
        },
    }
}

fn buyer(n: usize) -> Buyer {
    let abroad = n % 6 == 3;
    Buyer {
        name: NAMES[n % NAMES.len()].into(),
        attention: if n % 3 == 1 { "Buchhaltung, Frau Dr. Schönfeld".into() } else { String::new() },
        address: Address {
            street: "Lange Straße 12a".into(),
            more: if n % 7 == 1 { "Hinterhaus, 3. Stock".into() } else { String::new() },
            postcode: if abroad { "1010".into() } else { "26122".into() },
            town: if abroad { "Wien".into() } else { "Oldenburg (Oldb)".into() },
            country: if abroad { "AT".into() } else { "DE".into() },
        },
        vat_id: if abroad { "ATU12345678".into() } else { String::new() },
        email: "einkauf@albers.example".into(),
        reference: if n % 2 == 1 { "KST 4711".into() } else { String::new() },
        customer_number: if n % 3 != 2 { "K-1007".into() } else { String::new() },
    }
}

#[test]
fn different_invoices_are_printed_and_pass_the_standard() {
    let folder = std::env::var_os("PDF_OUT");
    let many = std::env::var("PDF_MANY").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    for n in 0..many {
        let invoice = sample(n);
        let done = pdf::render(&invoice).unwrap_or_else(|error| panic!("{n}: {error}"));
        assert!(done.pdf.starts_with(b"%PDF-1."), "{n}");
        let public = pdf::xrechnung(&invoice).unwrap_or_else(|error| panic!("{n}: {error}"));
        if let Some(folder) = &folder {
            let file = |end: &str| Path::new(folder).join(format!("{n:04}.{end}"));
            std::fs::write(file("pdf"), &done.pdf).unwrap();
            std::fs::write(file("xml"), &done.xml).unwrap();
            std::fs::write(file("ubl.xml"), &public).unwrap();
        }
    }
}

#[test]
fn the_same_invoice_gives_the_same_bytes() {
    for n in [0, 3, 7] {
        assert_eq!(pdf::render(&sample(n)).unwrap(), pdf::render(&sample(n)).unwrap(), "{n}");
    }
}

#[test]
fn what_is_wrong_is_told_by_place() {
    let mut wrong = sample(3);
    wrong.buyer.vat_id.clear();
    wrong.seller.bank.iban = "DE02 1203 0000 0000 2020 52".into();
    wrong.buyer.address.town = " ".into();
    wrong.lines[0].unit = Unit::Day;
    let text = pdf::render(&wrong).unwrap_err().to_string();
    for place in [
        "buyer.vat_id: is missing",
        "seller.bank.iban: is not an IBAN",
        "buyer.address.town: is missing",
        "line 1: counts hours",
    ] {
        assert!(text.contains(place), "{place} in {text}");
    }
}
