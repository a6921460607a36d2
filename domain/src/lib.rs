//! What is true in Schalter: types, states, rules and permissions.
//!
//! No clock, no IO, no framework. Time and randomness are arguments; rules are pure functions.
pub mod access;
pub mod approval;
pub mod bare;
pub mod billing;
pub mod country;
pub mod deal;
pub mod document;
pub mod effort;
pub mod id;
pub mod input;
pub mod invoice;
pub mod lang;
pub mod letter;
pub mod live;
pub mod moment;
pub mod money;
pub mod order;
pub mod organisation;
pub mod overview;
pub mod package;
pub mod paper;
pub mod person;
pub mod phone;
pub mod policy;
pub mod promise;
pub mod quote;
pub mod report;
pub mod search;
pub mod sign_in;
pub mod ticket;
pub mod vat;
