//! Reports of months (H1).
pub mod desk;
pub mod facts;
mod file;
pub mod freeze;
mod letter;
mod row;

pub use file::show;
