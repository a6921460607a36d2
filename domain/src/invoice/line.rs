//! Lines of an invoice (BG-25), discounts (BG-20, BG-27) and the work behind them.
use crate::lang::Lang;
use crate::money::decimal;
use crate::vat::Vat;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One thing that is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Heading under which it stands, such as a project or an order; lines of one group follow each other.
    #[serde(default)]
    pub group: String,
    /// What (BT-153).
    pub name: String,
    /// Closer (BT-154): tickets, who approved when.
    #[serde(default)]
    pub description: String,
    /// How much (BT-129).
    pub quantity: Quantity,
    /// Of what (BT-130).
    #[serde(default)]
    pub unit: Unit,
    /// Price of one unit (BT-146) in cents, before tax.
    pub price_cents: i64,
    /// Percent that are taken off (BG-27).
    #[serde(default)]
    pub discount_percent: u8,
    /// Why (BT-139).
    #[serde(default)]
    pub discount_reason: String,
    /// Tax (BG-30).
    #[serde(default)]
    pub vat: Vat,
}

impl Line {
    /// Quantity times price, rounded to cents, before its discount.
    pub const fn gross_cents(&self) -> i64 {
        divide(self.quantity.count() * self.price_cents, self.quantity.of_one())
    }

    /// Minutes of work by the hour; none of anything else.
    pub const fn minutes(&self) -> i64 {
        match (self.unit, self.quantity) {
            (Unit::Hour, Quantity::Minutes(minutes)) => minutes,
            (Unit::Hour, Quantity::Hundredths(hundredths)) => divide(hundredths * 60, 100),
            (Unit::Day | Unit::Month | Unit::Piece | Unit::Flat, _) => 0,
        }
    }

    /// What is taken off (BT-136), in cents.
    pub const fn discount_cents(&self) -> i64 {
        divide(self.gross_cents() * self.discount_percent as i64, 100)
    }

    /// What it comes to before tax (BT-131), in cents: computed from the rounded amounts that are shown.
    pub const fn net_cents(&self) -> i64 {
        self.gross_cents() - self.discount_cents()
    }
}

/// A discount on the lines of one VAT treatment (BG-20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discount {
    /// Why (BT-97).
    pub reason: String,
    /// How much (BT-92), in cents, positive.
    pub cents: i64,
    /// Of which lines (BT-95).
    #[serde(default)]
    pub vat: Vat,
}

/// What a quantity counts (BT-130, UN/ECE Recommendation 20).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours.
    #[default]
    Hour,
    /// Days.
    Day,
    /// Months.
    Month,
    /// Pieces.
    Piece,
    /// Once, for all of it.
    Flat,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Hour, Self::Day, Self::Month, Self::Piece, Self::Flat];

    /// Its code in our files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::Piece => "piece",
            Self::Flat => "flat",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// The code of UN/ECE Recommendation 20.
    pub const fn unece(self) -> &'static str {
        match self {
            Self::Hour => "HUR",
            Self::Day => "DAY",
            Self::Month => "MON",
            Self::Piece => "H87",
            Self::Flat => "LS",
        }
    }
}

/// How much: hours by the minute, so that nothing is lost to decimals, the rest by the hundredth. `"7:30"` and `"1.25"` in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Minutes of hours.
    Minutes(i64),
    /// Hundredths of anything else.
    Hundredths(i64),
}

impl Quantity {
    /// The most hours, days or pieces that one line may charge.
    pub const MOST: i64 = 100_000;

    /// Minutes of `7:30`, hundredths of `12`, `1.5`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((hours, minutes)) = text.split_once(':') {
            let hours: i64 = digits(hours, 9)?.parse().ok()?;
            let minutes: i64 = digits(minutes, 2).filter(|text| text.len() == 2)?.parse().ok()?;
            return (minutes < 60).then_some(Self::Minutes(hours * 60 + minutes));
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let (whole, part) = (digits(whole, 9)?, digits(part, 2)?);
        Some(Self::Hundredths(format!("{whole}{part:0<2}").parse().ok()?))
    }

    /// Hundredths of what it counts, hours rounded: what a spreadsheet counts with.
    pub const fn hundredths(self) -> i64 {
        divide(self.count() * 100, self.of_one())
    }

    /// As its readers write it: `1,5`, `12`; time as the figure that it is in the annex, too: `1:30`.
    pub fn written(self, lang: Lang) -> String {
        match self {
            Self::Minutes(_) => self.to_string(),
            Self::Hundredths(hundredths) => decimal(lang, hundredths),
        }
    }

    /// How many of it have the price of one.
    pub const fn of_one(self) -> i64 {
        match self {
            Self::Minutes(_) => 60,
            Self::Hundredths(_) => 100,
        }
    }

    /// Minutes or hundredths.
    pub const fn count(self) -> i64 {
        match self {
            Self::Minutes(count) | Self::Hundredths(count) => count,
        }
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.count() / self.of_one(), self.count() % self.of_one());
        match self {
            Self::Minutes(_) => write!(f, "{whole}:{part:02}"),
            Self::Hundredths(_) if part == 0 => write!(f, "{whole}"),
            Self::Hundredths(_) => write!(f, "{whole}.{part:02}"),
        }
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom("a quantity is text: hours as \"7:30\", anything else as \"12\" or \"1.25\"")
        })
    }
}

