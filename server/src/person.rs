//! People: signing in, second factors, sessions, invitations, staff.
pub mod account;
pub mod attempt;
pub mod desk;
pub mod enter;
pub mod factor;
pub mod invitation;
pub mod link;
pub mod password;
pub mod query;
pub mod staff;
pub mod vault;
