//! Where a mail belongs (B4): which ticket, by which rule, and what may happen with it.
//!
//! Whoever can guess or read an identifier must not get into a ticket by it. So keyed tokens go before anything else, and no
//! identifier makes a stranger a participant: his mail is kept apart for staff.
mod find;

use super::bounce::{Bounce, bounce};
use super::incoming::Incoming;
use super::lookup::Lookup;
use super::machine::{Machine, is_calendar_answer, is_marked_spam, machine};
use super::reply::visible;
use super::thanks::only_thanks;
use super::voice::{DealLetter, Voice};
use crate::deal::Deal;
use crate::ticket::number::TicketNumber;
use serde::{Deserialize, Serialize};

/// By which rule a mail was placed; shown with every incoming mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// It carries our loop header.
    OwnHeader,
    /// Its Message-ID is ours.
    OwnMessage,
    /// It says to come from our mailbox, and no other sign is ours.
    OwnMailbox,
    /// The keyed token in the address it was sent to.
    ReplyAddress,
    /// The Message-ID of the mail that a report sends back is ours.
    ReturnedMessage,
    /// `In-Reply-To` names a mail of ours.
    InReplyTo,
    /// `References` names a mail of ours; the latest one counts.
    References,
    /// The keyed token in the text.
    BodyToken,
    /// `In-Reply-To` names a mail that came in on the ticket.
    ForeignInReplyTo,
    /// `References` names a mail that came in on the ticket; the latest one counts.
    ForeignReferences,
    /// The number in the subject, from somebody who takes part.
    SubjectNumber,
    /// It says nothing at all.
    Empty,
    /// It was marked as spam and leads nowhere.
    Spam,
    /// It answers an invitation and leads nowhere.
    CalendarAnswer,
    /// It leads nowhere, its writer has no account, and too many like them opened tickets at its mailbox lately.
    Flood,
    /// Nothing led to a ticket.
    None,
}

impl Rule {
    /// All rules in the order in which they are tried.
    pub const ALL: [Self; 16] = [
        Self::OwnHeader,
        Self::OwnMessage,
        Self::OwnMailbox,
        Self::ReplyAddress,
        Self::ReturnedMessage,
        Self::InReplyTo,
        Self::References,
        Self::BodyToken,
        Self::ForeignInReplyTo,
        Self::ForeignReferences,
        Self::SubjectNumber,
        Self::Empty,
        Self::Spam,
        Self::CalendarAnswer,
        Self::Flood,
        Self::None,
    ];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnHeader => "own_header",
            Self::OwnMessage => "own_message",
            Self::OwnMailbox => "own_mailbox",
            Self::ReplyAddress => "reply_address",
            Self::ReturnedMessage => "returned_message",
            Self::InReplyTo => "in_reply_to",
            Self::References => "references",
            Self::BodyToken => "body_token",
            Self::ForeignInReplyTo => "foreign_in_reply_to",
            Self::ForeignReferences => "foreign_references",
            Self::SubjectNumber => "subject_number",
            Self::Empty => "empty",
            Self::Spam => "spam",
            Self::CalendarAnswer => "calendar_answer",
            Self::Flood => "flood",
            Self::None => "none",
        }
    }

    /// Whether it is tried before another.
    fn comes_before(self, other: Self) -> bool {
        let place = |rule| Self::ALL.iter().position(|one| *one == rule);
        place(self) < place(other)
    }

    /// The rule of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// What is to happen with a mail. Where `machine` is set, nothing is ever answered automatically; where it also is nobody
/// ([`Machine::may_be_a_person`]), the letter is attached and moves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It opens a ticket.
    NewTicket {
        /// [`Rule::None`], or the rule that found the closed ticket.
        rule: Rule,
        /// The closed ticket that it answers (C4).
        linked_to: Option<TicketNumber>,
        /// The ticket whose number its subject names though its sender takes no part there; for staff alone.
        named: Option<TicketNumber>,
        /// The sign of a machine.
        machine: Option<Machine>,
    },
    /// It goes to an open ticket in which its sender takes part, or is a machine's word on a closed one.
    Append {
        /// The ticket.
        ticket: TicketNumber,
        /// How it was found.
        rule: Rule,
        /// The sign of a machine.
        machine: Option<Machine>,
        /// It answers an internal notice and stays inside the house.
        internal: bool,
    },
    /// It answers a letter about a quote or an order that went to its sender alone: a comment there. It accepts and declines
    /// nothing.
    Comment {
        /// Which quote or order.
        deal: Deal,
        /// How it was found.
        rule: Rule,
        /// The sign of a machine.
        machine: Option<Machine>,
        /// It answers what only staff were told, or is a machine's word: a note.
        internal: bool,
    },
    /// It leads to a ticket in which its sender takes no part, says nothing at all, was marked as spam, answers an invitation that
    /// is about no ticket, only says to be ours, or came with too many others of writers whom nobody knows: staff decide, until
    /// then it touches nothing.
    Quarantine {
        /// The ticket, where it leads to one.
        ticket: Option<TicketNumber>,
        /// How it was found, or why it waits.
        rule: Rule,
        /// The sign of a machine.
        machine: Option<Machine>,
    },
    /// It says that a mail of ours did not arrive.
    Bounce {
        /// The ticket of that mail. `None`: it was about none, or not ours. The report may be forged; it marks an address only
        /// where it names the very letter ([`super::bounce::named()`]).
        ticket: Option<TicketNumber>,
        /// How the ticket was found.
        rule: Rule,
        /// What it says.
        bounce: Bounce,
    },
    /// Our own mail, come back: kept, and nothing else.
    Loop {
        /// By what it was known.
        rule: Rule,
    },
}

