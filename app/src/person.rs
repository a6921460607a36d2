//! Signing in, the account, sessions.
pub mod api;
pub mod view;
