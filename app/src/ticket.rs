//! Tickets, as people see them.
pub mod address;
pub mod api;
pub mod contact_page;
pub mod new;
pub mod new_page;
pub mod page;
pub mod ticket_page;
pub mod view;
