//! Uploaded files (F3): sent in pieces that can be taken up again, kept under a random name, looked at from the outside
//! only, and delivered so that nothing in them runs in the reader's browser.
pub mod deliver;
pub mod easel;
pub mod form;
pub mod job;
mod lane;
pub mod piece;
pub mod place;
pub mod preview;
pub mod row;
pub mod sniff;
mod store;
pub mod upload;
