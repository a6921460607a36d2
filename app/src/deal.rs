//! What quotes and orders have in common: lists, history, comments and documents.
pub mod api;
pub mod comment;
pub mod files;
pub mod filters;
pub mod fresh;
pub mod list;
pub mod page;
pub mod paper;
pub mod thread;
pub mod view;
