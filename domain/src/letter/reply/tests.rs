use super::cases::{ABOVE, BELOW, KEPT, OPENING, SIGNED};
use super::*;
use proptest::prelude::*;

#[test]
fn the_new_text_of_known_programs_is_found() {
    for (name, text, shown) in ABOVE.into_iter().chain(BELOW).chain(SIGNED) {
        let reply = visible(text);
        assert_eq!(reply.visible, shown, "{name}");
        assert_eq!(reply.hidden, shown.trim() != text.trim(), "{name}");
        assert_eq!(
            visible(&text.replace('\n', "\r\n")).visible.replace('\r', ""),
            shown,
            "{name}, with CRLF"
        );
    }
}

#[test]
fn what_only_looks_like_a_quote_stays() {
    for (name, text) in KEPT {
        assert_eq!(visible(text), Reply::whole(text), "{name}");
    }
}

#[test]
fn what_opens_a_ticket_is_shown_whole_but_for_signatures() {
    for (name, text, shown) in OPENING {
        assert_eq!(opening(text).visible, shown, "{name}");
    }
    for (name, text) in KEPT {
        assert_eq!(opening(text), Reply::whole(text), "{name}");
    }
}

#[test]
fn a_quote_that_is_not_ours_is_told_of_and_answers_within_one_are_kept() {
    let quoted = |reply: &str, quote: &str| {
        format!("{reply}\n\nAm 23.11.2026 um 10:00 schrieb Haus <a@haus.de>:\n> {quote}\n> Geht es?\n")
    };
    assert!(!visible(&quoted("Ja.", MARKER_DE)).cut, "ours");
    assert!(!visible("Ja.\n-- \nAnna").cut, "a signature");
    assert!(visible(&quoted("Ja.", "Guten Tag")).cut);
    let red = quoted("Hallo Frau Sommer,\nmeine Antworten unten in rot.\nGruß Vera", MARKER_DE);
    assert_eq!(visible(&red), Reply::whole(red.trim()));
    let wish = quoted("Bitte den Knopf in Rot.", MARKER_DE);
    assert_eq!(visible(&wish).visible, "Bitte den Knopf in Rot.");
}

#[test]
fn our_own_line_is_known_in_both_languages_however_programs_wrap_it() {
    for marker in [
        MARKER_DE,
        MARKER_EN,
        "##- Bitte oberhalb dieser Zeile antworten -##",
        "*Please reply above this line*",
    ] {
        assert_eq!(visible(&format!("Ja.\n{marker}\nAlt")).visible, "Ja.", "{marker}");
    }
    assert!(!visible("Ja.\nWas heißt: Bitte oberhalb dieser Zeile antworten, und wo?").hidden);
}

#[test]
fn nothing_stays_nothing() {
    for text in ["", "\n", " \r\n\t"] {
        assert_eq!(visible(text), Reply::whole(text));
    }
}

#[test]
fn long_and_hostile_texts_take_no_longer_than_their_length() {
    for line in [
        "On On On\n",
        "Am 1 10:00\n",
        "> x\n",
        "--\n",
        "-- \nx\n",
        "Von: a\n",
        "Von: a\nBetreff: b\n",
        "cc: a\n",
        "____\n",
        "—\n",
        "> x\n\n",
        "Sent from my x\n",
        "x@y 10:00\n",
        ">:\n",
        "-----\nCc: x\n\n",
        "a\n> b\n",
        "—\nx\n",
    ] {
        visible(&line.repeat(2_000));
        opening(&line.repeat(2_000));
    }
    visible(&"am ".repeat(30_000));
    visible(&">".repeat(30_000));
    visible(&"Am 1@ 10:00 schrieb \n".repeat(2_000));
}

fn snippets() -> impl Strategy<Value = String> {
    let pieces = ABOVE.into_iter().chain(BELOW).chain(SIGNED).map(|(_, text, _)| text);
    let lines: Vec<&'static str> = pieces.flat_map(str::lines).collect();
    proptest::collection::vec(proptest::sample::select(lines), 0..25).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn any_text_is_taken(text in "(\\PC|\n|> |-- \n|Am |On |Von: |:|10:00|@| wrote:|\u{202f}){0,80}") {
        let reply = visible(&text);
        prop_assert!(reply.visible.len() <= text.len() + 2 * text.lines().count());
        prop_assert_eq!(reply.visible.trim().is_empty(), text.trim().is_empty() );
    }

    #[test]
    fn what_is_shown_was_written_in_this_order(text in snippets()) {
        let reply = visible(&text);
        let mut written = text.lines();
        for line in reply.visible.lines().filter(|line| !line.trim().is_empty()) {
            prop_assert!(written.any(|other| other.trim_end() == line.trim_end()), "{line}");
        }
        prop_assert!(text.trim().is_empty() || !reply.visible.trim().is_empty());
    }

    #[test]
    fn only_what_is_hidden_is_missing(text in snippets()) {
        let reply = visible(&text);
        let count = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
        if !reply.hidden {
            prop_assert_eq!(count(&reply.visible), count(&text));
        }
    }

    #[test]
    fn plain_words_are_never_touched(text in "[a-zäöü]{1,8}( [a-zäöü]{1,8}){0,6}(\n[a-zäöü]{1,8}( [a-zäöü]{1,8}){0,6}){0,6}") {
        prop_assert_eq!(visible(&text), Reply::whole(&text));
    }
}
