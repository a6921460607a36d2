//! Styles of a mail: only properties that colour and space, only values that load nothing and stand nowhere else.

/// What a property may begin with; `position`, `display` and the like are not among them.
const PROPERTIES: [&str; 15] = [
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
    "text-",
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
    !value.is_empty() && words && quotes('\'') && quotes('"') && functions
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
            ("", None),
        ] {
            assert_eq!(harmless(style).as_deref(), kept, "{style}");
        }
    }
}
