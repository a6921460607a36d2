//! What can be wrong with a configuration, and where.
use super::FORM;
use crate::invoice::check::Why;
use crate::promise::calendar::WrongCalendar;
use serde::{Deserialize, Serialize};

/// What is wrong with a configuration, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{place}: {why}")]
pub struct WrongPolicy {
    /// Where, as the file names it: `calendar office`, `target 3`.
    pub place: String,
    /// What.
    pub why: WrongPart,
}

/// What is wrong with a part of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongPart {
    /// The file's form is of another version.
    #[error("this version reads files of form {FORM}, not {form}")]
    #[serde(with = "crate::bare")]
    OtherForm {
        /// The file's.
        form: u16,
    },
    /// There must be at least one.
    #[error("there must be at least one")]
    None,
    /// The code is used twice.
    #[error("the code is used twice")]
    Twice,
    /// Not a code: 1 to 40 small letters, digits and underscores.
    #[error("a code has 1 to 40 small letters, digits and underscores")]
    NoCode,
    /// Names something that is not there.
    #[error("there is no {what} `{code}`")]
    Unknown {
        /// Kind of thing.
        what: String,
        /// Its code.
        code: String,
    },
    /// A prefix of ticket numbers cannot be told from what is around it.
    #[error("a prefix has 1 to 10 characters without spaces, the last of them no digit")]
    Prefix,
    /// A name is missing.
    #[error("a name is missing")]
    NoName,
    /// A number lies outside what makes sense.
    #[error("`{field}` must be between {min} and {max}")]
    OutOfRange {
        /// Which.
        field: String,
        /// Least.
        min: u32,
        /// Most.
        max: u32,
    },
    /// A text, or a list, is longer than allowed.
    #[error("longer than {most}")]
    #[serde(with = "crate::bare")]
    TooLong {
        /// Most characters, or lines.
        most: u32,
    },
    /// A text holds characters that nobody sees.
    #[error("a text holds control characters")]
    Hidden,
    /// A template has a gap that nothing fills.
    #[error("nothing is filled in at `{{{gap}}}`")]
    #[serde(with = "crate::bare")]
    UnknownGap {
        /// What stands in braces.
        gap: String,
    },
    /// A template lacks a gap without which the mail would not say what it must.
    #[error("`{{{gap}}}` must stand there")]
    #[serde(with = "crate::bare")]
    MissingGap {
        /// Which.
        gap: String,
    },
    /// A template has a brace that is not closed.
    #[error("a brace is not closed: `{at}`")]
    #[serde(with = "crate::bare")]
    OpenGap {
        /// The brace with what stands behind it.
        at: String,
    },
    /// Tiers of a rate that nobody could climb.
    #[error("tiers ascend, and only the last one is for all other hours")]
    Tiers,
    /// A day that no calendar of ours holds.
    #[error("a day is not between the years 1900 and 2199")]
    FarDay,
    /// Two targets of one metric are for the same tickets.
    #[error("another target promises the same to the same tickets")]
    SameTickets,
    /// The calendar cannot be counted with.
    #[error("{0}")]
    Calendar(WrongCalendar),
    /// The company cannot be named so on an invoice.
    #[error("{0}")]
    Seller(Why),
    /// The workflow makes no sense.
    #[error("{0}")]
    #[serde(with = "crate::bare")]
    Workflow(String),
}

/// Collects what is wrong.
#[derive(Default)]
pub(super) struct Found(pub(super) Vec<WrongPolicy>);

impl Found {
    pub(super) fn add(&mut self, place: &str, why: WrongPart) {
        self.0.push(WrongPolicy { place: place.to_owned(), why });
    }

    pub(super) fn unknown(&mut self, place: &str, what: &str, code: &str) {
        self.add(place, WrongPart::Unknown { what: what.to_owned(), code: code.to_owned() });
    }

    pub(super) fn range(&mut self, place: &str, field: &str, min: u32, max: u32) {
        self.add(place, WrongPart::OutOfRange { field: field.to_owned(), min, max });
    }

    /// Codes that are none or used twice, names that are missing.
    pub(super) fn codes<'a>(
        &mut self,
        what: &str,
        things: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
    ) {
        let mut seen = std::collections::BTreeSet::new();
        for (code, de, en) in things {
            let place = format!("{what} {code}");
            if !is_code(code) {
                self.add(&place, WrongPart::NoCode);
            } else if !seen.insert(code) {
                self.add(&place, WrongPart::Twice);
            }
            if de.trim().is_empty() || en.trim().is_empty() {
                self.add(&place, WrongPart::NoName);
            }
        }
    }
}

/// Whether a text can name a class, plan or calendar for ever.
pub fn is_code(text: &str) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=40).contains(&text.len()) && text.chars().all(fine)
}
