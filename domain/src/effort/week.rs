//! A person's week, from Monday on.
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

/// Days of the week in which a day lies, Monday first. At the end of time fewer.
pub fn week_of(day: Date) -> Vec<Date> {
    let back = i32::from(day.weekday().to_monday_zero_offset());
    let Ok(monday) = day.checked_sub(back.days()) else { return vec![day] };
    debug_assert_eq!(monday.weekday(), Weekday::Monday);
    (0..7).filter_map(|n: i32| monday.checked_add(n.days()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_begins_on_monday_also_across_years() {
        let week = week_of(date(2027, 1, 1));
        assert_eq!((week[0], week[6], week.len()), (date(2026, 12, 28), date(2027, 1, 3), 7));
        assert_eq!(week_of(date(2026, 11, 23)), week_of(date(2026, 11, 29)));
        assert!(!week_of(Date::MAX).is_empty() && !week_of(Date::MIN).is_empty());
    }
}
