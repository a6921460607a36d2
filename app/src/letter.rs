//! Mail in and out, as staff see it.
pub mod api;
pub mod last;
pub mod mailboxes;
pub mod mails_page;
pub mod move_page;
pub mod moving;
pub mod original_page;
pub mod outbox_page;
pub mod outgoing;
pub mod text;
pub mod trouble;
pub mod view;
