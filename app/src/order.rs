//! Orders: what accepted quotes became.
pub mod api;
pub mod badge;
pub mod list_page;
pub mod page;
pub mod tickets;
pub mod view;
