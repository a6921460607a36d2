//! What touches the world: HTTP, sessions, database, mail, files, jobs, live events.
pub mod asset;
pub mod clock;
pub mod config;
pub mod document;
pub mod echo;
pub mod fault;
pub mod gate;
pub mod house;
pub mod live;
pub mod metrics;
pub mod migration;
pub mod preset;
pub mod router;
pub mod secret;
pub mod serve;
pub mod session;
pub mod store;
