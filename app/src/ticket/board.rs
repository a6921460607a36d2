//! The parts of the board.
pub mod drag;
