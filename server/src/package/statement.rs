//! The statement of an organisation's hours (E4). What readers may not see of tickets is left out here, where it is read.
mod supply;

use self::supply::Supply;
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::name_of;
use crate::package::contract::contracts_of;
use crate::package::ledger::Kept;
use crate::policy::Edition;
use crate::policy::held::Held;
use crate::store::all;
use app::call::Call;
use app::error::AppError;
use app::package::view::{Agreed, Coming, CycleLine, PackagesView, PoolLine, PostingLine, Statement};
use app::ticket::view::Choice;
use domain::access::{Action, Actor, Area, Relation};
use domain::id::OrganisationId;
use domain::package::pool::Pool;
use domain::package::{Kind, Posting};
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use sea_orm::FromQueryResult;

/// Postings that a page shows.
const MOST: usize = 300;
/// In the address: postings of all cycles.
pub const ALL: &str = "all";

/// The statement of an organisation.
pub async fn page(
    house: &House,
    call: &Call,
    organisation: OrganisationId,
    cycle: &str,
) -> Result<PackagesView, Fault> {
    let statement = read(house, call, organisation, cycle, MOST).await?;
    Ok(PackagesView {
        lines: Vec::new(),
        statement: Some(Box::new(statement)),
        now: house.clock.moment(call.now),
    })
}

/// The same with so many postings at most.
pub async fn read(
    house: &House,
    call: &Call,
    organisation: OrganisationId,
    cycle: &str,
    most: usize,
) -> Result<Statement, Fault> {
    let actor = call.actor()?;
    if !actor.sees_package_of(organisation) {
        return Err(AppError::NotFound.into());
    }
    let db = house.store.read();
    let name = name_of(db, organisation).await?.ok_or(AppError::NotFound)?;
    let today = house.clock.moment(call.now).civil().date();
    let mut kept = Vec::new();
    for one in Kept::read_all(db, house, contracts_of(db, organisation.0).await?).await? {
        let has_hours =
            one.plan().is_some_and(|plan| plan.hours > 0) && one.ledger.cycles.of(today).is_some();
        if has_hours || !one.ledger.totals.is_empty() {
            kept.push(one);
        }
    }
    let held = Held::read(house, db).await?;
    let mut cycles = Vec::new();
    for one in &kept {
        cycles.extend(cycle_lines(house, &held, one, today).await?);
    }
    cycles.sort_by_key(|line| std::cmp::Reverse((line.first, line.last)));
    let chosen = chosen(&cycles, cycle);
    let supply = Supply::of(&kept, &chosen);
    for line in &mut cycles {
        line.listed = supply.is_none_or(|supply| supply.holds(&line.key));
    }
    let mut lines = postings(house, actor, organisation, &kept, supply, most + 1).await?;
    let cut = lines.len() > most;
    lines.truncate(most);
    let current = kept.iter().find(|one| one.ledger.cycles.of(today).is_some());
    let shown =
        named(&kept, &chosen).or_else(|| current.and_then(|one| Some((one, one.ledger.cycles.of(today)?))));
    let (agreed, coming) = match shown {
        Some(shown) => agreed(house, call, &held, shown, today).await?,
        None => (None, None),
    };
    Ok(Statement {
        organisation: Choice { id: organisation, name },
        agreed,
        coming,
        forecast: current.and_then(|one| one.ledger.forecast(today)),
        pools: pools(house, organisation, &kept).await?,
        poolable: match current {
            Some(one) if actor.may_enter(Area::PoolPackages) => poolable(one, today),
            _ => Vec::new(),
        },
        corrects: current.is_some() && actor.may_enter(Area::CorrectPackages),
        cycles,
        chosen,
        lines,
        cut,
    })
}

/// The cycle that is asked for, else the running one, else all.
fn chosen(cycles: &[CycleLine], asked: &str) -> String {
    let known = cycles.iter().find(|line| line.key == asked);
    match known.or_else(|| cycles.iter().find(|line| line.runs)) {
        Some(line) if asked != ALL => line.key.clone(),
        _ => ALL.to_owned(),
    }
}

