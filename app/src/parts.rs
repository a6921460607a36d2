//! What pages are put together from. Parts know no business nouns beyond their words.
pub mod badge;
pub mod button;
pub mod choice;
pub mod dialog;
pub mod erase;
pub mod field;
pub mod fold;
pub mod form;
pub mod frame;
pub mod icon;
pub mod live;
pub mod person;
pub mod say;
pub mod sentence;
pub mod state;
pub mod time;
pub mod toast;
