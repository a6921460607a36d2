//! The hour packages of a month: the cycles that ran in it, and its statement (H1).
use crate::fault::Fault;
use crate::house::House;
use crate::package::contract::contracts_of;
use crate::package::ledger::Kept;
use crate::policy::held::Held;
use crate::report::facts::title;
use crate::report::query::POSTINGS;
use crate::store::all;
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::package::cycle::Window;
use domain::package::{Kind, Posting};
use domain::report::package::{Agreed, Line, Package};
use domain::report::{Cycle, Named};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// What is found of a month.
#[derive(Default)]
pub struct Found {
    /// Cycles that ran in it.
    pub cycles: Vec<Cycle>,
    /// Its statement; `None` where there is nothing to tell.
    pub package: Option<Package>,
    /// Postings that are told by it, and were not told before.
    pub told: Vec<i64>,
}

/// A cycle that runs in the month.
struct Running<'a> {
    kept: &'a Kept,
    cycle: u32,
    window: Window,
}

/// The packages of a month as of `now`; with what no statement told yet of cycles before, where the report tells what came `later`.
pub async fn read<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: OrganisationId,
    month: Month,
    later: bool,
    now: Timestamp,
) -> Result<Found, Fault> {
    let kept = Kept::read_all(db, house, contracts_of(db, organisation.0).await?).await?;
    if kept.is_empty() {
        return Ok(Found::default());
    }
    let mut running: Vec<Running<'_>> = kept.iter().flat_map(|one| running(one, month)).collect();
    running.sort_by_key(|one| (one.window.first, one.window.last));
    let cycle = |one: &Running<'_>| {
        let totals = one.kept.ledger.totals.get(&one.cycle).copied().unwrap_or_default();
        Cycle { first: one.window.first, last: one.window.last, totals }
    };
    let mut found = Found { cycles: running.iter().map(cycle).collect(), ..Found::default() };
    let (mut lines, mut late) = (Vec::new(), Vec::new());
    let values = [organisation.0.into(), now.as_millisecond().into()];
    let rows: Vec<Row> = all(db, &postings(&running), values).await?;
    for row in rows {
        let own = running.iter().any(|one| one.supplies(&row));
        let window = row.window(&kept);
        // What belongs to a month to come is told then.
        if !own && window.is_some_and(|window| window.last >= month.first()) {
            continue;
        }
        if !row.told {
            found.told.push(row.id);
        }
        if own {
            lines.push(row.line(house, window)?);
        } else if later {
            late.push(row.line(house, window)?);
        }
    }
    if !running.is_empty() || !late.is_empty() {
        let agreed = agreed(house, db, running.last()).await?;
        found.package = Some(Package { agreed, lines, late });
    }
    Ok(found)
}

fn running(kept: &Kept, month: Month) -> impl Iterator<Item = Running<'_>> {
    kept.ledger.totals.keys().filter_map(move |cycle| {
        let window = window(kept, *cycle)?;
        let runs = window.first <= month.last() && month.first() <= window.last;
        runs.then_some(Running { kept, cycle: *cycle, window })
    })
}

/// Pooled hours of a cycle that the contract did not live to see belong to its last one.
fn window(kept: &Kept, cycle: u32) -> Option<Window> {
    kept.ledger.cycles.window(cycle).or_else(|| kept.ledger.window(cycle))
}

/// The statement that reads what was not told, and all of the cycles that run, with those that are pooled with them.
fn postings(running: &[Running<'_>]) -> String {
    let own = |one: &Running<'_>| {
        let ((first, last), contract) = (one.supply(), one.kept.contract.id);
        format!(" OR (x.contract_id = {contract} AND x.cycle BETWEEN {first} AND {last})")
    };
    POSTINGS.replace("{own}", &running.iter().map(own).collect::<Vec<_>>().concat())
}

impl Running<'_> {
    /// The first and the last of the cycles whose hours are one supply with its own.
    fn supply(&self) -> (u32, u32) {
        let pool = self.kept.ledger.pools.iter().find(|pool| pool.holds(self.cycle));
        pool.map_or((self.cycle, self.cycle), |pool| (pool.first, pool.last()))
    }

    fn supplies(&self, row: &Row) -> bool {
        let (first, last) = self.supply();
        row.contract_id == self.kept.contract.id && (i64::from(first)..=i64::from(last)).contains(&row.cycle)
    }
}

/// What holds in a cycle, by the configuration of its first day.
async fn agreed<C: ConnectionTrait>(
    house: &House,
    db: &C,
    running: Option<&Running<'_>>,
) -> Result<Option<Agreed>, Fault> {
    let Some(Running { kept, cycle, .. }) = running else { return Ok(None) };
    let held = Held::read(house, db).await?;
    let edition = kept.edition_of(db, house, &held, *cycle).await?;
    Ok(edition.plan(&kept.contract.plan).map(|plan| Agreed {
        plan: Named { de: plan.de.clone(), en: plan.en.clone() },
        minutes: plan.cycle_minutes(),
        terms: plan.package.clone(),
        usual_cents: edition.hourly_rate_cents,
    }))
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    contract_id: i64,
    kind: String,
    minutes: i64,
    cycle: i64,
    expires_on: String,
    reason: String,
    at: i64,
    day: Option<String>,
    number: Option<i64>,
    title: Option<String>,
    internal: Option<bool>,
    told: bool,
}

impl Row {
    fn window(&self, kept: &[Kept]) -> Option<Window> {
        let kept = kept.iter().find(|one| one.contract.id == self.contract_id)?;
        window(kept, u32::try_from(self.cycle).ok()?)
    }

    fn line(self, house: &House, window: Option<Window>) -> Result<Line, Fault> {
        let impossible = |what: &str| Fault::impossible_row("posting", self.id, what);
        let date = |text: &str| text.parse::<Date>().map_err(|_| impossible(text));
        let kind = Kind::of_code(&self.kind).ok_or_else(|| impossible(&self.kind))?;
        let cycle = u32::try_from(self.cycle).map_err(|_| impossible("cycle"))?;
        let expires = date(&self.expires_on)?;
        let day = self.day.as_deref().map(date).transpose()?;
        let ticket = self.number.zip(self.title).filter(|_| self.internal != Some(true));
        Ok(Line {
            at: house.clock.shown(self.at),
            kind,
            minutes: self.minutes,
            takes_back: Posting { kind, minutes: self.minutes, cycle, expires, effort: None }.takes_back(),
            of: window.map_or(expires, |window| window.first),
            day,
            ticket: ticket.map(|(number, name)| title(house, number, name)),
            reason: self.reason,
        })
    }
}
