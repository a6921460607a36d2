//! Tickets behind the desk: lists, the page, and every change with its history, letters and live events.
pub mod board;
mod choice;
mod desk;
mod draft;
mod facts;
pub mod history;
pub mod list;
mod notify;
pub mod objection;
pub mod open;
mod origin;
mod page;
pub mod query;
pub mod row;
pub mod search;
mod shift;
pub mod work;
pub mod write;
