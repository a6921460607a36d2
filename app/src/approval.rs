//! What customers agree to before it costs money: more effort (E3), dearer ticket types (E2).
pub mod api;
pub mod ask;
pub mod card;
pub mod meter;
pub mod page;
pub mod proposal;
pub mod request;
pub mod view;
pub mod word;
