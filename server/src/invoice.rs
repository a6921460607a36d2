//! Invoices.
pub mod command;
