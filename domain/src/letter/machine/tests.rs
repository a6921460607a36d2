use super::*;
use crate::letter::house::House;
use proptest::prelude::*;

fn mail() -> Incoming {
    Incoming {
        message_id: Some("a1@kunde.de".into()),
        from: "anna@kunde.de".into(),
        from_name: "Anna Kunde".into(),
        return_path: ReturnPath::Address("anna@kunde.de".into()),
        to: vec!["support@haus.de".into()],
        subject: "Drucker druckt nicht".into(),
        body: "Guten Tag, der Drucker druckt nicht.".into(),
        ..Incoming::default()
    }
}

fn with(name: &str, value: &str) -> Incoming {
    Incoming { headers: vec![(name.into(), value.into())], ..mail() }
}

fn sign(mail: &Incoming) -> Option<Machine> {
    machine(mail, &House { sent: vec![("out7@haus.de", 1042)], ..House::default() })
}

#[test]
fn headers_give_machines_away() {
    use Machine as M;
    for (name, value, expected) in [
        ("X-Spam-Flag", "YES", Some(M::MarkedSpam)),
        ("X-Spam-Status", "Yes, score=15.2 required=5.0 tests=BAYES_99", Some(M::MarkedSpam)),
        ("X-Spam", "Yes", Some(M::MarkedSpam)),
        ("X-Spam-Status", "No, score=-1.9 required=5.0", None),
        ("X-Spam-Flag", "NO", None),
        ("Auto-Submitted", "auto-replied", Some(M::AutoSubmitted)),
        ("Auto-Submitted", "auto-generated (failure)", Some(M::AutoSubmitted)),
        ("auto-submitted", "Auto-Notified; owner-email=x@y", Some(M::AutoSubmitted)),
        ("Auto-Submitted", "no", None),
        ("Auto-Submitted", "No; a=b", None),
        ("Auto-Submitted", "", None),
        ("Precedence", "bulk", Some(M::Precedence)),
        ("Precedence", "LIST", Some(M::Precedence)),
        ("Precedence", "junk", Some(M::Precedence)),
        ("Precedence", "auto_reply", Some(M::PrecedenceAutoReply)),
        ("Precedence", "first-class", None),
        ("List-Id", "<team.kunde.de>", Some(M::ListId)),
        ("List-Unsubscribe", "<mailto:x@y>", Some(M::ListUnsubscribe)),
        ("X-Loop", "x@y", Some(M::XLoop)),
        ("X-Autoreply", "yes", Some(M::XAutoreply)),
        ("X-Autoreply", "no", None),
        ("X-Autorespond", "Eingang", Some(M::XAutoreply)),
        ("X-Auto-Response-Suppress", "All", None),
        ("X-Schalter-Loop", "haus.de", Some(M::OwnHeader)),
        ("X-Schalter-Loop", "anderswo.de", Some(M::XLoop)),
        ("X-Mailer", "Outlook", None),
    ] {
        assert_eq!(sign(&with(name, value)), expected, "{name}: {value}");
    }
}

#[test]
fn senders_give_machines_away() {
    use Machine as M;
    let from = |address: &str| Incoming { from: address.into(), ..mail() };
    for (mail, expected) in [
        (mail(), None),
        (from("mailer-daemon@mx.de"), Some(M::Daemon)),
        (from("postmaster@kunde.de"), Some(M::Daemon)),
        (Incoming { from_name: "MAILER-DAEMON".into(), ..from("") }, Some(M::Daemon)),
        (Incoming { from_name: "Postmaster".into(), ..mail() }, None),
        (Incoming { return_path: ReturnPath::Address("mailer-daemon".into()), ..mail() }, Some(M::Daemon)),
        (Incoming { return_path: ReturnPath::Empty, ..mail() }, Some(M::EmptyReturnPath)),
        (Incoming { return_path: ReturnPath::Absent, ..mail() }, None),
        (from("no-reply@shop.de"), Some(M::NoReply)),
        (from("support@haus.de"), Some(M::OwnMailbox)),
        (from("reply+1042-abcdef0123456789@haus.de"), Some(M::OwnMailbox)),
        (
            Incoming { message_id: Some("1042.abcdef0123456789.x@haus.de".into()), ..mail() },
            Some(M::OwnMessage),
        ),
        (Incoming { message_id: Some("out7@haus.de".into()), ..mail() }, Some(M::OwnMessage)),
        (Incoming { report: Some(Report::DeliveryStatus), ..mail() }, Some(M::Report)),
        (Incoming { report: Some(Report::Disposition), ..mail() }, Some(M::Receipt)),
        (Incoming { report: Some(Report::Feedback), ..mail() }, Some(M::Complaint)),
    ] {
        assert_eq!(sign(&mail), expected, "{mail:?}");
    }
}

#[test]
fn an_absence_subject_counts_only_beside_another_trace() {
    for subject in [
        "Abwesenheitsnotiz: [#1042] Drucker",
        "Automatische Antwort: Drucker",
        "[EXTERN] Automatische Antwort: Drucker",
        "Automatic reply: [#1042] Printer",
        "Out of Office: Printer",
        "Auto reply: Printer",
        "AUSSER HAUS: x".replace("SS", "ß").as_str(),
    ] {
        let alone = Incoming { subject: subject.into(), ..mail() };
        assert_eq!(sign(&alone), None, "{subject}");
        let answering = Incoming { in_reply_to: vec!["out7@haus.de".into()], ..alone.clone() };
        assert_eq!(sign(&answering), Some(Machine::Absence), "{subject}");
        let headers = vec![("X-Auto-Response-Suppress".into(), "All".into())];
        assert_eq!(sign(&Incoming { headers, ..alone }), Some(Machine::Absence), "{subject}");
    }
    for subject in [
        "AW: Abwesenheitsnotiz: x",
        "[EXTERN] AW: Abwesenheitsnotiz: x",
        "Meine Abwesenheitsnotiz geht nicht",
        "Urlaub",
        "",
    ] {
        let mail = Incoming { subject: subject.into(), in_reply_to: vec!["out7@haus.de".into()], ..mail() };
        assert_eq!(sign(&mail), None, "{subject}");
    }
}

