//! Documents as people, accountants and machines accept them: PDF/A-3a and PDF/UA-1 pages, laid out by typst, and electronic invoices by
//! EN 16931. In a crate of its own because the typesetter takes long to compile.
//!
//! The same input gives the same bytes: no clock, no randomness, no fonts or files of the machine.
mod electronic;
mod invoice;
mod logo;
mod page;
mod paper;
mod payment;
mod world;

pub use invoice::{Error, Rendered, preview, render, xrechnung};
pub use paper::print;