/// A row of the annex: work that stands behind a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The day.
    pub day: Date,
    /// Number of the ticket or order, as it is written.
    #[serde(default)]
    pub ticket: String,
    /// What that is about; may be empty.
    #[serde(default)]
    pub title: String,
    /// What was done.
    pub text: String,
    /// Who did it; may be empty.
    #[serde(default)]
    pub person: String,
    /// How long, in minutes.
    pub minutes: u32,
    /// Why it is not charged; empty where it is.
    #[serde(default)]
    pub free: String,
}

/// Digits, at most so many, and nothing else.
fn digits(text: &str, most: usize) -> Option<&str> {
    ((1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Division that rounds half away from zero (kaufmännisch, DIN 1333).
pub(crate) const fn divide(value: i64, by: i64) -> i64 {
    let half = by / 2;
    if value < 0 { (value - half) / by } else { (value + half) / by }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_and_written_alike() {
        use Quantity::{Hundredths, Minutes};
        for (text, quantity, written) in [
            ("12", Hundredths(1200), "12"),
            ("1.5", Hundredths(150), "1.50"),
            ("0.25", Hundredths(25), "0.25"),
            ("7:30", Minutes(450), "7:30"),
            ("0:05", Minutes(5), "0:05"),
        ] {
            assert_eq!(Quantity::parse(text), Some(quantity), "{text}");
            assert_eq!(quantity.to_string(), written);
        }
        for text in [
            "",
            "-",
            ".5",
            "1.",
            "1.255",
            "1,5",
            "1e3",
            "12345678901",
            " 1",
            "-3",
            "7:5",
            "7:60",
            ":30",
            "1:2:3",
        ] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }

    #[test]
    fn quantities_are_shown_as_people_write_them() {
        use Quantity::{Hundredths, Minutes};
        for (quantity, german, english) in [
            (Hundredths(150), "1,5", "1.5"),
            (Hundredths(153), "1,53", "1.53"),
            (Hundredths(1_200), "12", "12"),
            (Minutes(90), "1:30", "1:30"),
            (Minutes(15), "0:15", "0:15"),
            (Minutes(60), "1:00", "1:00"),
            (Minutes(95), "1:35", "1:35"),
        ] {
            assert_eq!(
                (quantity.written(Lang::De).as_str(), quantity.written(Lang::En).as_str()),
                (german, english)
            );
        }
    }

    #[test]
    fn minutes_are_charged_exactly() {
        let line = |quantity, price_cents, discount_percent| Line {
            group: String::new(),
            name: "x".into(),
            description: String::new(),
            quantity,
            unit: Unit::Hour,
            price_cents,
            discount_percent,
            discount_reason: String::new(),
            vat: Vat::Standard,
        };
        for (quantity, price, discount, net) in [
            (Quantity::Minutes(20), 9_500, 0, 3_167),
            (Quantity::Minutes(90), 9_600, 10, 12_960),
            (Quantity::Minutes(1), 9_510, 0, 159),
            (Quantity::Hundredths(250), 1_999, 0, 4_998),
            (Quantity::Hundredths(100), 333, 50, 166), // 1.665 € are taken off, shown as 1.67
        ] {
            assert_eq!(line(quantity, price, discount).net_cents(), net, "{quantity} at {price}");
        }
    }

    #[test]
    fn quantities_are_counted_in_hundredths_and_work_in_minutes() {
        use Quantity::{Hundredths, Minutes};
        for (quantity, unit, hundredths, minutes) in [
            (Minutes(135), Unit::Hour, 225, 135),
            (Minutes(10), Unit::Hour, 17, 10),
            (Hundredths(150), Unit::Hour, 150, 90),
            (Hundredths(53), Unit::Month, 53, 0),
        ] {
            let line = Line {
                group: String::new(),
                name: "x".into(),
                description: String::new(),
                quantity,
                unit,
                price_cents: 100,
                discount_percent: 0,
                discount_reason: String::new(),
                vat: Vat::Standard,
            };
            assert_eq!((quantity.hundredths(), line.minutes()), (hundredths, minutes), "{quantity}");
        }
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (value, by, result) in
            [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (149, 100, 1), (150, 100, 2), (-150, 100, -2)]
        {
            assert_eq!(divide(value, by), result, "{value} / {by}");
        }
    }
}
