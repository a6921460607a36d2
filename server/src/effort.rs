//! Time that was worked: booked, corrected, timed, shown.
pub mod book;
pub mod desk;
pub mod row;
pub mod timer;
pub mod week;
