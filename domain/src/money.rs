//! Money: integer cents, as people type and read it.
use crate::lang::Lang;

/// Cents of `1.259,50`, `1259,5`, `1,259.50`, `1259`, each with or without `€` before or behind it; `None` where it is none of these. A lone
/// point before exactly three digits parts thousands; a lone comma there is no amount: some read thousands, some decimals. One
/// mark parts thousands, the other one cents: `1.234,567` is no amount.
pub fn read_cents(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix('€').or_else(|| text.strip_suffix('€')).unwrap_or(text).trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let last = text.rfind([',', '.']);
    let (whole, part) = match last {
        Some(at) if text.len() - at - 1 != 3 => (&text[..at], &text[at + 1..]),
        Some(at) if text[at..].starts_with(',') && text.find([',', '.']) == Some(at) => return None,
        _ => (text, ""),
    };
    if let Some(at) = whole.find([',', '.']) {
        let thousands = &whole[at..=at];
        let mixed = whole.replace(thousands, "").contains([',', '.']);
        if mixed || (!part.is_empty() && last.is_some_and(|at| text[at..].starts_with(thousands))) {
            return None;
        }
        let mut groups = whole.split([',', '.']);
        let first = groups.next()?;
        if !(1..=3).contains(&first.len()) || !groups.all(|group| group.len() == 3) {
            return None;
        }
    }
    let plain: String = whole.chars().filter(|c| !matches!(c, ',' | '.')).collect();
    if !digits(&plain) || (last.is_some() && !part.is_empty() && !digits(part)) {
        return None;
    }
    let cents = match part.len() {
        0 => 0,
        1 => part.parse::<i64>().ok()? * 10,
        2 => part.parse().ok()?,
        _ => return None,
    };
    plain.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}

/// Cents as an amount of money, as their readers write it: `1.259,50 €`, `€1,259.50`, `−€95.00`. The space does not break. All
/// pages, letters and documents have it from here.
pub fn euros(lang: Lang, cents: i64) -> String {
    with_sign(lang, cents, false)
}

/// The same where prices are round as a rule: whole euros without decimals, `2.500 €`, `€2,500`.
pub fn short_euros(lang: Lang, cents: i64) -> String {
    with_sign(lang, cents, true)
}

fn with_sign(lang: Lang, cents: i64, short: bool) -> String {
    let number = amount(lang, cents, short);
    match lang {
        Lang::De => format!("{number}\u{a0}€"),
        // The minus stands before the sign of the currency.
        Lang::En => number.strip_prefix('−').map_or_else(|| format!("€{number}"), |rest| format!("−€{rest}")),
    }
}

/// Cents as an amount without sign of the currency, as it stands in a field of a form: `1.259,50` or `1,259.50`; whole euros without decimals where `short`.
pub fn amount(lang: Lang, cents: i64, short: bool) -> String {
    let (thousands, decimal) = match lang {
        Lang::De => ('.', ','),
        Lang::En => (',', '.'),
    };
    let euros = (cents.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in euros.chars().enumerate() {
        if at > 0 && (euros.len() - at).is_multiple_of(3) {
            grouped.push(thousands);
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "−" } else { "" };
    match cents.unsigned_abs() % 100 {
        0 if short => format!("{sign}{grouped}"),
        rest => format!("{sign}{grouped}{decimal}{rest:02}"),
    }
}

/// Hundredths of anything but money, as people write a number: `1,5`, `0,53`, `1.200`.
pub fn decimal(lang: Lang, hundredths: i64) -> String {
    let text = amount(lang, hundredths, true);
    if hundredths % 100 == 0 { text } else { text.trim_end_matches('0').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_type_it() {
        for (text, cents) in [
            ("1.259,50", 125_950),
            ("1259,5", 125_950),
            ("1,259.50 €", 125_950),
            ("€1,259.50", 125_950),
            ("1.259", 125_900),
            ("249", 24_900),
            ("0,99", 99),
            ("1.234.567,89", 123_456_789),
            ("1.234.567", 123_456_700),
        ] {
            assert_eq!(read_cents(text), Some(cents), "{text}");
        }
        for text in [
            "",
            "-5",
            "€",
            "€5€",
            "1,999",
            "1,2345",
            "12.34,5.6",
            "viel",
            "1 000",
            "1.25.300",
            "1.234,567",
            "1,234.567",
            "1.234.56",
            "1.234,567.89",
            ",50",
            "99999999999999999999",
        ] {
            assert_eq!(read_cents(text), None, "{text}");
        }
    }

    #[test]
    fn money_is_shown_as_its_readers_write_it() {
        assert_eq!(amount(Lang::De, 125_950, true), "1.259,50");
        assert_eq!(amount(Lang::En, 123_456_700, true), "1,234,567");
        assert_eq!(amount(Lang::De, -99, false), "−0,99");
        for (cents, german, english, short) in [
            (9_500, "95,00\u{a0}€", "€95.00", "€95"),
            (125_950, "1.259,50\u{a0}€", "€1,259.50", "€1,259.50"),
            (0, "0,00\u{a0}€", "€0.00", "€0"),
            (-9_500, "−95,00\u{a0}€", "−€95.00", "−€95"),
        ] {
            assert_eq!(euros(Lang::De, cents), german);
            assert_eq!(
                (euros(Lang::En, cents), short_euros(Lang::En, cents)),
                (english.into(), short.into())
            );
        }
        assert_eq!(short_euros(Lang::De, 250_000), "2.500\u{a0}€");
        for (hundredths, written) in
            [(150, "1,5"), (153, "1,53"), (100, "1"), (1_000, "10"), (120_005, "1.200,05"), (-250, "−2,5")]
        {
            assert_eq!(decimal(Lang::De, hundredths), written);
        }
        assert_eq!(decimal(Lang::En, 120_050), "1,200.5");
        for cents in [0, 5, 99, 100, 99_999, 12_345_678] {
            for lang in [Lang::De, Lang::En] {
                assert_eq!(read_cents(&amount(lang, cents, false)), Some(cents));
            }
        }
    }
}
