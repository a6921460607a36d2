//! Rows of tickets and what becomes of them.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::promise::view::countdown;
use crate::store::{one, one_row, run};
use app::error::AppError;
use app::promise::view::Countdown;
use app::ticket::view::TicketLine;
use domain::access::{Action, Actor, Relation};
use domain::effort::fixed::FixedPrice;
use domain::id::OrganisationId;
use domain::order::OrderKind;
use domain::promise::clock::Promise;
use domain::ticket::number::TicketNumber;
use domain::ticket::queue::queue_key;
use domain::ticket::workflow::Present;
use domain::ticket::{Channel, Stage, TicketType, Urgency};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use std::sync::LazyLock;

/// A row of a list, with its sort key and the part of the page it belongs to.
#[derive(FromQueryResult)]
pub struct LineRow {
    /// Sort key.
    pub k: i64,
    /// Part of a page that shows several lists.
    pub part: i64,
    /// Ticket id.
    pub id: i64,
    number: i64,
    title: String,
    stage: String,
    stage_since: i64,
    class: Option<String>,
    priority: Option<String>,
    kind: String,
    internal: bool,
    organisation: Option<String>,
    assignee: Option<String>,
    team: Option<String>,
    opened_at: i64,
    changed_at: i64,
    due_at: Option<i64>,
    version: i64,
    policy: Option<i64>,
    /// Whose it is.
    pub organisation_id: Option<i64>,
    /// When the window for objections ends, while it is open.
    pub objection_until: Option<i64>,
    /// The promise that ends first, as JSON.
    promise: Option<String>,
    paused: bool,
    objected: bool,
}

impl LineRow {
    /// How much open time is left until its first promise ends; nothing where none runs.
    pub async fn countdown(&self, house: &House, now: Timestamp) -> Result<Option<Countdown>, Fault> {
        let Some(promise) = self.promise()? else { return Ok(None) };
        let version = self.policy.unwrap_or(house.policy().version);
        let edition = house.edition(house.store.read(), version).await?;
        let table = edition.book(self.organisation_id).calendar(Some(&promise.calendar));
        Ok(table.map(|(_, table)| countdown(table, promise.due, now)))
    }

    fn promise(&self) -> Result<Option<Promise>, Fault> {
        let read = |data: &String| serde_json::from_str(data);
        let promise = self.promise.as_ref().map(read).transpose();
        promise.map_err(|error| Fault::impossible_row("promise of ticket", self.id, &error.to_string()))
    }

    /// The row as it is shown.
    pub fn shown(self, house: &House) -> Result<TicketLine, Fault> {
        let metric = self.promise()?.map(|promise| promise.metric);
        Ok(TicketLine {
            number: TicketNumber(self.number),
            title: self.title,
            stage: stage(self.id, &self.stage)?,
            since: house.clock.shown(self.stage_since),
            class: self.class,
            priority: self.priority,
            kind: kind(self.id, &self.kind)?,
            internal: self.internal,
            organisation: self.organisation,
            assignee: self.assignee,
            team: self.team,
            opened: house.clock.shown(self.opened_at),
            changed: house.clock.shown(self.changed_at),
            due: self.due_at.map(|at| house.clock.shown(at)),
            metric,
            left: None,
            paused: self.paused,
            objected: self.objected,
            version: self.version,
        })
    }
}

/// One ticket with the names it refers to, and how the reader stands to it.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct TicketRow {
    pub id: i64,
    pub number: i64,
    pub title: String,
    pub stage: String,
    pub stage_since: i64,
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

/// The ticket of a number as a person (`$2`) stands to it.
const READ: &str = "
SELECT t.id, t.number, t.title, t.stage, t.stage_since, t.channel, t.class, t.priority, t.kind, t.urgency, t.organisation_id,
  o.name AS organisation, o.project_lead_id, o.account_manager_id, t.asset_id, s.name AS asset, (s.kind IS NOT NULL AND s.kind = 'live') AS asset_live, t.software_version,
  t.technical_contact_id, c.name AS technical_contact, t.author_id, t.author_name, t.author_email, t.author_lang,
  (u.kind IS NOT NULL AND u.kind = 'staff') AS author_staff, t.assignee_id, a.name AS assignee, t.team_id,
  m.name AS team, t.internal, t.inner_work, t.opened_at, t.changed_at, t.planned_on, t.due_at, t.objection_until, t.objected_at, t.acceptance_id, t.plan, t.policy, t.specification, t.release,
  b.number AS order_number, b.state AS order_state, t.version,
  EXISTS (SELECT 1 FROM participant p WHERE p.ticket_id = t.id AND p.person_id = $2) AS takes_part,
  r.body AS draft, n.body AS note_draft
