//! What quotes and orders have in common (F1, F3): numbers, who is asked, a history with comments and documents.
pub mod live;
pub mod timeline;

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Most characters of a comment, a request or a reason.
pub const LONGEST_COMMENT: u32 = 10_000;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident $prefix:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name {
            /// Year in which it was given, in the company's zone.
            pub year: i16,
            /// Counts from 1 each year; never given twice.
            pub serial: u32,
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "-{}-{:04}"), self.year, self.serial)
            }
        }

        impl FromStr for $name {
            type Err = NotANumber;
            fn from_str(text: &str) -> Result<Self, NotANumber> {
                read($prefix, text).map(|(year, serial)| Self { year, serial }).ok_or(NotANumber)
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self { number.to_string() }
        }

        impl TryFrom<String> for $name {
            type Error = NotANumber;
            fn try_from(text: String) -> Result<Self, NotANumber> { text.parse() }
        }
    )*};
}

numbers! {
    /// The number of a quote: `A-2026-0017` (*Angebot*), the same in every language.
    QuoteNumber "A"
    /// The number of an order: `B-2026-0004` (*Beauftragung*), the same in every language.
    OrderNumber "B"
}

/// No number of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number such as A-2026-0001")]
pub struct NotANumber;

/// Year and serial of `A-2026-0017`, in any case of letters.
fn read(prefix: &str, text: &str) -> Option<(i16, u32)> {
    let mut parts = text.trim().split('-');
    let (head, year, serial) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, most: usize| {
        (4..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let fits = head.eq_ignore_ascii_case(prefix) && digits(year, 4) && digits(serial, 9);
    let serial = serial.parse().ok().filter(|serial| fits && *serial > 0)?;
    parts.next().is_none().then_some((year.parse().ok()?, serial))
}

/// A quote or an order: what a history, a comment, a document belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deal {
    /// A quote.
    Quote(QuoteNumber),
    /// An order.
    Order(OrderNumber),
}

impl Deal {
    /// Its page.
    pub fn address(self) -> String {
        match self {
            Self::Quote(number) => format!("/quotes/{number}"),
            Self::Order(number) => format!("/orders/{number}"),
        }
    }
}

impl fmt::Display for Deal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quote(number) => number.fmt(f),
            Self::Order(number) => number.fmt(f),
        }
    }
}

impl FromStr for Deal {
    type Err = NotANumber;
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        text.parse().map(Self::Quote).or_else(|_| text.parse().map(Self::Order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_and_read_back() {
        let number = QuoteNumber { year: 2026, serial: 17 };
        assert_eq!(number.to_string(), "A-2026-0017");
        assert_eq!("a-2026-0017".parse(), Ok(number));
        assert_eq!("B-2026-12345".parse(), Ok(OrderNumber { year: 2026, serial: 12_345 }));
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"A-2026-0017\"");
        for text in
            ["", "A-2026-17", "B-2026-0017", "A-2026-0000", "A-26-0017", "A-2026-0017-1", "A-2026-00x7"]
        {
            assert!(text.parse::<QuoteNumber>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_deal_is_a_quote_or_an_order() {
        let quote: Deal = "A-2026-0001".parse().unwrap();
        let order: Deal = "B-2026-0001".parse().unwrap();
        assert_eq!(
            (quote.address().as_str(), order.address().as_str()),
            ("/quotes/A-2026-0001", "/orders/B-2026-0001")
        );
        assert!("C-2026-0001".parse::<Deal>().is_err());
    }
}
