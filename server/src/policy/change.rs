//! What a draft changes, in the words of the file: places and values before and after.
use crate::fault::Fault;
use app::policy::view::ChangeLine;
use domain::policy::Policy;
use std::collections::BTreeMap;
use toml::Value;

/// Every place at which two configurations differ, in order.
pub fn changes(before: &Policy, after: &Policy) -> Result<Vec<ChangeLine>, Fault> {
    let (before, after) = (flat(before)?, flat(after)?);
    let mut places: Vec<&String> = before.keys().chain(after.keys()).collect();
    places.sort_unstable();
    places.dedup();
    let line = |place: &String| {
        // What is left empty is as good as not there.
        let of = |side: &BTreeMap<String, String>| side.get(place).filter(|text| !text.is_empty()).cloned();
        let (from, to) = (of(&before), of(&after));
        (from != to).then(|| ChangeLine { place: place.clone(), from, to })
    };
    Ok(places.into_iter().filter_map(line).collect())
}

fn flat(policy: &Policy) -> Result<BTreeMap<String, String>, Fault> {
    let mut found = BTreeMap::new();
    walk(String::new(), &Value::try_from(policy).map_err(Fault::broken)?, &mut found);
    Ok(found)
}

/// Things with a code are called by it, others by their place in the list: `calendar service · hours 1 · week · friday`.
fn walk(place: String, value: &Value, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place} · {name}") };
    match value {
        Value::Table(table) => {
            for (name, value) in table.iter().filter(|(name, _)| *name != "code") {
                walk(below(name), value, found);
            }
        }
        Value::Array(list) if list.iter().any(Value::is_table) => {
            for (at, value) in list.iter().enumerate() {
                let code = value.get("code").and_then(Value::as_str);
                let name = code.map_or_else(|| (at + 1).to_string(), str::to_owned);
                walk(format!("{place} {name}"), value, found);
            }
        }
        Value::Array(list) => {
            let words: Vec<String> = list.iter().map(plain).collect();
            found.insert(place, words.join(", "));
        }
        _ => {
            found.insert(place, plain(value));
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_by_place_with_both_values() {
        let before = crate::policy::preset("agency-plans").unwrap().policy().clone();
        let mut after = before.clone();
        after.calendars[0].hours[0].week.friday =
            domain::promise::interval::Hours::read("09:00-11:00").unwrap();
        after.plans.remove(0);
        after.objection.days = 14;
        let told = changes(&before, &after).unwrap();
        let find = |place: &str| told.iter().find(|line| line.place == place).unwrap();
        let friday = find("calendar service · hours 1 · week · friday");
        assert_eq!(
            (friday.from.as_deref(), friday.to.as_deref()),
            (Some("08:30-12:00"), Some("09:00-11:00"))
        );
        assert_eq!(find("objection · days").to.as_deref(), Some("14"));
        assert_eq!(find("plan premium · fee_cents").to, None);
        assert!(told.iter().all(|line| !line.place.starts_with("plan premium_plus")));
        assert_eq!(changes(&before, &before).unwrap(), []);
    }
}
