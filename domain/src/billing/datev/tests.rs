//! Written from the description of the format (developer.datev.de, "Header" and "Buchungsstapel"), not from the code.
use super::books::{Books, Chart, Revenue};
use super::customers::{Customer, Shared, accounts};
use super::file::{Head, batch};
use super::*;
use crate::id::OrganisationId;
use crate::invoice::line::{Line, Quantity, Unit};
use crate::invoice::party::{Address, Buyer, Seller};
use crate::invoice::{Kind, Period, Preceding};
use crate::lang::Lang;
use jiff::civil::date;
use std::collections::BTreeMap;

fn books() -> Books {
    Books {
        consultant: 29_098,
        client: 55_003,
        year_begins: 1,
        account_length: 4,
        chart: Chart::Skr03,
        debtors: 0,
        service_days: false,
        accounts: BTreeMap::new(),
    }
}

fn document(kind: Kind, vats: &[(Vat, i64)], country: &str) -> Invoice {
    let line = |&(vat, price_cents): &(Vat, i64)| Line {
        group: String::new(),
        name: "Pflege".into(),
        description: String::new(),
        quantity: Quantity::Hundredths(100),
        unit: Unit::Flat,
        price_cents,
        discount_percent: 0,
        discount_reason: String::new(),
        vat,
    };
    Invoice {
        kind,
        number: "RE-2026-0112".into(),
        issued_on: date(2026, 11, 5),
        due_on: (kind == Kind::Invoice).then(|| date(2026, 11, 19)),
        period: None,
        lang: Lang::De,
        seller: Seller::default(),
        buyer: Buyer {
            name: "Möbel „Süd“; Öl & \"Co\"".into(),
            address: Address { country: country.into(), ..Address::default() },
            vat_id: "ATU 12345678".into(),
            ..Buyer::default()
        },
        corrects: None,
        order: None,
        purchase_order: None,
        project: None,
        intro: String::new(),
        closing: String::new(),
        lines: vats.iter().map(line).collect(),
        discounts: Vec::new(),
        paid_cents: 0,
        hours: Vec::new(),
    }
}

fn november() -> Period {
    Period { from: date(2026, 11, 1), to: date(2026, 11, 30) }
}

fn written(bookings: &[Booking]) -> (String, Vec<Vec<String>>) {
    let books = books();
    let head = Head {
        books: &books,
        year: date(2026, 1, 1),
        days: november(),
        now: date(2026, 11, 30).at(14, 1, 40, 439_000_000),
    };
    let bytes = batch(&head, bookings);
    // Each byte below 0x80 and above 0x9F is the character of its number.
    let text: String = bytes.into_iter().map(char::from).collect();
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    let mut lines = text.trim_end().split("\r\n");
    let first = lines.next().unwrap().to_owned();
    (first, lines.map(fields).collect())
}

/// The fields of a line as the format has them: parted by semicolons that stand in no quotes.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        quoted ^= c == '"';
        match c {
            ';' if !quoted => fields.push(String::new()),
            c => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}

#[test]
fn the_first_line_is_that_of_the_formats_own_sample_with_our_facts() {
    let (first, _) = written(&[]);
    assert_eq!(
        first,
        "\"EXTF\";700;21;\"Buchungsstapel\";13;20261130140140439;;\"RE\";\"\";\"\";29098;55003;20260101;4;20261101;20261130;\
         \"Rechnungen 01.11. - 30.11.2026\";\"\";1;0;0;\"EUR\";;\"\";;;\"03\";;;\"\";\"\""
    );
    let title = fields(&first)[16].len() - 2;
    assert!(title <= 30, "the title of a batch has 30 characters at most: {title}");
}

