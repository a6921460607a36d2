//! Rows of requests.
use crate::approval::tariff::stored;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, one};
use crate::ticket::merge::FAMILY;
use app::approval::view::RequestView;
use domain::approval::State;
use domain::approval::consent::Tariff;
use domain::id::ApprovalId;
use domain::ticket::Stage;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A request as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct RequestRow {
    pub id: i64,
    pub ticket_id: i64,
    minutes: i64,
    asked_minutes: Option<i64>,
    pub cents: i64,
    rate_cents: i64,
    factor_percent: i64,
    kind: String,
    done: i64,
    limit_minutes: i64,
    pub reason: String,
    came_from: String,
    pub asked_by: String,
    asked_at: i64,
    pub expires_at: i64,
    pub next_at: Option<i64>,
    state: String,
    settled_at: Option<i64>,
    settled_by: Option<String>,
    answer: Option<String>,
}

const COLUMNS: &str =
    "SELECT id, ticket_id, minutes, asked_minutes, cents, rate_cents, factor_percent, kind, done, limit_minutes, reason,
  came_from, asked_by, asked_at, expires_at, next_at, state, settled_at, settled_by, answer FROM approval";

/// The request of an id.
pub async fn by_id<C: ConnectionTrait>(db: &C, id: i64) -> Result<Option<RequestRow>, Fault> {
    Ok(one(db, &format!("{COLUMNS} WHERE id = $1"), [id.into()]).await?)
}

/// The requests of a ticket, the latest last; before them those of tickets that lead to it.
pub async fn of_ticket<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<RequestRow>, Fault> {
    let sql = format!(
        "{COLUMNS} WHERE ticket_id IN {FAMILY} ORDER BY CASE WHEN ticket_id = $1 THEN 1 ELSE 0 END, id"
    );
    Ok(all(db, &sql, [ticket.into()]).await?)
}

/// Whether a ticket that waits since a moment for a release rests: what was asked meanwhile was not released, and staff decide how
/// it goes on (E3).
pub async fn rests<C: ConnectionTrait>(db: &C, ticket: i64, since: i64) -> Result<bool, Fault> {
    let Some(last) = of_ticket(db, ticket).await?.pop() else { return Ok(false) };
    let refused = matches!(last.state()?, State::Declined | State::Expired);
    Ok(refused && last.settled_at.is_some_and(|at| at >= since))
}

impl RequestRow {
    fn impossible(&self, what: &str) -> Fault {
        Fault::impossible_row("approval", self.id, what)
    }

    fn whole(&self, number: i64) -> Result<u32, Fault> {
        u32::try_from(number).map_err(|_| self.impossible("minutes"))
    }

    /// How much is asked for, or was released, in minutes.
    pub fn minutes(&self) -> Result<u32, Fault> {
        self.whole(self.minutes)
    }

    /// What an hour costs.
    pub fn tariff(&self) -> Result<Tariff, Fault> {
        stored("approval", self.id, &self.kind, self.rate_cents, self.factor_percent)
    }

    /// Where it stands.
    pub fn state(&self) -> Result<State, Fault> {
        State::of_code(&self.state).ok_or_else(|| self.impossible(&self.state))
    }

    /// The state from which the ticket came.
    pub fn came_from(&self) -> Result<Stage, Fault> {
        Stage::of_code(&self.came_from).ok_or_else(|| self.impossible(&self.came_from))
    }

    /// Whether its time is over, though nobody may have written that down yet.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at <= now.as_millisecond()
    }

    /// The last day on which it can be decided.
    pub fn last_day(&self, house: &House) -> jiff::civil::Date {
        house.clock.shown(self.expires_at - 1).civil().date()
    }

    /// As it is shown.
    pub fn view(&self, house: &House) -> Result<RequestView, Fault> {
        let by = || self.settled_by.clone().unwrap_or_default();
        Ok(RequestView {
            id: ApprovalId(self.id),
            minutes: self.minutes()?,
            asked_minutes: self.asked_minutes.map(|minutes| self.whole(minutes)).transpose()?,
            cents: self.cents,
            tariff: self.tariff()?,
            done: self.whole(self.done)?,
            limit: self.whole(self.limit_minutes)?,
            reason: self.reason.clone(),
            asked_by: self.asked_by.clone(),
            asked: house.clock.shown(self.asked_at),
            last_day: self.last_day(house),
            state: self.state()?,
            settled: self.settled_at.map(|at| (house.clock.shown(at), by())),
            answer: self.answer.clone().unwrap_or_default(),
        })
    }
}
