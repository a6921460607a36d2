//! Organisations: the register, contacts and their rights, projects, systems.
pub mod agree;
pub mod contact;
pub mod contract;
pub mod desk;
pub mod ending;
pub mod facts;
pub mod glance;
pub mod month;
pub mod query;
