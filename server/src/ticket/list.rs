//! Lists, queues and counters.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::outgoing;
use crate::store::one_row;
use crate::ticket::query::{Binds, Lines, counted_by, reach};
use crate::ticket::row::LineRow;
use app::call::Call;
use app::error::AppError;
use app::ticket::view::{Counters, MOST_COUNTED, PAGE, QueueName, TicketLine, TicketList};
use domain::access::{Actor, Area};
use domain::ticket::filter::{Filter, Sort};
use jiff::{SignedDuration, Timestamp};
use sea_orm::Value;

/// One page of the reader's tickets.
pub async fn list(house: &House, call: &Call, filter: Filter) -> Result<TicketList, Fault> {
    let actor = call.actor()?;
    let lines = Lines::filtered(house, actor, &filter, PAGE + 1).standing();
    page(house, call, &filter, lines, false).await
}

/// One page of a staff queue.
pub async fn queue(
    house: &House,
    call: &Call,
    queue: QueueName,
    filter: Filter,
) -> Result<TicketList, Fault> {
    let actor = call.actor()?;
    if !actor.may_enter(Area::Queues) {
        return Err(AppError::NotFound.into());
    }
    let filter = Filter { sort: Sort::Queue, ..filter };
    page(house, call, &filter, queued(house, actor, queue, &filter), true).await
}

/// The rows of a queue.
pub fn queued(house: &House, actor: &Actor, queue: QueueName, filter: &Filter) -> Lines {
    let mut lines = Lines::filtered(house, actor, filter, PAGE + 1);
    lines.arms = queue_arms(actor, queue, &mut lines.binds);
    lines
}

/// How many mails wait for a decision, as a number in a statement.
pub fn waiting_mails() -> String {
    let most = MOST_COUNTED + 1;
    format!("(SELECT COUNT(*) FROM (SELECT 1 AS one FROM mail WHERE decision = 'quarantine' LIMIT {most}) w)")
}

/// For how long letters that did not arrive are counted.
const REMINDED: SignedDuration = SignedDuration::from_hours(24 * 14);

/// How many letters ask for somebody, as a number in a statement: nobody knows whether they arrived, or they did not since a
/// moment (its place) and no ticket tells it, or they wait while the mail server takes none (its place).
fn troubled_letters(since: &str, told: &str) -> String {
    let (most, stuck) = (MOST_COUNTED + 1, outgoing::stuck(told));
    format!(
        "(SELECT COUNT(*) FROM (SELECT 1 AS one FROM letter WHERE state = 'uncertain' \
         UNION ALL SELECT 1 AS one FROM letter WHERE unsettled_at > {since} AND ticket_id IS NULL \
         UNION ALL {stuck} LIMIT {most}) w)"
    )
}

/// A queue's tickets as arms, each served by one index.
fn queue_arms(actor: &Actor, queue: QueueName, binds: &mut Binds) -> Vec<String> {
    match queue {
        QueueName::Inbox => ["received", "in_triage"].map(|code| format!("t.stage = '{code}'")).to_vec(),
        QueueName::Mine => vec![format!("t.assignee_id = {} AND t.is_open = TRUE", binds.put(actor.id.0))],
        QueueName::Team if actor.teams().is_empty() => vec!["FALSE".to_owned()],
        QueueName::Team => actor
            .teams()
            .iter()
            .map(|team| format!("t.team_id = {} AND t.is_open = TRUE", binds.put(team.0)))
            .collect(),
        QueueName::All => vec![format!("t.queue_key < {}", domain::ticket::queue::OVER)],
    }
}

