//! Items of a quote and what they add up to. Each line is rounded to cents first; sums are sums of what is shown.
use crate::effort::minutes::read_minutes;
use crate::money::read_cents;
use crate::vat::Vat;
use serde::{Deserialize, Serialize};

/// What an item counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Work by the hour; its quantity is minutes, its price that of an hour.
    #[default]
    Hours,
    /// Pieces; its quantity is hundredths.
    Material,
    /// One price for all of it; its quantity is one.
    Flat,
}

impl ItemKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hours, Self::Material, Self::Flat];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Material => "material",
            Self::Flat => "flat",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The quantity that was typed: `7,5` and `7:30` hours, `2` or `0,75` pieces; always one of a flat price.
    pub fn read_quantity(self, text: &str) -> Option<i64> {
        match self {
            Self::Flat => Some(100),
            Self::Material => read_cents(text).filter(|_| !text.contains('€')),
            // A bare number is hours here: quotes are not written in minutes.
            Self::Hours => {
                let bare = text.trim().bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
                let minutes =
                    if bare { read_minutes(&format!("{} h", text.trim())) } else { read_minutes(text) };
                minutes.map(i64::from)
            }
        }
    }

    /// How much of the quantity has the price of one.
    const fn unit(self) -> i64 {
        match self {
            Self::Hours => 60,
            Self::Material | Self::Flat => 100,
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it counts.
    pub kind: ItemKind,
    /// What it is.
    pub text: String,
    /// How much: minutes of hours, hundredths of the rest.
    pub quantity: i64,
    /// Price of an hour or a piece in cents, before tax.
    pub price: i64,
    /// Its tax.
    pub vat: Vat,
}

impl Item {
    /// What the line costs before tax, in cents; half a cent goes up.
    pub const fn net(&self) -> i64 {
        divide(self.quantity * self.price, self.kind.unit())
    }
}

/// Rounded to the nearest, half up. Amounts of quotes are never negative.
const fn divide(value: i64, by: i64) -> i64 {
    (value + by / 2) / by
}

/// What one kind of tax comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// Which.
    pub vat: Vat,
    /// The sum that it is on, in cents.
    pub base: i64,
    /// The tax itself, in cents: counted once on the sum (EN 16931, BR-CO-17), not line by line.
    pub tax: i64,
}

/// What all lines come to, in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Before tax.
    pub net: i64,
    /// Taxes, the highest rate first.
    pub taxes: Vec<Tax>,
    /// With taxes.
    pub gross: i64,
}

/// Adds up lines.
pub fn totals(items: &[Item]) -> Totals {
    let tax = |vat: Vat| {
        let lines = items.iter().filter(|item| item.vat == vat);
        let base = lines.clone().map(Item::net).sum();
        lines.clone().next().map(|_| Tax { vat, base, tax: divide(base * i64::from(vat.percent()), 100) })
    };
    let taxes: Vec<Tax> = Vat::ALL.into_iter().filter_map(tax).collect();
    let net = items.iter().map(Item::net).sum();
    Totals { net, gross: net + taxes.iter().map(|tax| tax.tax).sum::<i64>(), taxes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(kind: ItemKind, quantity: i64, price: i64, vat: Vat) -> Item {
        Item { kind, text: "x".into(), quantity, price, vat }
    }

    #[test]
    fn a_line_is_its_quantity_times_its_price_rounded_to_cents() {
        for (kind, quantity, price, net) in [
            (ItemKind::Hours, 450, 9_500, 71_250),
            (ItemKind::Hours, 20, 9_500, 3_167),     // 31.666… €
            (ItemKind::Hours, 1, 9_510, 159),        // 1.585 €: half a cent goes up
            (ItemKind::Material, 250, 1_999, 4_998), // 49.975 €
            (ItemKind::Flat, 100, 150_000, 150_000),
            (ItemKind::Material, 100, 0, 0),
        ] {
            assert_eq!(
                item(kind, quantity, price, Vat::Standard).net(),
                net,
                "{kind:?} {quantity} × {price}"
            );
        }
    }

    #[test]
    fn taxes_are_counted_on_the_sum_of_each_kind() {
        let items = [
            item(ItemKind::Flat, 100, 333, Vat::Standard),
            item(ItemKind::Flat, 100, 333, Vat::Standard),
            item(ItemKind::Flat, 100, 333, Vat::Standard),
            item(ItemKind::Material, 200, 1_050, Vat::Reduced),
        ];
        let sums = totals(&items);
        // 9.99 € × 19 % = 1.8981 €; three times 3.33 € × 19 % would be 1.89 €.
        let taxes = [
            Tax { vat: Vat::Standard, base: 999, tax: 190 },
            Tax { vat: Vat::Reduced, base: 2_100, tax: 147 },
        ];
        assert_eq!(sums, Totals { net: 3_099, taxes: taxes.to_vec(), gross: 3_436 });
        assert_eq!(totals(&[]), Totals::default());
    }

    #[test]
    fn where_no_tax_is_due_the_kind_is_still_named() {
        for vat in [Vat::Zero, Vat::SmallBusiness, Vat::ReverseCharge, Vat::NotTaxable] {
            let sums = totals(&[item(ItemKind::Flat, 100, 5_000, vat)]);
            assert_eq!((sums.net, sums.gross, sums.taxes.len()), (5_000, 5_000, 1));
        }
        assert_eq!(Vat::ALL.map(Vat::category), ["S", "S", "Z", "AE", "E", "O"]);
    }

    #[test]
    fn quantities_are_read_as_people_type_them() {
        for (kind, text, quantity) in [
            (ItemKind::Hours, "8", Some(480)),
            (ItemKind::Hours, "7,5", Some(450)),
            (ItemKind::Hours, "7:30", Some(450)),
            (ItemKind::Hours, "45 min", Some(45)),
            (ItemKind::Hours, "viel", None),
            (ItemKind::Hours, "", None),
            (ItemKind::Material, "2,5", Some(250)),
            (ItemKind::Material, "3", Some(300)),
            (ItemKind::Material, "-1", None),
            (ItemKind::Flat, "", Some(100)),
        ] {
            assert_eq!(kind.read_quantity(text), quantity, "{kind:?} {text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_adds_up(lines in prop::collection::vec((0i64..100_000, 0i64..1_000_000, 0usize..5), 0..40)) {
            let items: Vec<Item> = lines.into_iter()
                .map(|(quantity, price, vat)| item(ItemKind::Hours, quantity, price, Vat::ALL[vat])).collect();
            let sums = totals(&items);
            prop_assert_eq!(sums.net, items.iter().map(Item::net).sum::<i64>());
            prop_assert_eq!(sums.net, sums.taxes.iter().map(|tax| tax.base).sum::<i64>());
            prop_assert_eq!(sums.gross, sums.net + sums.taxes.iter().map(|tax| tax.tax).sum::<i64>());
        }
    }
}
