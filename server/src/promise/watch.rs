//! Tells roles of promises that come to their end (D12): on entry, at thresholds, when one is missed; each once, also with
//! several servers and after a restart.
use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::letter::addressee::{Reader, readers};
use crate::letter::desk::{About, Letter, blocks, write};
use crate::policy::Edition;
use crate::promise::keep::{self, Untold};
use crate::promise::view;
use crate::store::{Change, all};
use crate::ticket::history::By;
use crate::ticket::merge::{self, Merged};
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use app::call::Call;
use app::promise::sentence::metric_word;
use app::words::{self, fill, say};
use domain::moment::Moment;
use domain::person::Role;
use domain::policy::book::Book;
use domain::promise::clock::{Promise, Standing, merged};
use domain::promise::history::Past;
use domain::promise::moved::moved;
use domain::promise::target::{Key, Metric};
use domain::ticket::merge::joined;
use domain::ticket::timeline::What;
use domain::ticket::{Stage, TicketType};
use jiff::Timestamp;
use sea_orm::FromQueryResult;
use std::sync::Arc;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(10);
/// Promises of one look; the next follows at once where there are more.
const BATCH: u16 = 50;

/// Runs until the house closes.
pub async fn run_watch(house: House) {
    job::run(house, EVERY, "Promises could not be watched.", |house, now| async move {
        let started = std::time::Instant::now();
        let looked = look(&house, now).await;
        house.metrics.watch_seconds.observe(started.elapsed().as_secs_f64());
        looked.map(|count| count == usize::from(BATCH))
    })
    .await;
}

#[derive(FromQueryResult)]
struct Due {
    ticket_id: i64,
}

/// The statement that finds promises whose next alarm has come; served by an index that holds running promises only.
pub const fn due_alarms() -> &'static str {
    "SELECT ticket_id FROM promise WHERE alarm_at IS NOT NULL AND alarm_at <= $1 ORDER BY alarm_at LIMIT $2"
}

/// Looks once, as of `now`; answers how many tickets were told of. Twice is as good as once.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let values = [now.as_millisecond().into(), i64::from(BATCH).into()];
    let mut due: Vec<Due> = all(house.store.read(), due_alarms(), values).await?;
    due.dedup_by_key(|row| row.ticket_id);
    let trouble = |fault: &Fault, row: &Due| {
        tracing::error!(error.source = %fault, ticket.id = row.ticket_id, "An alarm could not be told.");
    };
    let telling = |row: &Due| {
        let told = tell(house, row.ticket_id, now);
        async move { told.await.map(|()| true) }
    };
    let told = job::each(&due, telling, trouble).await;
    if told > 0 {
        house.letters.notify_one();
    }
    Ok(told)
}

/// Tells what has come due on a ticket since it was last told.
async fn tell(house: &House, ticket: i64, now: Timestamp) -> Result<(), Fault> {
    let call = Call::of_the_house(now);
    let mut change = house.store.change().await?;
    let row = by_id_to_change(change.db(), ticket).await?;
    let mut work = Work::on(house, &call, row)?;
    refresh(&mut work, &change).await?;
    if !work.is_idle() {
        work.finish(&mut change).await?;
    }
    change.commit().await
}

/// What of the alarms of a ticket's promises has come by `now`: marked, one entry a promise and the letters of those whom it
/// concerns. Of several thresholds that were passed at once only the last is told.
async fn passed(
    work: &Work<'_>,
    change: &Change,
    (book, key): (&Book, &Key),
    promises: &[Promise],
    untold: &mut Untold,
) -> Result<Vec<(By, What)>, Fault> {
    let (house, now) = (work.house, work.call.now);
    let mut news = Vec::new();
    for promise in promises {
        let mut last = None;
        for alarm in untold.alarms(book, key, promise)? {
            if alarm.at <= now && untold.mark_alarm(change, work.row.id, promise, &alarm, now).await? {
                last = Some(alarm);
            }
        }
        let Some(alarm) = last else { continue };
        let due = Some(house.clock.moment(promise.due));
        news.push(told(work, change, promise.metric, alarm.percent, due, &alarm.roles).await?);
    }
    Ok(news)
}