#[test]
fn a_document_is_a_booking_per_treatment_in_the_columns_of_version_13() {
    let invoice = document(Kind::Invoice, &[(Vat::Standard, 100_000), (Vat::Reduced, 5_000)], "DE");
    let (_, rows) = written(&bookings(&books(), 10_007, &invoice));
    let [names, first, second] = rows.as_slice() else { panic!("{rows:?}") };
    for (row, at) in [(names, 0), (first, 1), (second, 2)] {
        assert_eq!(row.len(), 125, "row {at}");
    }
    for (column, name) in [
        (1, "Umsatz (ohne Soll/Haben-Kz)"),
        (8, "Gegenkonto (ohne BU-Schl\u{fc}ssel)"),
        (10, "Belegdatum"),
        (14, "Buchungstext"),
        (40, "EU-Land u. UStID (Bestimmung)"),
        (88, "St\u{fc}ck"),
        (114, "Festschreibung"),
        (117, "F\u{e4}lligkeit"),
        (125, "Abw. Skontokonto"),
    ] {
        assert_eq!(names[column - 1], name);
    }
    let filled = |row: &[String]| {
        let full = (1..).zip(row).filter(|(_, value)| !value.is_empty() && *value != "\"\"");
        full.map(|(column, value)| (column, value.clone())).collect::<Vec<(usize, String)>>()
    };
    let told = |pairs: &[(usize, &str)]| -> Vec<(usize, String)> {
        pairs.iter().map(|(column, value)| (*column, (*value).to_owned())).collect()
    };
    let rest = |amount, revenue| {
        told(&[
            (1, amount),
            (2, "\"S\""),
            (3, "\"EUR\""),
            (7, "10007"),
            (8, revenue),
            (10, "0511"),
            (11, "\"RE-2026-0112\""),
            // Umlauts and German quotes are one byte each (0x84, 0x93); quotes inside are doubled.
            (14, "\"M\u{f6}bel \u{84}S\u{fc}d\u{93}; \u{d6}l & \"\"Co\"\"\""),
            (114, "0"),
            (117, "19112026"),
        ])
    };
    assert_eq!(filled(first), rest("1190,00", "8400"));
    assert_eq!(filled(second), rest("53,50", "8300"));
    assert_eq!(
        (first[8].as_str(), first[3].as_str()),
        ("\"\"", ""),
        "texts are quoted also where they are empty"
    );
}

#[test]
fn what_gives_money_back_stands_on_the_other_side_and_stays_positive() {
    for kind in [Kind::Cancellation, Kind::CreditNote] {
        let note = document(kind, &[(Vat::Standard, 100)], "DE");
        let (_, rows) = written(&bookings(&books(), 10_007, &note));
        assert_eq!((rows[1][0].as_str(), rows[1][1].as_str(), rows[1][116].as_str()), ("1,19", "\"H\"", ""));
    }
}

#[test]
fn the_day_of_the_service_is_told_where_the_books_take_it() {
    let mut invoice = document(Kind::Invoice, &[(Vat::Standard, 100)], "DE");
    invoice.period = Some(Period { from: date(2026, 10, 1), to: date(2026, 10, 31) });
    for (service_days, told) in [(true, "31102026"), (false, "")] {
        let books = Books { service_days, ..books() };
        let (_, rows) = written(&bookings(&books, 10_007, &invoice));
        assert_eq!((rows[1][114].as_str(), rows[1][115].as_str()), (told, told));
        assert_eq!(
            (rows[0][114].as_str(), rows[0][115].as_str()),
            ("Leistungsdatum", "Datum Zuord. Steuerperiode")
        );
    }
}

#[test]
fn what_gives_money_back_clears_the_open_item_of_its_invoice() {
    let mut note = document(Kind::Cancellation, &[(Vat::Standard, 100)], "DE");
    note.corrects = Some(Preceding { number: "RE-2026-0098".into(), issued_on: date(2026, 10, 1) });
    note.buyer.name = "Albers".into();
    let (_, rows) = written(&bookings(&books(), 10_007, &note));
    assert_eq!((rows[1][10].as_str(), rows[1][13].as_str()), ("\"RE-2026-0098\"", "\"RE-2026-0112 Albers\""));
}

