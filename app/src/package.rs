//! Hour packages: what is left, where hours went, what is agreed (E4).
pub mod api;
pub mod balance;
pub mod cycles;
pub mod deeds;
pub mod lines;
pub mod list;
pub mod page;
pub mod paper;
pub mod view;
pub mod word;
