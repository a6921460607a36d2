//! Amounts of time as people type and read them.
//!
//! One way in each place: a sentence tells [`hours`], a table or a row of figures shows each as a [`figure`]; decimals are for
//! prices and spreadsheets.
use crate::input::Reason;
use crate::lang::Lang;
use crate::money::amount;

/// Most minutes of one entry: a day.
pub const MOST: u32 = 24 * 60;

/// Minutes of `45`, `45 min`, `1:30`, `1,5 h`, `1.5 Std.`, `2 h`, `1 h 30 min`; `None` where it is none of these. Parts of a minute
/// are rounded to the nearest.
pub fn read_minutes(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase().replace(',', ".");
    if let Some((hours, minutes)) = text.split_once(':') {
        let minutes: u32 = minutes.trim().parse().ok().filter(|minutes| *minutes < 60)?;
        return whole(hours)?.checked_mul(60)?.checked_add(minutes);
    }
    let at = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, rest) = text.split_at(at);
    let unit_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let (unit, more) = rest.split_at(unit_end);
    match unit.trim().trim_end_matches('.') {
        "" | "m" | "min" | "minute" | "minuten" | "minutes" if more.is_empty() => whole(number),
        "h" | "std" | "stunde" | "stunden" | "hour" | "hours" | "hrs" => {
            let hours = decimal_hours(number)?;
            if more.is_empty() { Some(hours) } else { read_minutes(more)?.checked_add(hours) }
        }
        _ => None,
    }
}

/// Time in a sentence: `4 Std. 30 Min.`, `5 Std.`, `45 Min.`; below zero with a minus.
pub fn hours(lang: Lang, minutes: i64) -> String {
    let (hour, minute) = match lang {
        Lang::De => ("Std.", "Min."),
        Lang::En => ("h", "min"),
    };
    let all = minutes.abs();
    let whole = amount(lang, all / 60 * 100, true);
    let words = match (all / 60, all % 60) {
        (_, 0) => format!("{whole} {hour}"),
        (0, rest) => format!("{rest} {minute}"),
        (_, rest) => format!("{whole} {hour} {rest} {minute}"),
    };
    if minutes < 0 { format!("−{words}") } else { words }
}

/// Time among figures: `4:30`, with a sign `+4:30`, `−0:15`.
pub fn figure(minutes: i64, signed: bool) -> String {
    let sign = match (minutes.signum(), signed) {
        (-1, _) => "−",
        (1, true) => "+",
        _ => "",
    };
    format!("{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Minutes as [`read_minutes`] reads them, where people think in hours: a bare number is refused, for it may be meant as either.
pub fn read_with_unit(text: &str) -> Result<u32, Reason> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Reason::Missing);
    }
    if text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')) {
        return Err(Reason::NoUnit);
    }
    read_minutes(text).ok_or(Reason::NotATime)
}

fn whole(text: &str) -> Option<u32> {
    let text = text.trim();
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Hours with up to two decimals, in minutes.
fn decimal_hours(text: &str) -> Option<u32> {
    let (hours, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let hundredths = match part.len() {
        0 => 0,
        1 => whole(part)? * 10,
        2 => whole(part)?,
        _ => return None,
    };
    whole(hours)?.checked_mul(60)?.checked_add((hundredths * 60 + 50) / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_type_time_in_many_ways() {
        for (text, minutes) in [
            ("45", 45),
            (" 45 min ", 45),
            ("45 Min.", 45),
            ("1:30", 90),
            ("0:05", 5),
            ("1,5 h", 90),
            ("1.25 Std.", 75),
            ("0,33 h", 20),
            ("2h", 120),
            ("1h30", 90),
            ("1 Std. 30 Min.", 90),
        ] {
            assert_eq!(read_minutes(text), Some(minutes), "{text}");
        }
        for text in [
            "",
            "-5",
            "1:75",
            "1:-3",
            "1,5",
            "1,555 h",
            "viel",
            "5 Äpfel",
            "1e3",
            "99999999999 h",
            "²",
            "1 h h",
        ] {
            assert_eq!(read_minutes(text), None, "{text}");
        }
    }

    #[test]
    fn hours_are_told_in_one_way_and_shown_in_another() {
        for (minutes, de, en, shown) in [
            (270, "4 Std. 30 Min.", "4 h 30 min", "4:30"),
            (300, "5 Std.", "5 h", "5:00"),
            (15, "15 Min.", "15 min", "0:15"),
            (0, "0 Std.", "0 h", "0:00"),
            (-75, "−1 Std. 15 Min.", "−1 h 15 min", "−1:15"),
            (60_020, "1.000 Std. 20 Min.", "1,000 h 20 min", "1000:20"),
        ] {
            assert_eq!((hours(Lang::De, minutes).as_str(), hours(Lang::En, minutes).as_str()), (de, en));
            assert_eq!(figure(minutes, false), shown);
        }
        assert_eq!([270, -15, 0].map(|minutes| figure(minutes, true)), ["+4:30", "−0:15", "0:00"]);
    }

    #[test]
    fn where_people_think_in_hours_a_bare_number_is_refused() {
        for (text, read) in [
            ("5 h", Ok(300)),
            ("5 min", Ok(5)),
            ("1:30", Ok(90)),
            ("1,5 Std.", Ok(90)),
            (" ", Err(Reason::Missing)),
            ("5", Err(Reason::NoUnit)),
            (" 60 ", Err(Reason::NoUnit)),
            ("1,5", Err(Reason::NoUnit)),
            ("0", Err(Reason::NoUnit)),
            ("-5", Err(Reason::NotATime)),
            ("viel", Err(Reason::NotATime)),
        ] {
            assert_eq!(read_with_unit(text), read, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,20}") {
            let _ = read_minutes(&text);
        }

        #[test]
        fn what_a_clock_shows_is_read_back(minutes in 0u32..6000) {
            prop_assert_eq!(read_minutes(&format!("{}:{:02}", minutes / 60, minutes % 60)), Some(minutes));
            prop_assert_eq!(read_minutes(&format!("{} h {} min", minutes / 60, minutes % 60)), Some(minutes));
        }
    }
}
