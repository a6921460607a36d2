//! Mailboxes of the house: by which account each is read, and what its mails become (B1).
pub mod api;
pub mod form;
pub mod item;
pub mod page;
pub mod view;
