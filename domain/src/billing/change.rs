//! Corrections of a draft: what a line says, how much, at which price, or that it is left out. Each has its reason, and what it
//! was before stays in the draft's history.
use crate::input::{Checks, FieldError, Reason, clean_text, is_day};
use crate::invoice::Period;
use crate::invoice::check::{LONGEST_NAME, LONGEST_TEXT};
use crate::invoice::line::{Line, Quantity, Unit};
use crate::money::read_cents;
use crate::quote::item::ItemKind;
use crate::vat::Vat;
use jiff::civil::Date;

/// Most characters of a reason.
pub const LONGEST_REASON: u32 = 1_000;
/// Highest amount that is typed, in cents.
pub(super) const HIGHEST: i64 = 1_000_000_000;

/// A line as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What it is for.
    pub name: String,
    /// Closer.
    pub description: String,
    /// How much.
    pub quantity: String,
    /// Price of one.
    pub price: String,
    /// The treatment of its tax, by its code; empty where tax and discount stay.
    pub vat: String,
    /// Percent off; empty for none.
    pub discount: String,
    /// Why something is taken off, as the document says it.
    pub discount_reason: String,
    /// Why it is changed.
    pub reason: String,
}

impl Typed {
    /// The line as it shall be, and why; all that is wrong at once.
    pub fn read(&self, line: &Line) -> Result<(Line, String), Vec<FieldError>> {
        let mut checks = Checks::default();
        let most = |most: usize| u32::try_from(most).unwrap_or(u32::MAX);
        let name = checks.line("name", &self.name, most(LONGEST_NAME));
        let description = clean_text(&self.description);
        if description.chars().count() > LONGEST_TEXT {
            checks.add("description", Reason::TooLong { max: most(LONGEST_TEXT) });
        }
        let quantity = read_quantity(&self.quantity, line.unit);
        if quantity.is_none() {
            let missing = self.quantity.trim().is_empty();
            checks.add("quantity", if missing { Reason::Missing } else { Reason::NotReadable });
        }
        let price = read_cents(&self.price).filter(|cents| *cents <= HIGHEST);
        if price.is_none() {
            let missing = self.price.trim().is_empty();
            checks.add("price", if missing { Reason::Missing } else { Reason::NotMoney });
        }
        let terms = if self.vat.is_empty() { line.clone() } else { self.terms(&mut checks, line) };
        let reason = checks.line("reason", &self.reason, LONGEST_REASON);
        checks.done((
            Line {
                name,
                description,
                quantity: quantity.unwrap_or(line.quantity),
                price_cents: price.unwrap_or_default(),
                ..terms
            },
            reason,
        ))
    }

    /// The line with its tax and discount.
    fn terms(&self, checks: &mut Checks, line: &Line) -> Line {
        let vat = Vat::of_code(&self.vat);
        if vat.is_none() {
            checks.add("vat", Reason::NotAChoice);
        }
        let percent = match self.discount.trim().trim_end_matches('%').trim_end() {
            "" => Some(0),
            digits => digits.parse().ok().filter(|percent| *percent <= 100),
        };
        if percent.is_none() {
            checks.add("discount", Reason::NotBetween { min: 0, max: 100 });
        }
        let discount_reason = match percent {
            Some(1..) => {
                let most = u32::try_from(LONGEST_NAME).unwrap_or(u32::MAX);
                checks.line("discount_reason", &self.discount_reason, most)
            }
            Some(0) | None => String::new(),
        };
        let discount_percent = percent.unwrap_or_default();
        Line { vat: vat.unwrap_or_default(), discount_percent, discount_reason, ..line.clone() }
    }
}

/// Hours as `7:30` or `7,5`, anything else as a number with up to two decimals.
fn read_quantity(text: &str, unit: Unit) -> Option<Quantity> {
    let count = match unit {
        Unit::Hour => ItemKind::Hours.read_quantity(text).map(Quantity::Minutes),
        Unit::Day | Unit::Month | Unit::Piece | Unit::Flat => {
            ItemKind::Material.read_quantity(text).map(Quantity::Hundredths)
        }
    };
    count.filter(|quantity| (1..=Quantity::MOST * quantity.of_one()).contains(&quantity.count()))
}

/// When the services of a draft were rendered, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPeriod {
    /// From which day on, as `2026-12-01`.
    pub from: String,
    /// Until which day.
    pub to: String,
    /// Why it is changed.
    pub reason: String,
}

