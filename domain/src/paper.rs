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
    Table(Table),
    /// What matters most, in large figures: the figure and what it counts.
    Figures(Vec<(String, String)>),
    /// Columns side by side, group after group, as of months.
    Columns(Columns),
    /// Bars below each other, each with its words.
    Bars(Bars),
    /// A small remark.
    Note(String),
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its part of the width, in twelfths or whatever all columns together make up.
    pub width: u8,
    /// Figures, which stand below each other.
    pub figures: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// As many as there are columns.
    pub cells: Vec<String>,
    /// Where the portal shows what it is about; papers show no addresses.
    #[serde(skip)]
    pub to: Option<String>,
    /// It sums up the rows above.
    pub sum: bool,
}

/// A chart of columns. Its words tell all that it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Columns {
    /// What is counted, the darkest first.
    pub series: Vec<String>,
    /// Name of each group with a number for each series.
    pub groups: Vec<(String, Vec<u32>)>,
    /// The same as a sentence, for who does not see it.
    pub words: String,
}

/// A chart of bars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bars {
    /// What the parts of a bar are, the darkest first; empty where each has one part and needs no name.
    pub series: Vec<String>,
    /// The bars.
    pub rows: Vec<Bar>,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// What it is about.
    pub name: String,
    /// How long each part is, in whatever unit.
    pub parts: Vec<u32>,
    /// The same in words.
    pub words: String,
}

impl Table {
    /// A table of words, its first column a little wider.
    pub fn of_words(head: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        let column = |(at, name)| Column { name, width: if at == 0 { 5 } else { 4 }, figures: false };
        Self {
            columns: head.into_iter().enumerate().map(column).collect(),
            rows: rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect(),
        }
    }
}

impl Columns {
    /// The largest number; at least 1, so that shares can be taken of it.
    pub fn most(&self) -> u32 {
        self.groups.iter().flat_map(|(_, numbers)| numbers).copied().max().unwrap_or(0).max(1)
    }
}

impl Bars {
    /// The length of the longest bar; at least 1.
    pub fn most(&self) -> u32 {
        let length = |bar: &Bar| bar.parts.iter().sum();
        self.rows.iter().map(length).max().unwrap_or(0).max(1)
    }
}
