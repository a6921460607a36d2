//! The text of a letter with addresses that can be followed.
use crate::parts::erase::Erase as _;
use leptos::prelude::*;

/// Running text or an address in it.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Address(&'a str),
}

/// Cuts a text at its web addresses. A mark that ends the sentence is not part of the address.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, from) = rest.split_at(start);
        let end =
            from.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(from.len());
        let address = from[..end].trim_end_matches(['.', ',', ';', ')', '!', '?']);
        if !before.is_empty() {
            found.push(Piece::Words(before));
        }
        found.push(Piece::Address(address));
        rest = &from[address.len()..];
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

/// A letter's plain text. Addresses are followed by the browser itself, for they may end this very session.
#[component]
pub fn LetterText(
    /// As it is sent.
    text: String,
) -> impl IntoView {
    let pieces: Vec<_> = pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned().erase(),
            Piece::Address(address) => view! {
                <a href=address.to_owned() rel="external">
                    {address.to_owned()}
                </a>
            }
            .erase(),
        })
        .collect();
    view! { <div class="letter__text">{pieces}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_without_the_mark_after_them() {
        let text = "Hier:\nhttps://x.de/sign-in/link?token=ab-c\n\nOder (http://y.de/a).";
        assert_eq!(
            pieces(text),
            [
                Piece::Words("Hier:\n"),
                Piece::Address("https://x.de/sign-in/link?token=ab-c"),
                Piece::Words("\n\nOder ("),
                Piece::Address("http://y.de/a"),
                Piece::Words(")."),
            ]
        );
        assert_eq!(pieces("nichts"), [Piece::Words("nichts")]);
    }
}
