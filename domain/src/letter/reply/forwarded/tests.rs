use super::*;
use proptest::prelude::*;

fn who(text: &str) -> Option<(String, String)> {
    forwarded(text, true).map(|found| (found.name, found.email))
}

const MAILS: [(&str, &str, &str); 13] = [
    (
        "Gmail",
        "Bitte ansehen.\n\n---------- Forwarded message ---------\nVon: Anna Meier <meier@kunde.example>\nDate: Mo., 23. Nov. 2026 um \
         10:00 Uhr\nSubject: Shop\nTo: <jonas@haus.example>\n\n\nDer Shop steht.\n\nAnna",
        "Anna Meier",
    ),
    (
        "Gmail, the address broken, the name bold",
        "---------- Forwarded message ---------\nFrom: *Anna Meier* <\nmeier@kunde.example>\nDate: Mon, Nov 23, 2026 at 10:00 AM\nSubject: \
         Shop\nTo: <jonas@haus.example>\n\nDer Shop steht.\n\nAnna",
        "Anna Meier",
    ),
    (
        "German Outlook",
        "FYI\n\nVon: Anna Meier <meier@kunde.example>\nGesendet: Montag, 23. November 2026 10:00\nAn: Jonas Weber <jonas@haus.example>\n\
         Betreff: Shop\n\nDer Shop steht.\n\nAnna",
        "Anna Meier",
    ),
    (
        "English Outlook with a line, links beside the addresses",
        "________________________________\nFrom: Meier, Anna <Meier@Kunde.example<mailto:Meier@Kunde.example>>\nSent: Monday, November \
         23, 2026 10:00 AM\nTo: Jonas Weber <jonas@haus.example<mailto:jonas@haus.example>>\nSubject: Shop\n\nDer Shop steht.\n\nAnna",
        "Meier, Anna",
    ),
    (
        "Outlook, bold labels",
        "*Von:* \"Meier, Anna\" <meier@kunde.example>\n*Gesendet:* Montag, 23. November 2026 10:00\n*An:* jonas@haus.example\n*Betreff:* \
         Shop\n\nDer Shop steht.\n\nAnna",
        "Meier, Anna",
    ),
    (
        "old Outlook",
        "-----Ursprüngliche Nachricht-----\nVon: Anna Meier [mailto:meier@kunde.example] \nGesendet: Montag, 23. November 2026 10:00\nAn: \
         Jonas\nBetreff: Shop\n\nDer Shop steht.\n\nAnna",
        "Anna Meier",
    ),
    (
        "Apple Mail",
        "Anfang der weitergeleiteten Nachricht:\n\nVon: Anna Meier <meier@kunde.example>\nBetreff: Shop\nDatum: 23. November 2026 um \
         10:00:00 MEZ\nAn: Jonas <jonas@haus.example>\n\nDer Shop steht.\n\nAnna",
        "Anna Meier",
    ),
    (
        "Apple Mail, as a quote",
        "Siehe unten\n\n> Begin forwarded message:\n> \n> From: Anna Meier <meier@kunde.example>\n> Subject: Shop\n> Date: November 23, \
         2026\n> To: Jonas <jonas@haus.example>\n> \n> Der Shop steht.\n> \n> Anna",
        "Anna Meier",
    ),
    (
        "Thunderbird",
        "-------- Weitergeleitete Nachricht --------\nBetreff: \tShop\nDatum: \tMon, 23 Nov 2026 10:00:00 +0100\nVon: \tAnna Meier \
         <meier@kunde.example>\nAn: \tjonas@haus.example\n\n\nDer Shop steht.\n\nAnna",
        "Anna Meier",
    ),
    (
        "English Thunderbird, no name",
        "-------- Forwarded Message --------\nSubject: \tShop\nDate: \tMon, 23 Nov 2026 10:00:00 +0100\nFrom: \tmeier@kunde.example\nTo: \
         \tjonas@haus.example\n\nDer Shop steht.\n\nAnna",
        "",
    ),
    (
        "the address instead of a name",
        "Von: 'meier@kunde.example' <meier@kunde.example>\nGesendet: Montag, 23. November 2026 10:00\nAn: Jonas\nBetreff: Shop\n\nDer Shop \
         steht.\n\nAnna",
        "",
    ),
    (
        "web.de, the date first",
        "Gesendet: Montag, 23. November 2026 um 10:00 Uhr\nVon: \"Anna Meier\" <meier@kunde.example>\nAn: jonas@haus.example\nBetreff: \
         Shop\n\nDer Shop steht.\n\nAnna",
        "Anna Meier",
    ),
    (
        "passed on twice: the last one counts",
        "Von: Anna Meier <meier@kunde.example>\nGesendet: Montag, 23. November 2026 10:00\nAn: Jonas\nBetreff: WG: Shop\n\nDer Shop \
         steht.\n\nAnna",
        "Anna Meier",
    ),
];

#[test]
fn who_wrote_what_was_passed_on_is_found() {
    for (program, text, name) in MAILS {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let found = forwarded(&text, true).unwrap_or_else(|| panic!("{program}"));
            assert_eq!(
                (found.name.as_str(), found.email.as_str()),
                (name, "meier@kunde.example"),
                "{program}"
            );
            assert_eq!(found.text.replace('\r', ""), "Der Shop steht.\n\nAnna", "{program}");
        }
    }
}

