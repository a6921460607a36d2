//! Orders: rows, lists, pages, what happens to them.
pub mod begin;
pub mod desk;
pub mod link;
pub mod list;
pub mod open;
pub mod page;
pub mod query;
pub mod row;
pub mod turn;
