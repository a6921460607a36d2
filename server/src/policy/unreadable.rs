//! What the reader of TOML says of a file, as a sentence in the reader's language with the line it is about. The file's own
//! content is quoted by names only: it may hold what does not belong on a page.
use app::words::{Text, fill, policy as w, say};
use domain::lang::Lang;

/// Longest name of a field that is quoted, in characters.
const LONGEST_NAME: usize = 60;

/// What could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1; none where something is missing from the whole.
    line: Option<usize>,
    what: Text,
    /// The field or value that it is about.
    name: String,
}

impl Unreadable {
    /// Of what the reader said about a text.
    pub fn of(text: &str, error: &toml::de::Error) -> Self {
        let line =
            error.span().and_then(|span| text.get(..span.start)).map(|before| before.lines().count().max(1));
        let said = error.message();
        let what = match () {
            () if said.starts_with("unknown field") => w::UNREADABLE_FIELD,
            () if said.starts_with("missing field") => w::UNREADABLE_MISSING,
            () if said.starts_with("unknown variant") => w::UNREADABLE_CHOICE,
            () if said.starts_with("duplicate") => w::UNREADABLE_TWICE,
            () if said.starts_with("invalid type") || said.starts_with("invalid value") => {
                w::UNREADABLE_VALUE
            }
            // As `WrongHours` says it.
            () if said.ends_with("overlap") => w::UNREADABLE_OVERLAP,
            () if said.ends_with("before it begins") => w::UNREADABLE_ENDS,
            () if said.contains("no interval") => w::UNREADABLE_HOURS,
            () => w::UNREADABLE_PLACE,
        };
        let name = said.split('`').nth(1).unwrap_or_default();
        Self { line, what, name: name.chars().take(LONGEST_NAME).collect() }
    }

    /// In words.
    pub fn in_words(&self, lang: Lang) -> String {
        let what = fill(lang, self.what, &[("name", &self.name)]);
        let place = self.line.map(|line| fill(lang, w::UNREADABLE_LINE, &[("n", &line.to_string())]));
        let place = place.unwrap_or_else(|| say(lang, w::UNREADABLE_WHOLE).to_owned());
        fill(lang, w::UNREADABLE_FILE, &[("place", &place), ("what", &what)])
    }
}
