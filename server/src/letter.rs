//! Outgoing mail: written into the outbox in the same transaction as the change it tells of, sent from there.
pub mod compose;
pub mod desk;
pub mod mailer;
pub mod thread;
