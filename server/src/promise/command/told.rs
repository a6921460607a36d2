//! Parts of an answer of `schalter due`.
use domain::policy::Policy;
use domain::promise::derivation::Derivation;
use domain::promise::place::Place;
use domain::promise::timetable::Timetable;
use jiff::Timestamp;
use serde_json::{Value, json};

/// RFC 3339 with the offset of the calendar's zone.
pub fn stamp(table: &Timetable, at: Timestamp) -> String {
    at.display_with_offset(table.zone().to_offset(at)).to_string()
}

/// The derivation as a list: the rule, the start, each stretch of time, the end.
pub fn derivation(table: &Timetable, calendar: &str, told: &Derivation) -> Vec<Value> {
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

/// What to mind about public holidays: that none were counted, or that another place's were than the one asked for.
pub fn holiday_notes(policy: &Policy, calendar: &str, region: Option<&str>) -> Vec<String> {
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
