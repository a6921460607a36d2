//! The parts of the ticket list.
pub mod chips;
pub mod filters;
