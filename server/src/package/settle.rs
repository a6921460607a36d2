//! What is due by itself (E4): the hours of a cycle that begins, the expiry of one that is over.
use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::package::draw;
use crate::package::ledger::Kept;
use crate::policy::held::Held;
use crate::store::{Change, all};
use app::call::Call;
use domain::id::OrganisationId;
use domain::package::Posting;
use domain::policy::plan::Plan;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(1);
/// Contracts of one look; the next follows at once where there are more.
const BATCH: u16 = 50;

/// Runs until the house closes.
pub async fn run_settling(house: House) {
    job::run(house, EVERY, "Hour packages could not be settled.", |house, now| async move {
        look(&house, now).await.map(|count| count == usize::from(BATCH))
    })
    .await;
}

#[derive(FromQueryResult)]
struct Due {
    id: i64,
}

/// The statement that finds contracts for which nobody looked yet on a day; served by the index of these days. What ended before
/// it was looked at last needs no look any more.
pub const fn due() -> &'static str {
    "SELECT id FROM contract WHERE settled_on < $1 AND from_on <= $1 AND (to_on IS NULL OR settled_on <= to_on)
     ORDER BY settled_on, id LIMIT $2"
}

/// Settles what is due, as of `now`; answers how many contracts. Twice is as good as once, also on several servers.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let today = house.clock.moment(now).civil().date().to_string();
    let due: Vec<Due> = all(house.store.read(), due(), [today.into(), i64::from(BATCH).into()]).await?;
    let trouble = |fault: &Fault, contract: &Due| {
        tracing::error!(error.source = %fault, contract.id = contract.id, "An hour package could not be settled.");
    };
    let settling = |contract: &Due| {
        let settled = settle_one(house, contract.id, now);
        async move { settled.await.map(|()| true) }
    };
    Ok(job::each(&due, settling, trouble).await)
}

async fn settle_one(house: &House, contract: i64, now: Timestamp) -> Result<(), Fault> {
    let mut change = house.store.change().await?;
    let call = Call::of_the_house(now);
    let kept = Kept::of(&change, house, &call, contract).await?;
    change.package_changed(OrganisationId(kept.contract.organisation_id));
    change.commit().await
}

/// Settles contracts of an organisation that begin or end now.
pub async fn of_organisation(
    change: &mut Change,
    house: &House,
    call: &Call,
    organisation: OrganisationId,
) -> Result<(), Fault> {
    let sql = "SELECT id FROM contract WHERE organisation_id = $1
      AND (settled_on = '' OR settled_on < from_on) ORDER BY id";
    let due: Vec<Due> = all(change.db(), sql, [organisation.0.into()]).await?;
    for contract in due {
        Kept::of(change, house, call, contract.id).await?;
    }
    change.package_changed(organisation);
    Ok(())
}

/// Posts what is due to a ledger that is held.
pub async fn settle(
    change: &Change,
    house: &House,
    call: &Call,
    kept: &mut Kept,
    today: Date,
) -> Result<(), Fault> {
    // Nobody on staff did it, whoever's booking made us look.
    let by_itself = Call::of_the_house(call.now);
    // Agreed with its first day, its hours come from that day on, however late somebody looks.
    let (begins, settled) = (kept.ledger.cycles.from, &kept.contract.settled_on);
    if begins < today && !settled.is_empty() && *settled < begins.to_string() {
        let first = due_by(change, house, kept, begins).await?;
        kept.post(change, &by_itself, &first, "").await?;
    }
    let due = due_by(change, house, kept, today).await?;
    kept.post(change, &by_itself, &due, "").await?;
    draw::relieve(change, house, call, kept).await
}

/// What is due by a day: of each cycle the hours that its plan has in the configuration of its first day.
async fn due_by(change: &Change, house: &House, kept: &Kept, day: Date) -> Result<Vec<Posting>, Fault> {
    let mut minutes = BTreeMap::new();
    let cycles = kept.ledger.ungranted(day);
    if !cycles.is_empty() {
        let held = Held::read(house, change.db()).await?;
        for cycle in cycles {
            let edition = kept.edition_of(change.db(), house, &held, cycle).await?;
            let plan = edition.plan(&kept.contract.plan);
            minutes.insert(cycle, plan.map_or(0, Plan::cycle_minutes));
        }
    }
    Ok(kept.ledger.due(day, &minutes))
}