/// Places a mail. Own mail is caught first, then bounces, then the ticket is looked for, strongest proof first.
pub fn decide(mail: &Incoming, house: &dyn Lookup) -> Decision {
    let machine = machine(mail, house);
    if let Some(rule) = machine.and_then(own) {
        return Decision::Loop { rule };
    }
    if machine == Some(Machine::OwnMailbox) {
        // Perhaps a form of ours, perhaps a colleague: nothing is lost, and nobody is answered.
        return Decision::Quarantine { ticket: None, rule: Rule::OwnMailbox, machine };
    }
    if let Some(bounce) = bounce(mail) {
        let found = find::by_token(mail, true, house);
        let (rule, ticket) = found.map_or((Rule::None, None), |(rule, ticket)| (rule, Some(ticket)));
        return Decision::Bounce { ticket, rule, bounce };
    }
    let person = machine.is_none_or(Machine::may_be_a_person);
    // Mail servers send ours back in reports that say nothing a program could read, too.
    let found = find::by_token(mail, mail.report.is_some() || !person, house)
        .or_else(|| find::by_foreign(mail, house))
        .or_else(|| find::by_subject(mail, house));
    if mail.is_empty() {
        let ticket = found.map(|(_, ticket)| ticket);
        return Decision::Quarantine { ticket, rule: Rule::Empty, machine };
    }
    if let Some((rule, DealLetter { deal, internal })) = find::by_deal(mail, house)
        && found.is_none_or(|(other, _)| rule.comes_before(other))
    {
        return Decision::Comment { deal, rule, machine, internal: internal || !person };
    }
    let Some((rule, ticket)) = found else {
        if is_marked_spam(mail) {
            return Decision::Quarantine { ticket: None, rule: Rule::Spam, machine };
        }
        if is_calendar_answer(mail) {
            return Decision::Quarantine { ticket: None, rule: Rule::CalendarAnswer, machine };
        }
        if house.is_flooded() {
            return Decision::Quarantine { ticket: None, rule: Rule::Flood, machine };
        }
        let named = find::unheard_by_subject(mail, house);
        return Decision::NewTicket { rule: Rule::None, linked_to: None, named, machine };
    };
    let append = |internal| Decision::Append { ticket, rule, machine, internal };
    match house.voice(ticket, &mail.from) {
        Voice::Unheard => Decision::Quarantine { ticket: Some(ticket), rule, machine },
        Voice::Internal => append(true),
        // Who works here goes on with no concern of a customer: their words are for who reads the old one.
        Voice::Public if house.on_staff(ticket, &mail.from) => append(false),
        Voice::Public if house.is_closed(ticket) && person && !is_thanks(mail) => {
            match house.follow_up(ticket).filter(|next| house.voice(*next, &mail.from) == Voice::Public) {
                Some(next) => Decision::Append { ticket: next, rule, machine, internal: false },
                None => Decision::NewTicket { rule, linked_to: Some(ticket), named: None, machine },
            }
        }
        // An absence notice on the closing mail, or thanks for it, would otherwise open a ticket of its own.
        Voice::Public => append(false),
    }
}

/// Whether it only says thank you, and nothing came beside it.
fn is_thanks(mail: &Incoming) -> bool {
    !mail.attached && only_thanks(&visible(&mail.body).visible, &mail.from_name)
}

fn own(machine: Machine) -> Option<Rule> {
    match machine {
        Machine::OwnHeader => Some(Rule::OwnHeader),
        Machine::OwnMessage => Some(Rule::OwnMessage),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