FROM ticket t
LEFT JOIN organisation o ON o.id = t.organisation_id
LEFT JOIN asset s ON s.id = t.asset_id
LEFT JOIN person c ON c.id = t.technical_contact_id
LEFT JOIN person u ON u.id = t.author_id
LEFT JOIN person a ON a.id = t.assignee_id
LEFT JOIN team m ON m.id = t.team_id
LEFT JOIN orders b ON b.id = t.order_id
LEFT JOIN draft r ON r.person_id = $2 AND r.ticket_id = t.id AND r.kind = 'reply'
LEFT JOIN draft n ON n.person_id = $2 AND n.ticket_id = t.id AND n.kind = 'note'
";

/// The statement of [`find`]: a number that was merged leads to the survivor (C7).
pub fn by_number() -> &'static str {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{READ} WHERE t.id = (SELECT COALESCE(n.merged_into, n.id) FROM ticket n WHERE n.number = $1)"
        )
    });
    &SQL
}

/// The ticket of an id, for what the house does by itself; inside a change, so that nobody else changes it. Where it was
/// merged, the survivor (C7): the caller goes on with the id of the row.
pub async fn by_id_to_change<C: ConnectionTrait>(db: &C, id: i64) -> Result<TicketRow, Fault> {
    let mut id = id;
    while let Some(survivor) = hold(db, id).await? {
        id = survivor;
    }
    by_id_to_read(db, id).await
}

/// Holds a ticket; answers where it leads once that is so.
async fn hold<C: ConnectionTrait>(db: &C, id: i64) -> Result<Option<i64>, Fault> {
    let lock = if db.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT merged_into FROM ticket WHERE id = $1{lock}");
    let row = one_row(db, &sql, [id.into()]).await?;
    Ok(row.map(|row| row.try_get::<Option<i64>>("", "merged_into")).transpose()?.flatten())
}

/// The same without holding it.
pub async fn by_id_to_read<C: ConnectionTrait>(db: &C, id: i64) -> Result<TicketRow, Fault> {
    let row = one(db, &format!("{READ} WHERE t.id = $1"), [id.into(), 0_i64.into()]).await?;
    row.ok_or_else(|| Fault::broken(format!("there is no ticket with id {id}")))
}

/// A ticket as somebody who may see it stands to it. Where there is none, or the actor must not see it, *not found* (A6).
pub async fn find<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    number: TicketNumber,
) -> Result<TicketRow, Fault> {
    let row: Option<TicketRow> = one(db, by_number(), [number.0.into(), actor.id.0.into()]).await?;
    row.filter(|row| actor.may(Action::See, &row.relation(actor))).ok_or_else(|| AppError::NotFound.into())
}

/// [`find`] inside a change: nobody else changes the ticket until it is over.
pub async fn find_to_change<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    number: TicketNumber,
) -> Result<TicketRow, Fault> {
    if db.get_database_backend() == DbBackend::Postgres {
        run(db, "SELECT id FROM ticket WHERE number = $1 FOR UPDATE", [number.0.into()]).await?;
    }
    let found = find(db, actor, number).await?;
    if found.number == number.0 {
        return Ok(found);
    }
    // It was merged: the survivor is held as well, and read once that is so.
    by_id_to_change(db, found.id).await?;
    find(db, actor, number).await
}

/// A ticket that was just made, by whoever it was; rights have been decided before.
pub async fn fresh<C: ConnectionTrait>(
    db: &C,
    person: i64,
    number: TicketNumber,
) -> Result<TicketRow, Fault> {
    let row = one(db, by_number(), [number.0.into(), person.into()]).await?;
    row.ok_or_else(|| Fault::broken(format!("ticket {} is not there after it was made", number.0)))
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
