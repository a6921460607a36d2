//! Outgoing mail, as staff see it.
pub mod api;
pub mod view;
