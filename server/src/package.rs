//! Hour packages: the ledger of a contract's hours, what work draws from it, what is due by itself, what is shown.
pub mod contract;
pub mod desk;
pub mod draw;
pub mod ledger;
pub mod list;
pub mod paper;
pub mod settle;
pub mod sheet;
pub mod sign;
pub mod statement;
pub mod warn;
