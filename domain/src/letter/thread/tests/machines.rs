//! Mails that machines wrote, also our own ones that come back.
use super::{ID_1042, ID_2000, ID_CLOSED, NEW, REPLY, append, house, ids, mail, placed};
use crate::letter::house::House;
use crate::letter::incoming::{Calendar, Incoming, Report, ReturnPath};
use crate::letter::machine::Machine;
use crate::letter::thread::{Decision, Rule, decide};
use crate::ticket::number::TicketNumber;

#[test]
fn an_old_mail_of_ours_leads_to_its_ticket_where_it_is_sent_back_and_not_where_a_person_attaches_it() {
    let attached = Incoming { returned: ids(&[ID_2000]), files: true, attached: true, ..mail() };
    assert_eq!(placed(&attached), NEW);
    let answer = Incoming { in_reply_to: ids(&[ID_1042]), ..attached.clone() };
    assert_eq!(placed(&answer), append(1042, Rule::InReplyTo));
    // A mail server that says in words of its own what came of it.
    let daemon = Incoming {
        from: "mailer-daemon@mx.kunde.de".into(),
        return_path: ReturnPath::Empty,
        ..attached.clone()
    };
    let unheard = Decision::Quarantine {
        ticket: Some(TicketNumber(2000)),
        rule: Rule::ReturnedMessage,
        machine: Some(Machine::Daemon),
    };
    assert_eq!(placed(&daemon), unheard);
    let receipt = Incoming { report: Some(Report::Disposition), ..attached };
    let (ticket, machine) = (TicketNumber(2000), Some(Machine::Receipt));
    let read = Decision::Append { ticket, rule: Rule::ReturnedMessage, machine, internal: false };
    assert_eq!(placed(&receipt), read);
}

#[test]
fn who_answers_an_invitation_opens_nothing() {
    let machine = Some(Machine::CalendarAnswer);
    let accepted = Incoming { calendar: Some(Calendar::Answer), ..mail() };
    let waits = Decision::Quarantine { ticket: None, rule: Rule::CalendarAnswer, machine };
    assert_eq!(placed(&accepted), waits);
    assert_eq!(decide(&accepted, &House { flooded: true, ..house() }), waits);
    for (id, ticket) in [(ID_1042, 1042), (ID_CLOSED, 7)] {
        let answer = Incoming { in_reply_to: ids(&[id]), ..accepted.clone() };
        let (ticket, rule) = (TicketNumber(ticket), Rule::InReplyTo);
        assert_eq!(placed(&answer), Decision::Append { ticket, rule, machine, internal: false });
    }
    let proposed = Incoming { calendar: Some(Calendar::Proposal), ..mail() };
    let machine = Some(Machine::CalendarProposal);
    let waits = Decision::Quarantine { ticket: None, rule: Rule::CalendarAnswer, machine };
    assert_eq!(placed(&proposed), waits);
    assert_eq!(placed(&Incoming { calendar: Some(Calendar::Other), ..mail() }), NEW);
}

#[test]
fn a_machine_is_attached_and_opens_no_second_ticket() {
    let away = Incoming { headers: vec![("Auto-Submitted".into(), "auto-replied".into())], ..mail() };
    let machine = Some(Machine::AutoSubmitted);
    for (mail, expected) in [
        (
            Incoming { in_reply_to: ids(&[ID_1042]), ..away.clone() },
            Decision::Append { ticket: TicketNumber(1042), rule: Rule::InReplyTo, machine, internal: false },
        ),
        (
            Incoming { in_reply_to: ids(&[ID_CLOSED]), ..away.clone() },
            Decision::Append { ticket: TicketNumber(7), rule: Rule::InReplyTo, machine, internal: false },
        ),
        (
            Incoming { from: "x@y.de".into(), in_reply_to: ids(&[ID_1042]), ..away.clone() },
            Decision::Quarantine { ticket: Some(TicketNumber(1042)), rule: Rule::InReplyTo, machine },
        ),
        (away, Decision::NewTicket { rule: Rule::None, linked_to: None, named: None, machine }),
        (
            Incoming {
                headers: vec![("List-Id".into(), "<team.kunde.de>".into())],
                in_reply_to: ids(&[ID_CLOSED]),
                ..mail()
            },
            Decision::NewTicket {
                rule: Rule::InReplyTo,
                linked_to: Some(TicketNumber(7)),
                named: None,
                machine: Some(Machine::ListId),
            },
        ),
    ] {
        assert_eq!(placed(&mail), expected, "{mail:?}");
    }
}

#[test]
fn own_mail_that_comes_back_is_a_loop() {
    for (mail, rule) in [
        (Incoming { headers: vec![("x-schalter-loop".into(), "haus.de".into())], ..mail() }, Rule::OwnHeader),
        (Incoming { message_id: Some(ID_1042.into()), ..mail() }, Rule::OwnMessage),
        (Incoming { message_id: Some("relay-77@amazonses.com".into()), ..mail() }, Rule::OwnMessage),
        (
            Incoming { from: "support@haus.de".into(), message_id: Some(ID_1042.into()), ..mail() },
            Rule::OwnMessage,
        ),
    ] {
        assert_eq!(placed(&mail), Decision::Loop { rule }, "{mail:?}");
    }
}

#[test]
fn a_bounce_is_told_before_any_ticket_is_looked_for() {
    let report = Incoming {
        from: "mailer-daemon@mx.kunde.de".into(),
        return_path: ReturnPath::Empty,
        report: Some(Report::DeliveryStatus),
        delivery_status: Some(
            "Final-Recipient: rfc822; anna@kunde.de\nAction: failed\nStatus: 5.1.1\n".into(),
        ),
        ..mail()
    };
    for (mail, expected) in [
        (Incoming { returned: ids(&[ID_1042]), ..report.clone() }, (Some(1042), Rule::ReturnedMessage)),
        (Incoming { to: ids(&[REPLY]), ..report.clone() }, (Some(1042), Rule::ReplyAddress)),
        (Incoming { in_reply_to: ids(&[ID_CLOSED]), ..report.clone() }, (Some(7), Rule::InReplyTo)),
        (
            Incoming { body: format!("Message-ID: <{ID_1042}>"), ..report.clone() },
            (Some(1042), Rule::BodyToken),
        ),
        (Incoming { in_reply_to: ids(&["a0@kunde.de"]), ..report.clone() }, (None, Rule::None)),
        (Incoming { subject: "[#1042] x".into(), ..report }, (None, Rule::None)),
    ] {
        let Decision::Bounce { ticket, rule, bounce } = placed(&mail) else { panic!("{mail:?}") };
        assert_eq!((ticket.map(|t| t.0), rule), expected);
        assert!(bounce.permanent);
    }
}
