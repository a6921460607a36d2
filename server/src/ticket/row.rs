//! Rows of tickets and what becomes of them.
mod line;
mod read;

pub use line::LineRow;
pub use read::{by_id_to_change, by_id_to_read, by_number, find, find_to_change, fresh};

use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use domain::access::{Actor, Relation};
use domain::deal::OrderNumber;
use domain::effort::fixed::FixedPrice;
use domain::id::OrganisationId;
use domain::order::OrderKind;
use domain::ticket::number::TicketNumber;
use domain::ticket::queue::queue_key;
use domain::ticket::workflow::Present;
use domain::ticket::{Channel, Stage, TicketType, Urgency};
use sea_orm::FromQueryResult;

/// Whether a ticket `t` rests: it waits for an approval that was not given, and staff decide how it goes on (E3).
pub const RESTS: &str = "(t.stage = 'waiting_for_approval' AND t.waits_for = 'staff')";

/// One ticket with the names it refers to, and how the reader stands to it.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct TicketRow {
    pub id: i64,
    pub number: i64,
    pub title: String,
    pub stage: String,
    pub stage_since: i64,
    pub rests: bool,
    pub channel: String,
    pub class: Option<String>,
    pub priority: Option<String>,
    pub kind: String,
    pub urgency: String,
    pub organisation_id: Option<i64>,
    pub organisation: Option<String>,
    pub project_lead_id: Option<i64>,
    pub account_manager_id: Option<i64>,
    pub asset_id: Option<i64>,
    pub asset: Option<String>,
    pub asset_live: bool,
    pub software_version: String,
    pub technical_contact_id: Option<i64>,
    pub technical_contact: Option<String>,
    pub author_id: Option<i64>,
    pub author_name: String,
    pub author_email: String,
    pub author_lang: Option<String>,
    pub author_staff: bool,
    pub assignee_id: Option<i64>,
    pub assignee: Option<String>,
    pub team_id: Option<i64>,
    pub team: Option<String>,
    pub internal: bool,
    pub inner_work: Option<String>,
    pub opened_at: i64,
    pub changed_at: i64,
    pub planned_on: Option<String>,
    pub due_at: Option<i64>,
    pub objection_until: Option<i64>,
    pub objected_at: Option<i64>,
    pub acceptance_id: Option<i64>,
    pub plan: Option<String>,
    pub policy: Option<i64>,
    pub specification: Option<String>,
    pub release: Option<String>,
    order_number: Option<String>,
    order_state: Option<String>,
    pub version: i64,
    pub takes_part: bool,
    pub draft: Option<String>,
    pub note_draft: Option<String>,
}

impl TicketRow {
    /// How an actor stands to it.
    pub fn relation(&self, actor: &Actor) -> Relation {
        Relation {
            organisation: self.organisation_id.map(OrganisationId),
            author: self.author_id == Some(actor.id.0),
            participant: self.takes_part,
            internal: self.internal,
        }
    }

    /// Number.
    pub const fn number(&self) -> TicketNumber {
        TicketNumber(self.number)
    }

    /// State.
    pub fn stage(&self) -> Result<Stage, Fault> {
        stage(self.id, &self.stage)
    }

    /// Type.
    pub fn kind(&self) -> Result<TicketType, Fault> {
        kind(self.id, &self.kind)
    }

    /// Channel.
    pub fn channel(&self) -> Result<Channel, Fault> {
        Channel::of_code(&self.channel).ok_or_else(|| impossible(self.id, &self.channel))
    }

    /// Urgency.
    pub fn urgency(&self) -> Result<Urgency, Fault> {
        Urgency::of_code(&self.urgency).ok_or_else(|| impossible(self.id, &self.urgency))
    }

    /// The last day on which the customer may object, while the window is open.
    pub fn objection_day(&self, house: &House) -> Option<jiff::civil::Date> {
        self.objection_until.map(|until| house.clock.shown(until - 1).civil().date())
    }

    /// Planned day.
    pub fn planned(&self) -> Result<Option<jiff::civil::Date>, Fault> {
        let read = |day: &String| day.parse().map_err(|_| impossible(self.id, day));
        self.planned_on.as_ref().map(read).transpose()
    }

    /// The order that it belongs to.
    pub fn order(&self) -> Result<Option<OrderNumber>, Fault> {
        let read = |number: &String| number.parse().map_err(|_| impossible(self.id, number));
        self.order_number.as_ref().map(read).transpose()
    }

    /// Why its time costs nothing by the hour, where that is so.
    pub fn fixed_price(&self) -> Result<Option<FixedPrice>, Fault> {
        let (number, state) = (self.order_number.as_deref(), self.order_state.as_deref());
        fixed_price(self.id, number.zip(state), self.release.as_deref())
    }

    /// What development is to do; `None` for a customer's ticket.
    pub fn inner_work(&self) -> Result<Option<domain::ticket::internal::Work>, Fault> {
        let read = |code: &String| {
            domain::ticket::internal::Work::of_code(code).ok_or_else(|| impossible(self.id, code))
        };
        self.inner_work.as_ref().map(read).transpose()
    }

    /// What a move finds there. An internal ticket needs no organisation.
    pub const fn present(&self, note: bool) -> Present {
        Present {
            note,
            team: self.team_id.is_some(),
            specification: self.specification.is_some(),
            assignee: self.assignee_id.is_some(),
            organisation: self.organisation_id.is_some() || self.internal,
            version: false,
            acceptance: self.acceptance_id.is_some(),
            live: self.asset_live,
            untested: false,
            request: false,
        }
    }

    /// Its place in the queue (C11).
    pub fn queue_key(&self, house: &House) -> Result<i64, Fault> {
        let policy = house.policy();
        let severity = policy.severity(self.class.as_deref(), self.priority.as_deref());
        let package = policy.goes_first(self.plan.as_deref());
        let (due, opened) = (self.due_at.map(instant), instant(self.opened_at));
        Ok(queue_key(self.stage()?.is_open(), severity, package, due, opened))
    }
}

/// Why time on a ticket costs nothing by the hour, from the columns of its order (number, state) and its own.
pub fn fixed_price(
    ticket: i64,
    order: Option<(&str, &str)>,
    release: Option<&str>,
) -> Result<Option<FixedPrice>, Fault> {
    let order = match order {
        Some((number, state)) => {
            let number = number.parse().map_err(|_| impossible(ticket, number))?;
            Some((number, OrderKind::of_code(state).ok_or_else(|| impossible(ticket, state))?))
        }
        None => None,
    };
    Ok(FixedPrice::of(order, release))
}

/// The code of who has to act next, in the column `waits_for`.
pub const fn waits_for(stage: Stage) -> &'static str {
    use domain::ticket::stage::WaitsFor;
    match stage.waits_for() {
        WaitsFor::Staff => "staff",
        WaitsFor::Customer => "customer",
        WaitsFor::Other => "other",
        WaitsFor::Nobody => "nobody",
    }
}

fn stage(id: i64, code: &str) -> Result<Stage, Fault> {
    Stage::of_code(code).ok_or_else(|| impossible(id, code))
}

fn kind(id: i64, code: &str) -> Result<TicketType, Fault> {
    TicketType::of_code(code).ok_or_else(|| impossible(id, code))
}

fn impossible(id: i64, what: &str) -> Fault {
    Fault::impossible_row("ticket", id, what)
}
