//! What booked time draws from a package, as part of the change that books it. Call it before anything is written to a history:
//! who waits for a contract must not hold up others' entries.
use crate::effort::row::{COLUMNS, EffortRow};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::source::is_billed;
use crate::package::contract::contract_on;
use crate::package::ledger::{Kept, has_hours};
use crate::package::warn;
use crate::policy::held::Held;
use crate::store::{Change, all, one};
use crate::ticket::row::{TicketRow, by_id_to_change};
use app::call::Call;
use app::error::AppError;
use domain::effort::Effort;
use domain::id::{EffortId, OrganisationId};
use domain::package::terms::Charge;
use domain::package::work::{Paid, Work};
use domain::package::{Kind, Posting};
use domain::ticket::TicketType;
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Draws what time that was just booked costs.
pub async fn book(
    change: &mut Change,
    house: &House,
    call: &Call,
    ticket: &TicketRow,
    effort: EffortId,
    booked: &Effort,
) -> Result<(), Fault> {
    let fixed = ticket.fixed_price()?;
    let Some(organisation) = ticket.organisation_id.filter(|_| booked.costs_by_time(fixed.as_ref())) else {
        return Ok(());
    };
    let held = Held::read(house, change.db()).await?;
    let kept = Kept::on(change, house, call, &held, OrganisationId(organisation), booked.day).await?;
    let Some(mut kept) = kept else { return Ok(()) };
    let charge = charge(change, house, &held, &kept, ticket.kind()?, (booked.day, booked.minutes)).await?;
    let work = Work { effort, charge, day: booked.day };
    adjust(change, house, call, &mut kept, effort, &[], Some(&work)).await
}

/// Draws what time that was corrected, taken back (`None`), came to another customer, or was sold for a price should draw; what
/// it drew before is posted back.
pub async fn follow(
    change: &mut Change,
    house: &House,
    call: &Call,
    ticket: &TicketRow,
    effort: EffortId,
    booked: Option<&Effort>,
) -> Result<(), Fault> {
    // What stands on an invoice stays as it is billed there (E1).
    if is_billed(change.db(), effort.0).await? {
        return Ok(());
    }
    let mut drawn =
        drawn(change, "effort_id = $1", vec![effort.0.into()]).await?.remove(&effort).unwrap_or_default();
    let fixed = ticket.fixed_price()?;
    let costly = booked.filter(|booked| booked.costs_by_time(fixed.as_ref()));
    let held = Held::read(house, change.db()).await?;
    let wanted = match costly.zip(ticket.organisation_id) {
        Some((booked, organisation)) => {
            let contract = drawn_on(change, house, &held, organisation, booked.day).await?;
            contract.map(|contract| (contract, booked))
        }
        None => None,
    };
    // In the order of their ids, so that two corrections never wait for each other.
    let contracts: BTreeSet<i64> =
        drawn.keys().copied().chain(wanted.map(|(contract, _)| contract)).collect();
    for contract in contracts {
        let mut kept = Kept::of(change, house, call, contract).await?;
        let booked = wanted.filter(|(wanted, _)| *wanted == contract).map(|(_, booked)| booked);
        let kind = kind_of(change, effort).await?;
        let work = match booked {
            Some(Effort { day, minutes, .. }) => {
                let charge = charge(change, house, &held, &kept, kind, (*day, *minutes)).await?;
                Some(Work { effort, charge, day: *day })
            }
            None => None,
        };
        let drawn = drawn.remove(&contract).unwrap_or_default();
        adjust(change, house, call, &mut kept, effort, &drawn, work.as_ref()).await?;
    }
    Ok(())
}

/// The type that work counts by: of the ticket it was booked on, also while that one leads to another (C7).
async fn kind_of(change: &Change, effort: EffortId) -> Result<TicketType, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
    }
    let sql = "SELECT t.kind FROM effort f JOIN ticket t ON t.id = COALESCE(f.merged_from, f.ticket_id) WHERE f.id = $1";
    let row: Row = one(change.db(), sql, [effort.0.into()]).await?.ok_or(AppError::NotFound)?;
    TicketType::of_code(&row.kind).ok_or_else(|| Fault::impossible_row("effort", effort.0, &row.kind))
}