#[test]
fn what_a_gateway_writes_above_hides_nobody() {
    for banner in [
        "Diese E-Mail kommt von außerhalb des Unternehmens. Klicken Sie nicht auf Links.",
        "CAUTION: This email originated from outside of the organization. Do not click\nlinks or open attachments.",
        "________________________________\nACHTUNG: Externe E-Mail\n________________________________",
        "[EXTERN]\n-----------------------",
        "Sie erhalten nicht oft E-Mails von jonas@haus.example. Weitere Informationen, warum dies wichtig ist",
    ] {
        for (program, text, name) in MAILS {
            for gap in ["\n", "\n\n", "\n\nBitte ansehen.\n\n"] {
                let mail = format!("{banner}{gap}{text}");
                let found = forwarded(&mail, true).unwrap_or_else(|| panic!("{program}: {mail}"));
                let who = (found.name.as_str(), found.email.as_str());
                assert_eq!(who, (name, "meier@kunde.example"), "{program}: {mail}");
                assert_eq!(found.text, "Der Shop steht.\n\nAnna", "{program}: {mail}");
                assert_eq!(forwarded(&mail, false).is_some(), forwarded(text, false).is_some(), "{mail}");
            }
        }
    }
}

#[test]
fn what_a_gateway_wrote_into_the_mail_that_is_passed_on_is_not_the_writers() {
    let text = "Von: \"[EXTERN] Anna Meier\" <meier@kunde.example>\nGesendet: heute\nAn: Jonas\nBetreff: [EXTERN] Shop\n\nCAUTION: This \
                email originated from outside of the organization.\n\nDer Shop steht.";
    let found = forwarded(text, true).unwrap();
    assert_eq!((found.name.as_str(), found.text.as_str()), ("Anna Meier", "Der Shop steht."));
}

#[test]
fn where_the_subject_says_nothing_a_line_must_say_that_it_was_passed_on() {
    for (program, text, _) in MAILS {
        let announced = ["Gmail", "Apple Mail", "Thunderbird"].iter().any(|name| program.contains(name));
        assert_eq!(forwarded(text, false).is_some(), announced, "{program}");
    }
}

#[test]
fn what_was_passed_on_within_an_answered_mail_is_not_passed_on_again() {
    let within = "---------- Forwarded message ---------\nVon: Anna Meier <meier@kunde.example>\nDate: heute\nSubject: Shop\nTo: \
                  <jonas@haus.example>\n\nEr steht.";
    let quote = within.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    for answer in [
        format!("Danke.\n\nAm 23.11.2026 um 10:00 schrieb Jonas Weber <jonas@haus.example>:\n{quote}"),
        format!(
            "Danke.\n\nVon: Jonas <jonas@haus.example>\nGesendet: heute\nAn: Tom\nBetreff: Shop\n\n{within}"
        ),
    ] {
        assert_eq!(forwarded(&answer, false), None, "{answer}");
        assert!(forwarded(&answer, true).is_some(), "{answer}");
    }
}

#[test]
fn an_earlier_mail_within_stays_with_the_text() {
    let text = "Von: Anna <a@kunde.example>\nGesendet: heute\nAn: Jonas\nBetreff: Shop\n\nSiehe unten.\n\nVon: Bert <b@kunde.example>\n\
                Gesendet: gestern\nAn: Anna\nBetreff: Shop\n\nEr steht.";
    let found = forwarded(text, true).unwrap();
    assert_eq!(found.email, "a@kunde.example");
    assert!(found.text.starts_with("Siehe unten.") && found.text.ends_with("Er steht."), "{}", found.text);
}

#[test]
fn where_the_first_header_lines_name_no_address_nobody_further_below_is_taken_for_the_writer() {
    let text = "Von: Meier, Anna\nAn: support@haus.example\nGesendet: heute\nBetreff: Shop\n\nSiehe unten.\n\nVon: Bert \
                <b@kunde.example>\nGesendet: gestern\nAn: Anna\nBetreff: Shop\n\nEr steht.";
    assert_eq!(who(text), None);
}

#[test]
fn what_only_looks_like_a_mail_is_none() {
    for text in [
        "",
        "Der Shop steht.",
        "Bitte die Fahrt anlegen:\n\nVon: Kiel\nAn: Hamburg\nDatum: 1.12.2026\nBetreff: Lieferung 7\n\nDanke!",
        "Bitte ändern:\n\nVon: meier@kunde.example\n\nDanke",
        "---------- Forwarded message ---------\n\nDer Rest fehlt.",
        "Am 23.11.2026 um 10:00 schrieb Anna <meier@kunde.example>:\n> Der Shop steht.",
    ] {
        assert_eq!(who(text), None, "{text}");
    }
}

#[test]
fn an_apostrophe_belongs_to_an_address() {
    let text = "Von: Pat O'Brien <pat.o'brien@kunde.example>\nGesendet: heute\nAn: Jonas\nBetreff: Shop\n\nx";
    assert_eq!(who(text), Some(("Pat O'Brien".into(), "pat.o'brien@kunde.example".into())));
}

proptest! {
    #[test]
    fn nothing_makes_it_panic_and_an_address_is_one(
        text in "(Von: |From: |Gesendet: |Betreff: |An: |>|<|a@b\\.de|ä|\\*|---------- Forwarded message ---------|\n| ){0,40}"
    ) {
        if let Some((name, email)) = who(&text) {
            prop_assert!(is_address(&email));
            prop_assert!(name.chars().count() <= LONGEST_NAME);
        }
        let said = forwarded(&text, false);
        prop_assert!(said.is_none() || said == forwarded(&text, true));
    }
}
