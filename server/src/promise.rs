//! Promises in the house: kept up to date with every change, watched, explained.
pub mod command;
pub mod keep;
pub mod view;
pub mod watch;
