//! Every text of the product, from the translation files in `app/words`.
//!
//! `words::say(lang, words::ticket::REPLY)`; gaps are filled with [`fill`]; what depends on a number has the two forms
//! `one|other` and goes through [`count`]. Constants rather than one table, so that a route's texts travel with its chunk.
use domain::lang::Lang;

/// One text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// German.
    pub de: &'static str,
    /// English.
    pub en: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The text in a language.
pub const fn say(lang: Lang, text: Text) -> &'static str {
    match lang {
        Lang::De => text.de,
        Lang::En => text.en,
    }
}

/// The text with its gaps `{name}` filled.
pub fn fill(lang: Lang, text: Text, gaps: &[(&str, &str)]) -> String {
    filled(say(lang, text), gaps)
}

/// A text that is none of the files', with its gaps filled.
pub fn filled(text: &str, gaps: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // What is filled in is not looked at again: a title may hold braces.
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let gap = after.split_once('}').and_then(|(name, after)| {
            gaps.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, after))
        });
        (rest, ()) = match gap {
            Some((value, after)) => (after, out.push_str(value)),
            None => (after, out.push('{')),
        };
    }
    out + rest
}

/// The form of `one|other` that fits a number, with `{n}` filled.
pub fn count(lang: Lang, text: Text, n: u64) -> String {
    let both = say(lang, text);
    let (one, other) = both.split_once('|').unwrap_or((both, both));
    let digits = grouped(lang, n);
    if n == 1 { one } else { other }.replace("{n}", &digits)
}

/// `1.000` or `1,000`
pub fn grouped(lang: Lang, n: u64) -> String {
    let digits = n.to_string();
    let mark = match lang {
        Lang::De => '.',
        Lang::En => ',',
    };
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_choose_their_form() {
        let text = Text { de: "{n} Anliegen|{n} Anliegen", en: "{n} ticket|{n} tickets" };
        assert_eq!(count(Lang::En, text, 1), "1 ticket");
        assert_eq!(count(Lang::En, text, 1000), "1,000 tickets");
        assert_eq!(count(Lang::De, text, 1_234_567), "1.234.567 Anliegen");
    }
}
