//! Quotes: rows, lists, pages, what happens to them.
pub mod ask;
pub mod decide;
pub mod desk;
mod ending;
pub mod form;
pub mod list;
pub mod page;
pub mod query;
pub mod row;
pub mod version;
pub mod watch;
pub mod write;
