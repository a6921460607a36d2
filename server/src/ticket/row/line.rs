//! Rows of lists.
use super::{kind, stage};
use crate::fault::Fault;
use crate::house::House;
use crate::promise::view::countdown;
use app::promise::view::Countdown;
use app::ticket::view::TicketLine;
use domain::promise::clock::Promise;
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use sea_orm::FromQueryResult;

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
    rests: bool,
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
            rests: self.rests,
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