/// Lets the time of a ticket follow that was worked from a day on.
pub async fn follow_ticket(
    change: &mut Change,
    house: &House,
    call: &Call,
    ticket: &TicketRow,
    from: Date,
) -> Result<(), Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM effort f JOIN person p ON p.id = f.person_id
         WHERE f.ticket_id = $1 AND f.day >= $2 AND f.taken_back = FALSE ORDER BY f.day, f.id"
    );
    let rows: Vec<EffortRow> = all(change.db(), &sql, [ticket.id.into(), from.to_string().into()]).await?;
    for row in rows {
        follow(change, house, call, ticket, EffortId(row.id), Some(&row.effort()?)).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Worked {
    ticket_id: i64,
}

/// Tickets of an organisation on which was worked from a day on, held. Whoever books holds a ticket first and its contract then;
/// so does who gives the organisation another contract.
pub async fn worked_since(change: &Change, organisation: i64, day: Date) -> Result<Vec<TicketRow>, Fault> {
    let sql = "SELECT DISTINCT f.ticket_id FROM effort f JOIN ticket t ON t.id = f.ticket_id
      WHERE t.organisation_id = $1 AND f.day >= $2 AND f.taken_back = FALSE ORDER BY f.ticket_id";
    let rows: Vec<Worked> = all(change.db(), sql, [organisation.into(), day.to_string().into()]).await?;
    let mut tickets = Vec::with_capacity(rows.len());
    for row in rows {
        tickets.push(by_id_to_change(change.db(), row.ticket_id).await?);
    }
    Ok(tickets)
}

/// The contract from whose hours work of a day is drawn.
async fn drawn_on(
    change: &Change,
    house: &House,
    held: &Held,
    organisation: i64,
    day: Date,
) -> Result<Option<i64>, Fault> {
    let Some(contract) = contract_on(change.db(), organisation, day).await? else { return Ok(None) };
    Ok(has_hours(change.db(), house, held, &contract, day).await?.then_some(contract.id))
}

/// How minutes of a day on a ticket of a type count under a contract: as its cycle of that day has it.
async fn charge(
    change: &Change,
    house: &House,
    held: &Held,
    kept: &Kept,
    kind: TicketType,
    (day, minutes): (Date, u32),
) -> Result<Charge, Fault> {
    let edition = match kept.ledger.cycles.of(day) {
        Some(cycle) => kept.edition_of(change.db(), house, held, cycle).await?,
        None => house.policy(),
    };
    let factor = edition.types.iter().find(|line| line.code == kind).map_or(100, |line| line.factor_percent);
    let plan = edition.plan(&kept.contract.plan);
    let terms = plan.map(|plan| plan.package.clone()).unwrap_or_default();
    Ok(terms.charge(minutes, factor))
}

async fn adjust(
    change: &mut Change,
    house: &House,
    call: &Call,
    kept: &mut Kept,
    effort: EffortId,
    drawn: &[Posting],
    work: Option<&Work>,
) -> Result<(), Fault> {
    let today = house.clock.moment(call.now).civil().date();
    let before = kept.ledger.forecast(today);
    let news = kept.ledger.adjust(today, effort, drawn, work);
    if news.is_empty() {
        return Ok(());
    }
    kept.post(change, call, &news, "").await?;
    relieve(change, house, call, kept).await?;
    warn::passed(change, house, call, kept, before).await?;
    change.package_changed(OrganisationId(kept.contract.organisation_id));
    Ok(())
}

#[derive(FromQueryResult)]
struct PaidRow {
    id: i64,
    day: String,
    minutes: i64,
    kind: String,
}

/// Pays work that went beyond with hours that came free; what is billed already stays billed.
pub async fn relieve(change: &Change, house: &House, call: &Call, kept: &mut Kept) -> Result<(), Fault> {
    // Work of cycles that were not read is none of this: their hours are long over.
    let Some(first) = kept.ledger.totals.keys().next().filter(|_| kept.ledger.relieves()) else {
        return Ok(());
    };
    let went_beyond = "cycle >= $2 AND kind = 'overage' GROUP BY effort_id HAVING SUM(minutes) > 0";
    let mut beyond = paid(change, house, kept, went_beyond, *first).await?;
    beyond.sort_by_key(|one| (one.work.day, one.work.effort));
    let today = house.clock.moment(call.now).civil().date();
    let news = kept.ledger.relieve(today, &beyond);
    kept.post(change, call, &news, "").await
}

/// Work that hours of a cycle paid, the last first; what is billed already stays paid.
pub async fn paid_by(change: &Change, house: &House, kept: &Kept, cycle: u32) -> Result<Vec<Paid>, Fault> {
    let used = "cycle = $2 AND kind = 'use' GROUP BY effort_id HAVING SUM(minutes) < 0";
    let mut paid = paid(change, house, kept, used, cycle).await?;
    paid.sort_by_key(|one| Reverse((one.work.day, one.work.effort)));
    Ok(paid)
}

/// Work of a contract that is not billed, with what it drew; `which` narrows its postings, `$2` is the cycle.
async fn paid(
    change: &Change,
    house: &House,
    kept: &Kept,
    which: &str,
    cycle: u32,
) -> Result<Vec<Paid>, Fault> {
    let contract = kept.contract.id;
    let values = || -> Vec<Value> { vec![contract.into(), i64::from(cycle).into()] };
    let efforts = format!("SELECT effort_id FROM posting WHERE contract_id = $1 AND {which}");
    let sql = format!(
        "SELECT f.id, f.day, f.minutes, t.kind FROM effort f JOIN ticket t ON t.id = COALESCE(f.merged_from, f.ticket_id)
         WHERE f.id IN ({efforts}) AND NOT EXISTS (SELECT 1 FROM invoice_source s JOIN invoice i ON i.id = s.invoice_id
           AND i.state <> 'draft' WHERE s.effort_id = f.id AND s.released = FALSE)"
    );
    let rows: Vec<PaidRow> = all(change.db(), &sql, values()).await?;
    let mut drawn = drawn(change, &format!("effort_id IN ({efforts})"), values()).await?;
    let held = Held::read(house, change.db()).await?;
    let mut paid = Vec::with_capacity(rows.len());
    for row in rows {
        let impossible = |what: &str| Fault::impossible_row("effort", row.id, what);
        let day: Date = row.day.parse().map_err(|_| impossible(&row.day))?;
        let minutes = u32::try_from(row.minutes).map_err(|_| impossible("minutes"))?;
        let kind = TicketType::of_code(&row.kind).ok_or_else(|| impossible(&row.kind))?;
        let effort = EffortId(row.id);
        let charge = charge(change, house, &held, kept, kind, (day, minutes)).await?;
        let work = Work { effort, charge, day };
        let drawn = drawn.remove(&effort).and_then(|mut by| by.remove(&contract)).unwrap_or_default();
        paid.push(Paid { work, drawn });
    }
    Ok(paid)
}

#[derive(FromQueryResult)]
struct Drawn {
    effort_id: i64,
    contract_id: i64,
    kind: String,
    cycle: i64,
    minutes: i64,
}

/// What efforts drew, by effort and contract, added up.
async fn drawn(
    change: &Change,
    filter: &str,
    values: Vec<Value>,
) -> Result<BTreeMap<EffortId, BTreeMap<i64, Vec<Posting>>>, Fault> {
    let sql = format!(
        "SELECT effort_id, contract_id, kind, cycle, CAST(SUM(minutes) AS BIGINT) AS minutes FROM posting
         WHERE {filter} GROUP BY effort_id, contract_id, kind, cycle ORDER BY effort_id, contract_id, kind, cycle"
    );
    let rows: Vec<Drawn> = all(change.db(), &sql, values).await?;
    let mut drawn: BTreeMap<EffortId, BTreeMap<i64, Vec<Posting>>> = BTreeMap::new();
    for row in rows {
        let impossible = |what: &str| Fault::impossible_row("posting", row.effort_id, what);
        let posting = Posting {
            kind: Kind::of_code(&row.kind).ok_or_else(|| impossible(&row.kind))?,
            minutes: row.minutes,
            cycle: u32::try_from(row.cycle).map_err(|_| impossible("cycle"))?,
            expires: Date::ZERO,
            effort: Some(EffortId(row.effort_id)),
        };
        drawn.entry(EffortId(row.effort_id)).or_default().entry(row.contract_id).or_default().push(posting);
    }
    Ok(drawn)
}
