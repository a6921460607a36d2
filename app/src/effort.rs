//! Time that was worked: booking it on a ticket, the timer that is always in sight, a person's week.
pub mod api;
pub mod chip;
pub mod dock;
pub mod form;
pub mod kept;
pub mod list;
pub mod panel;
pub mod view;
pub mod waiting;
pub mod week_page;
pub mod word;
