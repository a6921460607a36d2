//! What quotes and orders have in common: their history, comments and documents.
pub mod api;
pub mod comment;
pub mod files;
pub mod filters;
pub mod fresh;
pub mod thread;
pub mod view;
