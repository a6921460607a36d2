//! Public holidays by rule (D2): fixed dates and offsets from Easter, per German state and municipality, by the law of
//! each state as it has been since 1995. Sundays that are no days of their own in the law are left out, except
//! Brandenburg's Easter and Whit Sunday, which its law names.
use super::place::{Local, Place, State};
use jiff::Span;
use jiff::civil::{Date, Weekday, date};

/// A public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// German name.
    pub de: &'static str,
    /// English name.
    pub en: &'static str,
}

/// When a holiday is.
#[derive(Clone, Copy)]
enum When {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i32),
    /// The Wednesday before 23 November.
    Repentance,
}

/// Where a holiday is kept.
#[derive(Clone, Copy)]
enum Kept {
    /// Everywhere.
    Germany,
    /// In these states.
    In(&'static [State]),
    /// In municipalities that keep it.
    Locally(fn(Local) -> bool),
}

struct Rule {
    de: &'static str,
    en: &'static str,
    when: When,
    kept: Kept,
    from: i16,
    to: i16,
}

const fn rule(de: &'static str, en: &'static str, when: When, kept: Kept) -> Rule {
    Rule { de, en, when, kept, from: i16::MIN, to: i16::MAX }
}

const fn since(from: i16, rule: Rule) -> Rule {
    Rule { from, ..rule }
}

const fn only(year: i16, rule: Rule) -> Rule {
    Rule { from: year, to: year, ..rule }
}

use Kept::{Germany, In, Locally};
use State::{Bb, Be, Bw, By, Hb, He, Hh, Mv, Ni, Nw, Rp, Sh, Sl, Sn, St, Th};
use When::{Easter, Fixed, Repentance};

/// In the order of the year, as far as that can be. Neither 24 nor 31 December is a public holiday anywhere in Germany.
const RULES: [Rule; 28] = [
    rule("Neujahr", "New Year's Day", Fixed(1, 1), Germany),
    rule("Heilige Drei Könige", "Epiphany", Fixed(1, 6), In(&[Bw, By, St])),
    since(2019, rule("Frauentag", "Women's Day", Fixed(3, 8), In(&[Be]))),
    since(2023, rule("Frauentag", "Women's Day", Fixed(3, 8), In(&[Mv]))),
    rule("Karfreitag", "Good Friday", Easter(-2), Germany),
    rule("Ostersonntag", "Easter Sunday", Easter(0), In(&[Bb])),
    rule("Ostermontag", "Easter Monday", Easter(1), Germany),
    rule("Tag der Arbeit", "Labour Day", Fixed(5, 1), Germany),
    only(
        2020,
        rule("75. Jahrestag der Befreiung", "75th anniversary of the liberation", Fixed(5, 8), In(&[Be])),
    ),
    only(
        2025,
        rule("80. Jahrestag der Befreiung", "80th anniversary of the liberation", Fixed(5, 8), In(&[Be])),
    ),
    rule("Christi Himmelfahrt", "Ascension Day", Easter(39), Germany),
    rule("Pfingstsonntag", "Whit Sunday", Easter(49), In(&[Bb])),
    rule("Pfingstmontag", "Whit Monday", Easter(50), Germany),
    only(
        2028,
        rule("75. Jahrestag des 17. Juni 1953", "75th anniversary of 17 June 1953", Fixed(6, 17), In(&[Be])),
    ),
    rule("Fronleichnam", "Corpus Christi", Easter(60), In(&[Bw, By, He, Nw, Rp, Sl])),
    rule("Fronleichnam", "Corpus Christi", Easter(60), Locally(|local| local.corpus_christi)),
    rule(
        "Augsburger Friedensfest",
        "Augsburg Peace Festival",
        Fixed(8, 8),
        Locally(|local| local.peace_festival),
    ),
    rule("Mariä Himmelfahrt", "Assumption Day", Fixed(8, 15), In(&[Sl])),
    rule("Mariä Himmelfahrt", "Assumption Day", Fixed(8, 15), Locally(|local| local.assumption)),
    since(2019, rule("Weltkindertag", "Children's Day", Fixed(9, 20), In(&[Th]))),
    rule("Tag der Deutschen Einheit", "German Unity Day", Fixed(10, 3), Germany),
    rule("Reformationstag", "Reformation Day", Fixed(10, 31), In(&[Bb, Mv, Sn, St, Th])),
    only(2017, rule("Reformationstag", "Reformation Day", Fixed(10, 31), Germany)),
    since(2018, rule("Reformationstag", "Reformation Day", Fixed(10, 31), In(&[Hb, Hh, Ni, Sh]))),
    rule("Allerheiligen", "All Saints' Day", Fixed(11, 1), In(&[Bw, By, Nw, Rp, Sl])),
    rule("Buß- und Bettag", "Day of Repentance and Prayer", Repentance, In(&[Sn])),
    rule("1. Weihnachtstag", "Christmas Day", Fixed(12, 25), Germany),
    rule("2. Weihnachtstag", "St. Stephen's Day", Fixed(12, 26), Germany),
];

/// The public holidays of a place in a year, in order. Years outside 1 to 9998 have none.
pub fn holidays(place: &Place, year: i16) -> Vec<Holiday> {
    if !(1..=9998).contains(&year) {
        return Vec::new();
    }
    let easter = easter(year);
    let mut all: Vec<Holiday> = RULES
        .iter()
        .filter(|rule| (rule.from..=rule.to).contains(&year))
        .filter(|rule| match rule.kept {
            Germany => true,
            In(states) => states.contains(&place.state()),
            Locally(keeps) => keeps(place.local()),
        })
        .filter_map(|rule| Some(Holiday { day: on(rule.when, year, easter)?, de: rule.de, en: rule.en }))
        .collect();
    all.sort_by_key(|holiday| holiday.day);
    all.dedup_by_key(|holiday| holiday.day);
    all
}

fn on(when: When, year: i16, easter: Date) -> Option<Date> {
    match when {
        Fixed(month, day) => Date::new(year, month, day).ok(),
        Easter(days) => easter.checked_add(Span::new().days(days)).ok(),
        Repentance => date(year, 11, 23).nth_weekday(-1, Weekday::Wednesday).ok(),
    }
}

/// Easter Sunday in the Gregorian calendar (anonymous algorithm, Meeus/Jones/Butcher).
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(year, i8::try_from(month).unwrap_or(3), i8::try_from(day).unwrap_or(31))
}
