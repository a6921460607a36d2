//! The questions of `schalter due`, and the configurations they name.
use crate::policy;
use domain::policy::book::Book;
use domain::promise::place::Place;
use domain::promise::timetable::YEARS;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::HashMap;

/// A question: when is a ticket of this kind, received at this moment, due? Absent keys mean the default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Shipped preset by name.
    pub preset: Option<String>,
    /// Path of a configuration file, instead of a preset.
    pub config: Option<String>,
    /// Class; the configuration's default class.
    pub class: Option<String>,
    /// Level of priority; the configuration's default priority, if it has any.
    pub priority: Option<String>,
    /// Ticket type; `normal`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Plan; none.
    pub plan: Option<String>,
    /// What is promised; `first_reaction`.
    pub metric: Option<String>,
    /// When it came in (RFC 3339).
    pub received: Timestamp,
    /// Times in which the clock stood still; the second of a pair may be null where it goes on.
    #[serde(default)]
    pub pauses: Option<Vec<(Timestamp, Option<Timestamp>)>>,
    /// Where holidays are kept, for configurations that leave it open.
    pub region: Option<String>,
}

/// What `schalter due --help` says of questions and answers.
pub const DUE_HELP: &str = r#"A question is one JSON object a line; keys that are absent mean the default:
  preset     shipped configuration by name, or
  config     path of a configuration file; one of both must be there
  received   when the ticket came in, RFC 3339 with an offset (must be there)
  metric     first_reaction (default), next_reaction, periodic_update, workaround, processing
  class      class by code; the configuration's default class
  priority   level of priority by code; the configuration's default priority
  type       normal (default), quick_normal, quick_high
  plan       plan by code; none
  pauses     list of pairs [from, to] in which the clock stood still, RFC 3339; `to` may be null where it goes
             on; not used for first_reaction and next_reaction, which never pause
  region     where public holidays are kept, such as DE-BY-muenchen, for configurations that leave it open

An answer is one JSON object a line, in the order of the questions:
  due        RFC 3339 in the calendar's zone, or null where nothing is promised
  reason     why due is null; only then
  derivation the rule, when it was received, each stretch of time with its kind, from, to (minutes for open
             time; they add up to the promise), the end; absent where due is null
  notes      what to mind, such as that no public holidays were counted; only where there is something
  error      why the line could not be answered; then nothing else is there

Ends with 0 where every line was answered, with 1 where one was not.

Example:
  echo '{"preset":"agency-plans","plan":"premium","received":"2026-11-27T16:30:00+01:00","region":"DE-SH"}' | schalter due"#;

/// The books that were read, by source and region.
pub type Books = HashMap<(String, Option<String>), Book>;

/// The book that a question is answered from; read once.
pub fn book<'a>(question: &Question, books: &'a mut Books) -> Result<&'a Book, String> {
    let source = match (&question.preset, &question.config) {
        (Some(_), Some(_)) => return Err("Either `preset` or `config`, not both.".to_owned()),
        (None, None) => return Err("`preset` or `config` is missing.".to_owned()),
        (Some(preset), None) => format!("preset {preset}"),
        (None, Some(config)) => format!("config {config}"),
    };
    let at = (source, question.region.clone());
    if !books.contains_key(&at) {
        let book = match (&question.preset, &question.config) {
            (Some(preset), _) => policy::preset(preset)?,
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}."))?;
                policy::read(&text).map_err(|error| format!("{path}: {error}"))?
            }
            (None, None) => return Err("`preset` or `config` is missing.".to_owned()),
        };
        let mut policy = book.policy().clone();
        if let Some(region) = &question.region {
            let place = Place::read(region).map_err(|error| format!("{error}."))?;
            policy.place.get_or_insert(place);
        }
        let book =
            Book::new(policy).map_err(|wrong| wrong.iter().map(ToString::to_string).collect::<String>())?;
        books.insert(at.clone(), book);
    }
    books.get(&at).ok_or_else(|| "The configuration is gone.".to_owned())
}

/// Refuses a moment that no timetable covers.
pub fn in_range(at: Timestamp) -> Result<(), String> {
    let year = at.to_zoned(jiff::tz::TimeZone::UTC).year();
    if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(format!("{at} is not between the years {} and {}.", YEARS.start, YEARS.end - 1))
    }
}
