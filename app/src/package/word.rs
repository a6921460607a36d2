//! Hours and what is agreed about them, in words.
use crate::package::view::HoursLeft;
use crate::parts::say::{lang, t, tf};
use crate::words::{Text, fill, package as w, say};
use domain::effort::minutes::hours;
use domain::lang::Lang;
use domain::moment::{date, short_date};
use domain::money::short_euros;
use domain::package::Kind;
use domain::package::forecast::{Forecast, Outlook};
use domain::package::terms::{Terms, Tier};
use jiff::civil::Date;

/// How work counts: `in Schritten von 15 Minuten, mindestens 30 Minuten`.
pub fn counted_words(terms: &Terms) -> String {
    let n = |minutes: u16| [("n", minutes.to_string())];
    let say = |text, minutes: u16| {
        let gaps = n(minutes);
        tf(text, &[(gaps[0].0, &gaps[0].1)])
    };
    let mut words = Vec::new();
    if terms.step_minutes > 1 {
        words.push(say(w::IN_STEPS, terms.step_minutes));
    }
    if terms.minimum_minutes > terms.step_minutes {
        words.push(say(w::AT_LEAST, terms.minimum_minutes));
    }
    if words.is_empty() {
        words.push(t(w::TO_THE_MINUTE).to_owned());
    }
    if terms.factor_draws {
        words.push(t(w::WITH_FACTOR).to_owned());
    }
    words.join(", ")
}

/// Facts that become others, as they become; what falls away says so.
pub fn changes(now: &[(Text, Option<String>)], then: Vec<(Text, Option<String>)>) -> Vec<(Text, String)> {
    let others = then.into_iter().zip(now).filter(|((_, then), (_, now))| then != now);
    others.map(|((name, then), _)| (name, then.unwrap_or_else(|| t(w::NO_MORE).to_owned()))).collect()
}

/// What an hour beyond the package costs: `115 € bis 5 Stunden, danach 105 €`; nothing where no rate is agreed.
pub fn beyond_words(terms: &Terms, usual_cents: i64) -> Option<String> {
    if terms.overage.is_empty() {
        return (usual_cents > 0).then(|| short_euros(lang(), usual_cents));
    }
    let tier = |(at, tier): (usize, &Tier)| {
        let euros = short_euros(lang(), tier.rate_cents);
        match tier.up_to_hours {
            Some(hours) => tf(w::TIER_UP_TO, &[("amount", &euros), ("n", &hours.to_string())]),
            None if at == 0 => euros,
            None => tf(w::TIER_MORE, &[("amount", &euros)]),
        }
    };
    Some(terms.overage.iter().enumerate().map(tier).collect::<Vec<_>>().join(", "))
}

