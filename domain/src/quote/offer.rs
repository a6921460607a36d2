//! What a version of a quote says, and how it is read from the form in which staff write it.
use crate::deal::LONGEST_COMMENT;
use crate::input::{Checks, FieldError, Reason, clean_text, is_day};
use crate::money::read_cents;
use crate::quote::item::{Item, ItemKind, Totals, totals};
use crate::vat::Vat;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most items.
pub const MOST_ITEMS: u32 = 100;
/// Most characters of an item.
pub const LONGEST_ITEM: u32 = 1_000;
/// Most hours (in minutes) or pieces (in hundredths) of an item.
const MOST_QUANTITY: i64 = 1_000_000;
/// Highest price of one, in cents.
const HIGHEST_PRICE: i64 = 100_000_000;

/// What a version says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// For what.
    pub title: String,
    /// Before the items; may be empty.
    pub intro: String,
    /// The items, at least one.
    pub items: Vec<Item>,
    /// After them: terms, delivery; may be empty.
    pub closing: String,
    /// Last day on which it can be accepted.
    pub valid_until: Date,
}

impl Offer {
    /// What it comes to.
    pub fn totals(&self) -> Totals {
        totals(&self.items)
    }

    /// The time that its hours give, in minutes.
    pub fn minutes(&self) -> i64 {
        self.items.iter().filter(|item| item.kind == ItemKind::Hours).map(|item| item.quantity).sum()
    }
}

/// A version as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// For what.
    pub title: String,
    /// Before the items.
    pub intro: String,
    /// The rows of the form; empty ones do not count.
    pub items: Vec<TypedItem>,
    /// After the items.
    pub closing: String,
    /// Last day as `2026-12-18`.
    pub valid_until: String,
}

/// A row of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedItem {
    /// The row's place in the form, by which its fields are named.
    pub row: u32,
    /// Code of the kind.
    pub kind: String,
    /// What it is.
    pub text: String,
    /// How much.
    pub quantity: String,
    /// Price of one.
    pub price: String,
    /// Code of the tax.
    pub vat: String,
}

impl TypedItem {
    /// The name of one of its fields: `items[2][price]`.
    pub fn field(row: u32, name: &str) -> String {
        format!("items[{row}][{name}]")
    }

    /// Whether nothing was typed into it.
    pub fn is_empty(&self) -> bool {
        [&self.text, &self.quantity, &self.price].iter().all(|text| text.trim().is_empty())
    }

    /// The item as far as its price is known; what it is may still be missing.
    pub fn priced(&self) -> Option<Item> {
        let mut checks = Checks::default();
        let item = self.read(&mut checks);
        let wrong = checks.done(()).err().unwrap_or_default();
        let text = Self::field(self.row, "text");
        wrong.iter().all(|error| error.field == text).then_some(item)
    }

    fn read(&self, checks: &mut Checks) -> Item {
        let field = |name: &str| Self::field(self.row, name);
        let kind = ItemKind::of_code(&self.kind);
        let vat = Vat::of_code(&self.vat);
        if kind.is_none() {
            checks.add(&field("kind"), Reason::NotAChoice);
        }
        let text = clean_text(&self.text);
        if text.trim().is_empty() {
            checks.add(&field("text"), Reason::Missing);
        } else if text.chars().count() > LONGEST_ITEM as usize {
            checks.add(&field("text"), Reason::TooLong { max: LONGEST_ITEM });
        }
        let kind = kind.unwrap_or_default();
        let quantity =
            kind.read_quantity(&self.quantity).filter(|quantity| (1..=MOST_QUANTITY).contains(quantity));
        if quantity.is_none() {
            let missing = self.quantity.trim().is_empty();
            checks.add(&field("quantity"), if missing { Reason::Missing } else { Reason::NotReadable });
        }
        let price = read_cents(&self.price).filter(|price| *price <= HIGHEST_PRICE);
        if price.is_none() {
            let missing = self.price.trim().is_empty();
            checks.add(&field("price"), if missing { Reason::Missing } else { Reason::NotMoney });
        }
        if vat.is_none() {
            checks.add(&field("vat"), Reason::NotAChoice);
        }
        Item {
            kind,
            text,
            quantity: quantity.unwrap_or_default(),
            price: price.unwrap_or_default(),
            vat: vat.unwrap_or_default(),
        }
    }
}