async fn cycle_lines(house: &House, held: &Held, kept: &Kept, today: Date) -> Result<Vec<CycleLine>, Fault> {
    let cycles = kept.ledger.cycles;
    let mut lines = Vec::with_capacity(kept.ledger.totals.len());
    for (cycle, totals) in &kept.ledger.totals {
        // Pooled hours of a cycle that the contract did not live to see belong to its last one.
        let Some(window) = cycles.window(*cycle).or_else(|| kept.ledger.window(*cycle)) else { continue };
        let price_cents = if totals.overage > 0 {
            let edition = kept.edition_of(house.store.read(), house, held, *cycle).await?;
            let plan = edition.plan(&kept.contract.plan);
            plan.and_then(|plan| plan.package.price(totals.overage, edition.hourly_rate_cents))
        } else {
            None
        };
        lines.push(CycleLine {
            key: supply::key(kept.contract.id, *cycle),
            first: window.first,
            last: window.last,
            totals: *totals,
            price_cents,
            runs: cycles.of(today) == Some(*cycle),
            listed: false,
        });
    }
    Ok(lines)
}

/// The cycle that a key names, with its contract.
fn named<'a>(kept: &'a [Kept], key: &str) -> Option<(&'a Kept, u32)> {
    let (contract, cycle) = supply::named(key)?;
    Some((kept.iter().find(|one| one.contract.id == contract)?, cycle))
}

/// What holds in a cycle, by the configuration of its first day, and what the next one brings that is still to come.
async fn agreed(
    house: &House,
    call: &Call,
    held: &Held,
    (kept, cycle): (&Kept, u32),
    today: Date,
) -> Result<(Option<Agreed>, Option<Coming>), Fault> {
    let db = house.store.read();
    let edition = kept.edition_of(db, house, held, cycle).await?;
    let now = under(call, kept, &edition);
    let next = kept.ledger.cycles.window(cycle + 1).filter(|next| next.first > today);
    let Some(next) = next else { return Ok((now, None)) };
    let edition = kept.edition_of(db, house, held, cycle + 1).await?;
    let coming = under(call, kept, &edition).filter(|then| now.as_ref() != Some(then));
    Ok((now, coming.map(|agreed| Coming { from: next.first, agreed })))
}

/// What a contract agrees under a configuration.
fn under(call: &Call, kept: &Kept, edition: &Edition) -> Option<Agreed> {
    let plan = edition.plan(&kept.contract.plan)?;
    let term_months = u16::try_from(kept.contract.term_months).unwrap_or_default();
    Some(Agreed {
        plan: plan.name(call.lang).to_owned(),
        minutes: plan.cycle_minutes(),
        fee_cents: plan.monthly_fee(term_months),
        discount_percent: plan.discount(term_months),
        term_months,
        terms: plan.package.clone(),
        usual_cents: edition.hourly_rate_cents,
    })
}

