//! Calls of customers: begun, looked up, written down. And phone numbers.
pub mod card;
pub mod desk;
pub mod end;
pub mod find;
pub mod list;
pub mod numbers;
pub mod query;
pub mod row;
pub mod take;
