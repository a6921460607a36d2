//! Organisations: their contacts, projects and systems.
pub mod api;
pub mod view;
