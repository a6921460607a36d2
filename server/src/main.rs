//! The one binary; its commands stand in [`server::cli`].
use std::process::ExitCode;

/// Pages are made of many short-lived pieces: a fifth of a start page's processor time went to the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
