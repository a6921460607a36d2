use super::{Block, Button, Company, Content, Ticket};
use domain::lang::Lang;
use std::collections::BTreeSet;

const TOKEN: &str =
    "https://portal.nordlicht.de/sign-in/link?token=Zk3q9XvT1mB7cYw0aLrHsE5uQf8nPjD2gVxKtN4oRiW6yMzCbAhJ&a=1";

fn button(label: &str, address: &str) -> Button {
    Button { label: label.to_owned(), address: address.to_owned(), primary: true }
}

/// One of each.
fn blocks() -> Vec<Block> {
    vec![
        Block::Text(
            "wir sind fertig. Bitte prüfen Sie das Ergebnis auf https://staging.albers.de/korb?a=1&b=2.\nDanke!".to_owned(),
        ),
        Block::Message {
            by: "Jonas Weber".to_owned(),
            at: "Mo 23. Nov. 2026, 09:31 Uhr".to_owned(),
            text: "Guten Morgen,\n\ndie Versandpauschale wird wieder je Bestellung gerechnet.\n-- \nJonas".to_owned(),
        },
        Block::Facts(vec![
            ("Aufwand".to_owned(), "1 Std. 40 Min.".to_owned()),
            ("Widerspruch möglich bis".to_owned(), "Mi 2. Dez. 2026".to_owned()),
        ]),
        Block::Notice("Es können Kosten entstehen.".to_owned()),
        Block::Buttons(vec![button("Bestätigen", TOKEN), button("Widerspruch einlegen", "https://x.de/object")]),
        Block::Small("Ohne Ihre Nachricht gilt das Anliegen als abgenommen.".to_owned()),
    ]
}

fn content<'a>(blocks: &'a [Block], lines: &'a [String]) -> Content<'a> {
    Content {
        lang: Lang::De,
        preheader: "Widerspruch bis 2. Dez.",
        reply_above: Some("–– Bitte oberhalb dieser Zeile antworten ––"),
        greeting: "Guten Tag Frau Albers,",
        blocks,
        company: Company {
            name: "Nordlicht GmbH",
            lines,
            portal: "https://portal.nordlicht.de/",
            accent: "#0f5a63",
        },
        ticket: Some(Ticket {
            number: "#1042",
            title: "Warenkorb rechnet Versand doppelt",
            state: "In Bearbeitung",
            address: Some("https://portal.nordlicht.de/tickets/1042"),
        }),
    }
}

/// The body as a browser would show it: without comments, tags and what is hidden.
fn visible(html: &str) -> String {
    let body = &html[html.find("<div role=\"article\"").expect("a body")..];
    let mut shown = String::new();
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        shown.push_str(&rest[..start]);
        let close = if rest[start..].starts_with("<!--") { "-->" } else { ">" };
        let end = start + rest[start..].find(close).expect("closed") + close.len();
        if rest[start..].starts_with("</") && !rest[start..].starts_with("</a") {
            shown.push(' ');
        }
        // A mark that says nothing to those who listen is none of the words.
        rest = if rest[start..end].contains("aria-hidden") {
            &rest[end + rest[end..].find('<').expect("closed")..]
        } else {
            &rest[end..]
        };
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
        .iter()
        .fold(shown, |shown, (escaped, sign)| shown.replace(escaped, sign))
}

fn hrefs(html: &str) -> Vec<&str> {
    html.split("href=\"").skip(1).map(|rest| &rest[..rest.find('"').expect("closed")]).collect()
}

#[test]
fn what_people_typed_cannot_become_markup() {
    let evil = "<script>alert('1')</script> \"><b>&amp;\u{0}{sheet}";
    let lines = [evil.to_owned()];
    let blocks = [
        Block::Text(evil.to_owned()),
        Block::Facts(vec![(evil.to_owned(), evil.to_owned())]),
        Block::Message { by: evil.to_owned(), at: evil.to_owned(), text: evil.to_owned() },
        Block::Buttons(vec![button(evil, evil)]),
        Block::Notice(evil.to_owned()),
        Block::Small(evil.to_owned()),
    ];
    let company = Company { name: evil, lines: &lines, portal: evil, accent: evil };
    let ticket = Ticket { number: evil, title: evil, state: evil, address: Some(evil) };
    for ticket in [Some(ticket), None] {
        let content =
            Content { preheader: evil, greeting: evil, company, ticket, ..content(&blocks, &lines) };
        let html = content.html();
        assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains('\u{0}'));
        assert!(
            html.contains(
                "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;&gt;&lt;b&gt;&amp;amp;{sheet}"
            )
        );
        assert!(!content.text().contains('\u{0}'));
    }
}

#[test]
fn links_lead_to_the_web_or_nowhere() {
    let blocks = [
        Block::Text("javascript:alert(1) und data:text/html,x und https://gut.de/x.".to_owned()),
        Block::Buttons(vec![
            button("Los", "javascript:alert(1)"),
            button("Weiter", "https://gut.de/?a=1&b=2"),
        ]),
    ];
    let html = content(&blocks, &[]).html();
    let hrefs = hrefs(&html);
    assert!(hrefs.iter().all(|href| href.starts_with("https://")), "{hrefs:?}");
    assert!(
        hrefs.contains(&"https://gut.de/x") && hrefs.contains(&"https://gut.de/?a=1&amp;b=2"),
        "{hrefs:?}"
    );
    assert!(visible(&html).contains("Los"));
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let html = content(&blocks(), &[]).html();
    for remote in
        ["<img", "<link", "<script", "<iframe", "src=", "url(", "@import", "@font-face", "background="]
    {
        assert!(!html.contains(remote), "{remote}");
    }
}

