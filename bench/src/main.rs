//! Measures a release server from outside: `bench BINARY SITE [TICKETS…]`; 10,000 tickets where none are given.
//!
//! With 0 tickets only what needs none is measured. Every scale gets a fresh SQLite database and its own server. Nothing is asserted; figures go to standard output as
//! Markdown and to `bench/results.json`.
#![allow(missing_docs)] // a tool, not a library
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // figures for people
mod billing;
mod client;
mod first_visit;
mod invoice;
mod live;
mod load;
mod mail;
mod mailbox;
mod overview;
mod package;
mod portal;
mod promise;
mod recount;
mod report;

use anyhow::{Context as _, Result};
use std::path::PathBuf;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let binary = PathBuf::from(arguments.next().context("usage: bench BINARY SITE [TICKETS…]")?);
    let site = PathBuf::from(arguments.next().context("usage: bench BINARY SITE [TICKETS…]")?);
    let mut scales: Vec<u64> = arguments.map(|n| n.replace('_', "").parse()).collect::<Result<_, _>>()?;
    if scales.is_empty() {
        scales.push(10_000);
    }
    let costs = promise::measure()?;
    report::print_costs(&costs);
    let mut results = Vec::new();
    for tickets in scales.into_iter().filter(|tickets| *tickets > 0) {
        eprintln!("— {tickets} tickets —");
        results.push(scale(&binary, tickets).await?);
    }
    report::print_mails("\nWith an empty portal: ", &mail::alone(&binary).await?);
    report::print_mailbox(&mailbox::measure(&binary).await?);
    report::print_page(&overview::measure(&binary).await?);
    let package = package::measure(&binary).await?;
    report::print_package(&package);
    report::print_papers(&invoice::measure(&binary).await?);
    report::print_filters(&billing::filters(&binary).await?);
    report::print_beside(&billing::beside(&binary).await?);
    let visit = first_visit::measure(&site)?;
    report::print(&results, &visit);
    std::fs::write("bench/results.json", serde_json::to_string_pretty(&report::json(&results, &visit))?)?;
    Ok(())
}

/// All figures of one scale.
pub struct Scale {
    pub tickets: u64,
    pub seed_seconds: f64,
    pub start_ms: f64,
    pub idle_mb: f64,
    pub loaded_mb: f64,
    pub scenarios: Vec<load::Scenario>,
    pub viewers: Vec<live::Spread>,
    /// Looks for promises that come due, and milliseconds each.
    pub watched: (u64, f64),
    pub mails: mail::Mails,
    pub recount: recount::Recount,
}

async fn scale(binary: &std::path::Path, tickets: u64) -> Result<Scale> {
    let (mut portal, seed_seconds) = portal::Portal::seeded(binary, tickets).await?;
    let start_ms = portal.start().await?;
    let idle_mb = portal.memory_mb()?;
    let people = portal.people().await?;
    let scenarios = load::all(&portal, &people).await?;
    let mut viewers = Vec::new();
    for count in [1_000, 10_000] {
        viewers.push(live::measure(&portal, &people, count).await?);
    }
    let loaded_mb = portal.memory_mb()?;
    let watched = recount::watched(&portal).await?;
    let mails = mail::measure(&portal).await?;
    let recount = recount::measure(&portal, &people).await?;
    portal.stop().await?;
    Ok(Scale {
        tickets,
        seed_seconds,
        start_ms,
        idle_mb,
        loaded_mb,
        scenarios,
        viewers,
        watched,
        mails,
        recount,
    })
}
