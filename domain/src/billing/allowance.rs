//! What is taken off a document as a whole (BG-20): so many percent of its lines or an amount, and why.
use crate::input::{Checks, FieldError, Reason};
use crate::invoice::line::{Discount, Line};
use crate::money::read_cents;
use crate::vat::Vat;
use serde::{Deserialize, Serialize};

/// Most characters of a reason: on the document percent may stand behind it.
pub const LONGEST: u32 = 180;
/// All of it, in hundredths of a percent.
const WHOLE: u16 = 10_000;
/// Highest amount that is typed, in cents.
const HIGHEST: i64 = 1_000_000_000;

/// A discount on all lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// How much.
    pub cut: Cut,
    /// Why (BT-97), as the document says it.
    pub reason: String,
}

/// How much is taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Hundredths of a percent, whatever the lines come to.
    Percent(u16),
    /// Cents before tax, whatever the lines come to.
    Cents(i64),
    /// What was an amount on an invoice, where a part of that is given back.
    Share {
        /// Cents that were taken off.
        cents: i64,
        /// What the lines came to, in cents.
        of: i64,
    },
}

impl Allowance {
    /// What is taken off lines that come to so much, in cents.
    pub fn cents(&self, lines: i64) -> i64 {
        match self.cut {
            Cut::Percent(hundredths) => part(lines, hundredths.into(), WHOLE.into()),
            Cut::Cents(cents) => cents,
            Cut::Share { cents, of } => part(cents, lines, of),
        }
    }

    /// The discounts of these lines, one for each treatment of tax, by what each comes to; their sum is exact to the cent.
    pub fn discounts(&self, lines: &[Line], reason: &str) -> Vec<Discount> {
        let net = |lines: &mut dyn Iterator<Item = &Line>| lines.map(Line::net_cents).sum::<i64>();
        let all = net(&mut lines.iter());
        let cents = self.cents(all);
        let (mut passed, mut given, mut discounts) = (0, 0, Vec::new());
        for vat in Vat::ALL {
            passed += net(&mut lines.iter().filter(|line| line.vat == vat));
            let until = part(cents, passed, all);
            if until > given {
                discounts.push(Discount { reason: reason.to_owned(), cents: until - given, vat });
            }
            given = until;
        }
        discounts
    }

    /// The same on the draft that gives a part of such an invoice back, whose lines came to so much.
    #[must_use]
    pub fn given_back(self, lines: i64) -> Self {
        let cut = match self.cut {
            Cut::Cents(cents) => Cut::Share { cents, of: lines },
            cut @ (Cut::Percent(_) | Cut::Share { .. }) => cut,
        };
        Self { cut, ..self }
    }
}

/// `amount` times `share` of `of`, rounded half up; nothing of nothing.
fn part(amount: i64, share: i64, of: i64) -> i64 {
    let of = i128::from(of);
    if of <= 0 {
        return 0;
    }
    let twice = 2 * i128::from(amount) * i128::from(share);
    i64::try_from((twice + of) / (2 * of)).unwrap_or(i64::MAX)
}

/// A discount as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedAllowance {
    /// How much; empty for none.
    pub off: String,
    /// `percent` or `euros`.
    pub off_in: String,
    /// Why.
    pub reason: String,
}

impl TypedAllowance {
    /// What was meant, on lines that come to so many cents; all that is wrong at once.
    pub fn read(&self, lines: i64) -> Result<Option<Allowance>, Vec<FieldError>> {
        if self.off.trim().is_empty() {
            return Ok(None);
        }
        let mut checks = Checks::default();
        let cut = self.cut(lines).unwrap_or_else(|(field, reason)| {
            checks.add(field, reason);
            Cut::Cents(0)
        });
        let reason = checks.line("reason", &self.reason, LONGEST);
        checks.done(Some(Allowance { cut, reason }))
    }

