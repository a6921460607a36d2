//! The server through its whole router, on a real database: every test runs on SQLite and on PostgreSQL.
#![allow(missing_docs)] // a test binary, read by its authors only
mod access;
mod approval;
mod document;
mod door;
mod effort;
mod fact_sheet;
mod house;
mod imap;
mod imap_script;
mod invoice;
mod kill;
mod letter;
mod letterhead;
mod live;
mod mail;
mod mail_server;
mod mailbox;
mod mails;
mod order;
mod organisation;
mod original;
mod outgoing;
mod overview;
mod package;
mod person;
mod phone;
mod policy;
mod promise;
mod quote;
mod report;
mod scenario;
mod sold;
mod ticket;
mod voice;

pub use house::{Browser, TestHouse};

/// Writes each test once and runs it on both databases, as `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($house:ident: TestHouse) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($house: $crate::TestHouse) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { test($crate::TestHouse::sqlite().await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { test($crate::TestHouse::postgres().await).await; }
        }
    )*};
}
