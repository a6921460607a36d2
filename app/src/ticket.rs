//! Tickets, as people see them.
pub mod address;
pub mod api;
pub mod board;
pub mod board_page;
pub mod contact_page;
pub mod fresh;
pub mod home_page;
pub mod line;
pub mod list;
pub mod list_page;
pub mod new;
pub mod new_page;
pub mod overview_page;
pub mod page;
pub mod queue_page;
pub mod ticket_page;
pub mod view;
