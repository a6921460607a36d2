//! Opening hours of a weekday: intervals of wall-clock time.
use serde::{Deserialize, Serialize};

/// Minutes of a day without a change of the clock; as an end, midnight that follows.
pub const MINUTES: u16 = 24 * 60;

/// An interval of wall-clock time within one day: from `from`, included, to `to`, excluded. Minutes since midnight,
/// `from < to <= 1440`. Written `08:30-12:00`; a whole day is `00:00-24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Interval {
    from: u16,
    to: u16,
}

/// Why something is no interval, or several make no opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongHours {
    /// Not of the form `08:30-12:00`.
    #[error("`{text}` is no interval such as 08:30-12:00")]
    #[serde(with = "crate::bare")]
    NotReadable {
        /// What was written.
        text: String,
    },
    /// Ends where it begins, or before. An interval over midnight is written as two.
    #[error("`{text}` ends before it begins")]
    #[serde(with = "crate::bare")]
    Empty {
        /// What was written.
        text: String,
    },
    /// Two intervals of a day share time.
    #[error("{first} and {second} overlap")]
    Overlap {
        /// The earlier one.
        first: Interval,
        /// The later one.
        second: Interval,
    },
}

impl Interval {
    /// An interval of minutes since midnight.
    pub fn new(from: u16, to: u16) -> Result<Self, WrongHours> {
        let interval = Self { from, to };
        if from < to && to <= MINUTES {
            Ok(interval)
        } else {
            Err(WrongHours::Empty { text: interval.to_string() })
        }
    }

    /// Minutes since midnight at which it begins.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// Minutes since midnight at which it ends; 1440 for midnight.
    pub const fn to(self) -> u16 {
        self.to
    }

    /// Its length in minutes of wall-clock time.
    pub const fn minutes(self) -> u16 {
        self.to - self.from
    }

    /// Reads `08:30-12:00`; a dash of any length and spaces around it are taken.
    pub fn read(text: &str) -> Result<Self, WrongHours> {
        let unreadable = || WrongHours::NotReadable { text: text.trim().to_owned() };
        let (from, to) = text.split_once(['-', '–', '—']).ok_or_else(unreadable)?;
        let (from, to) = (minute(from).ok_or_else(unreadable)?, minute(to).ok_or_else(unreadable)?);
        Self::new(from, to).map_err(|_| WrongHours::Empty { text: text.trim().to_owned() })
    }
}

/// `8:30` as minutes since midnight, up to `24:00`.
fn minute(text: &str) -> Option<u16> {
    let digits =
        |text: &str| text.chars().all(|c| c.is_ascii_digit()).then(|| text.parse::<u16>().ok()).flatten();
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute) = (digits(hour)?, digits(minute).filter(|_| minute.len() == 2)?);
    let all = hour * 60 + minute;
    (hour <= 24 && minute < 60 && all <= MINUTES).then_some(all)
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { from, to } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

impl TryFrom<String> for Interval {
    type Error = WrongHours;
    fn try_from(text: String) -> Result<Self, WrongHours> {
        Self::read(&text)
    }
}

impl From<Interval> for String {
    fn from(interval: Interval) -> Self {
        interval.to_string()
    }
}

/// The open intervals of one day, in order; none where it is closed. Two may touch, never overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Interval>", into = "Vec<Interval>")]
pub struct Hours(Vec<Interval>);

impl Hours {
    /// Sorted; refused where two overlap.
    pub fn new(mut intervals: Vec<Interval>) -> Result<Self, WrongHours> {
        intervals.sort_unstable();
        match intervals.windows(2).find(|pair| pair[1].from < pair[0].to) {
            Some(pair) => Err(WrongHours::Overlap { first: pair[0], second: pair[1] }),
            None => Ok(Self(intervals)),
        }
    }

    /// Closed all day.
    pub const fn closed() -> Self {
        Self(Vec::new())
    }

    /// Reads `08:30-12:00, 13:00-17:00`; an empty text is a closed day.
    pub fn read(text: &str) -> Result<Self, WrongHours> {
        let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
        Self::new(parts.map(Interval::read).collect::<Result<_, _>>()?)
    }

