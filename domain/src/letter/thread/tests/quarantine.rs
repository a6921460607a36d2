//! Mails that wait for staff.
use super::{ID_1042, ID_CLOSED, NEW, REPLY, append, house, ids, mail, placed};
use crate::letter::house::House;
use crate::letter::incoming::Incoming;
use crate::letter::machine::Machine;
use crate::letter::thread::{Decision, Rule, decide};
use crate::ticket::number::TicketNumber;

#[test]
fn a_mail_that_says_nothing_waits_for_staff() {
    let empty = Incoming { subject: " ".into(), body: "\n\t\n".into(), ..mail() };
    let waits = |ticket| Decision::Quarantine { ticket, rule: Rule::Empty, machine: None };
    for (mail, expected) in [
        (empty.clone(), waits(None)),
        (Incoming { in_reply_to: ids(&[ID_1042]), ..empty.clone() }, waits(Some(TicketNumber(1042)))),
        (Incoming { files: true, ..empty.clone() }, NEW),
        (Incoming { subject: "Hilfe".into(), ..empty.clone() }, NEW),
        (Incoming { body: "Hilfe".into(), ..empty }, NEW),
    ] {
        assert_eq!(placed(&mail), expected, "{mail:?}");
    }
}

#[test]
fn too_many_unknown_writers_wait_for_staff_unless_they_answer_a_ticket() {
    let flooded = House { flooded: true, ..house() };
    let waits = Decision::Quarantine { ticket: None, rule: Rule::Flood, machine: None };
    assert_eq!(decide(&mail(), &flooded), waits);
    let answer = Incoming { in_reply_to: ids(&[ID_1042]), ..mail() };
    assert_eq!(decide(&answer, &flooded), append(1042, Rule::InReplyTo));
    let on = Incoming { in_reply_to: ids(&[ID_CLOSED]), ..mail() };
    assert_eq!(decide(&on, &flooded), placed(&on));
    let empty = Incoming { subject: String::new(), body: String::new(), ..mail() };
    assert_eq!(decide(&empty, &flooded), placed(&empty));
}

#[test]
fn what_was_marked_as_spam_waits_for_staff_unless_it_answers_a_ticket() {
    let marked = |name: &str, value: &str| Incoming { headers: vec![(name.into(), value.into())], ..mail() };
    let machine = Some(Machine::MarkedSpam);
    let spam = marked("X-Spam-Status", "Yes, score=15.2");
    assert_eq!(placed(&spam), Decision::Quarantine { ticket: None, rule: Rule::Spam, machine });
    let ticket = TicketNumber(1042);
    let answer = Incoming { in_reply_to: ids(&[ID_1042]), ..spam.clone() };
    let appended = Decision::Append { ticket, rule: Rule::InReplyTo, machine, internal: false };
    assert_eq!(placed(&answer), appended);
    let mut news = spam;
    news.headers.push(("List-Id".into(), "<news.shop.de>".into()));
    let machine = Some(Machine::ListId);
    assert_eq!(placed(&news), Decision::Quarantine { ticket: None, rule: Rule::Spam, machine });
    assert_eq!(placed(&marked("X-Spam-Flag", "NO")), NEW);
}

#[test]
fn what_only_says_to_come_from_our_mailbox_waits_for_staff() {
    let machine = Some(Machine::OwnMailbox);
    for to in [vec![], ids(&[REPLY])] {
        let mail = Incoming { from: "support@haus.de".into(), to, ..mail() };
        let waits = Decision::Quarantine { ticket: None, rule: Rule::OwnMailbox, machine };
        assert_eq!(placed(&mail), waits, "{mail:?}");
    }
}
