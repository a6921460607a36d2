//! Live events (I2): what open pages are told, and who is told.
use crate::access::{Action, Actor, Relation};
use crate::id::{OrganisationId, PersonId};
use crate::ticket::Stage;
use crate::ticket::number::TicketNumber;
#[cfg(doc)]
use crate::ticket::timeline::What;
use serde::{Deserialize, Serialize};

/// What happened, as far as a page must know to renew itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A new ticket.
    Opened,
    /// A new message.
    Message,
    /// A new internal note.
    Note,
    /// Another state.
    Stage,
    /// Anything else on the ticket: assignment, team, class, documents, planned date.
    Details,
    /// Time was booked or corrected.
    Effort,
    /// A mail about the ticket left, or did not; not stored, has id 0, and the ticket's version stays.
    Letter,
    /// Who is looking or writing changed (C9); not stored, has id 0.
    Presence,
}

impl Change {
    /// What an entry of the history tells open pages, by its code ([`What::code`]); `None` for no code of ours.
    pub fn of_entry(code: &str) -> Option<Self> {
        Some(match code {
            "opened" => Self::Opened,
            "message" | "called" => Self::Message,
            "note" => Self::Note,
            "moved" => Self::Stage,
            "handed_over" | "assigned" | "classified" | "prioritised" | "specified" | "planned"
            | "person_added" | "mail_left" | "mail_came" | "mail_back" | "placed" | "on_behalf"
            | "worked_around" | "alarm" | "recounted" | "for_test" | "result_accepted" | "result_refused"
            | "untested" | "linked" | "unlinked" | "linked_done" | "told_hanging" | "merged_into"
            | "merged" | "unmerged" | "split_off" | "split_from" | "unsplit" | "limit_told" | "approval"
            | "approval_reminded" | "consent" | "wish_included" | "quoted" | "quote_ended" | "ordered"
            | "taken_off" | "remark" => Self::Details,
            "booked" | "rebooked" | "nearing" | "times_left" | "times_came" => Self::Effort,
            _ => return None,
        })
    }
}

/// Whether customers' pages hear of an entry, by its code, which they do not show: it takes a message from them or brings it back,
/// or the class or the promises that they show are others now.
pub fn reaches_customers(code: &str) -> bool {
    matches!(
        code,
        "mail_left"
            | "mail_came"
            | "mail_back"
            | "classified"
            | "prioritised"
            | "placed"
            | "split_off"
            | "unsplit"
    )
}

/// What a page receives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Id of the entry, growing; 0 for what is not stored.
    pub id: i64,
    /// Which ticket.
    pub ticket: TicketNumber,
    /// What happened.
    pub change: Change,
    /// The ticket's state afterwards.
    pub stage: Stage,
    /// The ticket's version afterwards (C9).
    pub version: i64,
    /// Who did it, so that a page can leave its own changes alone.
    pub by: Option<PersonId>,
}

/// An event with the facts that decide who may hear of it. Stays on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEvent {
    /// What is sent.
    pub notice: Notice,
    /// The ticket's organisation.
    pub organisation: Option<OrganisationId>,
    /// Author and participants.
    pub people: Vec<PersonId>,
    /// Whether only staff may hear of it: notes, internal tickets, inner changes.
    pub internal: bool,
}

impl LiveEvent {
    /// Whether this actor may hear of it: who may see the ticket, and for internal events who may see those.
    pub fn is_for(&self, actor: &Actor) -> bool {
        let involved = self.people.contains(&actor.id);
        let relation = Relation {
            organisation: self.organisation,
            author: involved,
            participant: involved,
            internal: false,
        };
        actor.may(if self.internal { Action::SeeInternal } else { Action::See }, &relation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::target::Metric;
    use crate::ticket::Channel;
    use crate::ticket::acceptance::Testing;
    use crate::ticket::timeline::What;

    #[test]
    fn an_entrys_code_tells_pages_the_same_as_the_entry() {
        let (body, documents) = (String::new, Vec::new);
        let entries = [
            What::Opened { channel: Channel::Portal, body: body(), documents: documents() },
            What::Message { body: body(), documents: documents() },
            What::Called { caller: body(), body: body() },
            What::Note { body: body(), documents: documents() },
            What::Remark(crate::ticket::remark::Remark::CutMail { size: 67, most: 60 }),
            What::Moved { from: Stage::Received, to: Stage::InTriage, note: body() },
            What::HandedOver { team: body() },
            What::Assigned { to: None },
            What::Classified { from: None, to: None, keys: None, moved: vec![], why: String::new() },
            What::Prioritised { from: None, to: body(), keys: None, moved: vec![], why: String::new() },
            What::MailLeft { sender: body(), number: body(), kept: false },
            What::MailCame { sender: body(), number: body() },
            What::MailBack {
                sender: body(),
                number: body(),
                came: true,
                moved: crate::moment::Moment { at: 0, offset: 0 },
                folds: Vec::new(),
            },
            What::Specified { body: body() },
            What::Planned { day: None },
            What::WorkedAround,
            What::Nearing { meter: crate::effort::gate::Meter::default() },
            What::LimitTold { minutes: 60 },
            What::Approval {
                approval: crate::id::ApprovalId(1),
                state: crate::approval::State::Open,
                minutes: 60,
                asked: None,
                cents: 0,
                note: body(),
                wording: body(),
                way: None,
            },
            What::ApprovalReminded { approval: crate::id::ApprovalId(1), minutes: 60 },
            What::Consent {
                consent: crate::id::ConsentId(1),
                state: crate::approval::State::Open,
                tariff: crate::approval::consent::Tariff {
                    kind: crate::ticket::TicketType::QuickHigh,
                    rate_cents: 0,
                    factor_percent: 200,
                    draws: false,
                },
                wording: body(),
                way: None,
            },
            What::WishIncluded { release: body(), note: body() },
            What::Quoted { quote: crate::deal::QuoteNumber { year: 2026, serial: 1 } },
            What::QuoteEnded {
                quote: crate::deal::QuoteNumber { year: 2026, serial: 1 },
                ending: crate::ticket::timeline::Ending::Declined,
                reason: body(),
            },
            What::Ordered { order: crate::deal::OrderNumber { year: 2026, serial: 1 }, stays: None },
            What::TakenOff { order: crate::deal::OrderNumber { year: 2026, serial: 1 } },
            What::PersonAdded { name: body() },
            What::Placed { organisation: body() },
            What::OnBehalf { name: body(), passed_on_by: body() },
            What::ForTest(Testing { version: body(), place: body() }),
            What::ResultAccepted { version: body(), wording: body() },
            What::ResultRefused { version: body(), reason: body() },
            What::Untested { asset: body() },
            What::Linked { number: body(), title: body() },
            What::Unlinked { number: body() },
            What::LinkedDone { number: body() },
            What::ToldHanging { numbers: Vec::new() },
            What::MergedInto { number: body() },
            What::Merged { number: body(), title: body() },
            What::Unmerged { number: body() },
            What::SplitOff { number: body(), apart: false },
            What::SplitFrom { number: body(), apart: true },
            What::Unsplit { number: body(), title: body(), apart: false },
            What::TimesLeft { number: body(), times: Vec::new() },
            What::TimesCame { number: body(), times: Vec::new() },
            What::Alarm { metric: Metric::FirstReaction, percent: 100, due: None, told: Vec::new() },
            What::Recounted { version: 2, note: body(), missed: Vec::new(), settled: Vec::new() },
        ];
        for what in entries {
            assert_eq!(Change::of_entry(what.code()), Some(what.change()), "{}", what.code());
        }
    }
}
