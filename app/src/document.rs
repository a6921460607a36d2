//! Documents: how they are sent, shown and told.
pub mod chips;
pub mod size;
pub mod transfer;
pub mod upload;
pub mod viewer;
