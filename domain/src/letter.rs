//! Letters that come in by mail (B1–B4): what they are, where they belong and what of them is new.
//!
//! The server parses MIME and hands in an [`incoming::Incoming`]; everything that is decided about it is decided here.
//! [`machine`] tells automatic mail from people's, [`bounce`] reads delivery reports, [`thread`] finds the ticket, [`voice`]
//! says who is heard on it, [`cap`] when an automatic answer may go out, [`copied`] whom a writer lets in, [`enclosed`] which files go along with a letter, [`moving`] where staff may move a mail, [`original`] who wrote first what somebody on staff passed on, [`reply`]
//! takes quotes and signatures off, [`picture`] the words that stand for pictures, [`subject`] reads and writes subjects, [`mailbox`] says with what a ticket begins and how
//! mailboxes fare, [`hold`] which mails wait a moment for words, [`waiting`] when staff are reminded of what they have to decide. The rules are those of the "Mail threading" and "Loops" parts of `pitfalls.md`.
pub mod bounce;
pub mod cap;
pub mod copied;
pub mod enclosed;
pub mod greeting;
pub mod hold;
pub mod incoming;
pub mod lookup;
pub mod machine;
pub mod mailbox;
pub mod moving;
pub mod original;
pub mod picture;
pub mod reply;
pub mod silence;
pub mod subject;
pub mod thanks;
pub mod thread;
pub mod voice;
pub mod waiting;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod house;