#[test]
fn revenue_goes_to_the_account_of_its_treatment_and_of_the_customers_state() {
    for (vat, country, skr03, skr04, vat_id) in [
        (Vat::Standard, "DE", 8400, 4400, ""),
        (Vat::Reduced, "DE", 8300, 4300, ""),
        (Vat::Zero, "DE", 8290, 4290, ""),
        (Vat::ReverseCharge, "DE", 8337, 4337, ""),
        (Vat::ReverseCharge, "AT", 8336, 4336, "ATU 12345678"),
        (Vat::ReverseCharge, "MC", 8336, 4336, "ATU 12345678"),
        (Vat::ReverseCharge, "CH", 8338, 4338, ""),
        (Vat::NotTaxable, "CH", 8338, 4338, ""),
        (Vat::SmallBusiness, "DE", 8195, 4185, ""),
    ] {
        let invoice = document(Kind::Invoice, &[(vat, 10_000)], country);
        for (chart, account) in [(Chart::Skr03, skr03), (Chart::Skr04, skr04)] {
            let booked = bookings(&Books { chart, ..books() }, 10_007, &invoice);
            assert_eq!((booked.len(), booked[0].revenue, booked[0].vat_id.as_str()), (1, account, vat_id));
        }
    }
    let longer =
        Books { account_length: 5, accounts: BTreeMap::from([(Revenue::Standard, 84_001)]), ..books() };
    assert_eq!((longer.account(Revenue::Standard), longer.account(Revenue::Reduced)), (84_001, 83_000));
    let free = document(Kind::Invoice, &[(Vat::Standard, 0)], "DE");
    assert_eq!(bookings(&books(), 10_007, &free), [], "nothing is booked where nothing is owed");
}

#[test]
fn a_customer_has_its_own_account_where_its_number_is_one() {
    let books = books();
    for (number, account) in
        [("12345", 12_345), ("K-1007", 10_007), ("", 10_007), ("70000", 10_007), ("1234", 10_007)]
    {
        assert_eq!(books.debtor(number, 7), account, "{number}");
    }
    assert_eq!(Books { debtors: 20_000, ..books.clone() }.debtor("", 7), 20_007);
    assert_eq!(Books { account_length: 6, ..books }.debtor("", 7), 1_000_007);
}

#[test]
fn no_two_customers_have_one_account() {
    let customer = |id, name: &str, number: &str| Customer {
        id: OrganisationId(id),
        name: name.into(),
        number: number.into(),
    };
    let mut all =
        vec![customer(4, "Praxis", "10008"), customer(7, "Albers", ""), customer(8, "Verlag", "10020")];
    let found = accounts(&books(), &all).unwrap();
    assert_eq!(found.into_values().collect::<Vec<_>>(), [10_008, 10_007, 10_020]);
    // Counted by its row it would have the number of another one; a name is no account.
    for number in ["", "10008", " 10008 ", "V-8"] {
        all[2].number = number.into();
        let shared = Shared { account: 10_008, names: ["Praxis".into(), "Verlag".into()] };
        assert_eq!(accounts(&books(), &all), Err(shared), "{number}");
        assert_eq!(
            all[2].shares(&books(), &all).map(|(account, other)| (account, other.id.0)),
            Some((10_008, 4))
        );
    }
    assert_eq!(all[1].shares(&books(), &all), None, "nobody shares an account with itself");
}

#[test]
fn a_day_lies_in_the_financial_year_of_its_books() {
    let july = Books { year_begins: 7, ..books() };
    for (books, day, year) in [
        (&books(), date(2026, 11, 1), date(2026, 1, 1)),
        (&july, date(2026, 11, 1), date(2026, 7, 1)),
        (&july, date(2026, 6, 30), date(2025, 7, 1)),
        (&july, date(2026, 7, 1), date(2026, 7, 1)),
    ] {
        assert_eq!(year_of(books, day), year, "{day}");
    }
}

#[test]
fn books_that_make_no_sense_are_told_by_their_field() {
    assert!(books().wrong().is_empty());
    let fields = |books: Books| books.wrong().into_iter().map(|(field, ..)| field).collect::<Vec<_>>();
    assert_eq!(fields(Books { consultant: 1_000, client: 0, ..books() }), ["consultant", "client"]);
    assert_eq!(fields(Books { year_begins: 13, ..books() }), ["year_begins"]);
    assert_eq!(fields(Books { account_length: 9, ..books() }), ["account_length"]);
    assert_eq!(fields(Books { debtors: 70_000, ..books() }), ["debtors"]);
    assert_eq!(
        fields(Books { accounts: BTreeMap::from([(Revenue::Standard, 840)]), ..books() }),
        ["standard"]
    );
}
