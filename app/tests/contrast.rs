//! Every pair of colours that text or controls are drawn in has the contrast that WCAG 2.2 AA asks for, in both themes.
use std::collections::HashMap;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// Ink on ground, and the least contrast: 4.5 for text (1.4.3), 3 for what controls are seen by (1.4.11).
const PAIRS: [(&str, &str, f64); 36] = [
    ("ink", "canvas", 4.5),
    ("ink", "surface", 4.5),
    ("ink", "raised", 4.5),
    ("ink", "sunken", 4.5),
    ("ink", "hover", 4.5),
    ("ink-2", "canvas", 4.5),
    ("ink-2", "surface", 4.5),
    ("ink-2", "raised", 4.5),
    ("ink-2", "hover", 4.5),
    ("ink-2", "accent-soft", 4.5),
    ("ink-3", "canvas", 4.5),
    ("ink-3", "surface", 4.5),
    ("ink-3", "raised", 4.5),
    ("ink-3", "sunken", 4.5),
    ("ink-3", "hover", 4.5),
    ("link", "canvas", 4.5),
    ("link", "surface", 4.5),
    ("link", "hover", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-hover", 4.5),
    ("accent-ink", "accent-soft", 4.5),
    ("accent-ink", "accent-softer", 4.5),
    ("accent-ink", "surface", 4.5),
    ("info-ink", "info-soft", 4.5),
    ("waiting-ink", "waiting-soft", 4.5),
    ("done-ink", "done-soft", 4.5),
    ("done-ink", "surface", 4.5),
    ("late-ink", "late-soft", 4.5),
    ("late-ink", "surface", 4.5),
    ("late-ink", "canvas", 4.5),
    ("on-danger", "danger", 4.5),
    ("neutral-ink", "neutral-soft", 4.5),
    ("control", "surface", 3.0),
    ("control", "canvas", 3.0),
    ("focus", "canvas", 3.0),
    ("danger", "surface", 3.0),
];

#[test]
fn every_pair_can_be_read_in_both_themes() {
    let tokens = declarations();
    let mut weak = Vec::new();
    for theme in 0..2 {
        for (ink, ground, least) in PAIRS {
            let found = contrast(luminance(&tokens, ink, theme), luminance(&tokens, ground, theme));
            if found < least {
                weak.push(format!("{ink} on {ground}, theme {theme}: {found:.2} < {least}"));
            }
        }
    }
    assert!(weak.is_empty(), "{weak:#?}");
}

#[test]
fn black_on_white_is_twenty_one() {
    let (white, black) = (of_oklch(1.0, 0.0, 0.0), of_oklch(0.0, 0.0, 0.0));
    assert!((contrast(white, black) - 21.0).abs() < 0.05);
}

/// `--name: value;` by name.
fn declarations() -> HashMap<&'static str, &'static str> {
    TOKENS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": "))
        .collect()
}

/// Relative luminance of `--color-NAME` in the light (0) or dark (1) theme.
fn luminance(tokens: &HashMap<&str, &str>, name: &str, theme: usize) -> f64 {
    let meaning = tokens[format!("color-{name}").as_str()];
    let both = meaning.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')')).unwrap();
    let raw = both.split(", ").nth(theme).unwrap();
    let value =
        raw.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')')).map_or(raw, |raw| tokens[raw]);
    let parts: Vec<f64> = value
        .strip_prefix("oklch(")
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap()
        .split_whitespace()
        .map(|part| part.parse().unwrap())
        .collect();
    of_oklch(parts[0], parts[1], parts[2])
}

/// Ottosson's `OKLab` to linear sRGB, cut to the gamut, weighed as WCAG does.
fn of_oklch(lightness: f64, chroma: f64, hue: f64) -> f64 {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    let red = 4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s;
    let green = -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s;
    let blue = -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s;
    0.2126 * red.clamp(0.0, 1.0) + 0.7152 * green.clamp(0.0, 1.0) + 0.0722 * blue.clamp(0.0, 1.0)
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