/// What is left of how much until when: `6 Std. 30 Min. von 10 Std., bis 30. Nov.`
pub fn left_words(left: &HoursLeft) -> String {
    let (lang, forecast) = (lang(), left.forecast);
    let gaps = [
        ("left", hours(lang, forecast.left())),
        ("granted", hours(lang, forecast.granted)),
        ("day", short_date(forecast.last, lang)),
    ];
    tf(w::HOURS_LEFT_OF, &gaps.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// The same in a narrow column: `noch 6 Std. 30 Min. von 10 Std.`
pub fn left_short(left: &HoursLeft) -> String {
    let (lang, forecast) = (lang(), left.forecast);
    let gaps = [("left", hours(lang, forecast.left())), ("granted", hours(lang, forecast.granted))];
    tf(w::HOURS_LEFT_SHORT, &gaps.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// What becomes of hours, in sentences: `4 Std. 30 Min. verfallen am 30. Nov.`, and what the pace so far means.
/// `written` writes days as they are written around it.
pub fn forecast_words(lang: Lang, forecast: &Forecast, written: fn(Date, Lang) -> String) -> Vec<String> {
    let last = written(forecast.last, lang);
    let left = hours(lang, forecast.left());
    let mut words = Vec::new();
    // What is used up before does not expire.
    if forecast.left() > 0 && !matches!(forecast.outlook, Outlook::RunsOut { .. }) {
        let sentence = fill(lang, w::EXPIRES, &[("hours", &left), ("day", &last)]);
        // Some days end in a full stop of their own.
        words.push(format!("{}.", sentence.trim_end_matches('.')));
    }
    words.extend(match forecast.outlook {
        Outlook::Early => None,
        Outlook::Unused => Some(say(lang, w::OUTLOOK_UNUSED).to_owned()),
        Outlook::Lasts { left } if left > 0 => {
            Some(fill(lang, w::OUTLOOK_LASTS, &[("hours", &hours(lang, left))]))
        }
        Outlook::Lasts { .. } => Some(say(lang, w::OUTLOOK_JUST).to_owned()),
        Outlook::RunsOut { on } => Some(fill(lang, w::OUTLOOK_RUNS_OUT, &[("day", &written(on, lang))])),
        Outlook::UsedUp => Some(fill(lang, w::OUTLOOK_USED_UP, &[("day", &last)])),
    });
    if forecast.overage > 0 {
        words.push(fill(lang, w::BEYOND, &[("hours", &hours(lang, forecast.overage))]));
    }
    words
}

/// The days of a cycle: the month where it is a whole one, else from when to when.
pub fn cycle_words(lang: Lang, first: Date, last: Date) -> String {
    let whole = first.day() == 1 && last == last.last_of_month() && first.month() == last.month();
    if whole {
        let months = say(lang, w::MONTH_NAMES);
        let name = months.split(' ').nth(usize::try_from(first.month() - 1).unwrap_or(0)).unwrap_or_default();
        return format!("{name} {}", first.year());
    }
    format!("{} – {}", date(first, lang), date(last, lang))
}

/// What a posting does.
pub const fn kind_word(kind: Kind, takes_back: bool) -> Text {
    match (kind, takes_back) {
        (Kind::Grant, _) => w::KIND_GRANT,
        (Kind::Pooling, _) => w::KIND_POOLING,
        (Kind::Correction, _) => w::KIND_CORRECTION,
        (Kind::Use, false) => w::KIND_USE,
        (Kind::Use, true) => w::KIND_USE_BACK,
        (Kind::Expiry, false) => w::KIND_EXPIRY,
        (Kind::Expiry, true) => w::KIND_EXPIRY_BACK,
        (Kind::Overage, false) => w::KIND_OVERAGE,
        (Kind::Overage, true) => w::KIND_OVERAGE_BACK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_forecast_is_said_in_sentences() {
        let forecast = Forecast {
            cycle: 0,
            granted: 600,
            used: 330,
            overage: 0,
            first: date(2026, 11, 1),
            last: date(2026, 11, 30),
            outlook: Outlook::Lasts { left: 60 },
        };
        assert_eq!(
            forecast_words(Lang::De, &forecast, short_date).join(" "),
            "4 Std. 30 Min. verfallen am 30. Nov. Im bisherigen Tempo bleiben 1 Std. ungenutzt."
        );
        let paper = forecast_words(Lang::De, &forecast, domain::moment::date);
        assert_eq!(paper[0], "4 Std. 30 Min. verfallen am 30.11.2026.");
        let soon = Forecast { outlook: Outlook::RunsOut { on: date(2026, 11, 20) }, ..forecast };
        assert_eq!(
            forecast_words(Lang::De, &soon, short_date).join(" "),
            "Im bisherigen Tempo ist am 20. Nov. alles verbraucht."
        );
        let over = Forecast { used: 600, overage: 90, outlook: Outlook::UsedUp, ..forecast };
        assert_eq!(
            forecast_words(Lang::En, &over, short_date).join(" "),
            "All hours until 30 Nov are used. 1 h 30 min go beyond the package and are billed separately."
        );
    }

    #[test]
    fn a_whole_month_is_told_by_its_name() {
        let told = |first, last| cycle_words(Lang::De, first, last);
        assert_eq!(told(date(2026, 11, 1), date(2026, 11, 30)), "November 2026");
        assert_eq!(told(date(2026, 11, 15), date(2026, 12, 14)), "15.11.2026 – 14.12.2026");
    }
}
