//! The customer's start page (F4): a handful of statements, none per row.
mod asked;
mod contact;
mod desk;
mod page;
pub mod row;
pub mod tickets;