    fn cut(&self, lines: i64) -> Result<Cut, (&'static str, Reason)> {
        match self.off_in.as_str() {
            "percent" => {
                // Two decimals, as money has them.
                let hundredths = read_cents(self.off.trim().trim_end_matches('%'));
                let hundredths = hundredths.and_then(|hundredths| u16::try_from(hundredths).ok());
                let within = hundredths.filter(|hundredths| (1..=WHOLE).contains(hundredths));
                within.map(Cut::Percent).ok_or(("off", Reason::NotBetween { min: 1, max: 100 }))
            }
            "euros" => match read_cents(&self.off).filter(|cents| (1..=HIGHEST).contains(cents)) {
                None => Err(("off", Reason::NotMoney)),
                Some(cents) if cents > lines => Err(("off", Reason::MoreThanThere)),
                Some(cents) => Ok(Cut::Cents(cents)),
            },
            _ => Err(("off_in", Reason::NotAChoice)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::line::{Quantity, Unit};
    use proptest::prelude::*;

    fn line(cents: i64, vat: Vat) -> Line {
        Line {
            group: String::new(),
            name: "x".into(),
            description: String::new(),
            quantity: Quantity::Hundredths(100),
            unit: Unit::Piece,
            price_cents: cents,
            discount_percent: 0,
            discount_reason: String::new(),
            vat,
        }
    }

    fn off(cut: Cut, lines: &[Line]) -> Vec<(Vat, i64)> {
        let allowance = Allowance { cut, reason: "Treue".into() };
        allowance.discounts(lines, "Treue").into_iter().map(|one| (one.vat, one.cents)).collect()
    }

    #[test]
    fn a_discount_is_parted_by_what_each_tax_is_on() {
        let lines = [line(10_000, Vat::Standard), line(5_000, Vat::Reduced), line(0, Vat::Zero)];
        for (cut, parts) in [
            (Cut::Percent(1_000), vec![(Vat::Standard, 1_000), (Vat::Reduced, 500)]),
            (Cut::Percent(250), vec![(Vat::Standard, 250), (Vat::Reduced, 125)]),
            (Cut::Cents(100), vec![(Vat::Standard, 67), (Vat::Reduced, 33)]),
            (Cut::Cents(1), vec![(Vat::Standard, 1)]),
            (Cut::Share { cents: 300, of: 30_000 }, vec![(Vat::Standard, 100), (Vat::Reduced, 50)]),
            (Cut::Percent(10_000), vec![(Vat::Standard, 10_000), (Vat::Reduced, 5_000)]),
        ] {
            assert_eq!(off(cut, &lines), parts, "{cut:?}");
        }
        assert_eq!(off(Cut::Percent(1_000), &[]), []);
    }

    #[test]
    fn who_gives_a_part_back_gives_the_part_of_the_discount() {
        let allowance = Allowance { cut: Cut::Cents(1_000), reason: "Treue".into() }.given_back(20_000);
        assert_eq!((allowance.cents(20_000), allowance.cents(5_000), allowance.cents(0)), (1_000, 250, 0));
    }

    #[test]
    fn a_discount_is_read_from_its_form() {
        let typed = |off: &str, off_in: &str, reason: &str| {
            TypedAllowance { off: off.into(), off_in: off_in.into(), reason: reason.into() }.read(10_000)
        };
        assert_eq!(typed(" ", "", ""), Ok(None));
        for (off, off_in, cut) in [
            ("10", "percent", Cut::Percent(1_000)),
            ("2,5 %", "percent", Cut::Percent(250)),
            ("100", "percent", Cut::Percent(10_000)),
            ("50,00 €", "euros", Cut::Cents(5_000)),
            ("100", "euros", Cut::Cents(10_000)),
        ] {
            assert_eq!(typed(off, off_in, "Treue"), Ok(Some(Allowance { cut, reason: "Treue".into() })));
        }
        for (off, off_in, reason, fields) in [
            ("0", "percent", "R", vec!["off"]),
            ("100,01", "percent", "R", vec!["off"]),
            ("viel", "percent", "", vec!["off", "reason"]),
            ("-5", "euros", "R", vec!["off"]),
            ("100,01", "euros", "R", vec!["off"]),
            ("5", "eimer", "R", vec!["off_in"]),
        ] {
            let errors = typed(off, off_in, reason).unwrap_err();
            assert_eq!(errors.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), fields, "{off}");
        }
    }

    proptest! {
        #[test]
        fn its_parts_add_up_and_none_is_more_than_there_is(
            lines in prop::collection::vec((0i64..1_000_000, 0usize..5), 0..20), hundredths in 1u16..=10_000
        ) {
            let lines: Vec<Line> = lines.into_iter().map(|(cents, vat)| line(cents, Vat::ALL[vat])).collect();
            let all = lines.iter().map(Line::net_cents).sum::<i64>();
            let cut = Cut::Percent(hundredths);
            let parts = off(cut, &lines);
            let whole = Allowance { cut, reason: String::new() }.cents(all);
            prop_assert_eq!(parts.iter().map(|(_, cents)| cents).sum::<i64>(), whole);
            for (vat, cents) in parts {
                let base = lines.iter().filter(|line| line.vat == vat).map(Line::net_cents).sum::<i64>();
                prop_assert!(cents <= base, "{:?}: {} of {}", vat, cents, base);
            }
        }
    }
}
