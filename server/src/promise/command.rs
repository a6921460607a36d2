//! `schalter due` and `schalter holidays`: the rules on the command line, for administrators, scripts and tests.
use crate::policy;
use domain::policy::Policy;
use domain::policy::book::Book;
use domain::promise::derivation::{Derivation, derive};
use domain::promise::due::Pause;
use domain::promise::holiday::holidays;
use domain::promise::place::Place;
use domain::promise::target::Metric;
use domain::promise::timetable::{Timetable, YEARS};
use domain::ticket::TicketType;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, Write};

/// A question: when is a ticket of this kind, received at this moment, due? Absent keys mean the default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// Shipped preset by name.
    preset: Option<String>,
    /// Path of a configuration file, instead of a preset.
    config: Option<String>,
    /// Class; the configuration's default class.
    class: Option<String>,
    /// Level of priority; the configuration's default priority, if it has any.
    priority: Option<String>,
    /// Ticket type; `normal`.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Plan; none.
    plan: Option<String>,
    /// What is promised; `first_reaction`.
    metric: Option<String>,
    /// When it came in (RFC 3339).
    received: Timestamp,
    /// Times in which the clock stood still; the second of a pair may be null where it goes on.
    #[serde(default)]
    pauses: Option<Vec<(Timestamp, Option<Timestamp>)>>,
    /// Where holidays are kept, for configurations that leave it open.
    region: Option<String>,
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

/// What `schalter holidays --help` says of the answer.
pub const HOLIDAYS_HELP: &str = r"Prints a JSON list in the order of the year; each holiday has
  date       the day, such as 2026-12-25
  name       its German name
  name_en    its English name

In Bavaria, Saxony and Thuringia holidays differ by municipality; those that are not listed by name are covered by
`katholisch` and `evangelisch`, as in DE-BY-katholisch. Ends with 1 where the place or the year is not known.

Example:
  schalter holidays --place DE-BY-muenchen --year 2026";

/// Reads questions, one JSON object a line, and answers each on a line of its own. Empty lines are passed over. Answers
/// whether every line could be answered.
pub fn due(input: impl BufRead, mut output: impl Write) -> Result<bool, String> {
    let mut books = HashMap::new();
    let mut all_answered = true;
    for line in input.split(b'\n') {
        let line = line.map_err(|error| format!("The input cannot be read: {error}."))?;
        // Editors on Windows begin a file with a byte order mark.
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = answer(line, &mut books).unwrap_or_else(|error| {
            all_answered = false;
            json!({ "error": error })
        });
        writeln!(output, "{answer}").map_err(|error| format!("The output cannot be written: {error}."))?;
    }
    output.flush().map_err(|error| format!("The output cannot be written: {error}."))?;
    Ok(all_answered)
}

