//! Rows by the hundred: one statement for many, so that a million tickets take minutes.
use crate::demo::course::{Course, Event};
use crate::fault::Fault;
use crate::house::House;
use crate::policy::Edition;
use crate::promise::keep::{self, Untold};
use crate::store::run;
use domain::promise::history::{self, Past};
use domain::search::fold;
use domain::ticket::queue::queue_key;
use domain::ticket::timeline::What;
use domain::ticket::{Audience, Stage};
use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, Value};
use std::fmt::Write as _;

/// Rows of one statement.
const ROWS: usize = 200;

/// Collects rows and writes them when there are enough.
pub struct Writer<'a> {
    db: &'a DatabaseTransaction,
    tickets: Rows,
    entries: Rows,
    words: Rows,
    people: Rows,
    promises: Rows,
    alarms: Rows,
    acceptances: Rows,
}

struct Rows {
    into: &'static str,
    columns: usize,
    values: Vec<Value>,
}

impl<'a> Writer<'a> {
    /// Writes inside this transaction.
    pub fn new(db: &'a DatabaseTransaction) -> Self {
        let rows =
            |into: &'static str| Rows { into, columns: into.matches(',').count() + 1, values: Vec::new() };
        Self {
            db,
            tickets: rows(
                "ticket (id, number, title, stage, stage_since, is_open, waits_for, channel, class, priority, kind, urgency, organisation_id, \
                 asset_id, software_version, author_id, author_name, author_email, author_lang, assignee_id, team_id, internal, opened_at, changed_at, \
                 planned_on, due_at, queue_key, plan, policy, specification, version, objection_until)",
            ),
            entries: rows(
                "entry (ticket_id, at, by_id, by_name, by_staff, internal, what, data, version, stage)",
            ),
            words: rows("ticket_search (rowid, public, inner_words, scope)"),
            people: rows("participant (ticket_id, person_id)"),
            promises: rows("promise (ticket_id, metric, due_at, is_open, data, alarm_at)"),
            alarms: rows("alarm (ticket_id, metric, start_at, percent, came_at, at)"),
            acceptances: rows(
                "acceptance (ticket_id, version, place, offered_at, offered_by, verdict, decided_at, decided_id, decided_by, words)",
            ),
        }
    }

    /// Adds a ticket.
    pub async fn ticket(&mut self, house: &House, course: &Course, now: Timestamp) -> Result<(), Fault> {
        let id = course.number - 1000;
        let due = self.promise(&house.policy(), course, id, now)?;
        self.tickets.values.extend(ticket_row(house, course, id, due));
        for (version, event) in (1_i64..).zip(&course.events) {
            self.entries.values.extend(entry_row(event, id, version)?);
        }
        self.acceptances.values.extend(acceptance_rows(course, id));
        self.words.values.extend(word_row(course, id));
        for person in &course.participants {
            self.people.values.extend([id.into(), person.id.0.into()]);
        }
        if self.tickets.len() >= ROWS {
            self.finish().await?;
        }
        Ok(())
    }

    /// Adds a ticket's promises; what would have been told by now counts as told. Answers by when the first ends.
    fn promise(
        &mut self,
        edition: &Edition,
        course: &Course,
        id: i64,
        now: Timestamp,
    ) -> Result<Option<i64>, Fault> {
        let key =
            edition.key(course.plan.clone(), course.kind, course.class.clone(), course.priority.clone());
        let past = |event: &Event| {
            let by = match event.by {
                None => history::Writer::Other,
                Some((_, true)) => history::Writer::Staff,
                Some((_, false)) => history::Writer::Customer,
            };
            Past { at: event.at, by, what: event.what.clone() }
        };
        let history: Vec<Past> = course.events.iter().map(past).collect();
        let opened = course.events.first().map_or(now, |event| event.at);
        let standing = keep::count(edition.book(None), id, opened, &key, &history);
        for promise in &standing.promises {
            let (told, coming): (Vec<_>, Vec<_>) = Untold::everything()
                .alarms(edition.book(None), &key, promise)?
                .into_iter()
                .partition(|alarm| alarm.at <= now);
            let metric = promise.metric.code();
            self.promises.values.extend([
                id.into(),
                metric.into(),
                promise.due.as_millisecond().into(),
                promise.is_open().into(),
                serde_json::to_string(promise)?.into(),
                coming.first().map(|alarm| alarm.at.as_millisecond()).into(),
            ]);
            for alarm in told {
                let start = promise.start.as_millisecond();
                let at = alarm.at.as_millisecond();
                self.alarms.values.extend([
                    id.into(),
                    metric.into(),
                    start.into(),
                    i64::from(alarm.percent).into(),
                    at.into(),
                    at.into(),
                ]);
            }
        }
        Ok(standing.due.map(Timestamp::as_millisecond))
    }

    /// Writes what has been collected.
    pub async fn finish(&mut self) -> Result<(), Fault> {
        let all = [
            &mut self.tickets,
            &mut self.entries,
            &mut self.words,
            &mut self.people,
            &mut self.promises,
            &mut self.alarms,
            &mut self.acceptances,
        ];
        for rows in all {
            rows.write(self.db).await?;
        }
        Ok(())
    }
}

impl Rows {
    fn len(&self) -> usize {
        self.values.len() / self.columns
    }

