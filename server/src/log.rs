//! What is logged.
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// What is logged where `wanted` is asked for, such as `warn` or `info,server=debug`. What goes over the wire to mail servers
/// never is: passwords are in it. Nor is what the parser of HTML thinks of the mails of others.
pub fn filter(wanted: &str) -> EnvFilter {
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new("info"));
    let quiet = [("async_imap::imap_stream", LevelFilter::OFF), ("html5ever", LevelFilter::ERROR)];
    let quiet: Result<Vec<_>, _> =
        quiet.iter().map(|(target, level)| format!("{target}={level}").parse()).collect();
    match quiet {
        Ok(quiet) => quiet.into_iter().fold(filter, EnvFilter::add_directive),
        Err(_) => EnvFilter::new("info"),
    }
}
