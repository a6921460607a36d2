//! What is wrong with a mailbox, as a sentence.
use crate::words::{Text, mailbox as w};
use domain::letter::mailbox::Trouble;

/// The sentence of a trouble; it says what to do where somebody can do something.
pub const fn trouble_word(trouble: Trouble) -> Text {
    match trouble {
        Trouble::NoSuchServer => w::NO_SUCH_SERVER,
        Trouble::NoAnswer => w::NO_ANSWER,
        Trouble::TooSlow => w::TOO_SLOW,
        Trouble::Certificate => w::CERTIFICATE,
        Trouble::NotSecret => w::NOT_SECRET,
        Trouble::SignIn => w::SIGN_IN,
        Trouble::Folder => w::FOLDER_MISSING,
        Trouble::Secret => w::SECRET,
        Trouble::NotStored => w::NOT_STORED,
        Trouble::Broken => w::BROKEN,
    }
}