/// One page; `counts` down to the promises where that is asked for.
async fn page(
    house: &House,
    call: &Call,
    filter: &Filter,
    lines: Lines,
    counts: bool,
) -> Result<TicketList, Fault> {
    let exact = exact(house, call.actor()?, filter, &lines).await?;
    let mut lines = lines;
    if let Some(number) = house.policy().number.read(&filter.query) {
        let place = lines.binds.put(number.0);
        lines.conditions.push(format!(
            "t.id <> COALESCE((SELECT COALESCE(n.merged_into, n.id) FROM ticket n WHERE n.number = {place}), 0)"
        ));
    }
    let (mut rows, total) = lines.read(house).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.k, row.id));
    let total = total + u32::from(exact.is_some());
    let shown = exact.into_iter().filter(|_| filter.after.is_none()).chain(rows);
    let mut lines = Vec::with_capacity(PAGE);
    for row in shown {
        let left = if counts { row.countdown(house, call.now).await? } else { None };
        lines.push(TicketLine { left, ..row.shown(house)? });
    }
    Ok(TicketList { lines, total: total.min(MOST_COUNTED + 1), next, now: house.clock.moment(call.now) })
}

/// The ticket whose number the query is, where the reader reaches it and the other filters let it through.
async fn exact(
    house: &House,
    actor: &Actor,
    filter: &Filter,
    lines: &Lines,
) -> Result<Option<LineRow>, Fault> {
    let Some(number) = house.policy().number.read(&filter.query) else { return Ok(None) };
    let without_words = Filter { query: String::new(), after: None, ..filter.clone() };
    let mut one = Lines::filtered(house, actor, &without_words, 1);
    one.order = lines.order;
    let place = one.binds.put(number.0);
    let survivor =
        format!("t.id = (SELECT COALESCE(n.merged_into, n.id) FROM ticket n WHERE n.number = {place})");
    Ok(one.only(&survivor).lines(house).await?.pop())
}

/// The statement behind the staff's counters.
pub fn staff_counters(actor: &Actor, now: Timestamp) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let mut counted = |queue: QueueName| {
        let arms = queue_arms(actor, queue, &mut binds);
        let arms = arms.into_iter().map(|arm| format!("SELECT 1 AS one FROM ticket t WHERE {arm}"));
        let arms = arms.collect::<Vec<_>>().join(" UNION ALL ");
        let most = MOST_COUNTED + 1;
        format!("(SELECT COUNT(*) FROM ({arms} LIMIT {most}) c)")
    };
    let (mine, inbox, team) = (counted(QueueName::Mine), counted(QueueName::Inbox), counted(QueueName::Team));
    let nothing = || "0".to_owned();
    let (mails, letters) = if actor.may_enter(Area::Outbox) {
        let since = binds.put((now - REMINDED).as_millisecond());
        let told = binds.put(outgoing::told_from(now));
        (waiting_mails(), troubled_letters(&since, &told))
    } else {
        (nothing(), nothing())
    };
    let sql = format!(
        "SELECT {mine} AS mine, {inbox} AS inbox, {team} AS team, CAST({mails} AS BIGINT) AS mails, \
         CAST({letters} AS BIGINT) AS letters"
    );
    (sql, binds.0)
}

/// The statement behind a customer's counter: what waits for the customer.
pub fn customer_counter(actor: &Actor) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let most = MOST_COUNTED + 1;
    let arms: Vec<String> = reach(actor, &mut binds)
        .into_iter()
        .map(|arm| format!("SELECT 1 AS one FROM ticket t WHERE {arm} AND t.waits_for = 'customer'"))
        .collect();
    (
        format!("SELECT COUNT(*) FROM (SELECT one FROM ({}) u LIMIT {most}) n", arms.join(" UNION ALL ")),
        binds.0,
    )
}

/// Numbers beside the navigation; zero for nobody.
pub async fn counters(house: &House, call: &Call) -> Result<Counters, Fault> {
    let Some(actor) = &call.actor else { return Ok(Counters::default()) };
    if !actor.is_staff() {
        let (sql, values) = customer_counter(actor);
        return Ok(Counters { mine: counted_by(house, &sql, values).await?, ..Counters::default() });
    }
    let (sql, values) = staff_counters(actor, call.now);
    let Some(row) = one_row(house.store.read(), &sql, values).await? else { return Ok(Counters::default()) };
    let number = |name: &str| row.try_get::<i64>("", name).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    Ok(Counters {
        mine: number("mine")?,
        inbox: number("inbox")?,
        team: number("team")?,
        mails: number("mails")?,
        letters: number("letters")?,
    })
}
