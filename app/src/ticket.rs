//! Tickets, as people see them.
pub mod address;
pub mod api;
pub mod view;
