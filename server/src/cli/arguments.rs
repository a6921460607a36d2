//! What can be asked on the command line.
use crate::promise::command;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Customer service portal: tickets, promises, invoices.
#[derive(Parser)]
#[command(name = "schalter", version)]
pub(super) struct Arguments {
    /// Settings file; `schalter.toml` in the working folder where it is there.
    #[arg(long, global = true)]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Brings the database up to date and answers requests.
    Serve,
    /// Brings the database up to date and ends.
    Migrate,
    /// Fills an empty database with believable data and prints who can sign in, as JSON.
    Demo {
        /// Kind of company; `agency-plans` where none is named.
        #[arg(long)]
        preset: Option<String>,
        /// How many tickets.
        #[arg(long, default_value_t = crate::demo::USUAL)]
        tickets: u64,
        /// Booked times on each ticket, for measurements.
        #[arg(long, default_value_t = 0, hide = true)]
        efforts: u32,
    },
    /// Prints the current one-time code of a Base32 secret, for the demo's accounts.
    Code {
        /// The secret.
        secret: String,
    },
    /// Makes a preview: a file of this media type from standard input, a picture to standard output. The server calls it.
    #[command(hide = true)]
    Preview {
        /// Media type.
        media: String,
    },
    /// Takes a mail from standard input, for the pipe of a mail server. Ends with 0 when it is stored for good, with 75 when
    /// the mail server should try again, with 67 when there is no such mailbox.
    Deliver {
        /// The mailbox; the first one where none is named.
        #[arg(long)]
        mailbox: Option<String>,
        /// Stores nothing and prints what would become of the mail, as JSON.
        #[arg(long)]
        dry_run: bool,
    },
    /// Says when tickets are due: questions as JSON lines from standard input, answers to standard output.
    #[command(after_help = command::DUE_HELP)]
    Due,
    /// Lists a place's public holidays as JSON.
    #[command(after_help = command::HOLIDAYS_HELP)]
    Holidays {
        /// ISO 3166-2 code of a German state, perhaps with a municipality, such as `DE-BY-muenchen`.
        #[arg(long)]
        place: String,
        /// The year.
        #[arg(long)]
        year: i16,
    },
    /// Makes documents of invoices.
    Invoice {
        #[command(subcommand)]
        command: InvoiceCommand,
    },
    /// Writes all documents of a year, with their history and digests, into a ZIP archive.
    Archive {
        /// The year.
        #[arg(long)]
        year: i16,
        /// The file.
        #[arg(long)]
        out: PathBuf,
    },
    /// Looks after the settings.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
}

#[derive(Subcommand)]
pub(super) enum InvoiceCommand {
    /// Reads descriptions from standard input and writes each as PDF and XML, without a database.
    #[command(after_help = crate::invoice::command::RENDER_HELP)]
    Render {
        /// Folder for the files, named by the invoices' numbers.
        #[arg(long, default_value = ".")]
        out: PathBuf,
        /// Writes the form for the public administration too (XRechnung, UBL).
        #[arg(long)]
        xrechnung: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum ConfigCommand {
    /// Checks the settings and lists all there are.
    Check,
}
