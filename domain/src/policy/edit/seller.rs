//! The company as its invoices name it, from its form.
use super::form::Form;
use crate::billing::rules::{LATE_FEE, Rules};
use crate::input::Reason;
use crate::invoice::check::{FOOTER_COLUMNS, FOOTER_LINES, Why};
use crate::invoice::party::{Address, Bank, Letterhead, Seller};
use crate::package::terms::STEPS;
use crate::policy::billing::{Billing, DUE_DAYS, LONGEST_TEXT};

/// The field of a column of the foot, counted from zero.
pub fn footer_field(column: usize) -> String {
    format!("footer_{}", column + 1)
}

pub(super) fn read_seller(form: &mut Form<'_>) -> Seller {
    let seller = Seller {
        name: form.plain("name"),
        address: Address {
            street: form.plain("street"),
            more: form.plain("more"),
            postcode: form.plain("postcode"),
            town: form.plain("town"),
            country: form.plain("country").to_uppercase(),
        },
        vat_id: form.plain("vat_id"),
        tax_number: form.plain("tax_number"),
        register: form.plain("register"),
        directors: form.plain("directors"),
        contact: form.plain("contact"),
        phone: form.plain("phone"),
        email: form.plain("email"),
        web: form.plain("web"),
        bank: Bank {
            name: form.plain("bank"),
            iban: form.plain("iban").split_whitespace().collect::<String>().to_uppercase(),
            bic: form.plain("bic").split_whitespace().collect::<String>().to_uppercase(),
        },
        letterhead: read_letterhead(form),
    };
    if seller.bank.iban.is_empty() {
        form.refuse("iban", Reason::Missing);
    }
    for wrong in seller.wrong() {
        form.refuse(&field_of(&wrong.place), reason(wrong.why));
    }
    seller
}

fn read_letterhead(form: &mut Form<'_>) -> Letterhead {
    let columns = (0..FOOTER_COLUMNS).map(|at| form.plain(&footer_field(at)));
    let mut footer: Vec<String> = columns.collect();
    while footer.last().is_some_and(String::is_empty) {
        footer.pop();
    }
    Letterhead {
        brand: form.plain("brand"),
        accent: form.plain("accent").to_ascii_lowercase(),
        logo: form.plain("logo"),
        footer,
    }
}

/// The field that shows a place: `address.street` is `street`, `letterhead.footer 2` is `footer_2`.
fn field_of(place: &str) -> String {
    match place {
        "" => "vat_id".to_owned(),
        "bank.name" => "bank".to_owned(),
        _ => place.rsplit('.').next().unwrap_or(place).replace(' ', "_"),
    }
}

fn reason(why: Why) -> Reason {
    match why {
        Why::TooMuch(max) if max == FOOTER_LINES => {
            Reason::TooManyLines { max: u32::try_from(max).unwrap_or(u32::MAX) }
        }
        Why::TooMuch(max) => Reason::TooLong { max: u32::try_from(max).unwrap_or(u32::MAX) },
        Why::Country => Reason::NotACountry,
        Why::VatId => Reason::NotAVatId,
        Why::Iban => Reason::NotAnIban,
        Why::Bic => Reason::NotABic,
        Why::Email => Reason::NotAnAddress,
        Why::Colour => Reason::NotAColour,
        Why::Logo => Reason::NotALogo,
        Why::NoTaxId => Reason::NoTaxId,
        Why::Hidden => Reason::NotReadable,
        Why::Missing
        | Why::Order
        | Why::Amount
        | Why::NoBuyerVatId
        | Why::NoReference
        | Why::NoPeriod
        | Why::Mixed
        | Why::MixedAbroad
        | Why::NotAbroad
        | Why::NothingCorrected
        | Why::NoDueDay
        | Why::Unit
        | Why::Percent
        | Why::MoreThanThere => Reason::Missing,
    }
}

/// Terms and texts; the company stays.
pub(super) fn read_billing(form: &mut Form<'_>, before: Billing) -> Billing {
    Billing {
        due_days: form.number("due_days", DUE_DAYS),
        small_business: form.ticked("small_business"),
        intro_de: form.text("intro_de", LONGEST_TEXT),
        intro_en: form.text("intro_en", LONGEST_TEXT),
        closing_de: form.text("closing_de", LONGEST_TEXT),
        closing_en: form.text("closing_en", LONGEST_TEXT),
        seller: before.seller,
        datev: before.datev,
        rules: read_rules(form, before.rules),
    }
}

