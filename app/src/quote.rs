//! Quotes: asked for, written, decided.
pub mod api;
pub mod badge;
pub mod decision;
pub mod edit_page;
pub mod editor;
pub mod list_page;
pub mod page;
pub mod paper;
pub mod rows;
pub mod view;
pub mod wording;
