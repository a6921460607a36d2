mod machines;
mod quarantine;

use super::*;
use crate::letter::house::House;
use proptest::prelude::*;

const REPLY: &str = "reply+1042-abcdef0123456789@haus.de";
const FORGED: &str = "reply+1042-0000000000000000@haus.de";
const ID_1042: &str = "1042.abcdef0123456789.xyz@haus.de";
const ID_2000: &str = "2000.abcdef0123456789.xyz@haus.de";
const ID_CLOSED: &str = "7.abcdef0123456789.xyz@haus.de";

fn house() -> House {
    House {
        sent: vec![("relay-77@amazonses.com", 1500)],
        foreign: vec![("a0@kunde.de", 1600), ("b0@kunde.de", 1601)],
        flooded: false,
    }
}

fn mail() -> Incoming {
    Incoming {
        message_id: Some("a9@kunde.de".into()),
        from: "anna@kunde.de".into(),
        to: vec!["support@haus.de".into()],
        subject: "Drucker".into(),
        body: "Er druckt nicht.".into(),
        ..Incoming::default()
    }
}

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|id| (*id).to_owned()).collect()
}

fn placed(mail: &Incoming) -> Decision {
    decide(mail, &house())
}

fn append(ticket: i64, rule: Rule) -> Decision {
    Decision::Append { ticket: TicketNumber(ticket), rule, machine: None, internal: false }
}

const NEW: Decision = Decision::NewTicket { rule: Rule::None, linked_to: None, named: None, machine: None };

#[test]
fn each_rule_finds_its_ticket() {
    for (mail, expected) in [
        (mail(), NEW),
        (Incoming { to: ids(&["support@haus.de", REPLY]), ..mail() }, append(1042, Rule::ReplyAddress)),
        (Incoming { in_reply_to: ids(&[ID_1042]), ..mail() }, append(1042, Rule::InReplyTo)),
        (Incoming { in_reply_to: ids(&["relay-77@amazonses.com"]), ..mail() }, append(1500, Rule::InReplyTo)),
        (Incoming { references: ids(&[ID_1042]), ..mail() }, append(1042, Rule::References)),
        (
            Incoming { body: "Danke!\n\n> Bezug: 1042-abcdef0123456789".into(), ..mail() },
            append(1042, Rule::BodyToken),
        ),
        (Incoming { in_reply_to: ids(&["a0@kunde.de"]), ..mail() }, append(1600, Rule::ForeignInReplyTo)),
        (Incoming { references: ids(&["a0@kunde.de"]), ..mail() }, append(1600, Rule::ForeignReferences)),
        (Incoming { subject: "AW: [#1042] Drucker".into(), ..mail() }, append(1042, Rule::SubjectNumber)),
        (
            Incoming { subject: "[EXTERN] [#1042] Drucker".into(), ..mail() },
            append(1042, Rule::SubjectNumber),
        ),
    ] {
        assert_eq!(placed(&mail), expected, "{mail:?}");
    }
}

#[test]
fn the_stronger_proof_wins() {
    let all = Incoming {
        to: ids(&[REPLY]),
        in_reply_to: ids(&["b0@kunde.de", ID_2000]),
        references: ids(&[ID_1042, "relay-77@amazonses.com", "a0@kunde.de"]),
        body: "3000-abcdef0123456789".into(),
        subject: "[#4000] x".into(),
        ..mail()
    };
    let without_address = Incoming { to: vec![], ..all.clone() };
    let without_token = Incoming { in_reply_to: ids(&["b0@kunde.de"]), ..without_address.clone() };
    let without_ours = Incoming { references: ids(&["a0@kunde.de"]), ..without_token.clone() };
    let without_body = Incoming { body: String::new(), ..without_ours.clone() };
    let without_parent = Incoming { in_reply_to: vec![], ..without_body.clone() };
    let number_alone = Incoming { references: vec![], ..without_parent.clone() };
    for (mail, expected) in [
        (all, append(1042, Rule::ReplyAddress)),
        (without_address, append(2000, Rule::InReplyTo)),
        (without_token, append(1500, Rule::References)),
        (without_ours, append(3000, Rule::BodyToken)),
        (without_body, append(1601, Rule::ForeignInReplyTo)),
        (without_parent, append(1600, Rule::ForeignReferences)),
        (number_alone, append(4000, Rule::SubjectNumber)),
    ] {
        assert_eq!(placed(&mail), expected, "{mail:?}");
    }
}

