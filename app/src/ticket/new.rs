//! The parts of the form for a new ticket.
pub mod assist;
pub mod kinds;
