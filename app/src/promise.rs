//! Promises, as people see them.
pub mod card;
pub mod clock;
pub mod derivation;
pub mod sentence;
pub mod strip;
pub mod view;
