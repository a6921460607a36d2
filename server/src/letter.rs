//! Mail. What goes out is written into the outbox in the same transaction as the change it tells of, and sent from there;
//! what comes in becomes a ticket or finds its own.
pub mod addressee;
mod again;
pub mod compose;
pub mod deliver;
pub mod desk;
pub mod enclosed;
pub mod hold;
mod html;
pub mod imap;
pub mod intake;
pub mod mailer;
pub mod mails;
pub mod mime;
pub mod moving;
pub mod original;
pub mod outgoing;
pub mod preview;
pub mod promised;
pub mod returned;
pub mod sample;
pub mod thread;
pub mod token;
#[cfg(test)]
mod trial;
mod unsealed;
pub mod waiting;
pub mod window;
