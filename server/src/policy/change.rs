//! What a draft changes, as its reader would say it: places by their names, values before and after in words.
use crate::fault::Fault;
use crate::policy::word::{Names, said};
use app::policy::place_word::part_in_words;
use app::policy::view::ChangeLine;
use app::words::{common, say};
use domain::lang::Lang;
use domain::policy::Policy;
use std::collections::BTreeMap;
use toml::Value;

/// A place for sorting, the same in words, and its value in words.
type Flat = BTreeMap<String, (String, String)>;

/// Every place at which two configurations differ, in order.
pub fn changes(before: &Policy, after: &Policy, lang: Lang) -> Result<Vec<ChangeLine>, Fault> {
    let names = Names::of(before, after, lang);
    let (before, after) = (flat(before, &names)?, flat(after, &names)?);
    let mut places: Vec<&String> = before.keys().chain(after.keys()).collect();
    places.sort_unstable();
    places.dedup();
    let line = |place: &String| {
        // What is left empty is as good as not there.
        let of = |side: &Flat| side.get(place).filter(|(_, text)| !text.is_empty()).cloned();
        let (from, to) = (of(&before), of(&after));
        let words = to.as_ref().or(from.as_ref()).map(|(words, _)| words.clone())?;
        let (from, to) = (from.map(|(_, text)| text), to.map(|(_, text)| text));
        (from != to).then_some(ChangeLine { place: words, from, to })
    };
    Ok(places.into_iter().filter_map(line).collect())
}

fn flat(policy: &Policy, names: &Names) -> Result<Flat, Fault> {
    let mut found = BTreeMap::new();
    let mut walk = Walk { names, found: &mut found };
    walk.go("", "", "", &Value::try_from(policy).map_err(Fault::broken)?);
    Ok(found)
}

struct Walk<'a> {
    names: &'a Names,
    found: &'a mut Flat,
}

impl Walk<'_> {
    /// Things are told apart by what names them, never by their place in a list: where one goes, the others stay.
    fn go(&mut self, place: &str, words: &str, field: &str, value: &Value) {
        let join = |a: &str, b: &str| if a.is_empty() { b.to_owned() } else { format!("{a} › {b}") };
        match value {
            Value::Table(table) => {
                for (name, value) in table.iter().filter(|(name, _)| *name != "code") {
                    let inner = part_in_words(self.names.lang, field, name);
                    self.go(&format!("{place}/{}", order(name)), &join(words, &inner), name, value);
                }
            }
            Value::Array(list) if list.iter().any(Value::is_table) => {
                for (at, value) in list.iter().enumerate() {
                    let (key, name) = self.names.thing(field, at, value);
                    self.go(&format!("{place}/{key}"), &format!("{words} {name}"), field, value);
                }
                return;
            }
            Value::Array(list) => {
                let parts: Vec<String> = list.iter().map(|value| said(self.names, field, value)).collect();
                self.keep(place, words, parts.join(", "));
            }
            _ => self.keep(place, words, said(self.names, field, value)),
        }
        // A thing that says nothing of itself still is there or not.
        if let Value::Table(table) = value
            && table.iter().all(|(name, _)| name == "code")
        {
            self.keep(place, words, say(self.names.lang, common::YES).to_owned());
        }
    }

    fn keep(&mut self, place: &str, words: &str, value: String) {
        self.found.insert(place.to_owned(), (words.to_owned(), value));
    }
}

/// Days of the week in their order; all else by name.
fn order(name: &str) -> String {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.iter().position(|day| *day == name).map_or_else(|| name.to_owned(), |at| format!("{at} {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::promise::interval::Hours;

    fn agency() -> Policy {
        crate::policy::preset("agency-plans").unwrap().policy().clone()
    }

    fn told(change: &dyn Fn(&mut Policy)) -> Vec<(String, Option<String>, Option<String>)> {
        let mut after = agency();
        change(&mut after);
        let lines = changes(&agency(), &after, Lang::De).unwrap();
        lines.into_iter().map(|line| (line.place, line.from, line.to)).collect()
    }

    #[test]
    fn what_changed_is_told_by_name_with_both_values() {
        let some = |text: &str| Some(text.to_owned());
        let week = told(&|policy| {
            policy.calendars[0].hours[0].week.friday = Hours::read("09:00-11:00").unwrap();
            policy.calendars[0].hours[0].week.monday = Hours::closed();
        });
        let place =
            |day: &str| format!("Kalender Servicezeiten › Zeiten von Anfang an › Öffnungszeiten › {day}");
        assert_eq!(
            week,
            [
                (place("Montag"), some("08:30-12:00, 13:00-17:00"), None),
                (place("Freitag"), some("08:30-12:00"), some("09:00-11:00")),
            ]
        );
        assert_eq!(
            told(&|policy| policy.plans[0].fee_cents = 125_950),
            [("Plan Premium › Im Monat, netto".to_owned(), some("249,00\u{a0}€"), some("1.259,50\u{a0}€"))]
        );
        assert_eq!(
            told(&|policy| policy.classes[1].kind = domain::ticket::ClassKind::Incident),
            [("Klasse Standard › Was es ist".to_owned(), some("Auftrag"), some("Störung"))]
        );
        assert_eq!(told(&|_| {}), []);
    }

    #[test]
    fn no_place_is_called_as_the_file_calls_it() {
        for (name, _) in crate::policy::SHIPPED {
            let other = crate::policy::preset(name).unwrap().policy().clone();
            for line in changes(&agency(), &other, Lang::De).unwrap() {
                assert!(!line.place.contains('_'), "{name}: {}", line.place);
                // Names of fields are nouns, which German writes with a capital.
                let raw = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase());
                assert!(!line.place.split(" › ").any(raw), "{name}: {}", line.place);
            }
        }
    }

    #[test]
    fn where_one_goes_the_others_stay() {
        let gone = told(&|policy| drop(policy.targets.remove(0)));
        assert!(gone.iter().all(|(place, _, to)| place.contains("Premium") && to.is_none()), "{gone:?}");
        assert!(!gone.iter().any(|(place, ..)| place.contains("Premium Plus")), "{gone:?}");
    }
}
