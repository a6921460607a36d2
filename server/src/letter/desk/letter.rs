//! A letter, before it is written.
use crate::letter::compose::{Block, Button};
use crate::letter::thread::Answered;
use app::words::{Text, say};
use domain::id::PersonId;
use domain::lang::Lang;

/// To whom.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// Account, where there is one.
    pub person: Option<PersonId>,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Language.
    pub lang: Lang,
}

/// A letter to be written.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: Addressee,
    /// Subject.
    pub subject: String,
    /// What it says between greeting and footer.
    pub blocks: Vec<Block>,
    /// The ticket that it is about.
    pub about: Option<About>,
    /// Carries a link that signs in; its text is shown to staff only while no mail leaves the house, and not kept once
    /// it left.
    pub secret: bool,
    /// Only confirms that something arrived: leaves with a null return path, so that no machine answers it (RFC 3834).
    pub acknowledges: bool,
    /// Where nobody but the house answers: the mail that it answers; such letters are capped.
    pub answers: Option<Answered>,
}

/// The ticket that a letter is about.
#[derive(Clone, Debug)]
pub struct About {
    /// Its row.
    pub ticket: i64,
    /// Its number as it is written.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its state, in the reader's words.
    pub state: String,
    /// Its address in the portal; `None` for who has no account there.
    pub address: Option<String>,
    /// The keyed token by which answers find it.
    pub token: String,
    /// Staff alone are told: an answer becomes an internal note.
    pub internal: bool,
    /// The ticket begins with it: nobody was written to about it before.
    pub begins: bool,
}

/// Paragraphs and, below them, the one thing to do: its label and absolute address.
pub fn blocks(paragraphs: Vec<String>, button: Option<(String, String)>) -> Vec<Block> {
    let button =
        button.map(|(label, address)| Block::Buttons(vec![Button { label, address, primary: true }]));
    paragraphs.into_iter().map(Block::Text).chain(button).collect()
}

impl Letter {
    /// A letter that only tells something about the account, without anything to fill in or to press.
    pub fn notice(to: Addressee, subject: Text, paragraphs: &[Text]) -> Self {
        let lang = to.lang;
        Self {
            to,
            subject: say(lang, subject).to_owned(),
            blocks: blocks(paragraphs.iter().map(|text| say(lang, *text).to_owned()).collect(), None),
            about: None,
            secret: false,
            acknowledges: false,
            answers: None,
        }
    }
}
