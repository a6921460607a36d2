//! `schalter holidays`.
use domain::promise::holiday::holidays;
use domain::promise::place::Place;
use serde_json::{Value, json};

/// What `schalter holidays --help` says of the answer.
pub const HOLIDAYS_HELP: &str = r"Prints a JSON list in the order of the year; each holiday has
  date       the day, such as 2026-12-25
  name       its German name
  name_en    its English name

In Bavaria, Saxony and Thuringia holidays differ by municipality; those that are not listed by name are covered by
`katholisch` and `evangelisch`, as in DE-BY-katholisch. Ends with 1 where the place or the year is not known.

Example:
  schalter holidays --place DE-BY-muenchen --year 2026";

/// A place's public holidays in a year, as a JSON list.
pub fn list_holidays(place: &str, year: i16) -> Result<String, String> {
    let place = Place::read(place).map_err(|error| format!("{error}."))?;
    if !(1..=9998).contains(&year) {
        return Err(format!("The year {year} is not between 1 and 9998."));
    }
    let list: Vec<Value> = holidays(&place, year)
        .into_iter()
        .map(|holiday| json!({ "date": holiday.day.to_string(), "name": holiday.de, "name_en": holiday.en }))
        .collect();
    serde_json::to_string_pretty(&list).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_of_a_place_are_listed() {
        let list: Vec<Value> = serde_json::from_str(&list_holidays("DE-BY-muenchen", 2026).unwrap()).unwrap();
        assert_eq!(list.len(), 13);
        assert_eq!(list[0]["date"], "2026-01-01");
        assert!(list_holidays("DE-BY-muenhcen", 2026).unwrap_err().contains("muenchen"));
    }
}
