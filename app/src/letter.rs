//! Outgoing mail, as staff see it.
pub mod api;
pub mod outbox_page;
pub mod text;
pub mod view;
