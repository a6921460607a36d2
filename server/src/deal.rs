//! What quotes and orders have in common: rights as rows, lists, history, letters, comments.
pub mod comment;
pub mod contact;
pub mod entry;
pub mod facts;
pub mod letter;
pub mod list;
pub mod ticket;
