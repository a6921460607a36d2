//! Tells account managers and administrators in time that what is agreed with an organisation ends and nothing follows (D4): each
//! last day once, also with several servers.
pub mod query;

use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::letter::addressee::{Reader, readers};
use crate::letter::desk::{Letter, blocks, write_all};
use crate::organisation::ending::query::{MARK, ends};
use crate::store::{Change, all, one, run};
use app::words::{fill, organisation as w, say};
use domain::moment::date;
use domain::organisation::ending::told_until;
use domain::person::Role;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(10);
/// Organisations of one look; the next follows at once where there are more.
const BATCH: u16 = 50;

#[derive(FromQueryResult)]
struct Due {
    id: i64,
    name: String,
    account_manager_id: Option<i64>,
    plan: String,
    last_on: String,
}

/// Runs until the house closes.
pub async fn run_ending(house: House) {
    job::run(house, EVERY, "Ends of contracts could not be watched.", |house, now| async move {
        look(&house, now).await.map(|told| told == usize::from(BATCH))
    })
    .await;
}

/// Looks once, as of `now`; answers of how many was told. Twice is as good as once.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let today = house.clock.moment(now).civil().date();
    let sql = ends("ORDER BY c.to_on, c.id LIMIT $3");
    let values = [today.to_string().into(), told_until(today).to_string().into(), i64::from(BATCH).into()];
    let rows: Vec<Due> = all(house.store.read(), &sql, values).await?;
    let trouble = |fault: &Fault, row: &Due| {
        tracing::error!(error.source = %fault, organisation.id = row.id, "The end of a contract could not be told of.");
    };
    let told = job::each(&rows, |row| tell(house, row.id, now, today), trouble).await;
    if told > 0 {
        house.letters.notify_one();
    }
    Ok(told)
}

async fn tell(house: &House, organisation: i64, now: Timestamp, today: Date) -> Result<bool, Fault> {
    let change = house.store.change().await?;
    let sql = ends("AND o.id = $3 ORDER BY c.id DESC LIMIT 1");
    let values = [today.to_string().into(), told_until(today).to_string().into(), organisation.into()];
    let Some(due) = one::<Due, _>(change.db(), &sql, values).await? else { return Ok(false) };
    if !mark(&change, &due, now).await? {
        return Ok(false);
    }
    let to = concerned(&change, due.account_manager_id).await?;
    let last = due.last_on.parse::<Date>();
    let last = last.map_err(|_| Fault::impossible_row("contract of organisation", due.id, &due.last_on))?;
    let letters = to.iter().map(|reader| letter(house, &due, last, reader));
    write_all(&change, house, letters, now).await?;
    change.commit().await?;
    Ok(true)
}

/// Notes that a last day is told of; answers whether nobody did so before.
async fn mark(change: &Change, due: &Due, now: Timestamp) -> Result<bool, Fault> {
    let values = [due.id.into(), due.last_on.as_str().into(), now.as_millisecond().into()];
    Ok(run(change.db(), MARK, values).await?.rows_affected() == 1)
}

/// Administrators, and the customer's account manager, or all where it has none.
async fn concerned(change: &Change, manager: Option<i64>) -> Result<Vec<Reader>, Fault> {
    let roles: &[Role] = match manager {
        Some(_) => &[Role::Administrator],
        None => &[Role::Administrator, Role::AccountManager],
    };
    readers(change, roles, manager.as_slice()).await
}

fn letter(house: &House, due: &Due, last: Date, reader: &Reader) -> Letter {
    let lang = reader.lang();
    let policy = house.policy();
    let plan = policy.plan(&due.plan).map_or(due.plan.as_str(), |plan| plan.name(lang));
    let day = date(last, lang);
    let gaps = [("organisation", due.name.as_str()), ("plan", plan), ("day", day.as_str())];
    let path = format!("/organisations/{}", due.id);
    let text = vec![fill(lang, w::MAIL_ENDS, &gaps)];
    Letter {
        to: reader.addressee(),
        subject: fill(lang, w::MAIL_ENDS_SUBJECT, &gaps),
        blocks: blocks(text, Some((say(lang, w::MAIL_ENDS_BUTTON).to_owned(), house.link(&path)))),
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    }
}