/// How work becomes invoices, where the form asks for it.
fn read_rules(form: &mut Form<'_>, before: Rules) -> Rules {
    if !form.fields.contains_key("series") {
        return before;
    }
    let mut reminders = Vec::new();
    for day in form.plain("reminders").split([',', ' ']).filter(|day| !day.is_empty()) {
        match day.parse() {
            Ok(day) => reminders.push(day),
            Err(_) => form.refuse("reminders", Reason::NotReadable),
        }
    }
    let rules = Rules {
        series: form.plain("series").to_uppercase(),
        step_minutes: form.number("step_minutes", STEPS),
        minimum_minutes: form.number("minimum_minutes", STEPS),
        monthly: form.ticked("monthly"),
        reminders,
        late_fee_cents: form.cents("late_fee", LATE_FEE),
    };
    if !rules.has_readable_series() {
        form.refuse("series", Reason::NotReadable);
    }
    if rules.wrong().iter().any(|(field, ..)| *field == "reminders") {
        form.refuse("reminders", Reason::NotAscending);
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::policy::edit::{Deed, Edit, Part, WrongEdit};
    use std::collections::BTreeMap;

    fn policy() -> Policy {
        toml::from_str(include_str!("../../../../presets/agency-plans.toml")).unwrap()
    }

    const COMPANY: [(&str, &str); 14] = [
        ("name", "Nordlicht GmbH"),
        ("street", "Alter Hafen 7"),
        ("postcode", "24103"),
        ("town", "Kiel"),
        ("country", "de"),
        ("contact", "Buchhaltung"),
        ("phone", "0431 555010"),
        ("email", "rechnung@nordlicht.example"),
        ("vat_id", "DE123456789"),
        ("iban", "de02 1203 0000 0000 2020 51"),
        ("accent", "#0B5D66"),
        ("logo", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("footer_1", "Nordlicht GmbH\r\nKiel\r\n"),
        ("footer_3", "Rechts"),
    ];

    fn edited(part: Part, changed: &[(&str, &str)]) -> Result<Policy, WrongEdit> {
        let mut fields: BTreeMap<String, String> =
            COMPANY.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        for (name, value) in changed {
            fields.insert((*name).to_owned(), (*value).to_owned());
        }
        let edit = Edit { part, deed: Deed::Save, at: String::new(), sub: String::new(), fields };
        policy().edited(&edit, &[])
    }

    #[test]
    fn the_company_is_entered_and_travels_in_the_file() {
        let next = edited(Part::Seller, &[]).unwrap();
        let seller = next.billing.seller.clone().unwrap();
        assert_eq!(
            (seller.bank.iban.as_str(), seller.address.country.as_str()),
            ("DE02120300000000202051", "DE")
        );
        assert_eq!(seller.letterhead.footer, ["Nordlicht GmbH\nKiel", "", "Rechts"]);
        assert_eq!(next.validate(), Ok(()));
        let text = toml::to_string(&next).unwrap();
        assert_eq!(toml::from_str::<Policy>(&text).unwrap(), next);
    }

    #[test]
    fn what_cannot_stand_on_an_invoice_is_told_at_its_field() {
        for (name, value, reason) in [
            ("name", "", Reason::Missing),
            ("town", " ", Reason::Missing),
            ("country", "Deutschland", Reason::NotACountry),
            ("email", "rechnung", Reason::NotAnAddress),
            ("vat_id", "", Reason::NoTaxId),
            ("iban", "DE02 1203 0000 0000 2020 52", Reason::NotAnIban),
            ("bic", "X", Reason::NotABic),
            ("bic", "BYLA1EM1", Reason::NotABic),
            ("bic", "BYLADEM10", Reason::NotABic),
            ("iban", "", Reason::Missing),
            ("accent", "petrol", Reason::NotAColour),
            ("logo", "logo.svg", Reason::NotALogo),
            ("logo", "<svg><script>alert(1)</script></svg>", Reason::NotALogo),
            ("logo", "<svg><image href=\"https://elsewhere.example/a.png\"/></svg>", Reason::NotALogo),
            ("logo", "data:image/png;base64,!!", Reason::NotALogo),
            ("footer_2", "1\n2\n3\n4\n5\n6\n7", Reason::TooManyLines { max: 6 }),
        ] {
            let WrongEdit::Fields(wrong) = edited(Part::Seller, &[(name, value)]).unwrap_err() else {
                panic!("{name}")
            };
            let told: Vec<_> = wrong.iter().map(|one| (one.field.as_str(), &one.reason)).collect();
            assert_eq!(told, [(format!("fields[{name}]").as_str(), &reason)], "{value}");
        }
        let clean = edited(Part::Seller, &[("brand", "Nord\u{202e}licht")]).unwrap();
        assert_eq!(
            clean.billing.seller.unwrap().letterhead.brand,
            "Nordlicht",
            "what nobody sees is not kept"
        );
    }

    #[test]
    fn terms_are_saved_beside_the_company() {
        let next =
            edited(Part::Billing, &[("due_days", "30"), ("small_business", "1"), ("intro_en", "Hello,")]);
        let billing = next.unwrap().billing;
        assert_eq!(
            (billing.due_days, billing.small_business, billing.intro_en.as_str()),
            (30, true, "Hello,")
        );
        assert_eq!(billing.due_on(jiff::civil::date(2026, 11, 29), None), jiff::civil::date(2026, 12, 29));
        assert!(edited(Part::Billing, &[("due_days", "90")]).is_err(), "longer than may be asked for");
        let rules = |reminders| {
            edited(Part::Billing, &[("series", "ab"), ("step_minutes", "15"), ("reminders", reminders)])
        };
        let kept = rules("5, 10").unwrap().billing.rules;
        assert_eq!(
            (kept.series.as_str(), kept.step_minutes, kept.monthly, kept.reminders),
            ("AB", 15, false, vec![5, 10])
        );
        assert!(rules("10, 5").is_err() && rules("bald").is_err());
    }

    #[test]
    fn a_file_names_the_place_that_is_wrong() {
        let mut next = edited(Part::Seller, &[]).unwrap();
        if let Some(seller) = &mut next.billing.seller {
            seller.bank.iban = "DE00".into();
            seller.letterhead.footer = vec![String::new(), "x".repeat(61)];
        }
        let places: Vec<_> = next.validate().unwrap_err().into_iter().map(|wrong| wrong.place).collect();
        assert_eq!(places, ["seller · bank · iban", "seller · letterhead · footer 2"]);
    }
}
