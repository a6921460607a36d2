//! Promises (D): by when a company reacts or is done, computed from the contract and explained.
//!
//! A [`calendar`] says when a company is open; ready to count with it is a [`timetable`]. A [`target`] says how much time
//! a promise leaves, [`due`] by which instant it ends, [`derivation`] why. A [`clock`] reads a ticket's history and
//! answers how each of its promises stands. All of it is pure: the same input gives the same answer for ever.
pub mod calendar;
pub mod clock;
pub mod derivation;
pub mod due;
pub mod history;
pub mod holiday;
pub mod interval;
pub mod moved;
pub mod place;
pub mod strip;
pub mod target;
pub mod timetable;

#[cfg(test)]
mod tests;
