//! The parts of the ticket page.
pub mod act;
pub mod facts;
pub mod forecast;
pub mod head;
pub mod here;
pub mod moved;
pub mod next;
pub mod origin;
pub mod people;
pub mod presence;
pub mod prose;
pub mod reply;
pub mod sent;
pub mod steps;
pub mod timeline;
pub mod triage;
pub mod writing;