#[test]
fn who_answers_an_invitation_is_a_machine_and_who_invites_or_passes_an_answer_on_is_none() {
    for (calendar, subject, expected) in [
        (Some(Calendar::Answer), "Zugesagt: Abnahme Shop", Some(Machine::CalendarAnswer)),
        (Some(Calendar::Answer), "", Some(Machine::CalendarAnswer)),
        (Some(Calendar::Answer), "WG: Abgelehnt: Abnahme Shop", None),
        (Some(Calendar::Proposal), "Neuer Terminvorschlag: Abnahme Shop", Some(Machine::CalendarProposal)),
        (Some(Calendar::Proposal), "WG: Neuer Terminvorschlag: Abnahme Shop", None),
        (Some(Calendar::Other), "Abnahme Shop", None),
        (None, "Zugesagt: Abnahme Shop", None),
    ] {
        let mail = Incoming { calendar, subject: subject.into(), ..mail() };
        assert_eq!(sign(&mail), expected, "{mail:?}");
    }
}

#[test]
fn a_stronger_sign_goes_before_a_weaker_one() {
    let vacation = Incoming { subject: "Out of office".into(), ..with("Precedence", "bulk") };
    assert_eq!(sign(&vacation).map(Machine::kind), Some(Kind::AutoReply));
    let own = Incoming { from: "mailer-daemon@x.de".into(), ..with("X-Schalter-Loop", "haus.de") };
    assert_eq!(sign(&own).map(Machine::kind), Some(Kind::Loop));
    let list = Incoming {
        headers: vec![("List-Id".into(), "x".into()), ("Auto-Submitted".into(), "auto-generated".into())],
        ..mail()
    };
    assert_eq!(sign(&list), Some(Machine::AutoSubmitted));
}

#[test]
fn only_behind_a_list_may_be_a_person() {
    for machine in Machine::ALL {
        assert_eq!(machine.may_be_a_person(), machine.kind() == Kind::List, "{machine:?}");
    }
}

#[test]
fn who_filled_in_the_form_of_a_site_is_the_writer_of_its_mail() {
    for (from, reply_to, writer) in [
        ("noreply@shop.de", "anna@kunde.de", Some("anna@kunde.de")),
        ("www-data@shop.de", "anna@kunde.de", Some("anna@kunde.de")),
        ("wordpress@kunde.de", "anna@kunde.de", Some("anna@kunde.de")),
        ("support@haus.de", "anna@kunde.de", Some("anna@kunde.de")),
        ("noreply@shop.de", "no-reply@shop.de", None),
        ("noreply@shop.de", "www-data@shop.de", None),
        ("noreply@shop.de", "", None),
        ("support@haus.de", "", None),
        ("support@haus.de", "reply+1042-abcdef0123456789@haus.de", None),
        ("anna@kunde.de", "list@kunde.de", None),
    ] {
        let mail =
            Incoming { from: from.into(), reply_to: ("Anna".into(), reply_to.into()), ..Incoming::default() };
        let read = of_form(mail.clone(), |address| House::default().own_mailbox(address));
        let expected = match writer {
            Some(writer) => Incoming { from: writer.into(), from_name: "Anna".into(), by_form: true, ..mail },
            None => mail,
        };
        assert_eq!(read, expected, "{from} {reply_to}");
    }
}

#[test]
fn a_mail_of_ours_that_comes_back_stays_ours_whatever_its_reply_to() {
    let house = House::default();
    for mail in [
        Incoming { headers: vec![(LOOP_HEADER.into(), "haus.de".into())], ..mail() },
        Incoming { message_id: Some("1042.abcdef0123456789.x@haus.de".into()), ..mail() },
    ] {
        let mail = Incoming {
            from: "support@haus.de".into(),
            reply_to: (String::new(), "anna@kunde.de".into()),
            ..mail
        };
        let mail = of_form(mail, |address| house.own_mailbox(address));
        assert_eq!(machine(&mail, &house).map(Machine::kind), Some(Kind::Loop), "{mail:?}");
    }
}

#[test]
fn codes_are_those_on_the_wire() {
    for machine in Machine::ALL {
        assert_eq!(Machine::of_code(machine.code()), Some(machine));
        assert_eq!(serde_json::to_string(&machine).unwrap(), format!("\"{}\"", machine.code()));
    }
    for kind in Kind::ALL {
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
    }
    assert_eq!(Machine::of_code("human"), None);
}

proptest! {
    #[test]
    fn more_headers_never_make_a_machine_a_person(
        names in proptest::collection::vec("(List-Id|X-Loop|Precedence|Subject|Auto-Submitted)", 0..5),
        value in "(bulk|no|auto-replied|\\PC{0,10})",
    ) {
        let headers: Vec<_> = names.into_iter().map(|name| (name, value.clone())).collect();
        for end in 0..headers.len() {
            let fewer = Incoming { headers: headers[..end].to_vec(), ..mail() };
            let more = Incoming { headers: headers.clone(), ..mail() };
            prop_assert!(sign(&fewer).is_none() || sign(&more).is_some());
        }
    }
}