#[test]
fn an_answer_to_a_letter_about_a_quote_is_a_comment_there_and_nothing_more() {
    let quote = crate::deal::Deal::Quote(crate::deal::QuoteNumber { year: 2026, serial: 17 });
    let comment = |rule, internal| Decision::Comment { deal: quote, rule, machine: None, internal };
    for (mail, expected) in [
        (Incoming { in_reply_to: ids(&["quote@haus.de"]), ..mail() }, comment(Rule::InReplyTo, false)),
        (
            Incoming {
                in_reply_to: ids(&["x@kunde.de"]),
                references: ids(&["quote@haus.de", "x@kunde.de"]),
                ..mail()
            },
            comment(Rule::References, false),
        ),
        (Incoming { in_reply_to: ids(&["expired@haus.de"]), ..mail() }, comment(Rule::InReplyTo, true)),
        // What it says elsewhere is weaker; the address to which it goes and its parent are not.
        (
            Incoming {
                in_reply_to: ids(&["quote@haus.de"]),
                body: "Siehe 1042-abcdef0123456789".into(),
                subject: "[#1042]".into(),
                ..mail()
            },
            comment(Rule::InReplyTo, false),
        ),
        (
            Incoming { in_reply_to: ids(&["quote@haus.de"]), to: ids(&[REPLY]), ..mail() },
            append(1042, Rule::ReplyAddress),
        ),
        (
            Incoming { in_reply_to: ids(&[ID_1042]), references: ids(&["quote@haus.de"]), ..mail() },
            append(1042, Rule::InReplyTo),
        ),
    ] {
        assert_eq!(placed(&mail), expected, "{mail:?}");
    }
    let away = Incoming {
        in_reply_to: ids(&["quote@haus.de"]),
        headers: vec![("Auto-Submitted".into(), "auto-replied".into())],
        ..mail()
    };
    assert!(matches!(placed(&away), Decision::Comment { machine: Some(_), internal: true, .. }), "a note");
}

#[test]
fn the_latest_reference_counts() {
    let mail = Incoming { references: ids(&[ID_1042, ID_2000, "unknown@x.de"]), ..mail() };
    assert_eq!(placed(&mail), append(2000, Rule::References));
}

#[test]
fn whoever_takes_no_part_is_kept_apart_whatever_he_knows() {
    let stranger = Incoming { from: "eve@boese.de".into(), ..mail() };
    let quarantine =
        |ticket, rule| Decision::Quarantine { ticket: Some(TicketNumber(ticket)), rule, machine: None };
    let named = |ticket| Decision::NewTicket {
        rule: Rule::None,
        linked_to: None,
        named: Some(TicketNumber(ticket)),
        machine: None,
    };
    for (mail, expected) in [
        (Incoming { to: ids(&[REPLY]), ..stranger.clone() }, quarantine(1042, Rule::ReplyAddress)),
        (Incoming { in_reply_to: ids(&[ID_1042]), ..stranger.clone() }, quarantine(1042, Rule::InReplyTo)),
        (Incoming { references: ids(&[ID_CLOSED]), ..stranger.clone() }, quarantine(7, Rule::References)),
        (
            Incoming { in_reply_to: ids(&["a0@kunde.de"]), ..stranger.clone() },
            quarantine(1600, Rule::ForeignInReplyTo),
        ),
        (Incoming { subject: "[#1042] Drucker".into(), ..stranger.clone() }, named(1042)),
        (Incoming { subject: "AW: [#7] [#1042] Drucker".into(), ..stranger.clone() }, named(7)),
        (Incoming { to: ids(&[FORGED]), ..stranger.clone() }, NEW),
        (Incoming { from: String::new(), to: ids(&[REPLY]), ..mail() }, quarantine(1042, Rule::ReplyAddress)),
    ] {
        assert_eq!(placed(&mail), expected, "{mail:?}");
    }
}

