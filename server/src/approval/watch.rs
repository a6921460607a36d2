//! What the house does about effort by itself: it brings requests to mind, lets them expire, and sees when timers come
//! near a limit; each once, also with several servers and after a restart.
use crate::approval::approver::{everybody, involve, whom};
use crate::approval::decide::{Decision, settle};
use crate::approval::row::by_id;
use crate::approval::{letter, meter};
use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::store::{all, run};
use crate::ticket::history::By;
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use app::call::Call;
use domain::approval::{Event, State};
use domain::id::ApprovalId;
use domain::policy::template::Occasion;
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(30);
/// Requests of one look; the next follows soon.
const BATCH: i64 = 50;

#[derive(FromQueryResult)]
struct Due {
    id: i64,
    ticket_id: i64,
}

#[derive(FromQueryResult)]
struct Timed {
    ticket_id: i64,
}

/// The statement that finds requests about which something is to be done; served by an index that holds open ones only.
pub const fn due() -> &'static str {
    "SELECT id, ticket_id FROM approval WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT $2"
}

/// Runs until the house closes.
pub async fn run_approvals(house: House) {
    job::run(house, EVERY, "Requests for approval could not be looked after.", |house, now| async move {
        look(&house, now).await.map(|_| false)
    })
    .await;
}

/// Looks once, as of `now`; answers how often something was told. Twice is as good as once.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let values = [now.as_millisecond().into(), BATCH.into()];
    let requests: Vec<Due> = all(house.store.read(), due(), values).await?;
    let trouble = |fault: &Fault, row: &Due| {
        tracing::error!(error.source = %fault, approval.id = row.id, "A request could not be looked after.");
    };
    let followed = job::each(&requests, |row| follow(house, row, now), trouble).await;
    // Those that stand still as well: a browser may tell later what was timed without a connection.
    let sql = "SELECT DISTINCT ticket_id FROM timer ORDER BY ticket_id";
    let timed: Vec<Timed> = all(house.store.read(), sql, []).await?;
    let trouble = |fault: &Fault, row: &Timed| {
        tracing::error!(error.source = %fault, ticket.id = row.ticket_id, "A limit could not be watched.");
    };
    let told = followed + job::each(&timed, |row| near(house, row.ticket_id, now), trouble).await;
    if told > 0 {
        house.letters.notify_one();
    }
    Ok(told)
}

/// Lets a request expire where its time is over, else brings it to mind.
async fn follow(house: &House, due: &Due, now: Timestamp) -> Result<bool, Fault> {
    let call = Call::of_the_house(now);
    let mut change = house.store.change().await?;
    let ticket = by_id_to_change(change.db(), due.ticket_id).await?;
    let Some(request) = by_id(change.db(), due.id).await? else { return Ok(false) };
    let at = now.as_millisecond();
    if request.state()? != State::Open || request.next_at.is_none_or(|next| next > at) {
        return Ok(false);
    }
    let mut work = Work::on(house, &call, ticket)?;
    // Nobody is asked about a ticket that is over.
    let event = match (work.stage.is_open(), request.is_over(now)) {
        (false, _) => Some(Event::Withdraw),
        (true, true) => Some(Event::Expire),
        (true, false) => None,
    };
    if let Some(event) = event {
        settle(&mut work, &change, &request, Decision::plain(By::default(), event)).await?;
    } else {
        let sql = "UPDATE approval SET next_at = expires_at WHERE id = $1";
        run(change.db(), sql, [request.id.into()]).await?;
        let mut approvers = whom(everybody(change.db(), &work.row, Some(request.id)).await?, &request)?;
        involve(&mut work, &mut approvers);
        letter::ask(&work, &change, &request, &approvers, Occasion::ApprovalReminder).await?;
        let (approval, minutes) = (ApprovalId(request.id), request.minutes()?);
        work.happened(By::default(), What::ApprovalReminded { approval, minutes });
    }
    work.finish(&mut change).await?;
    change.commit().await?;
    Ok(true)
}

/// Tells that timers come near a limit. Read first without holding the ticket: nearly always there is nothing to tell.
async fn near(house: &House, ticket: i64, now: Timestamp) -> Result<bool, Fault> {
    if !meter::is_untold(house, ticket, now).await? {
        return Ok(false);
    }
    let mut change = house.store.change().await?;
    let told = meter::tell(house, &mut change, ticket, now).await?;
    change.commit().await?;
    Ok(told)
}
