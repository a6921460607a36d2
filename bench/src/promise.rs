//! What one due time costs: the rules by themselves, without server and database.
use anyhow::{Context as _, Result};
use domain::policy::Policy;
use domain::policy::book::Book;
use domain::promise::derivation::derive;
use domain::promise::due::{Allowance, due};
use jiff::{SignedDuration, Timestamp};
use std::hint::black_box;
use std::time::Instant;

/// Microseconds of one due time.
pub struct Cost {
    pub what: &'static str,
    pub micros: f64,
}

/// The least of five rounds over starts all around the year, in Munich's calendar.
pub fn measure() -> Result<Vec<Cost>> {
    let text = include_str!("../../presets/vendor-priorities.toml");
    let policy: Policy = toml::from_str(text).context("the preset cannot be read")?;
    let book = Book::new(policy).map_err(|wrong| anyhow::anyhow!("{wrong:?}"))?;
    let (_, table) = book.calendar(None).context("there is no calendar")?;
    let first: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    let starts: Vec<Timestamp> = (0..20_000).map(|i| first + SignedDuration::from_mins(i * 26)).collect();
    let cases = [
        ("due: 2 business hours", Allowance::minutes(120), false),
        ("due: 4 business hours", Allowance::minutes(240), false),
        ("due: 5 business days", Allowance::days(5), false),
        ("due with derivation: 5 business days", Allowance::days(5), true),
    ];
    let cost = |(what, rule, told): (&'static str, Allowance, bool)| -> Result<Cost> {
        let mut least = f64::MAX;
        for _ in 0..5 {
            let begin = Instant::now();
            for start in &starts {
                if told {
                    black_box(derive(table, rule, *start, &[])?);
                } else {
                    black_box(due(table, rule, *start, &[])?);
                }
            }
            least = least.min(begin.elapsed().as_secs_f64() * 1e6 / starts.len() as f64);
        }
        Ok(Cost { what, micros: least })
    };
    cases.into_iter().map(cost).collect()
}
