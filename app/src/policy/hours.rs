//! Opening hours: as a table, and as seven fields.
use crate::parts::form::TextField;
use crate::parts::say::{lang, t};
use crate::policy::part::field;
use crate::promise::sentence::weekday_word;
use crate::words::policy as w;
use domain::promise::interval::{Hours, Week};
use jiff::civil::Weekday;
use leptos::prelude::*;

/// The days of a week and what files and forms call them.
pub const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// `08:30–12:00, 13:00–17:00`
pub fn in_words(hours: &Hours) -> String {
    if hours.is_empty() {
        return t(w::CLOSED).to_owned();
    }
    hours.to_string().replace('-', "–")
}

/// The week as a table; neighbouring days with the same hours share a row.
#[component]
pub fn WeekTable(
    /// Which.
    week: Week,
) -> impl IntoView {
    let rows: Vec<_> = week_words(&week)
        .into_iter()
        .map(|(days, hours)| {
            view! {
                <div class="fact">
                    <dt>{days}</dt>
                    <dd class="hours">{hours}</dd>
                </div>
            }
        })
        .collect();
    view! { <dl class="facts facts--hours">{rows}</dl> }
}

/// Days of a week and their hours, in words.
pub fn week_words(week: &Week) -> Vec<(String, String)> {
    let lang = lang();
    let name = |day: Weekday| crate::words::say(lang, weekday_word(day));
    let words = |(first, last, hours): (Weekday, Weekday, Hours)| {
        let days = if first == last {
            name(first).to_owned()
        } else {
            format!("{} – {}", name(first), name(last))
        };
        (days, in_words(&hours))
    };
    runs(week).into_iter().map(words).collect()
}

fn runs(week: &Week) -> Vec<(Weekday, Weekday, Hours)> {
    let mut runs: Vec<(Weekday, Weekday, Hours)> = Vec::new();
    for (day, _) in DAYS {
        let hours = week.on(day);
        match runs.last_mut() {
            Some((_, last, same)) if same == hours => *last = day,
            _ => runs.push((day, day, hours.clone())),
        }
    }
    runs
}

/// The week as fields.
#[component]
pub fn WeekFields(
    /// As it is.
    week: Week,
) -> impl IntoView {
    let fields: Vec<_> = DAYS
        .iter()
        .map(|(day, name)| {
            view! {
                <TextField
                    name=field(name)
                    label=weekday_word(*day)
                    value=week.on(*day).to_string()
                    placeholder=w::CLOSED
                    max=80
                />
            }
        })
        .collect();
    view! {
        <fieldset class="week">
            <legend class="field__label">{t(w::WEEK)}</legend>
            <p class="field__hint">{t(w::WEEK_HINT)}</p>
            <div class="week__days">{fields}</div>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_days_with_the_same_hours_share_a_row() {
        let hours = |text| Hours::read(text).unwrap();
        let week = Week { monday: hours("9:00-17:00"), tuesday: hours("9:00-17:00"), ..Week::default() };
        let runs: Vec<_> = runs(&week).into_iter().map(|(first, last, _)| (first, last)).collect();
        assert_eq!(runs, [(Weekday::Monday, Weekday::Tuesday), (Weekday::Wednesday, Weekday::Sunday)]);
    }
}
