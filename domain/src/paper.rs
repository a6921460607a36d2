//! A paper: headings, sentences and tables as they are printed, ready in its reader's language. What it tells is computed elsewhere; how it
//! looks is the typesetter's matter.
use crate::lang::Lang;
use jiff::civil::Date;
use serde::Serialize;

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Language of its words.
    pub lang: Lang,
    /// What it is.
    pub title: String,
    /// A line below the title: which version, since when.
    pub lead: String,
    /// Whose it is.
    pub company: String,
    /// Colour of headings as `#0b5d66`; the product's own where it is empty.
    pub accent: String,
    /// The day that the file names as that of its making.
    pub made: Date,
    /// What it says.
    pub parts: Vec<Part>,
}

/// A part below a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The heading.
    pub heading: String,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// A piece of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A smaller heading.
    Heading(String),
    /// Sentences; empty lines part paragraphs.
    Text(String),
    /// Points.
    List(Vec<String>),
    /// What something is called, and what it is.
    Facts(Vec<(String, String)>),
    /// A table.
    Table {
        /// Names of the columns.
        head: Vec<String>,
        /// Rows, each with as many cells.
        rows: Vec<Vec<String>>,
    },
}
