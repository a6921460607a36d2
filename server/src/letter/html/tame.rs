//! Whether HTML can be read in good time. Reading it as browsers do takes time by the square of how deep it goes, and marks
//! that are never closed are repeated in every paragraph that follows: a small mail can become gigabytes.
use std::collections::HashSet;

/// Most tags that are read.
const MOST_TAGS: usize = 20_000;
/// Most elements that can come of marks which are never closed.
const MOST_REPEATED: usize = 3_000_000;
/// Marks that are repeated in the next paragraph while they are open.
const MARKS: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// The same mark is repeated no more often than this.
const ALIKE: usize = 3;

/// Whether it can.
pub fn is_tame(html: &str) -> bool {
    let (mut opened, mut tags, mut marks) = (0, 0, HashSet::new());
    for tag in html.split('<').skip(1) {
        tags += 1;
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        opened += 1;
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if MARKS.iter().any(|mark| name.eq_ignore_ascii_case(mark)) {
            marks.insert(tag.split('>').next().unwrap_or_default());
        }
    }
    opened <= MOST_TAGS && tags * (ALIKE * marks.len() + 1) <= MOST_REPEATED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_grow_without_end_is_not_read() {
        let letter = "<p>Guten <b>Tag</b>, <font color=red>es</font> eilt.</p>".repeat(2_000);
        assert!(is_tame(&letter));
        assert!(is_tame("1 < 2"));
        assert!(!is_tame(&"<div>".repeat(50_000)));
        let grows = (0..5_000).fold(String::new(), |grows, n| grows + &format!("<p><font color={n}>"));
        assert!(!is_tame(&grows));
    }
}
