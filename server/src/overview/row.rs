//! Rows of the start page.
use crate::approval::tariff::stored;
use crate::fault::Fault;
use crate::house::House;
use crate::ticket::merge::FAMILY;
use crate::ticket::query::{Binds, reach};
use app::overview::view::Caretaker;
use domain::access::{Action, Actor, Relation};
use domain::approval::consent::Tariff;
use domain::approval::{Reach, room};
use domain::id::OrganisationId;
use domain::overview::Task;
use domain::ticket::number::TicketNumber;
use sea_orm::{FromQueryResult, Value};

/// A request or a proposal that is open.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the tables
pub struct AskedRow {
    id: i64,
    kind: String,
    rate_cents: i64,
    factor_percent: i64,
    draws: bool,
    pub asked_at: Option<i64>,
    /// Of a request.
    pub minutes: Option<i64>,
    /// What was released on the ticket before.
    released: i64,
    pub expires_at: Option<i64>,
    pub number: i64,
    pub title: String,
    organisation_id: Option<i64>,
    pub organisation: Option<String>,
}

/// The statement. What is open at all customers is little, and an index holds it alone: it is read first (`CROSS JOIN`), never
/// the tickets of an organisation.
pub fn asked(actor: &Actor) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let reached = reach(actor, &mut binds).join(") OR (");
    let family = FAMILY.replace("$1", "t.id");
    let sql = format!(
        "SELECT w.id, w.kind, w.rate_cents, w.factor_percent, w.draws, w.asked_at, w.minutes, w.expires_at, t.number, t.title,
           t.organisation_id, o.name AS organisation,
           (SELECT CAST(COALESCE(SUM(b.cents), 0) AS BIGINT) FROM approval b WHERE b.ticket_id IN {family}
             AND b.state = 'approved') AS released
         FROM (SELECT id, ticket_id, kind, rate_cents, factor_percent, FALSE AS draws, asked_at, minutes, expires_at
             FROM approval WHERE state = 'open'
           UNION ALL SELECT id, ticket_id, kind, rate_cents, factor_percent, draws, asked_at, CAST(NULL AS BIGINT),
             CAST(NULL AS BIGINT) FROM consent WHERE state = 'open') w
         CROSS JOIN ticket t LEFT JOIN organisation o ON o.id = t.organisation_id
         WHERE t.id = w.ticket_id AND t.is_open = TRUE AND (({reached})) ORDER BY w.asked_at, w.id"
    );
    (sql, binds.0)
}

impl AskedRow {
    /// What it asks of a reader of the ticket; `None` where somebody else decides.
    pub fn task(&self, house: &House, actor: &Actor) -> Result<Option<Task>, Fault> {
        let number = TicketNumber(self.number);
        let organisation = self.organisation_id.map(OrganisationId);
        // Who reads it reaches the ticket.
        let relation = Relation { organisation, author: true, participant: true, internal: false };
        let table = if self.minutes.is_some() { "approval" } else { "consent" };
        let impossible = |_| Fault::impossible_row(table, self.id, "minutes");
        let tariff = stored(table, self.id, &self.kind, self.rate_cents, self.factor_percent)?;
        let Some((minutes, expires)) = self.minutes.zip(self.expires_at) else {
            let tariff = Tariff { draws: self.draws, ..tariff };
            return Ok(actor.may(Action::Decide, &relation).then_some(Task::Order { number, tariff }));
        };
        let minutes = u32::try_from(minutes).map_err(impossible)?;
        let member = organisation.filter(|_| actor.may(Action::Approve, &relation));
        let room = member.and_then(|id| room(&actor.membership(id)?.rights, self.released));
        let reach = room.and_then(|room| Reach::within(room, minutes, tariff.hour_cents()));
        let last_day = house.clock.shown(expires - 1).civil().date();
        Ok(reach.map(|reach| Task::of_request(number, reach, last_day)))
    }
}

/// Who looks after an organisation.
#[derive(FromQueryResult)]
pub struct CaretakerRow {
    organisation: String,
    lead_name: Option<String>,
    lead_email: Option<String>,
    manager_name: Option<String>,
    manager_email: Option<String>,
}

impl CaretakerRow {
    /// As the reader sees it.
    pub fn shown(self) -> Caretaker {
        Caretaker {
            organisation: self.organisation,
            project_lead: self.lead_name.zip(self.lead_email),
            account_manager: self.manager_name.zip(self.manager_email),
        }
    }
}

/// The statement for who looks after the organisations of somebody who belongs to one.
pub fn caretakers(actor: &Actor) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let mine = binds.list(actor.memberships().iter().map(|m| m.organisation.0));
    let sql = format!(
        "SELECT o.name AS organisation, l.name AS lead_name, l.email AS lead_email, m.name AS manager_name,
           m.email AS manager_email
         FROM organisation o
         LEFT JOIN person l ON l.id = o.project_lead_id AND l.account <> 'left'
         LEFT JOIN person m ON m.id = o.account_manager_id AND m.account <> 'left'
         WHERE o.id IN ({mine}) ORDER BY o.name"
    );
    (sql, binds.0)
}
