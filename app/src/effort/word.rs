//! Time in words.
use crate::promise::sentence::duration;
use crate::words::{Text, effort as w, fill, say};
use domain::effort::fixed::FixedPrice;
use domain::effort::gate::Level;
use domain::effort::{Billing, Effort};
use domain::lang::Lang;
use domain::ticket::split::Went;
use domain::ticket::timeline::What;

/// The word for a billing.
pub const fn billing_word(billing: Billing) -> Text {
    match billing {
        Billing::Billable => w::BILLABLE,
        Billing::Maintenance => w::MAINTENANCE,
        Billing::Presales => w::PRESALES,
        Billing::Warranty => w::WARRANTY,
        Billing::Goodwill => w::GOODWILL,
    }
}

/// Why time costs nothing by the hour.
pub fn fixed_words(lang: Lang, fixed: &FixedPrice) -> String {
    match fixed {
        FixedPrice::Order(number) => fill(lang, w::FIXED_ORDER, &[("number", &number.to_string())]),
        FixedPrice::Release(release) => fill(lang, w::FIXED_RELEASE, &[("release", release)]),
    }
}

/// That effort is close to its limit; nothing where it is far.
pub const fn limit_word(level: Level) -> Option<Text> {
    match level {
        Level::Within => None,
        Level::Near => Some(w::LIMIT_NEAR),
        Level::Beyond => Some(w::LIMIT_BEYOND),
    }
}

/// Minutes as a person tells them.
pub fn minutes(lang: Lang, minutes: u32) -> String {
    duration(lang, i64::from(minutes))
}

/// What a running watch shows: `0:12`, with seconds `0:12:31`.
pub fn watch(millis: i64, seconds: bool) -> String {
    let all = millis.max(0) / 1000;
    let (h, m, s) = (all / 3600, all / 60 % 60, all % 60);
    if seconds { format!("{h}:{m:02}:{s:02}") } else { format!("{h}:{m:02}") }
}

/// What happened to time, in a line of the history; nothing for other entries. `name` tells an activity.
pub fn caption(what: &What, lang: Lang, name: &dyn Fn(&str) -> String) -> Option<String> {
    let short = |effort: &Effort| {
        format!(
            "{}, {}, {}",
            minutes(lang, effort.minutes),
            name(&effort.activity),
            say(lang, billing_word(effort.billing))
        )
    };
    match what {
        What::Booked { booked, .. } => {
            let (time, activity) = (minutes(lang, booked.minutes), name(&booked.activity));
            let why = say(lang, billing_word(booked.billing));
            let free = booked.billing != Billing::Billable;
            let text = if free { w::LINE_BOOKED_FREE } else { w::LINE_BOOKED };
            let gaps = [("time", time.as_str()), ("activity", &activity), ("why", why)];
            let line = fill(lang, text, if free { &gaps } else { &gaps[..2] });
            Some(if booked.note.is_empty() { line } else { format!("{line} · {}", booked.note) })
        }
        What::Rebooked { whose, from, to: Some(to), .. } => Some(fill(
            lang,
            w::LINE_REBOOKED,
            &[("whose", whose), ("from", &short(from)), ("to", &short(to))],
        )),
        What::Rebooked { whose, from, to: None, .. } => {
            Some(fill(lang, w::LINE_TAKEN_BACK, &[("whose", whose), ("from", &short(from))]))
        }
        What::TimesLeft { number, times } => {
            Some(fill(lang, w::LINE_TIMES_LEFT, &[("number", number), ("times", &each(times, &short))]))
        }
        What::TimesCame { number, times } => {
            Some(fill(lang, w::LINE_TIMES_CAME, &[("number", number), ("times", &each(times, &short))]))
        }
        _ => None,
    }
}

/// Times that went from one ticket to another, with whose they are.
fn each(times: &[Went], short: &dyn Fn(&Effort) -> String) -> String {
    let told = times.iter().map(|went| format!("{} ({})", short(&went.booked), went.whose));
    told.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::EffortId;

    #[test]
    fn time_is_told_in_a_line() {
        let effort = |minutes, billing| Effort {
            day: "2026-11-24".parse().unwrap(),
            minutes,
            activity: "design".into(),
            note: String::new(),
            billing,
        };
        let told = |what: &What| caption(what, Lang::De, &|code| code.to_uppercase()).unwrap();
        let id = EffortId(1);
        let (paid, free) = (effort(90, Billing::Billable), effort(15, Billing::Goodwill));
        assert_eq!(
            told(&What::Booked { effort: id, booked: paid.clone() }),
            "1 Std. 30 Min. gebucht: DESIGN"
        );
        assert_eq!(
            told(&What::Booked { effort: id, booked: free.clone() }),
            "15 Min. gebucht: DESIGN, ohne Berechnung (Kulanz)"
        );
        let went = Went { effort: id, whose: "Tom Team".to_owned(), booked: free.clone() };
        assert_eq!(
            told(&What::TimesLeft { number: "#7".to_owned(), times: vec![went] }),
            "Zeit ging zu #7: 15 Min., DESIGN, Kulanz (Tom Team)"
        );
        let whose = "Tom Team".to_owned();
        assert_eq!(
            told(&What::Rebooked { effort: id, whose, from: paid, to: Some(free) }),
            "Zeit von Tom Team korrigiert: 1 Std. 30 Min., DESIGN, Wird abgerechnet → 15 Min., DESIGN, Kulanz"
        );
        assert_eq!(watch(3_671_500, true), "1:01:11");
        assert_eq!(watch(-5, false), "0:00");
    }
}
