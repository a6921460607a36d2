//! What people wrote: as text, with numbers of tickets and invoices and web addresses as links and nothing else brought to life.
use crate::invoice::api::address;
use crate::parts::erase::Erase as _;
use crate::parts::say::me;
use domain::billing::rules::Rules;
use domain::ticket::number::{NumberFormat, TicketNumber};
use leptos::prelude::*;
use std::ops::Range;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Plain(String),
    /// A ticket number as it was written.
    Ticket(TicketNumber, String),
    /// The number of an invoice.
    Invoice(String),
    /// A web address as it was written, and where it leads.
    Web(String, String),
}

/// The stretches of a text. Only `http` and `https` become links; what is inside an address is no number. `series` is that of invoices,
/// for who sees some.
pub fn pieces(text: &str, format: &NumberFormat, series: Option<&str>) -> Vec<Piece> {
    let webs = web_addresses(text);
    let inside = |range: &Range<usize>| webs.iter().any(|web| web.start < range.end && range.start < web.end);
    let numbers = format.find(text).into_iter().filter(|(range, _)| !inside(range));
    let invoices = series.map(|series| Rules::numbers_in(series, text)).unwrap_or_default();
    let invoices = invoices.into_iter().filter(|range| !inside(range));
    let mut links: Vec<(Range<usize>, Piece)> = numbers
        .map(|(range, number)| {
            let piece = Piece::Ticket(number, text[range.clone()].to_owned());
            (range, piece)
        })
        .chain(webs.iter().map(|range| {
            let said = text[range.clone()].to_owned();
            let leads = if starts_with(&said, "www.") { format!("https://{said}") } else { said.clone() };
            (range.clone(), Piece::Web(said, leads))
        }))
        .chain(invoices.map(|range| (range.clone(), Piece::Invoice(text[range].to_owned()))))
        .collect();
    links.sort_by_key(|(range, _)| range.start);
    let mut pieces = Vec::new();
    let mut at = 0;
    for (range, link) in links {
        // A company may write both kinds of numbers alike: the first one counts.
        if range.start < at {
            continue;
        }
        if at < range.start {
            pieces.push(Piece::Plain(text[at..range.start].to_owned()));
        }
        at = range.end;
        pieces.push(link);
    }
    if at < text.len() {
        pieces.push(Piece::Plain(text[at..].to_owned()));
    }
    pieces
}

/// Where web addresses stand. They begin where no word goes before, and end before the marks that belong to the
/// sentence around them.
fn web_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let length = address_at(text, at);
        if length > 0 {
            found.push(at..at + length);
        }
        at += length.max(text[at..].chars().next().map_or(1, char::len_utf8));
    }
    found
}

fn address_at(text: &str, at: usize) -> usize {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || "/@._-".contains(c)) {
        return 0;
    }
    let rest = &text[at..];
    let Some(start) = ["https://", "http://", "www."].into_iter().find(|start| starts_with(rest, start))
    else {
        return 0;
    };
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"`„“”»«".contains(c) || is_turning(c);
    let whole = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let address = without_sentence(whole);
    let host = address.get(start.len()..).unwrap_or_default();
    if host.chars().next().is_some_and(char::is_alphanumeric) { address.len() } else { 0 }
}

/// Marks that turn the reading direction could make an address look like another.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Without the marks at the end that belong to the sentence; a closing bracket stays where it was opened inside.
fn without_sentence(address: &str) -> &str {
    let mut address = address;
    while let Some(last) = address.chars().next_back() {
        let opens = |open: char, close: char| address.matches(open).count() >= address.matches(close).count();
        let belongs = match last {
            ')' => opens('(', ')'),
            ']' => opens('[', ']'),
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '’' | '‘' | '…' => false,
            _ => true,
        };
        if belongs {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// A text as somebody wrote it; line breaks are kept.
#[component]
pub fn Prose(
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let me = me();
    let shown = pieces(&text, &me.number, me.invoices.as_deref()).into_iter().map(|piece| match piece {
        Piece::Plain(text) => text.erase(),
        Piece::Ticket(number, said) => view! { <a href=format!("/tickets/{}", number.0)>{said}</a> }.erase(),
        Piece::Invoice(number) => {
            let href = address(&number);
            view! { <a href=href>{number}</a> }.erase()
        }
        Piece::Web(said, leads) => view! {
            <a href=leads target="_blank" rel="external nofollow noopener noreferrer">
                {said}
            </a>
        }
        .erase(),
    });
    view! { <div class="prose">{shown.collect::<Vec<_>>()}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<Piece> {
        pieces(text, &NumberFormat::default(), None)
    }

    fn plain(text: &str) -> Piece {
        Piece::Plain(text.to_owned())
    }

    fn web(text: &str) -> Piece {
        Piece::Web(text.to_owned(), text.to_owned())
    }

    #[test]
    fn numbers_and_addresses_become_links_and_the_rest_stays() {
        assert_eq!(
            shown("Wie in #1042 auf https://shop.de/korb?a=1#oben.\nDanke!"),
            [
                plain("Wie in "),
                Piece::Ticket(TicketNumber(1042), "#1042".into()),
                plain(" auf "),
                web("https://shop.de/korb?a=1#oben"),
                plain(".\nDanke!"),
            ]
        );
        assert_eq!(shown(""), []);
        assert_eq!(shown("<b>nichts</b>"), [plain("<b>nichts</b>")]);
    }

    #[test]
    fn invoices_are_linked_for_who_sees_some() {
        let text = "Zu RE-2026-0004 in #1042, https://a.de/RE-2026-0004";
        let linked = |series| {
            let links = pieces(text, &NumberFormat::default(), series).into_iter();
            links.filter(|piece| matches!(piece, Piece::Invoice(_))).collect::<Vec<_>>()
        };
        assert_eq!(linked(Some("RE")), [Piece::Invoice("RE-2026-0004".into())]);
        assert_eq!(linked(None), []);
        assert_eq!(linked(Some("R")), []);
    }

    #[test]
    fn a_sentence_keeps_its_marks() {
        for (text, address) in [
            ("(siehe https://a.de/b)", "https://a.de/b"),
            ("https://de.wikipedia.org/wiki/Kiel_(Stadt)!", "https://de.wikipedia.org/wiki/Kiel_(Stadt)"),
            ("„https://a.de“, sagte er", "https://a.de"),
            ("https://a.de/x,y?", "https://a.de/x,y"),
            ("HTTPS://A.DE …", "HTTPS://A.DE"),
        ] {
            assert!(shown(text).contains(&web(address)), "{text}: {:?}", shown(text));
        }
    }

    #[test]
    fn an_address_without_scheme_leads_to_https() {
        assert_eq!(
            shown("www.a.de/b."),
            [Piece::Web("www.a.de/b".into(), "https://www.a.de/b".into()), plain(".")]
        );
    }

    #[test]
    fn nothing_else_is_brought_to_life() {
        for text in [
            "javascript:alert(1)",
            "ftp://a.de",
            "https://",
            "https://.",
            "xhttps://a.de",
            "name@www.a.de",
            "data:text/html,x",
            "www.",
        ] {
            assert_eq!(shown(text), [plain(text)], "{text}");
        }
        assert_eq!(
            shown("https://a.de/#12")[0],
            web("https://a.de/#12"),
            "a number inside an address is none"
        );
        assert_eq!(shown("https://a.de\u{202e}gpj.exe")[0], web("https://a.de"));
    }
}
