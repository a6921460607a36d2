//! Organisations: their contacts, projects and systems.
pub mod api;
pub mod contact_list;
pub mod facts;
pub mod list_page;
pub mod month_page;
pub mod page;
pub mod project_list;
pub mod rights;
pub mod view;
pub mod word;
