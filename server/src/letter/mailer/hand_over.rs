//! Handing a letter over to the mail server.
use super::message::{attached, message};
use super::{PATIENCE, Row, Transport};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::enclosed::parts;
use domain::letter::silence::Silence;
use lettre::AsyncTransport as _;

/// Why a letter did not leave.
pub struct Trouble {
    /// What becomes of it.
    pub then: Then,
    /// The mail server's words, or the code of its silence.
    pub words: String,
    /// The mail server is silent: its connections are not used again.
    pub silent: bool,
    /// No letter would have left.
    pub down: bool,
}

/// What becomes of a letter that did not leave.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It is tried again later.
    Again,
    /// Trying again cannot help.
    GiveUp,
    /// Perhaps it left all the same.
    Ask,
}

impl Trouble {
    /// It is tried again, for this.
    pub const fn again(words: String) -> Self {
        Self { then: Then::Again, words, silent: false, down: false }
    }

    /// The mail server takes nothing, for this; the letter is tried again.
    pub const fn down(words: String) -> Self {
        Self { then: Then::Again, words, silent: false, down: true }
    }

    /// It is given up, for this.
    pub const fn give_up(words: String) -> Self {
        Self { then: Then::GiveUp, words, silent: false, down: false }
    }

    fn silent(then: Then, silence: Silence) -> Self {
        Self { then, words: silence.code().to_owned(), silent: true, down: then == Then::Again }
    }
}

/// Hands a letter over, with its files; says why where it did not leave.
pub async fn hand_over(house: &House, transport: &Transport, row: &Row) -> Result<(), Trouble> {
    let again = |fault: Fault| Trouble::again(fault.to_string());
    let mut files = parts(house, row.id).await.map_err(again)?;
    files.extend(attached(house, row).await.map_err(again)?);
    let message = message(house, row, files)?;
    // What fails before anything was handed over can be tried again.
    match tokio::time::timeout(PATIENCE / 2, transport.test_connection()).await {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => return Err(Trouble::silent(Then::Again, Silence::NoAnswer)),
        Ok(Err(error)) => return Err(Trouble::down(error.to_string())),
        Err(_) => return Err(Trouble::silent(Then::Again, Silence::TooSlow)),
    }
    match tokio::time::timeout(PATIENCE / 2, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            // 53x is about our own signing in there (RFC 4954): whoever mends the settings wants the mail sent.
            let ours = error.status().is_some_and(|code| code.to_string().starts_with("53"));
            match error.status() {
                None if !error.is_client() => Err(Trouble::silent(Then::Ask, Silence::BrokeOff)),
                _ if error.is_permanent() && !ours => Err(Trouble::give_up(said(&error))),
                _ if ours => Err(Trouble::down(said(&error))),
                _ => Err(Trouble::again(said(&error))),
            }
        }
        Err(_) => Err(Trouble::silent(Then::Ask, Silence::TooSlow)),
    }
}

/// What the mail server itself said, without the words of the library around it.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let words = error.to_string();
    let own = error.status().zip(words.split_once("):").map(|(_, own)| own.trim()));
    own.map(|(code, own)| format!("{code} {own}")).unwrap_or(words)
}
