//! A line of one's own on a draft: no work, plan or order stands behind it.
use crate::billing::change::Typed;
use crate::input::{FieldError, Reason};
use crate::invoice::line::{Line, Quantity, Unit};
use crate::vat::Vat;

/// A line of one's own as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedOwn {
    /// What a correction types, too; an empty tax is that of who pays.
    pub typed: Typed,
    /// Of what, by its code.
    pub unit: String,
}

/// A line of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// What it says.
    pub line: Line,
    /// The tax that it has by itself; `None` where it has what is agreed with who pays.
    pub vat: Option<Vat>,
    /// Why it was added.
    pub reason: String,
}

impl TypedOwn {
    /// What was meant, under this heading and where `agreed` holds between the parties; all that is wrong at once.
    pub fn read(&self, group: &str, agreed: Vat) -> Result<Own, Vec<FieldError>> {
        let unit = Unit::of_code(&self.unit);
        let empty = Line {
            group: group.to_owned(),
            name: String::new(),
            description: String::new(),
            quantity: Quantity::Hundredths(0),
            unit: unit.unwrap_or(Unit::Piece),
            price_cents: 0,
            discount_percent: 0,
            discount_reason: String::new(),
            vat: agreed,
        };
        let read = self.typed.read(&empty);
        // Who is a small business is one on every line.
        let small = Vat::of_code(&self.typed.vat) == Some(Vat::SmallBusiness);
        let wrong = [("unit", unit.is_none()), ("vat", small)];
        let wrong = wrong.into_iter().filter(|(_, wrong)| *wrong);
        let wrong: Vec<_> = wrong.map(|(field, _)| FieldError::new(field, Reason::NotAChoice)).collect();
        if !wrong.is_empty() {
            return Err(read.err().unwrap_or_default().into_iter().chain(wrong).collect());
        }
        let (line, reason) = read?;
        let vat = (!self.typed.vat.is_empty()).then_some(line.vat);
        Ok(Own { line: Line { vat: Vat::of_line(vat, agreed), ..line }, vat, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(unit: &str, quantity: &str, vat: &str) -> TypedOwn {
        let typed = Typed {
            name: "Anfahrt".into(),
            quantity: quantity.into(),
            price: "40".into(),
            vat: vat.into(),
            reason: "Vor Ort".into(),
            ..Typed::default()
        };
        TypedOwn { typed, unit: unit.into() }
    }

    #[test]
    fn a_line_of_ones_own_has_the_tax_of_who_pays_or_its_own() {
        for (vat, agreed, own, line) in [
            ("", Vat::Standard, None, Vat::Standard),
            ("", Vat::ReverseCharge, None, Vat::ReverseCharge),
            ("reduced", Vat::Standard, Some(Vat::Reduced), Vat::Reduced),
            ("reduced", Vat::ReverseCharge, Some(Vat::Reduced), Vat::ReverseCharge),
        ] {
            let read = typed("piece", "2", vat).read("Weitere", agreed).unwrap();
            assert_eq!((read.vat, read.line.vat), (own, line), "{vat} under {agreed:?}");
            assert_eq!((read.line.net_cents(), read.line.group.as_str()), (8_000, "Weitere"));
            assert_eq!(read.reason, "Vor Ort");
        }
        let hours = typed("hour", "1:30", "").read("", Vat::Standard).unwrap().line;
        assert_eq!((hours.quantity, hours.net_cents()), (Quantity::Minutes(90), 6_000));
    }

    #[test]
    fn no_line_is_a_small_business_by_itself() {
        for agreed in [Vat::Standard, Vat::SmallBusiness] {
            let errors = typed("piece", "1", "small_business").read("", agreed).unwrap_err();
            assert_eq!(errors, [FieldError::new("vat", Reason::NotAChoice)]);
        }
        assert_eq!(
            typed("piece", "1", "").read("", Vat::SmallBusiness).unwrap().line.vat,
            Vat::SmallBusiness
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong = TypedOwn { unit: "eimer".into(), ..TypedOwn::default() };
        let errors = wrong.read("", Vat::Standard).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "quantity", "price", "reason", "unit"]);
    }
}
