//! The commands of the one binary: `schalter serve`, `deliver`, `migrate`, `demo` and the others.
//!
//! They stand in the library because a program's futures are compiled where they are waited for: with `block_on` in `main.rs`
//! half of the server was made a second time.
mod arguments;

use crate::clock::Clock;
use crate::config::{DOCUMENTED, Settings};
use crate::house::House;
use crate::letter::deliver::{Asked, TRY_AGAIN, ask, deliver as take};
use crate::person::factor;
use crate::policy::preset as checked_preset;
use crate::promise::command;
use crate::serve::serve;
use arguments::{Arguments, Command, ConfigCommand, InvoiceCommand};
use clap::Parser as _;
use std::io::{IsTerminal as _, Read as _};
use std::process::ExitCode;
use tokio::net::TcpListener;
use url::Url;

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    // One is started for every mail: threads would cost more than they are worth.
    let mut runtime = match arguments.command {
        Command::Deliver { .. } => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    // Whatever goes wrong with a mail, the mail server keeps it and tries again.
    let failed = match arguments.command {
        Command::Deliver { .. } => ExitCode::from(TRY_AGAIN),
        _ => ExitCode::FAILURE,
    };
    let ended = match runtime.enable_all().build() {
        Ok(runtime) => runtime.block_on(answer(arguments)),
        Err(error) => Err(error.to_string()),
    };
    match ended {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("{sentence}");
            failed
        }
    }
}

async fn answer(arguments: Arguments) -> Result<ExitCode, String> {
    if let Command::Preview { media } = arguments.command {
        return crate::document::preview::run(&media).map(|()| ExitCode::SUCCESS);
    }
    // These need neither settings nor data.
    match &arguments.command {
        Command::Due => {
            let all = command::due(std::io::stdin().lock(), std::io::stdout().lock())?;
            return Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Invoice { command: InvoiceCommand::Render { out, xrechnung } } => {
            for file in crate::invoice::command::render(std::io::stdin().lock(), out, *xrechnung)? {
                println!("{}", file.display());
            }
            return Ok(ExitCode::SUCCESS);
        }
        Command::Holidays { place, year } => {
            println!("{}", command::list_holidays(place, *year)?);
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let settings = Settings::read(arguments.config.as_deref(), |name| std::env::var(name).ok())?;
    if let Command::Config { command: ConfigCommand::Check } = arguments.command {
        print_settings();
        return Ok(ExitCode::SUCCESS);
    }
    log(&settings, &arguments.command);
    match arguments.command {
        Command::Serve => serve_house(settings).await?,
        Command::Deliver { mailbox, dry_run } => return deliver(settings, Asked { mailbox, dry_run }).await,
        Command::Migrate => {
            open(settings).await?;
            println!("The database is up to date.");
        }
        Command::Archive { year, out } => {
            let house = open(settings).await?;
            let written = crate::invoice::archive::write(&house, year, &out).await;
            let count = written.map_err(|fault| fault.to_string())?;
            house.store.clone().close().await.map_err(|error| error.to_string())?;
            println!("{}: {count} documents of {year}.", out.display());
        }
        Command::Demo { preset, tickets, efforts } => demo(settings, preset, tickets, efforts).await?,
        Command::Code { secret } => {
            let now = Clock::system(settings.zone).now();
            println!("{}", factor::code(&secret, now).map_err(|fault| fault.to_string())?);
        }
        Command::Config { .. }
        | Command::Preview { .. }
        | Command::Due
        | Command::Holidays { .. }
        | Command::Invoice { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

async fn deliver(settings: Settings, asked: Asked) -> Result<ExitCode, String> {
    let mut raw = Vec::new();
    std::io::stdin().lock().read_to_end(&mut raw).map_err(|error| error.to_string())?;
    let answer = match ask(&settings.data, &asked, &raw).await {
        Some(answer) => answer.map_err(|error| format!("The server did not confirm the mail: {error}."))?,
        None => {
            let house = open(settings).await?;
            let answer = take(&house, &asked, raw).await;
            house.store.clone().close().await.map_err(|error| error.to_string())?;
            answer
        }
    };
    if answer.code == 0 {
        println!("{}", answer.text);
    } else {
        eprintln!("{}", answer.text);
    }
    Ok(ExitCode::from(answer.code))
}

/// Opens the house without listening, for commands.
async fn open(settings: Settings) -> Result<House, String> {
    let base = base(&settings, settings.listen)?;
    let clock = Clock::system(settings.zone.clone());
    let house = House::open(settings, base, clock).await.map_err(|fault| fault.to_string())?;
    if let Ok(program) = std::env::current_exe() {
        // It is set once, here.
        let _ = house.files.previewer.set(program);
    }
    Ok(house)
}

async fn demo(
    mut settings: Settings,
    preset: Option<String>,
    tickets: u64,
    efforts: u32,
) -> Result<(), String> {
    if let Some(name) = preset {
        checked_preset(&name)?;
        settings.preset = name;
    }
    let house = open(settings).await?;
    let accounts = crate::demo::fill(&house, tickets, efforts, house.clock.now())
        .await
        .map_err(|fault| fault.to_string())?;
    house.store.clone().close().await.map_err(|error| error.to_string())?;
    println!("{}", serde_json::to_string_pretty(&accounts).map_err(|error| error.to_string())?);
    Ok(())
}

async fn serve_house(mut settings: Settings) -> Result<(), String> {
    if cfg!(not(debug_assertions)) && !crate::asset::is_there() {
        return Err(
            "This program was built without the browser's files; `make release` builds both.".to_owned()
        );
    }
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| format!("Cannot listen on {}: {error}.", settings.listen))?;
    settings.listen = listener.local_addr().map_err(|error| error.to_string())?;
    let house = open(settings).await?;
    println!("Schalter is at {}", house.base);
    tracing::info!(listen = %house.settings.listen, base = %house.base, "Ready.");
    serve(house, listener).await.map_err(|error| format!("The server stopped: {error}."))
}

fn base(settings: &Settings, listen: std::net::SocketAddr) -> Result<Url, String> {
    match &settings.base_url {
        Some(url) => Ok(url.clone()),
        None => Url::parse(&format!("http://{listen}")).map_err(|error| error.to_string()),
    }
}

/// A command that ends with a sentence of its own logs what went wrong alone, where nothing else is asked for.
fn log(settings: &Settings, command: &Command) {
    let brief = matches!(command, Command::Archive { .. }) && settings.log == crate::config::USUAL_LOG;
    let filter = crate::log::filter(if brief { "warn" } else { &settings.log });
    let coloured = std::io::stderr().is_terminal();
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(coloured).with_writer(std::io::stderr);
    if settings.log_json { builder.json().init() } else { builder.compact().init() }
}

fn print_settings() {
    println!("The settings are right. All there are, with their defaults:\n");
    for setting in &DOCUMENTED {
        println!(
            "{} (`{}` in the file)\n    {}\n    Default: {}\n",
            setting.variable, setting.key, setting.help, setting.default
        );
    }
}