/// What is wrong with a line; of lines there is only this one.
fn in_line(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

type Books = HashMap<(String, Option<String>), Book>;

fn answer(line: &[u8], books: &mut Books) -> Result<Value, String> {
    let question: Question =
        serde_json::from_slice(line).map_err(|error| format!("Not a question: {}.", in_line(&error)))?;
    in_range(question.received)?;
    let book = book(&question, books)?;
    let policy = book.policy();
    let class = question.class.unwrap_or_else(|| policy.default_class.clone());
    let known = |list: Vec<&str>| list.join(", ");
    if policy.class(&class).is_none() {
        let classes = known(policy.classes.iter().map(|class| class.code.as_str()).collect());
        return Err(format!("There is no class `{class}`; there are: {classes}."));
    }
    if let Some(level) = question.priority.as_deref().filter(|level| policy.priority(level).is_none()) {
        if policy.priorities.is_empty() {
            return Err(format!("There is no priority `{level}`; this configuration has none."));
        }
        let levels = known(policy.priorities.iter().map(|level| level.code.as_str()).collect());
        return Err(format!("There is no priority `{level}`; there are: {levels}."));
    }
    if let Some(plan) = question.plan.as_deref().filter(|plan| policy.plan(plan).is_none()) {
        let plans = known(policy.plans.iter().map(|plan| plan.code.as_str()).collect());
        return Err(format!("There is no plan `{plan}`; there are: {plans}."));
    }
    let code = question.kind.unwrap_or_else(|| TicketType::default().code().to_owned());
    let kind = TicketType::of_code(&code).ok_or_else(|| {
        let types = known(TicketType::ALL.map(TicketType::code).to_vec());
        format!("There is no ticket type `{code}`; there are: {types}.")
    })?;
    let code = question.metric.unwrap_or_else(|| Metric::default().code().to_owned());
    let metric = Metric::of_code(&code).ok_or_else(|| {
        let metrics = known(Metric::ALL.map(Metric::code).to_vec());
        format!("There is no metric `{code}`; there are: {metrics}.")
    })?;
    let pauses: Vec<Pause> = question
        .pauses
        .unwrap_or_default()
        .into_iter()
        .map(|(from, to)| {
            in_range(from)?;
            in_range(to.unwrap_or(from))?;
            match to {
                Some(to) if to < from => Err(format!("The pause from {from} ends before it begins.")),
                _ => Ok(Pause { from, to }),
            }
        })
        .collect::<Result<_, _>>()?;
    let key = policy.key(question.plan, kind, Some(class), question.priority);
    let Some(term) = book.term(metric, &key) else {
        let reason = format!("No target of the configuration promises {} to such a ticket.", metric.code());
        return Ok(json!({ "due": null, "reason": reason }));
    };
    let Some(rule) = term.rule else {
        let reason = format!("The target of {} for such a ticket names no time.", metric.code());
        return Ok(json!({ "due": null, "reason": reason }));
    };
    let mut notes = holiday_notes(policy, term.calendar, question.region.as_deref());
    // The first reaction and the next one never pause (D7).
    let pauses = if metric.pauses() {
        pauses
    } else {
        let unused = (!pauses.is_empty())
            .then(|| format!("The clock of {} never pauses: `pauses` are not used.", metric.code()));
        notes.extend(unused);
        Vec::new()
    };
    let told = derive(term.table, rule, question.received, &pauses).map_err(|error| error.to_string())?;
    let due = stamp(term.table, told.due.timestamp());
    let mut answer = json!({ "due": due, "derivation": derivation(term.table, term.calendar, &told) });
    if !notes.is_empty() {
        answer["notes"] = json!(notes);
    }
    Ok(answer)
}

/// What to mind about public holidays: that none were counted, or that another place's were than the one asked for.
fn holiday_notes(policy: &Policy, calendar: &str, region: Option<&str>) -> Vec<String> {
    let calendar = policy.calendars.iter().find(|known| known.code == calendar);
    let own = calendar.and_then(|calendar| calendar.holidays.as_ref()).or(policy.place.as_ref());
    match (own, region.and_then(|region| Place::read(region).ok())) {
        (None, _) => vec![
            "The configuration names no place and the question no `region`: public holidays count as working days."
                .to_owned(),
        ],
        (Some(own), Some(asked)) if *own != asked => {
            vec![format!("The configuration keeps the holidays of {own}: `region` {asked} is not used.")]
        }
        (Some(_), _) => Vec::new(),
    }
}

fn in_range(at: Timestamp) -> Result<(), String> {
    let year = at.to_zoned(jiff::tz::TimeZone::UTC).year();
    if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(format!("{at} is not between the years {} and {}.", YEARS.start, YEARS.end - 1))
    }
}

fn book<'a>(question: &Question, books: &'a mut Books) -> Result<&'a Book, String> {
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

/// RFC 3339 with the offset of the calendar's zone.
fn stamp(table: &Timetable, at: Timestamp) -> String {
    at.display_with_offset(table.zone().to_offset(at)).to_string()
}

/// The derivation as a list: the rule, the start, each stretch of time, the end.
fn derivation(table: &Timetable, calendar: &str, told: &Derivation) -> Vec<Value> {
    let mut list = vec![
        json!({ "kind": "rule", "amount": told.rule.amount, "reading": told.rule.reading, "calendar": calendar, "zone": table.zone().iana_name() }),
        json!({ "kind": "received", "at": stamp(table, told.start.timestamp()) }),
    ];
    for (step, minutes) in told.steps.iter().zip(told.minutes()) {
        let mut value = json!(step.kind);
        value["from"] = json!(stamp(table, step.from.timestamp()));
        value["to"] = json!(stamp(table, step.to.timestamp()));
        if let Some(minutes) = minutes {
            value["minutes"] = json!(minutes);
        }
        list.push(value);
    }
    list.push(json!({ "kind": "due", "at": stamp(table, told.due.timestamp()) }));
    list
}

