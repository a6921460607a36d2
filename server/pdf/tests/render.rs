//! Invoices on paper: what can be described is laid out, and passes the rules of the standard, which the library checks before it writes.
//! Validators that are not ours see hundreds more (`xtask/invoices`).
use domain::invoice::line::Unit;
use domain::invoice::party::{Buyer, Seller};
use domain::invoice::{Invoice, Kind, Preceding};
use domain::lang::Lang;
use domain::vat::Vat;
use jiff::civil::date;

/// The documented one.
fn sample() -> Invoice {
    let text = include_str!("../../../docs/invoice.md");
    serde_json::from_str(text.split("```json\n").nth(1).unwrap().split("```").next().unwrap()).unwrap()
}

fn drawn(invoice: &Invoice) -> pdf::Rendered {
    let done = pdf::render(invoice).unwrap_or_else(|error| panic!("{}: {error}", invoice.number));
    assert!(done.pdf.starts_with(b"%PDF-1."));
    done
}

#[test]
fn each_kind_of_document_is_laid_out_with_each_treatment_of_tax() {
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        for vat in Vat::ALL {
            let mut invoice = sample();
            invoice.kind = kind;
            invoice.lang = Lang::ALL[at % 2];
            invoice.lines.iter_mut().for_each(|line| line.vat = vat);
            let abroad = vat == Vat::NotTaxable;
            let (country, vat_id) = if abroad { ("CH", "CHE123456788") } else { ("AT", "ATU12345675") };
            (invoice.buyer.address.country, invoice.buyer.vat_id) = (country.into(), vat_id.into());
            if kind.gives_back() {
                let before = Preceding { number: "RE-2026-0007".into(), issued_on: date(2026, 10, 31) };
                invoice.corrects = Some(before);
            }
            let xml = drawn(&invoice).xml;
            assert!(xml.contains(&format!("<ram:TypeCode>{}</ram:TypeCode>", kind.type_code())), "{xml}");
            assert!(
                xml.contains(&format!("<ram:CategoryCode>{}</ram:CategoryCode>", vat.category())),
                "{xml}"
            );
            let public = pdf::xrechnung(&invoice).unwrap();
            assert!(public.contains("xrechnung_3.0"), "{public}");
            // Where nothing is taxed, nobody is named by a number for it (BR-O-02).
            assert_eq!(xml.contains(vat_id), !abroad, "{xml}");
            assert_eq!(xml.contains("schemeID=\"VA\""), !abroad, "{xml}");
        }
    }
}

#[test]
fn a_seller_without_tax_number_is_named_by_the_other_one_where_nothing_is_taxed() {
    let mut invoice = sample();
    invoice.buyer.address.country = "CH".into();
    invoice.lines.iter_mut().for_each(|line| line.vat = Vat::NotTaxable);
    for (lang, number, said) in [
        (Lang::De, "", Some("USt-IdNr. DE123456789")),
        (Lang::En, "", Some("VAT ID DE123456789")),
        (Lang::De, "19 293 12345", None),
    ] {
        (invoice.lang, invoice.seller.tax_number) = (lang, number.into());
        for xml in [drawn(&invoice).xml, pdf::xrechnung(&invoice).unwrap()] {
            match said {
                Some(said) => assert!(xml.contains(&format!("Nele Petersen; {said}")), "{said}: {xml}"),
                None => assert!(xml.contains(number) && !xml.contains("DE123456789"), "{xml}"),
            }
        }
    }
}

#[test]
fn names_that_are_hard_to_print_never_keep_an_invoice_from_being_issued() {
    for name in [
        "Łódź Design Sp. z o.o.",
        "東京デザイン株式会社",
        "Ελληνική Εταιρεία Α.Ε.",
        "شركة التصميم",
        "שלום בע\"מ",
        "Company <b>&amp;</b> \"Söhne\" #set text(red) $x$ \\ @a",
        "Kaffee ☕ & 🚀 OHG",
        "\u{1D51E}\u{E000}\u{0301}",
    ] {
        let mut invoice = sample();
        invoice.buyer.name = name.into();
        let xml = drawn(&invoice).xml;
        let whole = name.chars().all(|c| !"<>&\"".contains(c));
        assert!(!whole || xml.contains(name), "the XML keeps what no font draws");
    }
}

#[test]
fn the_same_invoice_gives_the_same_bytes() {
    assert_eq!(drawn(&sample()), drawn(&sample()));
}

#[test]
fn an_invoice_without_account_is_paid_as_agreed() {
    let mut invoice = sample();
    invoice.seller.bank = domain::invoice::party::Bank::default();
    let xml = drawn(&invoice).xml;
    assert!(xml.contains("<ram:TypeCode>1</ram:TypeCode>") && !xml.contains("IBANID"), "{xml}");
    assert!(pdf::xrechnung(&invoice).is_ok());
}

#[test]
fn who_is_in_no_register_is_known_by_the_tax_number() {
    let mut invoice = sample();
    invoice.seller.vat_id.clear();
    invoice.seller.register.clear();
    invoice.seller.tax_number = "19/290/12345".into();
    let xml = drawn(&invoice).xml;
    assert!(xml.contains("<ram:ID>19/290/12345</ram:ID>"), "{xml}");
    assert!(pdf::xrechnung(&invoice).is_ok());
}

#[test]
fn a_logo_is_drawn_or_refused() {
    let with = |logo: &str| {
        let mut invoice = sample();
        invoice.seller.letterhead.logo = logo.into();
        invoice
    };
    let plain = drawn(&sample());
    let dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    for logo in
        [dot, r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z"/></svg>"#]
    {
        assert_ne!(drawn(&with(logo)).pdf, plain.pdf, "{logo}");
    }
    let broken = dot.replace("iVBOR", "iVBOS");
    assert!(matches!(pdf::render(&with(&broken)), Err(pdf::Error::Layout(_))), "no picture after all");
}

#[test]
fn what_is_wrong_is_told_by_place() {
    let mut wrong = sample();
    wrong.lines.iter_mut().for_each(|line| line.vat = Vat::ReverseCharge);
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

#[test]
fn a_preview_says_what_it_is_in_place_of_a_number() {
    let mut invoice = sample();
    for (lang, mark) in [(Lang::De, "ENTWURF: Rechnung"), (Lang::En, "DRAFT: Invoice")] {
        invoice.lang = lang;
        let pages = pdf::preview(&invoice).unwrap();
        let text = String::from_utf8_lossy(&pages);
        assert!(pages.starts_with(b"%PDF-1.") && text.contains(mark), "{mark}");
        assert!(!text.contains(&invoice.number) && !text.contains("factur-x"), "{mark}");
    }
    // What an invoice must not lack may still be missing.
    invoice.lines.clear();
    (invoice.seller, invoice.buyer) = (Seller::default(), Buyer::default());
    assert!(invoice.check().is_err() && pdf::preview(&invoice).is_ok());
}
