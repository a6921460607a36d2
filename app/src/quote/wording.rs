//! The sentence that is confirmed when a quote is accepted. Page and evidence have it from here.
use crate::words::{Text, fill, quote as w};
use domain::deal::QuoteNumber;
use domain::lang::Lang;
use domain::money::euros;
use domain::quote::item::Totals;
use domain::vat::Vat;

/// The word for a treatment of tax.
pub const fn vat_word(vat: Vat) -> Text {
    match vat {
        Vat::Standard => w::VAT_STANDARD,
        Vat::Reduced => w::VAT_REDUCED,
        Vat::Zero => w::VAT_ZERO,
        Vat::SmallBusiness => w::VAT_SMALL_BUSINESS,
        Vat::ReverseCharge => w::VAT_REVERSE_CHARGE,
        Vat::NotTaxable => w::VAT_NOT_TAXABLE,
    }
}

/// What is confirmed.
pub fn accepted(
    lang: Lang,
    number: QuoteNumber,
    version: u32,
    title: &str,
    organisation: &str,
    totals: &Totals,
) -> String {
    let gaps = [
        ("number", number.to_string()),
        ("version", version.to_string()),
        ("title", title.to_owned()),
        ("organisation", organisation.to_owned()),
        ("net", euros(lang, totals.net)),
        ("gross", euros(lang, totals.gross)),
    ];
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(lang, w::ACCEPT_WORDING, &gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_what_is_bought_and_for_how_much() {
        let totals = Totals { net: 100_000, taxes: Vec::new(), gross: 119_000 };
        let number = QuoteNumber { year: 2026, serial: 17 };
        let said = accepted(Lang::De, number, 2, "Warenkorb", "Albers GmbH", &totals);
        for part in
            ["A-2026-0017", "Version 2", "Warenkorb", "Albers GmbH", "1.000,00\u{a0}€", "1.190,00\u{a0}€"]
        {
            assert!(said.contains(part), "{said}");
        }
    }
}
