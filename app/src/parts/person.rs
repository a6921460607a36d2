//! People as a small round mark.
use leptos::prelude::*;

/// The initials of a person on one of eight quiet colours; staff have the accent's ring. Hidden from screen readers, for
/// the name stands beside it.
#[component]
pub fn Avatar(
    /// Name.
    #[prop(into)]
    name: String,
    /// On staff.
    #[prop(optional)]
    staff: bool,
) -> impl IntoView {
    let class = format!("avatar avatar--{}{}", shade(&name), if staff { " avatar--staff" } else { "" });
    view! {
        <span class=class aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// `Dr.`, `Prof.`, `Dipl.-Ing.`: no part of a name. A single letter with a point is a first name cut short.
fn is_title(word: &str) -> bool {
    word.contains('.') && word.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// First letters of the first and last word of a name, without titles.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_alphabetic) && !is_title(word))
        .collect();
    let first = words.first().into_iter();
    let last = (words.len() > 1).then(|| words.last()).flatten();
    let letters: String =
        first.chain(last).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    if letters.is_empty() { "?".to_owned() } else { letters }
}

/// The same name has the same colour everywhere.
fn shade(name: &str) -> u32 {
    name.chars().fold(7_u32, |sum, c| sum.wrapping_mul(31).wrapping_add(u32::from(c))) % 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_first_and_last() {
        for (name, letters) in [
            ("Vera Albers", "VA"),
            ("Dr. Ömer von der Heide", "ÖH"),
            ("Prof. Dr. Eva Lang", "EL"),
            ("Dipl.-Ing. J. Weber", "JW"),
            ("Support", "S"),
            ("", "?"),
            ("42", "?"),
        ] {
            assert_eq!(initials(name), letters);
        }
    }
}
