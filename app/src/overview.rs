//! Overview (F4): where customers arrive. What waits for them, their hours, orders, quotes and tickets on one page.
pub mod api;
pub mod contacts;
pub mod page;
pub mod side;
pub mod view;
pub mod waiting;
