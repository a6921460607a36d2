//! Invoices as documents: what one costs once the program is warm, and a thousand in one run.
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::Instant;
use tokio::io::AsyncWriteExt as _;

/// Lines of each invoice.
const LINES: usize = 25;
/// Invoices of the two runs: what the second needs more is free of what a start costs.
const RUNS: [usize; 2] = [100, 1_000];

/// What it took.
pub struct Papers {
    /// Milliseconds of processor time for one PDF with its XML.
    pub cpu_ms: f64,
    /// Seconds for all of the longer run, on the clock.
    pub seconds: f64,
    pub invoices: usize,
}

pub async fn measure(binary: &Path) -> Result<Papers> {
    let [few, many] = RUNS;
    let (less, _) = render(binary, few).await?;
    let (more, seconds) = render(binary, many).await?;
    Ok(Papers { cpu_ms: (more - less) / (many - few) as f64, seconds, invoices: many })
}

/// Renders so many; answers milliseconds of processor time and seconds on the clock.
async fn render(binary: &Path, invoices: usize) -> Result<(f64, f64)> {
    let folder = std::env::temp_dir().join(format!("schalter-bench-papers-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let input: String = (0..invoices).map(|number| described(number).to_string()).collect();
    let started = Instant::now();
    let mut child = tokio::process::Command::new(binary)
        .args(["invoice", "render", "--out"])
        .arg(&folder)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()?;
    let pid = child.id().context("the program ended at once")?;
    let mut pipe = child.stdin.take().context("standard input")?;
    let feed = tokio::spawn(async move { pipe.write_all(input.as_bytes()).await });
    // What a process used is only there while it is.
    let mut cpu_ms = 0.0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        cpu_ms = used(pid).unwrap_or(cpu_ms);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    };
    feed.await??;
    let seconds = started.elapsed().as_secs_f64();
    fs::remove_dir_all(&folder)?;
    if !status.success() {
        bail!("invoices were not rendered: {status}");
    }
    Ok((cpu_ms, seconds))
}

/// Milliseconds of processor time of a process so far; ticks are a hundredth of a second on Linux.
fn used(pid: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) * 10.0)
}

fn described(number: usize) -> Value {
    let line = |place: usize| {
        json!({
            "group": if place < LINES / 2 { "Shop-Relaunch" } else { "Wartung" },
            "name": format!("Leistung {place}"),
            "description": format!("#{} Warenkorb rechnet Versand doppelt · freigegeben von Vera Albers", 1_000 + number + place),
            "quantity": format!("{}:30", 1 + place % 7),
            "price_cents": 9_600,
        })
    };
    json!({
        "number": format!("RE-2026-{:04}", number + 1),
        "issued_on": "2026-11-29",
        "due_on": "2026-12-13",
        "period": { "from": "2026-11-01", "to": "2026-11-30" },
        "seller": {
            "name": "Nordlicht Digital GmbH",
            "address": { "street": "Alter Hafen 7", "postcode": "24103", "town": "Kiel" },
            "vat_id": "DE123456789",
            "contact": "Buchhaltung",
            "phone": "+49 431 555010",
            "email": "rechnung@nordlicht.example",
            "bank": { "name": "Förde Sparkasse", "iban": "DE02120300000000202051", "bic": "NOLADE21KIE" },
        },
        "buyer": {
            "name": format!("Kunde {number} GmbH"),
            "address": { "street": "Lange Straße 12a", "postcode": "26122", "town": "Oldenburg" },
            "email": "rechnung@kunde.example",
        },
        "line": (0..LINES).map(line).collect::<Vec<_>>(),
    })
}
