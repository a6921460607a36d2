//! What staff decide about hours: adding and taking them, agreements (E4).
use crate::fault::Fault;
use crate::house::House;
use crate::package::draw::{paid_by, relieve};
use crate::package::ledger::Kept;
use crate::package::{settle, warn};
use crate::policy::held::Held;
use crate::store::{Change, one, run};
use app::call::Call;
use app::error::AppError;
use app::package::api::{Agreement, Correction};
use domain::access::{Actor, Area};
use domain::effort::minutes::read_with_unit;
use domain::id::OrganisationId;
use domain::input::{Checks, Reason};
use domain::package::Posting;
use domain::package::pool::Pool;
use jiff::civil::Date;
use sea_orm::FromQueryResult;

/// Most characters of a reason.
const LONGEST: u32 = 400;
/// Most minutes of one adjustment: a thousand hours.
const MOST: u32 = 60_000;

/// For whom the statement is not found there is nothing to decide; who only reads it is told so.
fn decider(call: &Call, organisation: OrganisationId, area: Area) -> Result<&Actor, AppError> {
    let actor = call.actor()?;
    if !actor.sees_package_of(organisation) {
        return Err(AppError::NotFound);
    }
    if actor.may_enter(area) { Ok(actor) } else { Err(AppError::NotYours) }
}

async fn running(
    change: &Change,
    house: &House,
    call: &Call,
    organisation: OrganisationId,
) -> Result<(Kept, Date), Fault> {
    let today = house.clock.moment(call.now).civil().date();
    let held = Held::read(house, change.db()).await?;
    let kept = Kept::on(change, house, call, &held, organisation, today).await?;
    Ok((kept.ok_or(AppError::NotFound)?, today))
}

/// Adds hours to the running cycle, or takes them.
pub async fn correct(house: &House, call: &Call, key: &str, typed: Correction) -> Result<(), Fault> {
    let actor = decider(call, typed.organisation, Area::CorrectPackages)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "package/correct").await? {
        return Ok(done);
    }
    let (mut kept, today) = running(&change, house, call, typed.organisation).await?;
    let mut checks = Checks::default();
    let reason = checks.text("reason", &typed.reason, LONGEST);
    let minutes = match read_with_unit(&typed.minutes) {
        Ok(minutes @ 1..=MOST) => Ok(i64::from(minutes) * if typed.takes { -1 } else { 1 }),
        Ok(_) => Err(Reason::NotATime),
        Err(reason) => Err(reason),
    };
    let postings = match minutes {
        Ok(minutes) => corrected(&change, house, &kept, today, minutes).await?.ok_or(Reason::MoreThanLeft),
        Err(reason) => Err(reason),
    };
    if let Err(reason) = &postings {
        checks.add("minutes", reason.clone());
    }
    checks.done(())?;
    kept.post(&change, call, &postings.unwrap_or_default(), &reason).await?;
    relieve(&change, house, call, &mut kept).await?;
    warn::anew(&change, house, call, &kept).await?;
    done(change, call, actor, key, "package/correct", typed.organisation).await
}

/// What has to be posted to add hours or take them; `None` where that is more than can be taken.
async fn corrected(
    change: &Change,
    house: &House,
    kept: &Kept,
    today: Date,
    minutes: i64,
) -> Result<Option<Vec<Posting>>, Fault> {
    #[derive(FromQueryResult)]
    struct Added {
        minutes: i64,
    }
    let Some(cycle) = kept.ledger.cycles.of(today) else { return Ok(None) };
    if minutes >= 0 {
        return Ok(kept.ledger.correct(today, minutes, 0, &[]));
    }
    let sql = "SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes FROM posting
      WHERE contract_id = $1 AND cycle = $2 AND kind = 'correction'";
    let added: Option<Added> =
        one(change.db(), sql, [kept.contract.id.into(), i64::from(cycle).into()]).await?;
    let paid = paid_by(change, house, kept, cycle).await?;
    Ok(kept.ledger.correct(today, minutes, added.map_or(0, |added| added.minutes), &paid))
}

/// Signs an agreement.
pub async fn pool(house: &House, call: &Call, key: &str, typed: Agreement) -> Result<(), Fault> {
    let actor = decider(call, typed.organisation, Area::PoolPackages)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "package/pool").await? {
        return Ok(done);
    }
    let (mut kept, today) = running(&change, house, call, typed.organisation).await?;
    let mut checks = Checks::default();
    let note = checks.text("note", &typed.note, LONGEST);
    let pool = typed.cycles.split_once('-').and_then(|(first, count)| {
        Some(Pool { first: first.parse().ok().filter(|n| *n < 10_000)?, count: count.parse().ok()? })
    });
    let terms = kept.plan().map(|plan| plan.package.clone()).unwrap_or_default();
    let checked = pool.ok_or(Reason::NotAChoice).and_then(|pool| {
        let ledger = &kept.ledger;
        pool.check(&ledger.pools, &ledger.cycles, &terms, today).map_err(|why| Reason::NotPooled { why })?;
        Ok(pool)
    });
    if let Err(reason) = &checked {
        checks.add("cycles", reason.clone());
    }
    checks.done(())?;
    if let Ok(pool) = checked {
        let sql = "INSERT INTO package_pool (contract_id, first_cycle, cycles, note, by_id, by_name, at)
          VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            kept.contract.id.into(),
            i64::from(pool.first).into(),
            i64::from(pool.count).into(),
            note.clone().into(),
            actor.id.0.into(),
            actor.name.clone().into(),
            call.now.as_millisecond().into(),
        ];
        run(change.db(), sql, values).await?;
        let sql = "UPDATE contract SET pools = pools + 1 WHERE id = $1";
        run(change.db(), sql, [kept.contract.id.into()]).await?;
        kept.ledger.pools.push(pool);
    }
    settle::settle(&change, house, call, &mut kept, today).await?;
    warn::anew(&change, house, call, &kept).await?;
    done(change, call, actor, key, "package/pool", typed.organisation).await
}

async fn done(
    mut change: Change,
    call: &Call,
    actor: &Actor,
    key: &str,
    what: &str,
    organisation: OrganisationId,
) -> Result<(), Fault> {
    change.package_changed(organisation);
    change.remember(actor.id.0, key, what, &(), call.now.as_millisecond()).await?;
    change.commit().await
}
