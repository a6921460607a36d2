//! Values of a configuration in words: names instead of codes, money, dates and percentages as people write them.
use app::parts::badge::kind_word;
use app::person::staff_line::role_word;
use app::policy::template_word::occasion_word;
use app::policy::word::{class_kind_word, delivery_word, door_word, entitlement_word, sheet_word};
use app::promise::sentence::metric_word;
use app::words::{Text, common, fill, letterhead, policy as w, say};
use domain::lang::Lang;
use domain::moment;
use domain::money::euros;
use domain::policy::Policy;
use domain::policy::edit::of_code;
use domain::promise::place::Place;
use domain::ticket::TicketType;
use std::collections::HashMap;
use toml::Value;

/// Names of what has a code, in the reader's language.
pub struct Names {
    /// That language.
    pub lang: Lang,
    known: HashMap<(&'static str, String), String>,
}

impl Names {
    /// Of two configurations; the later one's names count.
    pub fn of(before: &Policy, after: &Policy, lang: Lang) -> Self {
        let mut known = HashMap::new();
        for policy in [before, after] {
            let name = |de: &String, en: &String| if lang == Lang::De { de.clone() } else { en.clone() };
            for one in &policy.classes {
                known.insert(("class", one.code.clone()), name(&one.de, &one.en));
            }
            for one in &policy.priorities {
                known.insert(("priority", one.code.clone()), name(&one.de, &one.en));
            }
            for one in &policy.plans {
                known.insert(("plan", one.code.clone()), name(&one.de, &one.en));
            }
            for one in &policy.calendars {
                known.insert(("calendar", one.code.clone()), name(&one.de, &one.en));
            }
        }
        Self { lang, known }
    }

    fn name(&self, kind: &'static str, code: &str) -> String {
        self.known.get(&(kind, code.to_owned())).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// What tells a thing of a list from the others, and its name.
    pub fn thing(&self, field: &str, at: usize, value: &Value) -> (String, String) {
        let text = |name: &str| value.get(name).map(plain).unwrap_or_default();
        let own = if self.lang == Lang::De { text("de") } else { text("en") };
        match field {
            "target" => {
                let parts = ["metric", "plan", "type", "class", "priority"];
                let key: Vec<String> = parts.iter().map(|name| text(name)).collect();
                let words = parts.iter().filter_map(|name| Some(said(self, name, value.get(*name)?)));
                (key.join("/"), words.collect::<Vec<_>>().join(" · "))
            }
            "hours" => {
                let from = value.get("valid_from");
                let words = from.map_or_else(
                    || say(self.lang, w::FROM_THE_BEGINNING).to_owned(),
                    |from| said(self, "valid_from", from),
                );
                (text("valid_from"), words)
            }
            "closures" => (format!("{}/{}/{}", text("from"), text("to"), text("de")), own),
            "openings" => (format!("{}/{}/{}", text("day"), text("customer"), text("de")), own),
            "template" => {
                let code = text("code");
                let name = of_code(&code).map(|occasion| say(self.lang, occasion_word(occasion)).to_owned());
                (code.clone(), name.unwrap_or(code))
            }
            "type" => (text("code"), said(self, "type", &Value::String(text("code")))),
            _ if !text("code").is_empty() => (text("code"), if own.is_empty() { text("code") } else { own }),
            _ => (format!("{at:03}"), (at + 1).to_string()),
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The value of a field.
pub fn said(names: &Names, field: &str, value: &Value) -> String {
    let lang = names.lang;
    let text = plain(value);
    let word = |word: Option<Text>| word.map(|word| say(lang, word).to_owned());
    let known = match field {
        "fee_cents" | "hourly_rate_cents" => value.as_integer().map(|cents| euros(lang, cents)),
        "factor_percent" | "discount_percent" | "warn" => Some(format!("{text} %")),
        "metric" => word(of_code(&text).map(metric_word)),
        "kind" | "covers" => word(of_code(&text).map(class_kind_word)),
        "type" => word(TicketType::of_code(&text).map(kind_word)),
        "channels" => word(of_code(&text).map(door_word)),
        "entitlements" => word(of_code(&text).map(entitlement_word)),
        "after" => word(of_code(&text).map(sheet_word)),
        "delivery" => word(of_code(&text).map(delivery_word)),
        "escalate" | "on_entry" => word(of_code(&text).map(role_word)),
        "class" | "default_class" => Some(names.name("class", &text)),
        "priority" | "default_priority" => Some(names.name("priority", &text)),
        "plan" => Some(names.name("plan", &text)),
        "calendar" => Some(names.name("calendar", &text)),
        "logo" if !text.is_empty() => {
            let size = text.chars().count().to_string();
            Some(fill(lang, letterhead::PICTURE, &[("n", &size)]))
        }
        "place" | "holidays" => Place::read(&text).ok().map(|place| place.name(lang)),
        "reading" => word(match text.as_str() {
            "same_time" => Some(w::READING_SAME_TIME),
            "closing_time" => Some(w::READING_CLOSING_TIME),
            _ => None,
        }),
        _ => None,
    };
    let yes = value.as_bool().map(|yes| say(lang, if yes { common::YES } else { common::NO }).to_owned());
    let day = || Some(moment::date(text.parse().ok().filter(|_| text.len() == 10)?, lang));
    known.or(yes).or_else(day).unwrap_or(text)
}
