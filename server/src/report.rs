//! Reports of months (H1).
mod correction;
pub mod desk;
pub mod facts;
mod file;
pub mod freeze;
mod letter;
mod package;
mod query;
mod row;
mod told;
mod work;

pub use file::show;
