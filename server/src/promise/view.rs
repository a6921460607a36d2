//! Promises as a reader sees them, with their derivation.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use app::promise::view::{Countdown, PromiseState, PromiseView};
use domain::moment::Moment;
use domain::policy::book::Book;
use domain::promise::clock::{Promise, Standing};
use domain::promise::derivation::derive;
use domain::promise::moved::Moved;
use domain::promise::strip::strip;
use domain::promise::timetable::Timetable;
use domain::ticket::timeline::DueMove;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Most stretches of open time that travel to the browser for its countdown: some two weeks.
const MOST_SPANS: usize = 24;

#[derive(FromQueryResult)]
struct Row {
    ticket_id: i64,
    data: String,
}

/// The promises of a ticket as they were last counted.
pub async fn read<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<Promise>, Fault> {
    let sql = "SELECT ticket_id, data FROM promise WHERE ticket_id = $1";
    let rows: Vec<Row> = all(db, sql, [ticket.into()]).await?;
    let read = |row: Row| {
        serde_json::from_str(&row.data)
            .map_err(|error| Fault::impossible_row("promise", row.ticket_id, &error.to_string()))
    };
    let mut promises: Vec<Promise> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    promises.sort_by_key(|promise| promise.metric);
    Ok(promises)
}

/// Due times that moved, as they are shown.
pub fn due_moves(house: &House, moved: &[Moved]) -> Vec<DueMove> {
    let at = |at: Option<Timestamp>| at.map(|at| house.clock.moment(at));
    moved.iter().map(|one| DueMove { metric: one.metric, from: at(one.from), to: at(one.to) }).collect()
}

/// The promises of a ticket as they are shown; what was missed before only to staff.
pub async fn of_ticket(
    house: &House,
    ticket: i64,
    organisation: Option<i64>,
    policy: Option<i64>,
    staff: bool,
    now: Timestamp,
) -> Result<Vec<PromiseView>, Fault> {
    let promises = read(house.store.read(), ticket).await?;
    if promises.is_empty() {
        return Ok(Vec::new());
    }
    let edition = house.edition(house.store.read(), policy.unwrap_or(house.policy().version)).await?;
    let book = edition.book(organisation);
    promises.into_iter().map(|promise| shown(house, book, promise, staff, now)).collect()
}

/// A promise as it is shown.
pub fn shown(
    house: &House,
    book: &Book,
    promise: Promise,
    staff: bool,
    now: Timestamp,
) -> Result<PromiseView, Fault> {
    let (_, table) = book
        .calendar(Some(&promise.calendar))
        .ok_or_else(|| Fault::broken(format!("there is no calendar {}", promise.calendar)))?;
    let derivation = derive(table, promise.rule, promise.start, &promise.pauses).map_err(Fault::broken)?;
    let at = |at: Timestamp| house.clock.moment(at);
    // While the clock stands still, what is left is what was left when it stopped.
    let from = match promise.standing {
        Standing::Paused { since } => since,
        _ => now,
    };
    let left = table.between(from, promise.due).as_mins();
    let all = table.between(promise.start, promise.due) - paused(table, &promise);
    let left_share = table.between(from, promise.due).as_millis() * 100 / all.as_millis().max(1);
    let running = promise.standing == Standing::Running;
    let mut strip = strip(table, &derivation);
    let mut derivation = derivation;
    if let Standing::Paused { since } = promise.standing {
        // When it ends is known once the clock goes on.
        derivation = derivation.until(table.moment(since));
        strip.days.iter_mut().for_each(|day| day.due = None);
    }
    Ok(PromiseView {
        metric: promise.metric,
        state: match promise.standing {
            Standing::Running => PromiseState::Running,
            Standing::Paused { since } => PromiseState::Paused(at(since)),
            Standing::Kept { at: when } => PromiseState::Kept(at(when)),
            Standing::Late { at: when } => PromiseState::Late(at(when)),
            Standing::Dropped { at: when } => PromiseState::Dropped(at(when)),
        },
        due: derivation.due,
        spans: if running { spans(table, now, promise.due) } else { Vec::new() },
        left,
        used: u8::try_from(100 - left_share.clamp(0, 100)).unwrap_or(0),
        strip,
        derivation,
        missed: if staff { missed(house, &promise, now) } else { Vec::new() },
    })
}

/// How much open time is left until a running promise ends.
pub fn countdown(table: &Timetable, due: Timestamp, now: Timestamp) -> Countdown {
    Countdown { spans: spans(table, now, due), left: table.between(now, due).as_mins() }
}

/// Open time in which the clock stood still.
fn paused(table: &Timetable, promise: &Promise) -> jiff::SignedDuration {
    let over = promise.pauses.iter().filter_map(|pause| Some((pause.from, pause.to?)));
    over.map(|(from, to)| table.between(from.max(promise.start), to.min(promise.due))).sum()
}

fn spans(table: &Timetable, now: Timestamp, due: Timestamp) -> Vec<(i64, i64)> {
    let all = table.open_between(now, due).take(MOST_SPANS);
    all.map(|(from, to)| (from.as_millisecond(), to.as_millisecond())).collect()
}

/// What was missed before; the present round says itself that it is late.
fn missed(house: &House, promise: &Promise, now: Timestamp) -> Vec<Moment> {
    let earlier = promise.missed.iter().filter(|due| **due != promise.due && **due < now);
    earlier.map(|due| house.clock.moment(instant(due.as_millisecond()))).collect()
}
