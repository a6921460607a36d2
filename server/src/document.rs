//! Uploaded files.
pub mod place;