/// A place's public holidays in a year, as a JSON list.
pub fn list_holidays(place: &str, year: i16) -> Result<String, String> {
    let place = Place::read(place).map_err(|error| format!("{error}."))?;
    if !(1..=9998).contains(&year) {
        return Err(format!("The year {year} is not between 1 and 9998."));
    }
    let list: Vec<Value> = holidays(&place, year)
        .into_iter()
        .map(|holiday| json!({ "date": holiday.day.to_string(), "name": holiday.de, "name_en": holiday.en }))
        .collect();
    serde_json::to_string_pretty(&list).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Value {
        let mut output = Vec::new();
        due(line.as_bytes(), &mut output).unwrap();
        serde_json::from_slice(&output).unwrap()
    }

    #[test]
    fn a_question_is_answered_with_its_derivation() {
        let told = asked(
            r#"{"preset":"shop-quick-tickets","class":"normal","type":"quick_high","plan":null,"metric":"processing","received":"2026-11-27T16:30:00+01:00","pauses":[["2026-11-27T16:45:00+01:00","2026-11-30T09:30:00+01:00"]]}"#,
        );
        assert_eq!(told["due"], "2026-11-30T11:15:00+01:00");
        let kinds: Vec<&str> = told["derivation"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| step["kind"].as_str().unwrap())
            .collect();
        assert_eq!(
            kinds,
            [
                "rule", "received", "counted", "paused", "outside", "weekday", "outside", "paused",
                "counted", "due"
            ]
        );
    }

    #[test]
    fn absent_keys_mean_the_default_and_nothing_promised_is_null() {
        let bare = r#"{"preset":"vendor-priorities","received":"2026-06-03T17:00:00+02:00"}"#;
        assert_eq!(
            asked(bare)["due"],
            "2026-06-08T18:00:00+02:00",
            "normal: two business days, Corpus Christi between"
        );
        assert_eq!(
            asked(r#"{"preset":"support-packages","received":"2026-06-03T17:00:00Z"}"#),
            json!({ "due": null, "reason": "No target of the configuration promises first_reaction to such a ticket." })
        );
        let told = asked(r#"{"preset":"vendor-classes","class":"a","received":"2026-06-03T17:00:00Z"}"#);
        assert_eq!(told["reason"], "The target of first_reaction for such a ticket names no time.");
        let region = r#"{"preset":"agency-plans","plan":"premium_plus","received":"2026-06-03T17:00:00+02:00","region":"DE-BY-muenchen"}"#;
        assert_eq!(asked(region)["due"], "2026-06-05T12:00:00+02:00");
    }

    #[test]
    fn what_cannot_be_answered_says_why() {
        for (line, part) in [
            ("{", "Not a question"),
            (r#"{"received":"2026-06-03T17:00:00Z"}"#, "`preset` or `config` is missing"),
            (r#"{"preset":"bakery","received":"2026-06-03T17:00:00Z"}"#, "There is no preset"),
            (
                r#"{"preset":"agency-plans","class":"z","received":"2026-06-03T17:00:00Z"}"#,
                "There is no class",
            ),
            (
                r#"{"preset":"agency-plans","plan":"gold","received":"2026-06-03T17:00:00Z"}"#,
                "There is no plan",
            ),
            (
                r#"{"preset":"agency-plans","type":"slow","received":"2026-06-03T17:00:00Z"}"#,
                "There is no ticket type",
            ),
            (
                r#"{"preset":"agency-plans","metric":"x","received":"2026-06-03T17:00:00Z"}"#,
                "There is no metric",
            ),
            (r#"{"preset":"agency-plans","received":"yesterday"}"#, "Not a question"),
            (
                r#"{"preset":"agency-plans","region":"DE-XX","received":"2026-06-03T17:00:00Z"}"#,
                "is no place",
            ),
            (r#"{"preset":"agency-plans","received":"0020-06-03T17:00:00Z"}"#, "between the years"),
            (
                r#"{"preset":"shop-quick-tickets","type":"quick_high","metric":"processing","received":"2026-06-03T17:00:00Z","pauses":[["2026-06-03T18:00:00Z","9026-06-03T17:00:00Z"]]}"#,
                "between the years",
            ),
            (r#"{"config":"/nowhere.toml","received":"2026-06-03T17:00:00Z"}"#, "/nowhere.toml"),
        ] {
            assert!(asked(line)["error"].as_str().is_some_and(|error| error.contains(part)), "{line}");
        }
    }

    #[test]
    fn a_line_that_is_no_text_keeps_the_others_from_nothing() {
        let mut output = Vec::new();
        let good = br#"{"preset":"support-packages","received":"2026-06-03T17:00:00Z"}"#;
        let input = [&b"{\"preset\":\"\xff\"}\n"[..], &b"\r\n"[..], &good[..]].concat();
        assert!(!due(&input[..], &mut output).unwrap(), "the exit code says that one was not answered");
        let lines: Vec<Value> =
            output.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0]["error"].as_str().unwrap().contains("Not a question"));
        assert_eq!(lines[1]["due"], Value::Null);
    }

    #[test]
    fn what_to_mind_stands_beside_the_answer() {
        let christmas = |more: &str| {
            asked(&format!(
                r#"{{"preset":"agency-plans","plan":"premium_plus","received":"2026-12-24T10:00:00+01:00"{more}}}"#
            ))
        };
        let silent = christmas("");
        assert_eq!(silent["due"], "2026-12-25T12:00:00+01:00", "no place, no holidays");
        assert!(silent["notes"][0].as_str().unwrap().contains("public holidays count as working days"));
        let placed = christmas(r#","region":"DE-SH""#);
        assert_eq!(
            (placed["due"].as_str(), &placed["notes"]),
            (Some("2026-12-28T17:00:00+01:00"), &Value::Null)
        );
        let paused = christmas(r#","region":"DE-SH","pauses":[["2026-12-24T10:00:00+01:00",null]]"#);
        assert!(paused["notes"][0].as_str().unwrap().contains("never pauses"), "{paused}");
        let other = asked(
            r#"{"preset":"vendor-priorities","region":"DE-SH","received":"2026-06-03T17:00:00+02:00"}"#,
        );
        assert!(other["notes"][0].as_str().unwrap().contains("DE-BY-muenchen"), "{other}");
    }

    #[test]
    fn minutes_of_a_derivation_add_up_to_the_promise_though_it_came_in_at_odd_seconds() {
        let told = asked(
            r#"{"preset":"shop-quick-tickets","type":"quick_high","metric":"processing","received":"2026-11-27T16:30:31+01:00","pauses":[["2026-11-27T16:45:15+01:00","2026-11-30T09:30:45+01:00"]]}"#,
        );
        let minutes =
            told["derivation"].as_array().unwrap().iter().filter_map(|step| step["minutes"].as_i64());
        assert_eq!(minutes.sum::<i64>(), 120, "{told}");
    }

    #[test]
    fn the_help_names_every_field_and_metric() {
        for metric in Metric::ALL {
            assert!(DUE_HELP.contains(metric.code()), "{}", metric.code());
        }
        for kind in TicketType::ALL {
            assert!(DUE_HELP.contains(kind.code()), "{}", kind.code());
        }
        let unknown = serde_json::from_str::<Question>(r#"{"x":1}"#).err().unwrap().to_string();
        let fields: Vec<&str> = unknown.split('`').skip(3).step_by(2).collect();
        assert!(fields.len() == 10 && fields.iter().all(|field| DUE_HELP.contains(field)), "{fields:?}");
    }

    #[test]
    fn holidays_of_a_place_are_listed() {
        let list: Vec<Value> = serde_json::from_str(&list_holidays("DE-BY-muenchen", 2026).unwrap()).unwrap();
        assert_eq!(list.len(), 13);
        assert_eq!(list[0]["date"], "2026-01-01");
        assert!(list_holidays("DE-BY-muenhcen", 2026).unwrap_err().contains("muenchen"));
    }
}