impl TypedPeriod {
    /// What was meant, and why; all that is wrong at once.
    pub fn read(&self) -> Result<(Period, String), Vec<FieldError>> {
        let mut checks = Checks::default();
        let from = day(&mut checks, "from", &self.from);
        let to = day(&mut checks, "to", &self.to);
        let reason = checks.line("reason", &self.reason, LONGEST_REASON);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            checks.add("to", Reason::EndsBeforeItBegins);
        }
        let days = Period { from: from.unwrap_or_default(), to: to.unwrap_or_default() };
        checks.done((days, reason))
    }
}

fn day(checks: &mut Checks, field: &str, text: &str) -> Option<Date> {
    let day = match text.trim() {
        "" => Err(Reason::Missing),
        text => text.parse().map_err(|_| Reason::NotReadable),
    };
    match day {
        Ok(day) if is_day(day) => return Some(day),
        Ok(_) => checks.add(field, Reason::NotADay),
        Err(reason) => checks.add(field, reason),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn line(unit: Unit, quantity: Quantity) -> Line {
        Line {
            group: "Shop".into(),
            name: "#1042 Warenkorb".into(),
            description: String::new(),
            quantity,
            unit,
            price_cents: 9_500,
            discount_percent: 10,
            discount_reason: "Laufzeit".into(),
            vat: Vat::Standard,
        }
    }

    fn typed(quantity: &str, price: &str) -> Typed {
        Typed {
            name: " Warenkorb  repariert ".into(),
            description: "Wie besprochen".into(),
            quantity: quantity.into(),
            price: price.into(),
            reason: "Kulanz".into(),
            ..Typed::default()
        }
    }

    #[test]
    fn a_line_is_corrected_with_a_reason_and_keeps_its_place_and_tax() {
        let before = line(Unit::Hour, Quantity::Minutes(90));
        let (after, reason) = typed("1:15", "90").read(&before).unwrap();
        assert_eq!(
            (after.quantity, after.price_cents, reason.as_str()),
            (Quantity::Minutes(75), 9_000, "Kulanz")
        );
        assert_eq!(
            (after.name.as_str(), after.group.as_str(), after.discount_percent),
            ("Warenkorb repariert", "Shop", 10)
        );
        let pieces = line(Unit::Month, Quantity::Hundredths(100));
        assert_eq!(typed("0,5", "249").read(&pieces).unwrap().0.quantity, Quantity::Hundredths(50));
    }

    #[test]
    fn tax_and_discount_are_corrected_with_the_line() {
        let before = line(Unit::Hour, Quantity::Minutes(90));
        let terms = |vat: &str, discount: &str, why: &str| Typed {
            vat: vat.into(),
            discount: discount.into(),
            discount_reason: why.into(),
            ..typed("1:30", "95")
        };
        for (typed, vat, percent, why) in [
            (terms("reduced", "15 %", "Messe"), Vat::Reduced, 15, "Messe"),
            (terms("standard", "", "gilt nicht mehr"), Vat::Standard, 0, ""),
            (terms("", "", ""), Vat::Standard, 10, "Laufzeit"),
        ] {
            let (after, _) = typed.read(&before).unwrap();
            assert_eq!(
                (after.vat, after.discount_percent, after.discount_reason.as_str()),
                (vat, percent, why)
            );
        }
        for (typed, field) in [
            (terms("viel", "", ""), "vat"),
            (terms("standard", "101", "R"), "discount"),
            (terms("standard", "2,5", "R"), "discount"),
            (terms("standard", "-1", "R"), "discount"),
            (terms("standard", "10", " "), "discount_reason"),
        ] {
            let errors = typed.read(&before).unwrap_err();
            assert_eq!(errors.into_iter().map(|error| error.field).collect::<Vec<_>>(), [field]);
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong = Typed { name: " ".into(), reason: String::new(), ..typed("viel", "teuer") };
        let errors = wrong.read(&line(Unit::Hour, Quantity::Minutes(90))).unwrap_err();
        let fields: Vec<_> = errors.into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["name", "quantity", "price", "reason"]);
        assert!(typed("999999999", "1").read(&line(Unit::Piece, Quantity::Hundredths(100))).is_err());
    }

    #[test]
    fn days_of_services_are_read_from_their_form() {
        let typed = |from: &str, to: &str, reason: &str| {
            TypedPeriod { from: from.into(), to: to.into(), reason: reason.into() }.read()
        };
        let days = Period { from: date(2026, 10, 3), to: date(2026, 10, 3) };
        assert_eq!(typed("2026-10-03", " 2026-10-03 ", "Abnahme"), Ok((days, "Abnahme".into())));
        for (from, to, reason, fields) in [
            ("", "gestern", "", &["from", "to", "reason"][..]),
            ("2026-10-03", "2026-10-02", "R", &["to"]),
            ("0026-10-03", "2026-10-02", "R", &["from"]),
        ] {
            let errors = typed(from, to, reason).unwrap_err();
            assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), fields);
        }
    }
}
