//! What is wrong with mail, as a sentence.
use crate::words::{Text, letter, mailbox as w, say};
use domain::lang::Lang;
use domain::letter::mailbox::Trouble;
use domain::letter::silence::Silence;

/// Why a letter did not leave: the mail server's own words, or what kept them away.
pub fn said(lang: Lang, reason: &str) -> String {
    let word = match Silence::of(reason) {
        None => return reason.to_owned(),
        Some(Silence::NoAnswer) => letter::NO_ANSWER,
        Some(Silence::TooSlow) => letter::TOO_SLOW,
        Some(Silence::BrokeOff) => letter::BROKE_OFF,
        Some(Silence::Ended) => letter::ENDED,
        Some(Silence::Reported) => letter::REPORTED,
    };
    say(lang, word).to_owned()
}

/// The same as a sentence, which says whose words they are.
pub fn why(lang: Lang, reason: &str) -> String {
    let told = said(lang, reason);
    if told == reason { format!("{} {told}", say(lang, letter::TROUBLE)) } else { told }
}

/// The sentence of a trouble; it says what to do where somebody can do something.
pub const fn trouble_word(trouble: Trouble) -> Text {
    match trouble {
        Trouble::NoSuchServer => w::NO_SUCH_SERVER,
        Trouble::NoAnswer => w::NO_ANSWER,
        Trouble::TooSlow => w::TOO_SLOW,
        Trouble::Certificate => w::CERTIFICATE,
        Trouble::NotSecret => w::NOT_SECRET,
        Trouble::SignIn => w::SIGN_IN,
        Trouble::Expired => w::EXPIRED,
        Trouble::NotGranted => w::NOT_GRANTED,
        Trouble::NoGrant => w::NO_GRANT,
        Trouble::Folder => w::FOLDER_MISSING,
        Trouble::Secret => w::SECRET,
        Trouble::NotStored => w::NOT_STORED,
        Trouble::NotMarked => w::NOT_MARKED,
        Trouble::Broken => w::BROKEN,
    }
}