/// Who hears of a ticket as soon as it comes in, once.
async fn entered(
    work: &Work<'_>,
    change: &Change,
    (book, key): (&Book, &Key),
    promises: &[Promise],
    untold: &mut Untold,
) -> Result<Vec<(By, What)>, Fault> {
    let (house, now) = (work.house, work.call.now);
    let mut news = Vec::new();
    for metric in Metric::ALL {
        let Some(term) = book.term(metric, key) else { continue };
        let opened = crate::clock::instant(work.row.opened_at);
        let roles = &term.target.on_entry;
        if !roles.is_empty() && untold.mark_entry(change, work.row.id, metric, opened, now).await? {
            let promise = promises.iter().find(|promise| promise.metric == metric);
            let due = promise.map(|promise| house.clock.moment(promise.due));
            news.push(told(work, change, metric, 0, due, roles).await?);
        }
    }
    Ok(news)
}

/// Writes the letters of one alarm; answers its entry.
async fn told(
    work: &Work<'_>,
    change: &Change,
    metric: Metric,
    percent: u8,
    due: Option<Moment>,
    roles: &[Role],
) -> Result<(By, What), Fault> {
    let readers = concerned(work, change, roles).await?;
    // Who is responsible hears of a new ticket anyway: one mail about it is enough.
    let asker = work.call.actor.as_ref().map(|actor| actor.id.0);
    let opens = percent == 0 && work.news().iter().any(|(_, what)| matches!(what, What::Opened { .. }));
    let hears = |reader: &&Reader| {
        opens && !work.row.internal && work.row.assignee_id == Some(reader.id) && asker != Some(reader.id)
    };
    for reader in readers.iter().filter(|reader| !hears(reader)) {
        let letter = letter(work, reader, metric, percent, due);
        write(change, work.house, letter, work.call.now).await?;
    }
    let told = readers.into_iter().map(|reader| reader.name).collect();
    Ok((By::default(), What::Alarm { metric, percent, due, told }))
}

/// Who is told: the responsible person and everybody with one of the roles; of the roles that an organisation names itself
/// its own people.
async fn concerned(work: &Work<'_>, change: &Change, roles: &[Role]) -> Result<Vec<Reader>, Fault> {
    let mut others = Vec::new();
    let mut own = Vec::new();
    for role in roles {
        let named = match role {
            Role::ProjectLead => work.row.project_lead_id,
            Role::AccountManager => work.row.account_manager_id,
            _ => None,
        };
        match named {
            Some(id) => own.push(id),
            None => others.push(*role),
        }
    }
    own.extend(work.row.assignee_id);
    readers(change, &others, &own).await
}

fn letter(work: &Work<'_>, reader: &Reader, metric: Metric, percent: u8, due: Option<Moment>) -> Letter {
    use words::progress as p;
    use words::promise as w;
    let lang = reader.lang();
    let number = work.house.policy().number.write(work.row.number());
    let due = due.map(|due| due.full(lang)).unwrap_or_default();
    let percent_text = percent.to_string();
    let gaps = [
        ("number", number.as_str()),
        ("title", work.row.title.as_str()),
        ("promise", say(lang, metric_word(metric))),
        ("due", due.as_str()),
        ("percent", percent_text.as_str()),
        ("organisation", work.row.organisation.as_deref().unwrap_or("–")),
    ];
    let progress = metric == Metric::PeriodicUpdate && percent > 0;
    let (subject, text) = match percent {
        100 if progress => (p::MAIL_SUBJECT, p::MAIL_MISSED),
        _ if progress => (p::MAIL_SUBJECT, p::MAIL_REMINDER),
        0 => (w::MAIL_ENTRY_SUBJECT, w::MAIL_ENTRY),
        100 => (w::MAIL_MISSED_SUBJECT, w::MAIL_MISSED),
        _ => (w::MAIL_WARNING_SUBJECT, w::MAIL_WARNING),
    };
    let (spot, open) = if progress { ("#progress", p::MAIL_OPEN) } else { ("", words::notify::OPEN) };
    let path = format!("/tickets/{}{spot}", work.row.number);
    Letter {
        to: reader.addressee(),
        subject: fill(lang, subject, &gaps),
        blocks: blocks(
            vec![fill(lang, text, &gaps)],
            Some((say(lang, open).to_owned(), work.house.link(&path))),
        ),
        about: Some(About { internal: true, ..work.about(lang, true, true) }),
        secret: false,
        acknowledges: false,
        answers: None,
    }
}

