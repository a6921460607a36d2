use super::*;
use crate::letter::incoming::{Report, ReturnPath};
use proptest::prelude::*;

fn from_server(body: &str) -> Incoming {
    Incoming {
        from: "mailer-daemon@mx.kunde.de".into(),
        to: vec!["support@haus.de".into()],
        return_path: ReturnPath::Empty,
        subject: "Mail delivery failed".into(),
        body: body.into(),
        ..Incoming::default()
    }
}

fn report(part: &str) -> Incoming {
    Incoming {
        report: Some(Report::DeliveryStatus),
        delivery_status: Some(part.into()),
        ..from_server("This report relates to a message you sent.")
    }
}

fn group(action: &str, status: &str, diagnostic: &str) -> Incoming {
    report(&format!(
        "Reporting-MTA: dns; mx.kunde.de\n\nFinal-Recipient: rfc822; Max@Kunde.de\nAction: {action}\n\
         Status: {status}\nDiagnostic-Code: smtp; {diagnostic}\n"
    ))
}

#[test]
fn words_of_a_report_lead_nowhere() {
    for (text, plain) in [
        ("550 5.1.1  no such\r\n\tuser", "550 5.1.1 no such user"),
        ("552 see https://support.example/?p=full", "552 see …"),
        ("(HTTP://x.example) oder WWW.x.example.", "… oder …"),
        ("550 ww\u{0}w.x.example", "550 …"),
        ("host mx.example.de said: no", "host mx.example.de said: no"),
    ] {
        assert_eq!(plain_words(text), plain);
    }
    assert_eq!(plain_words(&"a ".repeat(400)).chars().count(), 300);
    let found = bounce(&group("failed", "5.1.1", &"550 no ".repeat(40))).unwrap();
    assert_eq!((found.reason.chars().count() > 100, found.briefly().chars().count()), (true, 100));
}

#[test]
fn a_report_says_whether_the_address_works_and_whether_the_mail_is_lost() {
    // action, status, diagnostic → permanent, gave up, status
    for (action, status, diagnostic, expected) in [
        ("failed", "5.1.1", "550 5.1.1 User unknown", Some((true, true, Some("5.1.1")))),
        ("failed", "5.0.0", "550 5.1.1 User unknown", Some((true, true, Some("5.1.1")))),
        ("failed", "5.0.0", "550 no", Some((true, true, Some("5.0.0")))),
        ("Failed (bounced)", "5.7.1 (blocked)", "x", Some((false, true, Some("5.7.1")))),
        ("failed", "5.3.4", "552 too big", Some((false, true, Some("5.3.4")))),
        ("failed", "", "550 no such user", Some((true, true, Some("5.0.0")))),
        ("failed", "", "something", Some((true, true, None))),
        ("failed", "5.2.2", "552 quota", Some((false, true, Some("5.2.2")))),
        ("failed", "5.0.0", "552 5.2.2 Over quota", Some((false, true, Some("5.2.2")))),
        ("failed", "5.0.0", "552 Mailbox full", Some((false, true, Some("5.0.0")))),
        ("failed", "5.7.1", "mailbox full of spam", Some((false, true, Some("5.7.1")))),
        ("failed", "4.4.7", "delivery time expired", Some((false, true, Some("4.4.7")))),
        (
            "failed",
            "4.0.0",
            "DNS Error: NXDOMAIN Domain name not found: kunde.invalid",
            Some((true, true, Some("4.0.0"))),
        ),
        ("delayed", "4.4.1", "connection timed out", Some((false, false, Some("4.4.1")))),
        ("delayed", "5.1.1", "?", Some((false, false, Some("5.1.1")))),
        ("delivered", "2.0.0", "250 ok", None),
        ("relayed", "2.0.0", "250 ok", None),
        ("expanded", "2.0.0", "250 ok", None),
        ("deliverable", "2.1.5", "250 ok", None),
    ] {
        let found = bounce(&group(action, status, diagnostic));
        let told = found.as_ref().map(|b| (b.permanent, b.gave_up, b.status.as_deref()));
        assert_eq!(told, expected, "{action} {status} {diagnostic}");
        if let Some(found) = found {
            assert_eq!(found.recipient.as_deref(), Some("max@kunde.de"));
            assert_eq!(found.reason, diagnostic);
        }
    }
}