    async fn write(&mut self, db: &DatabaseTransaction) -> Result<(), Fault> {
        for part in self.values.chunks(ROWS * self.columns) {
            let mut sql = format!("INSERT INTO {} VALUES ", self.into);
            for row in 0..part.len() / self.columns {
                sql.push_str(if row == 0 { "(" } else { ",(" });
                for column in 1..=self.columns {
                    let comma = if column == 1 { "" } else { "," };
                    write!(sql, "{comma}${}", row * self.columns + column).map_err(Fault::broken)?;
                }
                sql.push(')');
            }
            run(db, &sql, part.to_vec()).await?;
        }
        self.values.clear();
        Ok(())
    }
}

fn ticket_row(house: &House, course: &Course, id: i64, due: Option<i64>) -> [Value; 32] {
    let first = course.events.first().map_or(0, |event| event.at.as_millisecond());
    let last = course.events.last().map_or(0, |event| event.at.as_millisecond());
    let moved = course.events.iter().rev().find(|event| matches!(event.what, What::Moved { .. }));
    let policy = house.policy();
    let severity = policy.severity(course.class.as_deref(), course.priority.as_deref());
    let package = policy.goes_first(course.plan.as_deref());
    let opened = crate::clock::instant(first);
    [
        id.into(),
        course.number.into(),
        course.title.clone().into(),
        course.stage.code().into(),
        moved.map_or(first, |event| event.at.as_millisecond()).into(),
        course.stage.is_open().into(),
        course.stage.waits_for().code().into(),
        "portal".into(),
        course.class.clone().into(),
        course.priority.clone().into(),
        course.kind.code().into(),
        course.urgency.code().into(),
        course.organisation.into(),
        course.asset.0.into(),
        "".into(),
        course.author.id.0.into(),
        course.author.name.into(),
        format!("{}@{}", course.author.mail, course.author_domain).into(),
        Some("de").into(),
        course.assignee.map(|player| player.id.0).into(),
        course.team.map(|team| team.0).into(),
        false.into(),
        first.into(),
        last.into(),
        course.planned.map(|day| day.to_string()).into(),
        due.into(),
        queue_key(course.stage.is_open(), severity, package, due.map(crate::clock::instant), opened).into(),
        course.plan.clone().into(),
        policy.version.into(),
        course.specification.into(),
        i64::try_from(course.events.len()).unwrap_or(i64::MAX).into(),
        objection(&policy, course, moved.map(|event| event.at)).into(),
    ]
}

/// When the window for objections of a ticket that is done ends.
fn objection(edition: &Edition, course: &Course, done: Option<Timestamp>) -> Option<i64> {
    let done = done.filter(|_| course.stage == Stage::Done)?;
    let (_, table) = edition.book(None).calendar(None)?;
    edition.objection.ends(table, done).ok().map(Timestamp::as_millisecond)
}

/// What was put on the test system, with the decision that follows.
fn acceptance_rows(course: &Course, id: i64) -> Vec<Value> {
    let name = |event: &Event| event.by.map_or("", |(player, _)| player.name);
    let decided = course.events.iter().find_map(|event| match &event.what {
        What::ResultAccepted { wording, .. } => Some((event, wording.clone())),
        _ => None,
    });
    let mut values = Vec::new();
    for event in &course.events {
        let What::ForTest(testing) = &event.what else { continue };
        let (verdict, words) =
            (decided.as_ref().map(|_| "accepted"), decided.as_ref().map(|(_, words)| words));
        let by = decided.as_ref().map(|(event, _)| *event);
        values.extend([
            id.into(),
            testing.version.clone().into(),
            testing.place.clone().into(),
            event.at.as_millisecond().into(),
            name(event).into(),
            verdict.into(),
            by.map(|event| event.at.as_millisecond()).into(),
            by.and_then(|event| event.by).map(|(player, _)| player.id.0).into(),
            by.map(name).into(),
            words.cloned().into(),
        ]);
    }
    values
}

fn entry_row(event: &Event, ticket: i64, version: i64) -> Result<[Value; 10], Fault> {
    Ok([
        ticket.into(),
        event.at.as_millisecond().into(),
        event.by.map(|(player, _)| player.id.0).into(),
        event.by.map_or("", |(player, _)| player.name).into(),
        event.by.is_some_and(|(_, staff)| staff).into(),
        (event.what.audience() == Audience::Internal).into(),
        event.what.code().into(),
        serde_json::to_string(&event.what)?.into(),
        version.into(),
        event.stage.code().into(),
    ])
}

fn word_row(course: &Course, id: i64) -> [Value; 4] {
    let (mut public, mut inner) = (vec![course.title.as_str()], Vec::new());
    for event in &course.events {
        match &event.what {
            What::Opened { body, .. } | What::Message { body, .. } | What::Specified { body } => {
                public.push(body);
            }
            What::Moved { note, .. } => public.push(note),
            What::Note { body, .. } => inner.push(body.as_str()),
            _ => {}
        }
    }
    let mut scope = format!("o{} p{}", course.organisation, course.author.id);
    for person in &course.participants {
        let _ = write!(scope, " p{}", person.id);
    }
    [id.into(), fold(&public.join(" ")).into(), fold(&inner.join(" ")).into(), scope.into()]
}