#[test]
fn both_forms_say_the_same() {
    let (blocks, lines) = (blocks(), ["Hafenstraße 12".to_owned(), "Telefon 0431 123".to_owned()]);
    let content = content(&blocks, &lines);
    let (text, html) = (content.text(), content.html());
    let shown = visible(&html) + &hrefs(&html).join(" ").replace("&amp;", "&");
    let words = |form: &str| -> Vec<String> {
        form.split_whitespace().map(|word| word.trim_end_matches(':').to_owned()).collect()
    };
    for word in words(&text).iter().filter(|word| !["·", "Stand", "--"].contains(&word.as_str())) {
        assert!(shown.contains(word), "the HTML does not say {word:?}");
    }
    for word in words(&visible(&html)) {
        assert!(text.contains(&word), "the text does not say {word:?}");
    }
}

#[test]
fn lines_of_text_fit_and_addresses_stay_whole() {
    let long = "Donaudampfschifffahrtsgesellschaftskapitän ".repeat(20);
    let mut blocks = blocks();
    blocks.extend([
        Block::Text(format!("Siehe {TOKEN} für mehr. {long}")),
        Block::Facts(vec![("Ort".to_owned(), long.clone()), (long.clone(), TOKEN.to_owned())]),
        Block::Message { by: "Vera".to_owned(), at: "heute".to_owned(), text: long.clone() },
        Block::Notice(long),
    ]);
    let text = content(&blocks, &[]).text();
    for line in text.lines() {
        assert!(line.chars().count() <= 78 || !line.trim().contains(' '), "{line}");
    }
    assert_eq!(text.matches(TOKEN).count(), 3);
    assert!(content(&blocks, &[]).html().contains(&TOKEN.replace('&', "&amp;")));
}

#[test]
fn facts_stand_below_each_other() {
    let text = content(&blocks(), &[]).text();
    assert!(
        text.contains(
            "\nAufwand:                  1 Std. 40 Min.\nWiderspruch möglich bis:  Mi 2. Dez. 2026\n"
        ),
        "{text}"
    );
}

#[test]
fn the_marker_comes_first_and_only_the_footer_is_a_signature() {
    let blocks = blocks();
    let content = content(&blocks, &[]);
    assert!(content.text().starts_with("–– Bitte oberhalb dieser Zeile antworten ––\n\n#1042 · Warenkorb"));
    assert!(visible(&content.html()).trim_start().starts_with("–– Bitte oberhalb dieser Zeile antworten ––"));
    let text = content.text();
    assert_eq!(text.lines().filter(|line| *line == "-- ").count(), 1);
    assert!(text.contains("\n\n-- \nNordlicht GmbH\n") && text.contains("\n  --\n  Jonas\n"), "{text}");
    assert!(
        text.contains(&format!("\n\nBestätigen:\n{TOKEN}\n\nWiderspruch einlegen:\nhttps://x.de/object\n\n"))
    );
}

#[test]
fn an_inbox_shows_the_preheader_and_the_mail_does_not() {
    let blocks = blocks();
    let content = content(&blocks, &[]);
    let html = content.html();
    let body = &html[html.find("<body").expect("a body")..];
    assert!(body.find(content.preheader) < body.find("Bitte oberhalb"));
    assert!(!visible(&html).contains(content.preheader) && !content.text().contains(content.preheader));
}

#[test]
fn a_mail_without_a_ticket_has_a_heading_and_its_addresses_in_full() {
    let blocks = [Block::Buttons(vec![button("Neues Passwort festlegen", TOKEN)])];
    let mail = Content { ticket: None, reply_above: None, ..content(&blocks, &[]) };
    let html = mail.html();
    assert!(html.contains("<h1") && html.contains(">Guten Tag Frau Albers,</h1>"));
    assert!(visible(&html).contains(TOKEN) && !visible(&content(&blocks, &[]).html()).contains(TOKEN));
    assert!(mail.text().starts_with("Guten Tag Frau Albers,\n\nNeues Passwort festlegen:\n"));
}

#[test]
fn every_class_has_its_look_by_night_or_on_phones() {
    let html = content(&blocks(), &[]).html();
    let (head, body) = html.split_once("</style>").expect("a style sheet");
    assert!(head.contains("@media (prefers-color-scheme:dark){") && head.contains("[data-ogsc] .card"));
    let classes: BTreeSet<&str> = body
        .split("class=\"")
        .skip(1)
        .flat_map(|rest| rest[..rest.find('"').expect("closed")].split(' '))
        .collect();
    for class in classes {
        assert!(head.contains(&format!(".{class}{{")) || head.contains(&format!(".{class},")), "{class}");
    }
}

#[test]
fn words_keep_their_colour_and_face_where_style_sheets_get_lost() {
    let html = content(&blocks(), &[]).html();
    for start in ["<p", "<h1", "<h2", "<th", "<a"] {
        for tag in html.match_indices(&format!("{start} ")).map(|(at, _)| &html[at..]) {
            let tag = &tag[..tag.find('>').expect("closed")];
            assert!(tag.contains(";color:#") || tag.contains("\"color:#"), "{tag}");
            assert!(start == "<a" || tag.contains("font-family:"), "{tag}");
        }
    }
    for modern in ["flex", "grid", "rgba(", "var(", "oklch", "calc("] {
        assert!(!html.contains(modern), "{modern}");
    }
}

#[test]
fn a_long_mail_is_not_clipped() {
    let paragraph =
        "Wir haben den Fehler gefunden und behoben. ".repeat(6) + "Siehe https://albers.de/befund.";
    let text = vec![paragraph; 40].join("\n\n");
    assert!(text.len() > 11_000);
    let blocks = [Block::Message { by: "Jonas Weber".to_owned(), at: "heute".to_owned(), text }];
    let size = content(&blocks, &[]).html().len();
    assert!(size < 40_000, "{size}");
}