#[test]
fn of_several_recipients_the_worst_is_told_as_we_wrote_it() {
    let part = "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@x.de\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n\
        Final-Recipient: rfc822; b@x.de\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n\
        Original-Recipient: rfc822;C@Kunde.de\r\nFinal-Recipient: rfc822; <c@intern.x.de>\r\nAction: failed\r\n\
        Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 User\r\n  unknown\r\n";
    let found = bounce(&report(part)).unwrap();
    assert_eq!((found.permanent, found.recipient.as_deref()), (true, Some("c@kunde.de")));
    assert_eq!(found.reason, "550 User unknown");
}

#[test]
fn groups_without_empty_lines_between_are_told_apart() {
    let part = "Final-Recipient: rfc822; a@x.de\nAction: delivered\nStatus: 2.0.0\n\
        Final-Recipient: rfc822; b@x.de\nAction: failed\nStatus: 5.1.1\n";
    assert_eq!(bounce(&report(part)).unwrap().recipient.as_deref(), Some("b@x.de"));
}

#[test]
fn words_of_known_servers_are_understood() {
    // body → permanent, gave up, recipient, status
    for (body, expected) in [
        (
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be \
             delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  \
             max@kunde.de\n    SMTP error from remote mail server after RCPT TO:<max@kunde.de>:\n    host mx.kunde.de \
             [192.0.2.20]: 550 5.1.1 <max@kunde.de>... User Unknown\n\n------ This is a copy of the message, including \
             all the headers. ------\n\nReturn-path: <support@haus.de>\nStatus 4.4.1 sonst@wo.de\n",
            (true, true, Some("max@kunde.de"), Some("5.1.1")),
        ),
        (
            "Hi. This is the qmail-send program at mx.de.\nI'm afraid I wasn't able to deliver your message to the \
             following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<max@kunde.de>:\n\
             Remote host said: 552 Error: disk quota exceeded\n",
            (false, true, Some("max@kunde.de"), Some("5.0.0")),
        ),
        (
            "Delivery to the following recipient has been delayed:\n\n     max@kunde.de\n\nMessage will be retried for 2 \
             more day(s)\n",
            (false, false, Some("max@kunde.de"), None),
        ),
        (
            "Ihre Nachricht an max@kunde.de konnte nicht zugestellt werden.\nGrund: Empfänger unbekannt\n",
            (true, true, Some("max@kunde.de"), None),
        ),
        (
            "Fehler bei der Nachrichtenzustellung an folgende Empfänger:\n\nmax@kunde.de\nRemote Server returned '550 \
             5.1.10 RESOLVER.ADR.RecipientNotFound'\n",
            (true, true, Some("max@kunde.de"), Some("5.1.10")),
        ),
        (
            "<max@kunde.de>: connect to mx.kunde.de[192.0.2.1]:25: Connection timed out (#4.4.1)\n",
            (false, true, Some("max@kunde.de"), Some("4.4.1")),
        ),
    ] {
        let found = bounce(&from_server(body)).unwrap_or_else(|| panic!("{body}"));
        let told = (found.permanent, found.gave_up, found.recipient.as_deref(), found.status.as_deref());
        assert_eq!(told, expected, "{body}");
    }
}

#[test]
fn people_and_absence_notices_are_no_bounce() {
    let quoting = "Guten Tag,\nich bekomme: 550 5.1.1 User unknown, die Mail konnte nicht zugestellt werden.";
    let person = Incoming {
        from: "anna@kunde.de".into(),
        return_path: ReturnPath::Address("anna@kunde.de".into()),
        ..from_server(quoting)
    };
    assert_eq!(bounce(&person), None);
    let away = Incoming {
        from: "anna@kunde.de".into(),
        subject: "Abwesenheitsnotiz: Drucker".into(),
        ..from_server("Ich bin bis 5.5.26 nicht da. Telefon 550 123. Anfragen werden nicht zugestellt.")
    };
    assert_eq!(bounce(&away), None);
    let vacation = Incoming { subject: "Re: Drucker".into(), ..away };
    assert_eq!(bounce(&vacation), None);
    // A report that came as a file of a person's mail.
    let part = "Final-Recipient: rfc822; a@x.de\nAction: failed\nStatus: 5.1.1\n".to_owned();
    let passed_on = Incoming { delivery_status: Some(part), ..person };
    assert_eq!(bounce(&passed_on), None);
    assert!(bounce(&Incoming { report: Some(Report::DeliveryStatus), ..passed_on.clone() }).is_some());
    assert!(bounce(&Incoming { return_path: ReturnPath::Empty, ..passed_on }).is_some());
}

