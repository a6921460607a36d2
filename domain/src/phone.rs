//! Phone numbers, as people write them and as they are compared (B7).
pub mod call;

use crate::input::Reason;

/// Most numbers of one person or organisation.
pub const MOST: usize = 6;
/// Digits of a number with its country: the most that E.164 allows, and fewer than any has.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=15;
/// Fewer digits fit too many numbers to look for them.
const FEWEST_SOUGHT: usize = 3;

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As it was written.
    pub written: String,
    /// Digits with the country's in front, without `+`: what numbers are compared by.
    pub digits: String,
}

/// The country's digits where a company is, by its time zone; Germany's where that does not tell.
pub fn country_of(zone: &str) -> &'static str {
    match zone {
        "Europe/Vienna" => "43",
        "Europe/Zurich" => "41",
        "Europe/Vaduz" => "423",
        "Europe/Luxembourg" => "352",
        _ => "49",
    }
}

/// The numbers of a field: a line, comma or semicolon parts them; a slash does not, `0431/12 34` is one. `country` is
/// dialled before numbers that begin with a single 0.
pub fn read_all(text: &str, country: &str) -> Result<Vec<Number>, Reason> {
    let parts = text.split(['\n', ',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let mut numbers: Vec<Number> = Vec::new();
    for part in parts {
        let number = read(part, country).ok_or(Reason::NotAPhone)?;
        if numbers.iter().all(|known| known.digits != number.digits) {
            numbers.push(number);
        }
    }
    if numbers.len() > MOST { Err(Reason::NotAPhone) } else { Ok(numbers) }
}

/// A whole number with its area code; `None` where it is none.
pub fn read(text: &str, country: &str) -> Option<Number> {
    let digits = digits(text, country).filter(|digits| DIGITS.contains(&digits.len()))?;
    let whole = text.trim_start().starts_with(['+', '0', '(']);
    whole.then(|| Number { written: text.split_whitespace().collect::<Vec<_>>().join(" "), digits })
}

/// What part of [`Number::digits`] a question looks for; `None` where the question is no number.
pub fn sought(text: &str, country: &str) -> Option<String> {
    digits(text, country).filter(|digits| digits.len() >= FEWEST_SOUGHT)
}

/// The digits with the country's in front, where `+`, `00` or `0` say that the beginning is written; any others as they are.
/// The 0 in brackets of `+49 (0) 431` is not dialled.
fn digits(text: &str, country: &str) -> Option<String> {
    let text = text.trim().replace("(0)", "");
    let (plus, rest) = text.strip_prefix('+').map_or((false, text.as_str()), |rest| (true, rest));
    let mark =
        |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '(' | ')' | '.' | '\u{2010}'..='\u{2015}');
    if !rest.chars().all(|c| c.is_ascii_digit() || mark(c)) {
        return None;
    }
    let all: String = rest.chars().filter(char::is_ascii_digit).collect();
    Some(match (plus, all.strip_prefix("00"), all.strip_prefix('0')) {
        (true, ..) => all,
        (false, Some(abroad), _) => abroad.to_owned(),
        (false, None, Some(here)) => format!("{country}{here}"),
        (false, None, None) => all,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_number_is_written_in_many_ways() {
        for text in [
            "0431 123456",
            "0431/12 34 56",
            "(0431) 12-34-56",
            "+49 431 123456",
            "+49 (0) 431 / 123 456",
            "0049431123456",
            "0431.123456",
        ] {
            let digits = read(text, "49").map(|number| number.digits);
            assert_eq!(digits.as_deref(), Some("49431123456"), "{text}");
        }
        for none in ["", "Vera", "123456", "0431 12a", "+49", "+49 431 1234567890123", "0431#12"] {
            assert_eq!(read(none, "49"), None, "{none}");
        }
        assert_eq!(read("01 234 5678", country_of("Europe/Vienna")).unwrap().digits, "4312345678");
    }

    #[test]
    fn several_numbers_stand_in_one_field_each_once() {
        let numbers = read_all("0431/123456, 0171  1234567\n+49 431 123456;", "49").unwrap();
        let written: Vec<&str> = numbers.iter().map(|number| number.written.as_str()).collect();
        assert_eq!(written, ["0431/123456", "0171 1234567"]);
        assert_eq!(read_all("", "49"), Ok(vec![]));
        assert_eq!(read_all("0431 123456, Büro", "49"), Err(Reason::NotAPhone));
        let many = (1..=7).map(|n| format!("0431 12345{n}")).collect::<Vec<_>>().join(",");
        assert_eq!(read_all(&many, "49"), Err(Reason::NotAPhone));
    }

    #[test]
    fn a_part_of_a_number_is_looked_for_and_words_are_not() {
        for (text, part) in [
            ("0431 12", Some("4943112")),
            ("+49 431", Some("49431")),
            ("123 456", Some("123456")),
            ("12", None),
            ("Albers 12", None),
            ("vera@albers.de", None),
        ] {
            assert_eq!(sought(text, "49").as_deref(), part, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_a_number_is_found_by_what_was_written(text in "[+0][0-9 /()-]{4,16}") {
            if let Some(number) = read(&text, "49") {
                prop_assert_eq!(sought(&number.written, "49"), Some(number.digits));
            }
        }
    }
}