/// Agreements that could be signed today.
fn poolable(kept: &Kept, today: Date) -> Vec<(String, Date, Date)> {
    let Some(plan) = kept.plan() else { return Vec::new() };
    Pool::possible(&kept.ledger.pools, &kept.ledger.cycles, &plan.package, today)
        .into_iter()
        .filter_map(|pool| {
            let window = pool.window(&kept.ledger.cycles)?;
            Some((format!("{}-{}", pool.first, pool.count), window.first, window.last))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct PoolRow {
    contract_id: i64,
    first_cycle: i64,
    cycles: i64,
    note: String,
    by_name: String,
    at: i64,
}

async fn pools(house: &House, organisation: OrganisationId, kept: &[Kept]) -> Result<Vec<PoolLine>, Fault> {
    let sql = "SELECT p.contract_id, p.first_cycle, p.cycles, p.note, p.by_name, p.at FROM package_pool p
      JOIN contract c ON c.id = p.contract_id WHERE c.organisation_id = $1 ORDER BY p.id DESC";
    let rows: Vec<PoolRow> = all(house.store.read(), sql, [organisation.0.into()]).await?;
    let line = |row: PoolRow| {
        let kept = kept.iter().find(|one| one.contract.id == row.contract_id)?;
        let number = |n: i64| u32::try_from(n).ok();
        let pool = Pool { first: number(row.first_cycle)?, count: number(row.cycles)? };
        let window = pool.window(&kept.ledger.cycles)?;
        Some(PoolLine {
            first: window.first,
            last: window.last,
            by: row.by_name,
            at: house.clock.shown(row.at),
            note: row.note,
        })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

#[derive(FromQueryResult)]
struct PostingRow {
    contract_id: i64,
    kind: String,
    minutes: i64,
    cycle: i64,
    expires_on: String,
    reason: String,
    by_name: String,
    at: i64,
    balance: i64,
    day: Option<String>,
    number: Option<i64>,
    title: Option<String>,
    internal: Option<bool>,
    organisation_id: Option<i64>,
    author_id: Option<i64>,
    takes_part: bool,
}

/// The statement that reads postings; served by the index of contracts. The running balance is a sum over all that are read: what
/// begins with the hours of a month, or of those that are pooled, ends with them.
fn of_organisation(supply: Option<Supply>) -> String {
    let narrow = supply.map(Supply::narrowed).unwrap_or_default();
    format!(
        "SELECT x.*, f.day, t.number, t.title, t.internal, t.organisation_id, t.author_id,
           EXISTS (SELECT 1 FROM participant a WHERE a.ticket_id = t.id AND a.person_id = $2) AS takes_part
         FROM (SELECT p.id, p.contract_id, p.kind, p.minutes, p.cycle, p.expires_on, p.reason, p.by_name, p.at, p.effort_id,
           CAST(SUM(CASE WHEN p.kind = 'overage' THEN 0 ELSE p.minutes END) OVER (ORDER BY p.id) AS BIGINT) AS balance
           FROM posting p JOIN contract c ON c.id = p.contract_id WHERE c.organisation_id = $1{narrow}) x
         LEFT JOIN effort f ON f.id = x.effort_id LEFT JOIN ticket t ON t.id = f.ticket_id"
    )
}

async fn postings(
    house: &House,
    actor: &Actor,
    organisation: OrganisationId,
    kept: &[Kept],
    supply: Option<Supply>,
    most: usize,
) -> Result<Vec<PostingLine>, Fault> {
    let sql = format!("{} ORDER BY x.id DESC LIMIT {most}", of_organisation(supply));
    let values = [organisation.0.into(), actor.id.0.into()];
    let rows: Vec<PostingRow> = all(house.store.read(), &sql, values).await?;
    rows.into_iter().map(|row| row.into_line(house, actor, kept)).collect()
}

impl PostingRow {
    /// The line of a statement.
    fn into_line(self, house: &House, actor: &Actor, kept: &[Kept]) -> Result<PostingLine, Fault> {
        let impossible = |what: &str| Fault::impossible_row("posting", self.contract_id, what);
        let kind = Kind::of_code(&self.kind).ok_or_else(|| impossible(&self.kind))?;
        let cycle = u32::try_from(self.cycle).map_err(|_| impossible("cycle"))?;
        let day = |text: &str| text.parse::<Date>().map_err(|_| impossible(text));
        let expires = day(&self.expires_on)?;
        let ledger = kept.iter().find(|one| one.contract.id == self.contract_id).map(|one| &one.ledger);
        let window = ledger.and_then(|ledger| ledger.cycles.window(cycle).or_else(|| ledger.window(cycle)));
        let relation = Relation {
            organisation: self.organisation_id.map(OrganisationId),
            author: self.author_id == Some(actor.id.0),
            participant: self.takes_part,
            internal: self.internal.unwrap_or_default(),
        };
        let inner = relation.internal && !actor.is_staff();
        let seen = actor.may(Action::See, &relation);
        // Who worked is for staff; who decided, the customer may know.
        let decided = matches!(kind, Kind::Correction);
        Ok(PostingLine {
            at: house.clock.shown(self.at),
            kind,
            minutes: self.minutes,
            takes_back: Posting { kind, minutes: self.minutes, cycle, expires, effort: None }.takes_back(),
            of: window.map_or(expires, |window| window.first),
            expires,
            day: self.day.as_deref().map(day).transpose()?,
            number: self.number.filter(|_| !inner).map(TicketNumber),
            title: self.title.filter(|_| seen),
            reason: self.reason,
            by: Some(self.by_name).filter(|_| decided || actor.is_staff()),
            balance: self.balance,
        })
    }
}