#[test]
fn who_answers_without_a_return_path_is_no_server_whatever_the_subject_was() {
    let answer = |subject: &str, body: &str| Incoming {
        from: "anna@kunde.de".into(),
        subject: subject.into(),
        ..from_server(body)
    };
    let away = "Ich bin im Urlaub.";
    for (subject, body) in [
        ("Re: [#1042] Newsletter unzustellbar", away),
        ("AW: Newsletter unzustellbar", away),
        ("[#1042] Newsletter unzustellbar", away),
        // A help desk names the subject; others quote the letter.
        (
            "Re: [#1042] Newsletter unzustellbar",
            "Ihre Anfrage \"Newsletter  unzustellbar\" ist bei uns eingegangen.",
        ),
        (
            "Re: Newsletter",
            "Ich bin im Urlaub.\n\nAm 01.05.2026 um 10:00 schrieb Haus <support@haus.de>:\n> Ihr Newsletter war unzustellbar.\n> Ihr Haus",
        ),
    ] {
        assert_eq!(bounce(&answer(subject, body)), None, "{subject}: {body}");
    }
    // What they say in words of their own still counts, and so does a subject of their own.
    for (subject, body) in [
        ("Re: [#1042] Drucker", "Your message to max@kunde.de could not be delivered."),
        ("Unzustellbar: Drucker", "Es gibt dort niemanden."),
        ("failure notice", "Sorry."),
    ] {
        assert!(bounce(&answer(subject, body)).is_some(), "{subject}: {body}");
    }
    // A server that names itself may put its words before our subject.
    assert!(
        bounce(&Incoming { subject: "Unzustellbar: [#1042] Drucker".into(), ..from_server("?") }).is_some()
    );
}

#[test]
fn only_a_refused_address_says_that_there_is_none() {
    for (words, expected) in [
        ("permanent error (550): 5.1.1 <x@y.de>: Recipient address rejected: User unknown", true),
        ("permanent error (550): no such user here", true),
        ("permanent error (553): 5.1.3 bad address", true),
        ("permanent error (550): 5.2.1 mailbox disabled", true),
        ("permanent error (552): 5.2.2 mailbox full", false),
        ("permanent error (550): Mailbox full", false),
        ("permanent error (552): 5.3.4 message too big", false),
        ("permanent error (554): 5.7.1 Message rejected as spam", false),
        ("permanent error (550): rejected, looks like SPAM", false),
        ("permanent error (554): your IP is listed at zen.spamhaus.org", false),
        ("permanent error (550): 5.1.8 sender address rejected", false),
        ("permanent error (535): authentication failed", false),
        ("", false),
    ] {
        assert_eq!(refuses_address(words), expected, "{words}");
    }
}

#[test]
fn codes_are_found_in_words_and_not_in_addresses_or_versions() {
    let found = |text: &str| Status::find(text).map(|status| status.to_string());
    for (text, code) in [
        ("550 5.1.1 <x@y>: unknown", Some("5.1.1")),
        ("(#4.4.1)", Some("4.4.1")),
        ("550-5.7.26 mail", Some("5.7.26")),
        ("x 5.2.2.", Some("5.2.2")),
        ("5.1.1.1", None),
        ("host 4.3.2.1", None),
        ("Exim v5.1.1", None),
        ("2.0.0 ok, then 5.0.0", Some("5.0.0")),
        ("5.5.1960.3", None),
        ("5.99999999.1", None),
        ("", None),
    ] {
        assert_eq!(found(text).as_deref(), code, "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(part in "(Action: |failed|\n|Status: |5\\.1\\.1|:|;|\\PC){0,30}", body in "\\PC{0,200}") {
        bounce(&report(&part));
        bounce(&from_server(&body));
        bounce(&from_server(&part));
    }

    #[test]
    fn a_status_survives_writing_and_reading(class in 4u8..=5, subject in 0u16..10, detail in 0u16..1000) {
        let status = Status { class, subject, detail };
        prop_assert_eq!(Status::read(&status.to_string()), Some(status));
        prop_assert_eq!(Status::find(&format!("550 {status} no")), Some(status));
    }

    #[test]
    fn what_still_waits_is_never_lost_and_never_permanent(status in "[45]\\.[0-7]\\.[0-9]{1,2}", words in "[a-z ]{0,20}") {
        let found = bounce(&group("delayed", &status, &words)).unwrap();
        prop_assert!(!found.gave_up && !found.permanent);
    }
}