/// Counts a ticket's promises anew and tells what is due; part of every change.
pub async fn refresh(work: &mut Work<'_>, change: &Change) -> Result<(), Fault> {
    let (house, now) = (work.house, work.call.now);
    // To nobody anything is promised by an internal ticket (C6).
    if work.row.internal {
        work.row.due_at = None;
        return Ok(());
    }
    let version = *work.row.policy.get_or_insert(house.policy().version);
    let edition = house.edition(change.db(), version).await?;
    let book = edition.book(work.row.organisation_id);
    let key = keep::key(&edition, &work.row)?;
    let partner =
        work.call.actor.as_ref().is_some_and(|actor| actor.standing == domain::person::Standing::Partner);
    // A ticket that is being made has no history yet, nobody was told anything about it, and no other leads to it.
    let fresh = work.news().iter().any(|(_, what)| matches!(what, What::Opened { .. }));
    let (mut history, mut untold) = if fresh {
        (Vec::new(), Untold::everything())
    } else {
        (keep::past(change.db(), work.row.id).await?, Untold::of(change.db(), work.row.id).await?)
    };
    history.extend(work.news().iter().map(|(by, what)| keep::present(by, partner, what, now)));
    let opened = crate::clock::instant(work.row.opened_at);
    let own = keep::count(book, work.row.id, opened, &key, &history).promises;
    let mut sources = vec![Source { edition: edition.clone(), key, promises: own.clone() }];
    let mut all = own;
    let leading = if fresh { Vec::new() } else { merge::merged(change.db(), work.row.id).await? };
    for led in leading {
        let source = Source::of(work, change, &led, &history).await?;
        all = merged(all, source.promises.clone());
        sources.push(source);
    }
    if !fresh && work.news().iter().any(|(_, what)| what.reclassifies()) {
        let before = view::read(change.db(), work.row.id).await?;
        work.moved(view::due_moves(house, &moved(&before, &all)));
    }
    let mut held = Vec::with_capacity(all.len());
    for (at, source) in sources.iter().enumerate() {
        let book = source.edition.book(work.row.organisation_id);
        let theirs: Vec<Promise> =
            all.iter().filter(|promise| owner(&sources, promise) == at).cloned().collect();
        let mut news = passed(work, change, (book, &source.key), &theirs, &mut untold).await?;
        if at == 0 {
            news.extend(entered(work, change, (book, &source.key), &theirs, &mut untold).await?);
        }
        for (by, what) in news {
            work.happened(by, what);
        }
        held.extend(theirs.into_iter().map(|promise| (book, &source.key, promise)));
    }
    let rows: Vec<_> = held.iter().map(|(book, key, promise)| (*book, *key, promise)).collect();
    keep::save(change, work.row.id, &rows, &untold).await?;
    if !fresh {
        keep::forget_others(change, work.row.id, &rows).await?;
    }
    let running = |promise: &&Promise| promise.standing == Standing::Running;
    let due = all.iter().filter(running).map(|promise| promise.due).min();
    work.row.due_at = due.map(Timestamp::as_millisecond);
    work.promised = all;
    Ok(())
}

/// Promises with the configuration and the facts that they follow: a ticket's own, or those of one that leads to it (C7).
struct Source {
    edition: Arc<Edition>,
    key: Key,
    promises: Vec<Promise>,
}

impl Source {
    async fn of(work: &Work<'_>, change: &Change, led: &Merged, history: &[Past]) -> Result<Self, Fault> {
        let impossible = |what: &str| Fault::impossible_row("ticket", led.id, what);
        let version = led.policy.unwrap_or(work.house.policy().version);
        let edition = work.house.edition(change.db(), version).await?;
        let kind = TicketType::of_code(&led.kind).ok_or_else(|| impossible(&led.kind))?;
        let key = edition.key(led.plan.clone(), kind, led.class.clone(), led.priority.clone());
        let stage = Stage::of_code(&led.survivor_stage).ok_or_else(|| impossible(&led.survivor_stage))?;
        let at = crate::clock::instant(led.merged_at);
        let own = keep::past_of_merged(change.db(), led.id).await?;
        let since: Vec<Past> = history.iter().filter(|past| past.at >= at).cloned().collect();
        let book = edition.book(work.row.organisation_id);
        let history = joined(&book.policy().workflow, &own, at, stage, &since);
        let opened = crate::clock::instant(led.opened_at);
        let promises = keep::count(book, led.id, opened, &key, &history).promises;
        Ok(Self { edition, key, promises })
    }
}

/// From which source a promise comes.
fn owner(sources: &[Source], promise: &Promise) -> usize {
    let same = |other: &Promise| {
        (other.metric, other.start, other.due) == (promise.metric, promise.start, promise.due)
    };
    sources.iter().position(|source| source.promises.iter().any(same)).unwrap_or(0)
}
