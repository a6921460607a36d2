//! Invoices.
pub mod command;
pub mod sample;
