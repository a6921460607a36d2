//! `schalter due` and `schalter holidays`: the rules on the command line, for administrators, scripts and tests.
mod holidays;
mod question;
#[cfg(test)]
mod tests;
mod told;

pub use holidays::{HOLIDAYS_HELP, list_holidays};
pub use question::DUE_HELP;

use domain::promise::derivation::derive;
use domain::promise::due::Pause;
use domain::promise::target::Metric;
use domain::ticket::TicketType;
use question::{Books, Question, book, in_range};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, Write};
use told::{derivation, holiday_notes, stamp};

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
