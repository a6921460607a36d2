//! Effort gate, approvals and consents, fulfilled.
pub mod approver;
pub mod ask;
pub mod consent;
pub mod decide;
pub mod desk;
pub mod letter;
pub mod link;
pub mod meter;
pub mod row;
pub mod tariff;
pub mod types;
pub mod view;
pub mod watch;
