//! The house's mailboxes, kept by administrators in the browser or named in the settings file (B1, I5).
pub mod credential;
pub mod desk;
pub mod list;
pub mod row;
pub mod save;
pub mod settings;
pub mod through;
