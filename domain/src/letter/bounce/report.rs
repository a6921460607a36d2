//! The `message/delivery-status` part (RFC 3464): groups of fields, one group for each recipient.
use super::status::Status;
use super::{Bounce, address_in, judged};

/// What a part says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// At least one recipient did not get the mail; the worst of them.
    Bounced(Bounce),
    /// All got it, or it was passed on.
    Arrived,
    /// No group could be read.
    SaysNothing,
}

/// The fields on one recipient.
#[derive(Debug, Default)]
struct Group {
    original: Option<String>,
    last: Option<String>,
    action: String,
    status: String,
    diagnostic: String,
}

/// Reads the part. Where it names several recipients, one that failed for good goes before one that failed for now, and that
/// before one that waits.
pub(super) fn read(part: &str) -> Verdict {
    let groups = groups(part);
    let mut bounces: Vec<Bounce> = groups.iter().filter_map(Group::bounce).collect();
    bounces.sort_by_key(|bounce| (!bounce.permanent, !bounce.gave_up));
    match bounces.into_iter().next() {
        Some(bounce) => Verdict::Bounced(bounce),
        None if groups.iter().any(|group| !group.action.is_empty()) => Verdict::Arrived,
        None => Verdict::SaysNothing,
    }
}

/// Groups are separated by empty lines; some servers forget them, so a field that is there already begins a new one.
fn groups(part: &str) -> Vec<Group> {
    let mut groups = vec![Group::default()];
    for (name, value) in fields(part) {
        let begins = |group: &Group| match name.as_str() {
            "" => true,
            "final-recipient" => group.last.is_some(),
            "original-recipient" => group.original.is_some(),
            "action" => !group.action.is_empty(),
            _ => false,
        };
        if groups.last().is_none_or(begins) {
            groups.push(Group::default());
        }
        let Some(group) = groups.last_mut() else { continue };
        match name.as_str() {
            "original-recipient" => group.original = address_in(&value),
            "final-recipient" => group.last = address_in(&value),
            "action" => group.action = value.to_ascii_lowercase(),
            "status" => group.status = value,
            "diagnostic-code" => group.diagnostic = value,
            _ => {}
        }
    }
    groups
}

/// Names in small letters with unfolded values; an empty name for an empty line.
fn fields(part: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in part.lines() {
        if line.trim().is_empty() {
            fields.push(<_>::default());
        } else if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), fields.last_mut()) {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

impl Group {
    fn bounce(&self) -> Option<Bounce> {
        let action = self.action.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let code = self.code();
        let delayed = match action {
            "failed" => false,
            "delayed" => true,
            // Without an action a code that refuses is enough.
            "" if code.is_some_and(|status| status.class != 2) => false,
            _ => return None,
        };
        let reason =
            [words(&self.diagnostic), &self.status, &self.action].into_iter().find(|text| !text.is_empty());
        Some(judged(
            code,
            delayed,
            self.original.clone().or_else(|| self.last.clone()),
            reason.unwrap_or_default(),
        ))
    }

    /// The status; where it is missing or says no more than its class, the one that the other server gave.
    fn code(&self) -> Option<Status> {
        let status = Status::read(&self.status);
        let told =
            || Status::find(&self.diagnostic).filter(|told| status.is_none_or(|s| s.class == told.class));
        match status {
            Some(status) if !status.is_general() => Some(status),
            _ => told().or(status).or_else(|| Status::find_plain(&self.diagnostic)),
        }
    }
}

/// A diagnostic without its type: `smtp; 550 …` → `550 …`.
fn words(diagnostic: &str) -> &str {
    match diagnostic.split_once(';') {
        Some((kind, rest)) if !kind.trim().contains(' ') => rest.trim(),
        _ => diagnostic,
    }
}
