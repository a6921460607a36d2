//! What people see and may ask: pages, parts, routes, server functions.
pub mod call;
pub mod error;
pub mod letter;
pub mod organisation;
pub mod person;
pub mod ticket;
pub mod words;
