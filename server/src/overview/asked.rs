//! What customers are asked to agree to before it costs money: open requests to release effort, and dearer types proposed.
use crate::approval::tariff::stored;
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::{Binds, reach};
use app::call::Call;
use app::overview::view::Waiting;
use domain::access::{Action, Actor, Relation};
use domain::approval::reaches;
use domain::id::OrganisationId;
use domain::overview::Task;
use domain::ticket::number::TicketNumber;
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    kind: String,
    rate_cents: i64,
    factor_percent: i64,
    asked_at: Option<i64>,
    /// Of a request.
    minutes: Option<i64>,
    cents: Option<i64>,
    expires_at: Option<i64>,
    number: i64,
    title: String,
    organisation_id: Option<i64>,
    organisation: Option<String>,
}

/// What is asked on the tickets that a reader reaches.
#[derive(Default)]
pub struct Asked {
    /// What this reader can decide.
    pub tasks: Vec<Waiting>,
    /// Tickets with a request to release effort, whoever decides about it.
    pub requested: Vec<TicketNumber>,
}

/// The statement. What is open at all customers is little, and an index holds it alone: it is read first (`CROSS JOIN`), never
/// the tickets of an organisation.
pub fn statement(actor: &Actor) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let reached = reach(actor, &mut binds).join(") OR (");
    let sql = format!(
        "SELECT w.id, w.kind, w.rate_cents, w.factor_percent, w.asked_at, w.minutes, w.cents, w.expires_at, t.number, t.title,
           t.organisation_id, o.name AS organisation
         FROM (SELECT id, ticket_id, kind, rate_cents, factor_percent, asked_at, minutes, cents, expires_at
             FROM approval WHERE state = 'open'
           UNION ALL SELECT id, ticket_id, kind, rate_cents, factor_percent, asked_at, CAST(NULL AS BIGINT),
             CAST(NULL AS BIGINT), CAST(NULL AS BIGINT) FROM consent WHERE state = 'open') w
         CROSS JOIN ticket t LEFT JOIN organisation o ON o.id = t.organisation_id
         WHERE t.id = w.ticket_id AND t.is_open = TRUE AND (({reached})) ORDER BY w.asked_at, w.id"
    );
    (sql, binds.0)
}

/// Reads it.
pub async fn read(house: &House, call: &Call, actor: &Actor) -> Result<Asked, Fault> {
    let mut asked = Asked::default();
    if actor.memberships().is_empty() {
        return Ok(asked);
    }
    let (sql, values) = statement(actor);
    let rows: Vec<Row> = all(house.store.read(), &sql, values).await?;
    for row in rows {
        let over = row.expires_at.is_some_and(|at| at <= call.now.as_millisecond());
        if row.minutes.is_some() {
            asked.requested.push(TicketNumber(row.number));
        }
        if let Some(task) = row.task(house, actor)?.filter(|_| !over) {
            let since = house.clock.shown(row.asked_at.unwrap_or_default());
            asked.tasks.push(Waiting { task, title: row.title, organisation: row.organisation, since });
        }
    }
    Ok(asked)
}

impl Row {
    /// What it asks of a reader of the ticket; `None` where somebody else decides.
    fn task(&self, house: &House, actor: &Actor) -> Result<Option<Task>, Fault> {
        let number = TicketNumber(self.number);
        let organisation = self.organisation_id.map(OrganisationId);
        // Who reads it reaches the ticket.
        let relation = Relation { organisation, author: true, participant: true, internal: false };
        let table = if self.minutes.is_some() { "approval" } else { "consent" };
        let impossible = |_| Fault::impossible_row(table, self.id, "minutes");
        let Some((minutes, expires)) = self.minutes.zip(self.expires_at) else {
            let tariff = stored(table, self.id, &self.kind, self.rate_cents, self.factor_percent)?;
            return Ok(actor.may(Action::Decide, &relation).then_some(Task::Order { number, tariff }));
        };
        let cents = self.cents.unwrap_or_default();
        let member = organisation.and_then(|id| actor.membership(id));
        let decides =
            actor.may(Action::Approve, &relation) && member.is_some_and(|one| reaches(&one.rights, cents));
        let minutes = u32::try_from(minutes).map_err(impossible)?;
        let last_day = house.clock.shown(expires - 1).civil().date();
        Ok(decides.then_some(Task::Release { number, minutes, cents, last_day }))
    }
}