    /// The intervals in order.
    pub fn intervals(&self) -> &[Interval] {
        &self.0
    }

    /// Whether nothing is open.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Open minutes of the wall clock.
    pub fn minutes(&self) -> u32 {
        self.0.iter().map(|interval| u32::from(interval.minutes())).sum()
    }

    /// What is open here or there.
    pub fn or(&self, other: &Self) -> Self {
        let mut all: Vec<Interval> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let mut joined: Vec<Interval> = Vec::with_capacity(all.len());
        for next in all {
            match joined.last_mut() {
                Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
                _ => joined.push(next),
            }
        }
        Self(joined)
    }
}

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, interval) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{interval}")?;
        }
        Ok(())
    }
}

impl TryFrom<Vec<Interval>> for Hours {
    type Error = WrongHours;
    fn try_from(intervals: Vec<Interval>) -> Result<Self, WrongHours> {
        Self::new(intervals)
    }
}

impl From<Hours> for Vec<Interval> {
    fn from(hours: Hours) -> Self {
        hours.0
    }
}

/// Opening hours of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)] // seven days
pub struct Week {
    #[serde(skip_serializing_if = "Hours::is_empty")]
    pub monday: Hours,
    #[serde(skip_serializing_if = "Hours::is_empty")]
    pub tuesday: Hours,
    #[serde(skip_serializing_if = "Hours::is_empty")]
    pub wednesday: Hours,
    #[serde(skip_serializing_if = "Hours::is_empty")]
    pub thursday: Hours,
    #[serde(skip_serializing_if = "Hours::is_empty")]
    pub friday: Hours,
    #[serde(skip_serializing_if = "Hours::is_empty")]
    pub saturday: Hours,
    #[serde(skip_serializing_if = "Hours::is_empty")]
    pub sunday: Hours,
}

impl Week {
    /// The hours of a weekday.
    pub const fn on(&self, day: jiff::civil::Weekday) -> &Hours {
        use jiff::civil::Weekday;
        match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// Monday to Sunday.
    pub const fn days(&self) -> [&Hours; 7] {
        [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
            &self.sunday,
        ]
    }

    /// Whether no day is open.
    pub fn is_empty(&self) -> bool {
        self.days().iter().all(|hours| hours.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_read_as_people_write_them() {
        for (text, written) in [
            ("08:30-12:00", "08:30-12:00"),
            (" 8:30 – 12:00 ", "08:30-12:00"),
            ("00:00-24:00", "00:00-24:00"),
        ] {
            assert_eq!(Interval::read(text).unwrap().to_string(), written);
        }
        for text in [
            "",
            "8-12",
            "08:30",
            "08:60-12:00",
            "25:00-26:00",
            "24:01-24:02",
            "a:bc-12:00",
            "+8:00-12:00",
            "8:5-9:00",
        ] {
            assert!(matches!(Interval::read(text), Err(WrongHours::NotReadable { .. })), "{text}");
        }
        for text in ["12:00-12:00", "17:00-09:00", "24:00-24:00"] {
            assert!(matches!(Interval::read(text), Err(WrongHours::Empty { .. })), "{text}");
        }
    }

    #[test]
    fn hours_are_sorted_and_never_overlap() {
        assert_eq!(Hours::read("13:00-17:00, 08:30-12:00").unwrap().to_string(), "08:30-12:00, 13:00-17:00");
        assert_eq!(Hours::read("").unwrap(), Hours::default());
        assert!(Hours::read("08:00-12:00, 12:00-13:00").is_ok());
        assert!(matches!(Hours::read("08:00-12:00, 11:59-13:00"), Err(WrongHours::Overlap { .. })));
        assert!(matches!(Hours::read("08:00-12:00, 08:00-12:00"), Err(WrongHours::Overlap { .. })));
    }

    #[test]
    fn additional_hours_join_the_usual_ones() {
        let usual = Hours::read("09:00-12:00, 13:00-17:00").unwrap();
        let more = Hours::read("11:00-13:00, 18:00-20:00").unwrap();
        assert_eq!(usual.or(&more).to_string(), "09:00-17:00, 18:00-20:00");
    }
}
