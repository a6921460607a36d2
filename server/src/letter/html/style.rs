//! Styles of a mail: only properties that colour and space, only values that load nothing, stand nowhere else and push
//! nothing out of sight.

/// Longest length in a number of pixels or any other unit.
const LONGEST: f64 = 2_000.0;

/// What a property may begin with; `position`, `display` and the like are not among them.
const PROPERTIES: [&str; 17] = [
    "background-color",
    "border",
    "color",
    "font",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "max-width",
    "padding",
    "text-align",
    "text-decoration",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
];

/// The declarations of a style that may stay; `None` where there are none.
pub fn harmless(style: &str) -> Option<String> {
    // A comment could hide in the middle of a name.
    if style.contains("/*") {
        return None;
    }
    let kept: Vec<String> = style.split(';').filter_map(declaration).collect();
    (!kept.is_empty()).then(|| kept.join("; "))
}

fn declaration(text: &str) -> Option<String> {
    let (name, value) = text.split_once(':')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    let known = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && PROPERTIES.iter().any(|property| name.starts_with(property));
    (known && is_plain(value)).then(|| format!("{name}: {value}"))
}

/// Whether a value is made of words, numbers and colours alone.
fn is_plain(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let words = lower.chars().all(|c| c.is_alphanumeric() || " #%.,-+!'\"()_".contains(c));
    let quotes = |mark| lower.matches(mark).count().is_multiple_of(2);
    let functions = lower.match_indices('(').all(|(at, _)| {
        ["rgb", "rgba", "hsl", "hsla"].iter().any(|name| {
            lower[..at]
                .strip_suffix(name)
                .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '-'))
        })
    });
    // Nothing is pulled over what stands before it, nor pushed beyond what is read.
    let numbers = lower.split(|c: char| c.is_whitespace() || ",()".contains(c)).all(fits);
    !value.is_empty() && numbers && words && quotes('\'') && quotes('"') && functions
}

/// Whether a word is no number, or one that is neither negative nor too large.
fn fits(word: &str) -> bool {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse().is_ok_and(|number: f64| (0.0..=LONGEST).contains(&number))
        || !word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_colour_and_load_nothing() {
        for (style, kept) in [
            (
                "color: #333; font-family: 'Segoe UI', Arial",
                Some("color: #333; font-family: 'Segoe UI', Arial"),
            ),
            ("COLOR:rgb(1, 2, 3)", Some("color: rgb(1, 2, 3)")),
            ("background: url(https://x.de/a.png)", None),
            ("background-color: url(https://x.de/a.png)", None),
            ("border-image: url('https://x.de')", None),
            ("width: expression(alert(1))", None),
            ("color: red; behavior: url(x.htc)", Some("color: red")),
            ("list-style-type: image-set('a')", None),
            ("col\\6fr: red", None),
            ("color: \\75rl(x)", None),
            ("co/**/lor: red", None),
            ("position: fixed; top: 0; padding: 4px", Some("padding: 4px")),
            ("font-family: 'a", None),
            ("text-indent: -9999px", None),
            ("margin: 0 0 -500px", None),
            ("margin: 0 auto 1.5em; height: 100000px", Some("margin: 0 auto 1.5em")),
            ("padding: 1e9px", None),
            ("width: 600px; line-height: .9", Some("width: 600px; line-height: .9")),
            ("", None),
        ] {
            assert_eq!(harmless(style).as_deref(), kept, "{style}");
        }
    }
}