impl Typed {
    /// What was meant; all that is wrong with it at once.
    pub fn read(&self, today: Date) -> Result<Offer, Vec<FieldError>> {
        let mut checks = Checks::default();
        let title = checks.line("title", &self.title, 200);
        let mut text = |field: &str, text: &str| {
            let clean = clean_text(text);
            if clean.chars().count() > LONGEST_COMMENT as usize {
                checks.add(field, Reason::TooLong { max: LONGEST_COMMENT });
            }
            clean
        };
        let intro = text("intro", &self.intro);
        let closing = text("closing", &self.closing);
        let rows: Vec<&TypedItem> = self.items.iter().filter(|row| !row.is_empty()).collect();
        if rows.is_empty() {
            let first = self.items.first().map_or(0, |row| row.row);
            checks.add(&TypedItem::field(first, "text"), Reason::Missing);
        } else if rows.len() > MOST_ITEMS as usize {
            checks.add("items", Reason::NotBetween { min: 1, max: MOST_ITEMS });
        }
        let items = rows.into_iter().map(|row| row.read(&mut checks)).collect();
        let valid_until = match self.valid_until.trim() {
            "" => Err(Reason::Missing),
            text => text.parse().map_err(|_| Reason::NotReadable),
        };
        let valid_until = match valid_until {
            Ok(day) if !is_day(day) => Err(Reason::NotADay),
            Ok(day) if day < today => Err(Reason::InPast),
            other => other,
        };
        if let Err(reason) = &valid_until {
            checks.add("valid_until", reason.clone());
        }
        checks.done(Offer { title, intro, items, closing, valid_until: valid_until.unwrap_or(today) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(row: u32, kind: &str, quantity: &str, price: &str) -> TypedItem {
        let (text, vat) = ("Umbau".into(), "standard".into());
        TypedItem { row, kind: kind.into(), text, quantity: quantity.into(), price: price.into(), vat }
    }

    fn typed(items: Vec<TypedItem>) -> Typed {
        Typed {
            title: " Neuer  Warenkorb ".into(),
            intro: "Gern\r\nbieten wir an:".into(),
            items,
            closing: String::new(),
            valid_until: "2026-12-18".into(),
        }
    }

    const TODAY: Date = date(2026, 12, 1);

    #[test]
    fn a_version_is_read_from_its_form_without_its_empty_rows() {
        let rows = vec![
            row(0, "hours", "7,5", "95"),
            TypedItem { row: 1, ..TypedItem::default() },
            row(2, "flat", "", "1.250,00"),
        ];
        let offer = typed(rows).read(TODAY).unwrap();
        assert_eq!((offer.title.as_str(), offer.intro.as_str()), ("Neuer Warenkorb", "Gern\nbieten wir an:"));
        assert_eq!((offer.items.len(), offer.minutes(), offer.totals().net), (2, 450, 71_250 + 125_000));
    }

    #[test]
    fn a_row_counts_as_soon_as_it_has_a_price() {
        let net = |row: TypedItem| row.priced().map(|item| item.net());
        assert_eq!(net(row(0, "hours", "7,5", "95")), Some(71_250));
        assert_eq!(net(TypedItem { text: String::new(), ..row(1, "flat", "", "1.250,00") }), Some(125_000));
        assert_eq!(net(row(2, "hours", "7,5", "")), None);
        assert_eq!(net(TypedItem { kind: "hours".into(), ..TypedItem::default() }), None);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_its_row() {
        let rows =
            vec![row(0, "hours", "viel", "95"), row(3, "magic", "1", "teuer"), row(4, "material", "0", "")];
        let mut form = Typed { title: String::new(), valid_until: "2026-11-30".into(), ..typed(rows) };
        let fields = |form: &Typed| {
            let errors = form.read(TODAY).unwrap_err();
            errors.into_iter().map(|error| (error.field, error.reason)).collect::<Vec<_>>()
        };
        let expected = [
            ("title", Reason::Missing),
            ("items[0][quantity]", Reason::NotReadable),
            ("items[3][kind]", Reason::NotAChoice),
            ("items[3][price]", Reason::NotMoney),
            ("items[4][quantity]", Reason::NotReadable),
            ("items[4][price]", Reason::Missing),
            ("valid_until", Reason::InPast),
        ];
        assert_eq!(fields(&form), expected.map(|(field, reason)| (field.to_owned(), reason)));
        form = typed(vec![TypedItem { row: 2, ..TypedItem::default() }]);
        assert_eq!(fields(&form), [("items[2][text]".to_owned(), Reason::Missing)]);
        assert!(typed(vec![row(0, "hours", "99999 h", "95")]).read(TODAY).is_err());
    }
}