#[test]
fn numbers_of_others_are_no_number_of_ours() {
    for subject in [
        "Auftrag #1042",
        "#1042",
        "[Ticket#1042] Drucker",
        "[Ticket#: 1042] Drucker",
        "[1042] Drucker",
        "[#1042 Drucker",
        "[ABC-1042] Drucker",
        "[#0] Drucker",
        "[] Drucker",
        "(#1042) Drucker",
    ] {
        assert_eq!(placed(&Incoming { subject: subject.into(), ..mail() }), NEW, "{subject}");
    }
}

#[test]
fn a_reply_to_a_closed_ticket_opens_a_linked_one() {
    let expected =
        |rule| Decision::NewTicket { rule, linked_to: Some(TicketNumber(7)), named: None, machine: None };
    let reply = Incoming { in_reply_to: ids(&[ID_CLOSED]), ..mail() };
    assert_eq!(placed(&reply), expected(Rule::InReplyTo));
    assert_eq!(placed(&Incoming { subject: "[#7] x".into(), ..mail() }), expected(Rule::SubjectNumber));
}

#[test]
fn thanks_for_a_closed_ticket_open_none_and_what_follows_stays_together() {
    let reply = |id: &str, body: &str| Incoming { in_reply_to: ids(&[id]), body: body.into(), ..mail() };
    assert_eq!(placed(&reply(ID_CLOSED, "Danke!\n\n> Alt\n> Alt\n> Alt")), append(7, Rule::InReplyTo));
    let with_file = Incoming { files: true, attached: true, ..reply(ID_CLOSED, "Danke!") };
    assert!(matches!(placed(&with_file), Decision::NewTicket { linked_to: Some(TicketNumber(7)), .. }));
    let id = ID_CLOSED.replacen('7', "8", 1);
    assert_eq!(placed(&reply(&id, "Es geht nicht.")), append(1700, Rule::InReplyTo));
    assert_eq!(placed(&reply(&id, "Danke!")), append(8, Rule::InReplyTo));
}

#[test]
fn who_answers_an_internal_notice_writes_a_note_also_when_all_is_over() {
    for (id, ticket) in [(ID_1042, 1042), (ID_CLOSED, 7)] {
        let mail = Incoming { from: "jonas@haus.de".into(), in_reply_to: ids(&[id]), ..mail() };
        let (ticket, rule) = (TicketNumber(ticket), Rule::InReplyTo);
        assert_eq!(placed(&mail), Decision::Append { ticket, rule, machine: None, internal: true });
    }
}

#[test]
fn what_staff_answer_stays_on_the_ticket_also_when_all_is_over() {
    let followed = ID_CLOSED.replacen('7', "8", 1);
    for (id, ticket) in [(ID_1042, 1042), (ID_CLOSED, 7), (followed.as_str(), 8)] {
        let mail = Incoming { from: "katrin@haus.de".into(), in_reply_to: ids(&[id]), ..mail() };
        assert_eq!(placed(&mail), append(ticket, Rule::InReplyTo));
    }
}

#[test]
fn codes_are_those_on_the_wire() {
    for rule in Rule::ALL {
        assert_eq!(Rule::of_code(rule.code()), Some(rule));
        assert_eq!(serde_json::to_string(&rule).unwrap(), format!("\"{}\"", rule.code()));
    }
}

proptest! {
    #[test]
    fn nobody_gets_into_a_ticket_without_taking_part(
        from in "(eve@boese\\.de|anna@boese\\.de|)",
        to in proptest::sample::subsequence(vec![REPLY, FORGED, "support@haus.de"], 0..=3),
        parents in proptest::sample::subsequence(vec![ID_1042, ID_CLOSED, "a0@kunde.de", "x@y"], 0..=4),
        references in proptest::sample::subsequence(vec![ID_2000, "relay-77@amazonses.com", "b0@kunde.de"], 0..=3),
        subject in "(AW: )?(\\[#1042\\]|#7|\\PC{0,8})",
        body in "(1042-abcdef0123456789|\\PC{0,30})",
    ) {
        let mail = Incoming {
            from, subject, body, to: ids(&to), in_reply_to: ids(&parents), references: ids(&references), ..mail()
        };
        let touched = matches!(
            placed(&mail),
            Decision::Append { .. } | Decision::NewTicket { linked_to: Some(_), .. }
        );
        prop_assert!(!touched);
    }
}
