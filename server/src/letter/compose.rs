//! The two forms of a mail: plain text, and one column of HTML that survives Outlook, dark mode and dropped style sheets.
//!
//! Both are made from one [`Content`] and say the same; nothing is loaded from anywhere.
mod address;
mod colour;
mod markup;
mod page;
mod part;
mod plain;
mod style;
#[cfg(test)]
mod tests;

use domain::lang::Lang;

/// What a mail says, before it has a form.
#[derive(Clone, Debug)]
pub struct Content<'a> {
    /// Reader's language.
    pub lang: Lang,
    /// What an inbox shows beside the subject; in the mail itself it is hidden. Plain text has no such place.
    pub preheader: &'a str,
    /// The line above which to answer, where answers are read: `domain::letter::reply::MARKER_DE` or `MARKER_EN`.
    pub reply_above: Option<&'a str>,
    /// `Guten Tag Frau Albers,`
    pub greeting: &'a str,
    /// What stands between greeting and footer.
    pub blocks: &'a [Block],
    /// Who writes.
    pub company: Company<'a>,
    /// What it is about.
    pub ticket: Option<Ticket<'a>>,
}

/// One piece of a mail.
#[derive(Clone, Debug)]
pub enum Block {
    /// Paragraphs, parted by empty lines; line ends within them are kept, web addresses become links.
    Text(String),
    /// Label and value, without colons.
    Facts(Vec<(String, String)>),
    /// What somebody wrote.
    Message {
        /// Name.
        by: String,
        /// When, in the reader's words: `23. Nov. 2026, 09:31 Uhr`.
        at: String,
        /// As it was typed.
        text: String,
    },
    /// What to do, side by side.
    Buttons(Vec<Button>),
    /// What must not be overlooked, as that costs may arise. `Hinweis:` is put before it.
    Notice(String),
    /// By the way; otherwise as a text.
    Small(String),
}

/// Something to press.
#[derive(Clone, Debug)]
pub struct Button {
    /// `Bestätigen`
    pub label: String,
    /// Absolute; leads nowhere where it is neither `http` nor `https`.
    pub address: String,
    /// The one that most readers want.
    pub primary: bool,
}

/// Who writes.
#[derive(Clone, Copy, Debug)]
pub struct Company<'a> {
    /// Name.
    pub name: &'a str,
    /// Lines below the name: address, telephone, register (§ 35a of the German law on such companies).
    pub lines: &'a [String],
    /// The portal's absolute address.
    pub portal: &'a str,
    /// `#0f5a63`; the product's petrol where it is no such colour.
    pub accent: &'a str,
}

/// The ticket a mail is about.
#[derive(Clone, Copy, Debug)]
pub struct Ticket<'a> {
    /// `#1042`
    pub number: &'a str,
    /// Title.
    pub title: &'a str,
    /// State in the reader's words: `In Bearbeitung`.
    pub state: &'a str,
    /// Its absolute address in the portal; `None` for who has no account there.
    pub address: Option<&'a str>,
}

impl Content<'_> {
    /// Plain text; the footer stands below the delimiter of a signature.
    pub fn text(&self) -> String {
        plain::text(self)
    }

    /// A whole HTML document.
    pub fn html(&self) -> String {
        page::html(self)
    }
}

/// Without signs that no mail may carry (RFC 5322, 3.5) and that show nothing.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").replace(|c: char| c.is_control() && c != '\n' && c != '\t', "")
}
