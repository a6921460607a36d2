//! Promises in words.
use crate::words::{Text, count, fill, promise as w, say};
use domain::effort::minutes::hours;
use domain::lang::Lang;
use domain::moment::Moment;
use domain::promise::due::Allowance;
use domain::promise::target::{Amount, Metric, Reading};
use domain::ticket::Stage;

/// The word for what is promised.
pub const fn metric_word(metric: Metric) -> Text {
    match metric {
        Metric::FirstReaction => w::FIRST_REACTION,
        Metric::NextReaction => w::NEXT_REACTION,
        Metric::PeriodicUpdate => w::PERIODIC_UPDATE,
        Metric::Workaround => w::WORKAROUND,
        Metric::Processing => w::PROCESSING,
    }
}

/// What is waited for in a state, so that the clock rests; `None` for states in which nothing is, whatever a company lets its
/// clocks do there.
pub const fn waits_word(stage: Stage, rests: bool) -> Option<Text> {
    match stage {
        Stage::Question => Some(w::WAITS_ANSWER),
        Stage::WaitingForApproval if rests => Some(w::WAITS_DECISION),
        Stage::WaitingForApproval => Some(w::WAITS_APPROVAL),
        Stage::WaitingForThirdParty => Some(w::WAITS_OTHERS),
        Stage::ReadyForAcceptance => Some(w::WAITS_ACCEPTANCE),
        Stage::Received
        | Stage::InTriage
        | Stage::HandedOver
        | Stage::InProgress
        | Stage::GoingLive
        | Stage::Done
        | Stage::Closed
        | Stage::Billed => None,
    }
}

/// `innerhalb von 2 Stunden Servicezeit`
pub fn within(lang: Lang, rule: Allowance) -> String {
    let amount = match rule.amount {
        Amount::BusinessMinutes(minutes) => {
            return fill(lang, w::WITHIN_TIME, &[("time", &duration(lang, i64::from(minutes)))]);
        }
        Amount::BusinessDays(n) => count(lang, w::BUSINESS_DAYS, u64::from(n)),
        Amount::CalendarDays(n) => count(lang, w::CALENDAR_DAYS, u64::from(n)),
    };
    fill(lang, w::WITHIN, &[("amount", &amount)])
}

/// How business days are read, where that has to be said.
pub const fn reading_word(rule: Allowance) -> Option<Text> {
    match (rule.amount, rule.reading) {
        (Amount::BusinessMinutes(_), _) => Some(w::READING_MINUTES),
        (Amount::BusinessDays(_), Reading::ClosingTime) => Some(w::READING_CLOSING),
        (Amount::BusinessDays(_), Reading::SameTime) => Some(w::READING_SAME_TIME),
        (Amount::BusinessDays(_), Reading::Hours(_)) => Some(w::READING_HOURS),
        (Amount::CalendarDays(_), _) => Some(w::READING_CALENDAR),
    }
}

/// [`hours`] where whole ones are spelled out: `1 Std. 20 Min.`, `45 Min.`, `2 Stunden`.
pub fn duration(lang: Lang, minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 0) => say(lang, w::NO_MINUTES).to_owned(),
        (h, 0) => count(lang, w::HOURS, u64::try_from(h).unwrap_or(0)),
        _ => hours(lang, minutes),
    }
}

/// `Montag, 30. November, 10:30 Uhr`; with the year where it is another than at `now`.
pub fn by_when(lang: Lang, at: Moment, now: Moment) -> String {
    let (day, today) = (at.civil().date(), now.civil().date());
    let near = if day == today {
        w::TODAY
    } else if today.tomorrow().is_ok_and(|tomorrow| tomorrow == day) {
        w::TOMORROW
    } else {
        return dated(lang, at, now);
    };
    fill(lang, w::DATE_TIME, &[("date", say(lang, near)), ("time", &at.clock())])
}

/// [`by_when`] without `today` and `tomorrow`: for what is asked about another day than this.
pub fn dated(lang: Lang, at: Moment, now: Moment) -> String {
    let day = at.civil().date();
    let date = if day.year() == now.civil().date().year() {
        domain::moment::short_date(day, lang)
    } else {
        domain::moment::date(day, lang)
    };
    let date = format!("{}, {date}", say(lang, weekday_word(day.weekday())));
    fill(lang, w::DATE_TIME, &[("date", &date), ("time", &at.clock())])
}

/// The name of a weekday.
pub const fn weekday_word(day: jiff::civil::Weekday) -> Text {
    use jiff::civil::Weekday;
    match day {
        Weekday::Monday => w::MONDAY,
        Weekday::Tuesday => w::TUESDAY,
        Weekday::Wednesday => w::WEDNESDAY,
        Weekday::Thursday => w::THURSDAY,
        Weekday::Friday => w::FRIDAY,
        Weekday::Saturday => w::SATURDAY,
        Weekday::Sunday => w::SUNDAY,
    }
}

/// Open minutes of stretches that lie after `now`, in milliseconds; a minute that has begun counts.
pub fn left(spans: &[(i64, i64)], now: i64) -> i64 {
    let millis: i64 = spans.iter().map(|(from, to)| (to - (*from).max(now)).max(0)).sum();
    (millis + 59_999) / 60_000
}

/// Open minutes that are left at `now` of `all` that were left when it was read: of a long promise the browser knows the
/// next stretches only. Times in milliseconds.
pub fn still_left(spans: &[(i64, i64)], all: i64, read: i64, now: i64) -> i64 {
    all - left(spans, read) + left(spans, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_are_told_like_a_person_would() {
        assert_eq!(within(Lang::De, Allowance::minutes(120)), "innerhalb von 2 Stunden Servicezeit");
        assert_eq!(within(Lang::De, Allowance::minutes(90)), "innerhalb von 1 Std. 30 Min. Servicezeit");
        assert_eq!(within(Lang::De, Allowance::days(1)), "innerhalb von einem Arbeitstag");
        assert_eq!(within(Lang::De, Allowance::days(5)), "innerhalb von 5 Arbeitstagen");
        assert_eq!(within(Lang::En, Allowance::days(2)), "within 2 business days");
        let moment = |text: &str| Moment::new(text.parse().unwrap(), 3600);
        let now = moment("2026-11-27T15:30:00Z");
        assert_eq!(by_when(Lang::De, moment("2026-11-30T09:30:00Z"), now), "Montag, 30. Nov., 10:30 Uhr");
        assert_eq!(by_when(Lang::En, moment("2026-11-28T09:30:00Z"), now), "tomorrow, 10:30");
        assert_eq!(by_when(Lang::De, moment("2027-01-04T16:00:00Z"), now), "Montag, 04.01.2027, 17:00 Uhr");
    }

    #[test]
    fn what_is_left_counts_open_time_only() {
        let spans = [(0, 600_000), (3_600_000, 4_200_000)];
        assert_eq!(left(&spans, 0), 20);
        assert_eq!(left(&spans, 300_001), 15);
        assert_eq!(left(&spans, 1_000_000), 10);
        assert_eq!(left(&spans, 5_000_000), 0);
    }
}
