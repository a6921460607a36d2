//! What is logged.
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// What is logged where `wanted` is asked for, such as `warn` or `info,server=debug`. What goes over the wire to mail servers
/// never is: passwords are in it.
pub fn filter(wanted: &str) -> EnvFilter {
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new("info"));
    let silent = format!("async_imap::imap_stream={}", LevelFilter::OFF);
    match silent.parse() {
        Ok(silent) => filter.add_directive(silent),
        Err(_) => EnvFilter::new("info"),
    }
}
