//! What of an organisation is not billed yet, as the tables have it. What becomes of it the rules say
//! (`domain::billing::gather`).
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{BEYOND_BEFORE, CONSENTS, DRAWN, TAKEN, WORK};
use crate::package::contract::contracts_of;
use crate::package::ledger::Kept;
use crate::store::all;
use crate::ticket::query::Binds;
use crate::ticket::row::fixed_price;
use domain::approval::consent::Tariff;
use domain::billing::supply::{Beyond, Drawn, Fee, Sold, Supply, Worked, Worksite};
use domain::deal::OrderNumber;
use domain::effort::{Billing, FURTHEST_BACK};
use domain::id::{ContractId, EffortId, OrderId};
use domain::invoice::Period;
use domain::lang::Lang;
use domain::order::Order;
use domain::package::cycle::Cycles;
use domain::quote::offer::Offer;
use domain::ticket::TicketType;
use domain::ticket::number::TicketNumber;
use jiff::ToSpan as _;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, HashMap, HashSet};

/// For what a draft is made.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// For whom.
    pub organisation: i64,
    /// For which days.
    pub days: Period,
    /// For an order alone.
    pub order: Option<i64>,
    /// The day on which it is made.
    pub today: Date,
    /// The language of the document.
    pub lang: Lang,
}

/// What a line must know of the work behind it besides the rules.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the tables
pub struct WorkRow {
    pub id: i64,
    day: String,
    minutes: i64,
    pub activity: String,
    billing: String,
    pub version: i64,
    pub ticket_id: i64,
    pub number: i64,
    pub title: String,
    pub internal: bool,
    kind: String,
    class: Option<String>,
    plan: Option<String>,
    policy: Option<i64>,
    release: Option<String>,
    order_number: Option<String>,
    order_state: Option<String>,
    pub project: Option<String>,
}

/// All of it, and the rows of the work by effort.
pub struct Read {
    /// For the rules.
    pub supply: Supply,
    /// For lines and annex.
    pub rows: HashMap<EffortId, WorkRow>,
    /// The projects of orders, by name.
    pub projects: HashMap<OrderId, String>,
}

/// Reads it.
pub async fn read<C: ConnectionTrait>(house: &House, db: &C, scope: &Scope) -> Result<Read, Fault> {
    let rows = work(house, db, scope).await?;
    let drawn = drawn(db, scope.organisation).await?;
    let contracts = contracts_of(db, scope.organisation).await?;
    let ledgers = Kept::read_all(db, house, contracts).await?;
    let over = |contract: i64, cycle: u32| {
        let kept = ledgers.iter().find(|kept| kept.contract.id == contract);
        let window = kept.and_then(|kept| kept.ledger.window(cycle));
        // Hours that come free until its last day still pay for what went beyond.
        window.is_none_or(|window| window.last < scope.today && window.last <= scope.days.to)
    };
    let consents = consents(db, scope.organisation).await?;
    let mut supply = Supply::default();
    let mut known = HashMap::new();
    let mut beyond: BTreeMap<(i64, u32), Vec<(EffortId, Date, i64)>> = BTreeMap::new();
    for row in rows {
        let effort = EffortId(row.id);
        let parts = drawn.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        if parts.iter().any(|part| part.overage > 0 && !over(part.contract, part.cycle)) {
            continue;
        }
        let work = row.worked(house, db, &consents, parts).await?;
        for part in parts.iter().filter(|part| part.overage > 0) {
            let cycle = beyond.entry((part.contract, part.cycle)).or_default();
            cycle.push((effort, work.day, part.overage));
        }
        supply.work.push(work);
        known.insert(effort, row);
    }
    let before = billed_before(db, scope.organisation).await?;
    for ((contract, cycle), parts) in beyond {
        let kept = ledgers.iter().find(|kept| kept.contract.id == contract);
        let kept = kept.ok_or_else(|| Fault::impossible_row("posting", contract, "contract"))?;
        let window = kept.ledger.cycles.window(cycle);
        supply.beyond.push(Beyond {
            contract: ContractId(contract),
            cycle,
            window: window.ok_or_else(|| Fault::impossible_row("posting", contract, "cycle"))?,
            terms: kept.plan().map(|plan| plan.package.clone()).unwrap_or_default(),
            usual_cents: house.policy().hourly_rate_cents,
            before: before.get(&(contract, cycle)).copied().unwrap_or_default(),
            parts,
        });
    }
    if scope.order.is_none() {
        supply.fees = fees(db, scope, &ledgers).await?;
    }
    let (items, projects) = items(house, db, scope).await?;
    supply.items = items;
    Ok(Read { supply, rows: known, projects })
}

/// Work of the period; of the time before what was booked since, and what an earlier document gave free again.
async fn work<C: ConnectionTrait>(house: &House, db: &C, scope: &Scope) -> Result<Vec<WorkRow>, Fault> {
    let zone = house.clock.zone();
    let began = zone.to_timestamp(scope.days.from.at(0, 0, 0, 0))?.as_millisecond();
    let furthest = scope.days.from.checked_sub(FURTHEST_BACK.days())?;
    let mut binds = Binds::default();
    let organisation = binds.put(scope.organisation);
    let days = match scope.order {
        Some(order) => format!("t.order_id = {}", binds.put(order)),
        None => {
            let (from, to) = (binds.put(scope.days.from.to_string()), binds.put(scope.days.to.to_string()));
            let (furthest, began) = (binds.put(furthest.to_string()), binds.put(began));
            format!(
                "f.day <= {to} AND (f.day >= {from} OR (f.day >= {furthest} AND (f.at >= {began}
                 OR EXISTS (SELECT 1 FROM invoice_source o WHERE o.effort_id = f.id AND o.released = TRUE))))"
            )
        }
    };
    let sql = format!(
        "{WORK} WHERE t.organisation_id = {organisation} AND f.taken_back = FALSE AND {days}
           AND NOT EXISTS (SELECT 1 FROM invoice_source s WHERE s.effort_id = f.id AND s.released = FALSE)
         ORDER BY f.day, f.id"
    );
    Ok(all(db, &sql, binds.0).await?)
}

/// Work on a ticket that stands on no issued document.
pub async fn left_of<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: i64,
    ticket: i64,
) -> Result<Vec<Worked>, Fault> {
    let sql = format!(
        "{WORK} WHERE t.id = $1 AND f.taken_back = FALSE AND NOT EXISTS (SELECT 1 FROM invoice_source s
           JOIN invoice i ON i.id = s.invoice_id AND i.state = 'issued' WHERE s.effort_id = f.id AND s.released = FALSE)"
    );
    let rows: Vec<WorkRow> = all(db, &sql, [ticket.into()]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let drawn = drawn(db, organisation).await?;
    let consents = consents(db, organisation).await?;
    let mut left = Vec::with_capacity(rows.len());
    for row in &rows {
        let parts = drawn.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        left.push(row.worked(house, db, &consents, parts).await?);
    }
    Ok(left)
}

impl WorkRow {
    async fn worked<C: ConnectionTrait>(
        &self,
        house: &House,
        db: &C,
        consents: &HashMap<(i64, String), Tariff>,
        parts: &[Part],
    ) -> Result<Worked, Fault> {
        let impossible = |what: &str| Fault::impossible_row("effort", self.id, what);
        let kind = TicketType::of_code(&self.kind).ok_or_else(|| impossible(&self.kind))?;
        let policy = house.edition(db, self.policy.unwrap_or(house.policy().version)).await?;
        let agreed = consents.get(&(self.ticket_id, self.kind.clone())).copied();
        let tariff = agreed.unwrap_or_else(|| policy.tariff(kind));
        let costs = policy.hourly_cost(self.plan.as_deref(), kind, self.class.as_deref()).is_some();
        let order = self.order_number.as_deref().zip(self.order_state.as_deref());
        let drawn = (!parts.is_empty()).then(|| Drawn {
            used: parts.iter().map(|part| part.used).sum(),
            overage: parts.iter().map(|part| part.overage).sum(),
        });
        Ok(Worked {
            effort: EffortId(self.id),
            day: self.day()?,
            minutes: u32::try_from(self.minutes).map_err(|_| impossible("minutes"))?,
            billing: Billing::of_code(&self.billing).ok_or_else(|| impossible(&self.billing))?,
            site: Worksite {
                number: TicketNumber(self.number),
                title: self.title.clone(),
                inner: self.internal,
                fixed: fixed_price(self.ticket_id, order, self.release.as_deref())?,
                project: self.project.clone(),
            },
            covered: agreed.is_none() && tariff.rate_cents > 0 && !costs,
            tariff,
            drawn,
        })
    }

    /// The day of the work.
    pub fn day(&self) -> Result<Date, Fault> {
        self.day.parse().map_err(|_| Fault::impossible_row("effort", self.id, &self.day))
    }

    /// Raw minutes.
    pub fn raw(&self) -> u32 {
        u32::try_from(self.minutes).unwrap_or_default()
    }
}

/// What an effort drew in one cycle, in minutes.
struct Part {
    contract: i64,
    cycle: u32,
    used: i64,
    overage: i64,
}

async fn drawn<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<HashMap<i64, Vec<Part>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        effort_id: i64,
        contract_id: i64,
        cycle: i64,
        used: i64,
        overage: i64,
    }
    let rows: Vec<Row> = all(db, DRAWN, [organisation.into()]).await?;
    let mut drawn: HashMap<i64, Vec<Part>> = HashMap::new();
    for Row { effort_id, contract_id, cycle, used, overage } in rows {
        let cycle = u32::try_from(cycle).map_err(|_| Fault::impossible_row("posting", effort_id, "cycle"))?;
        if used != 0 || overage != 0 {
            drawn.entry(effort_id).or_default().push(Part { contract: contract_id, cycle, used, overage });
        }
    }
    Ok(drawn)
}

/// Prices to which the customer agreed, by ticket and type, the latest of each; those of merged tickets count for the survivor.
async fn consents<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
) -> Result<HashMap<(i64, String), Tariff>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        ticket: i64,
        kind: String,
        rate_cents: i64,
        factor_percent: i64,
    }
    let rows: Vec<Row> = all(db, CONSENTS, [organisation.into()]).await?;
    let tariff = |row: Row| {
        let stored = crate::approval::tariff::stored;
        let tariff = stored("consent", row.id, &row.kind, row.rate_cents, row.factor_percent)?;
        Ok(((row.ticket, row.kind), tariff))
    };
    rows.into_iter().map(tariff).collect()
}

/// Minutes beyond packages that stand on documents, by contract and cycle.
async fn billed_before<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
) -> Result<HashMap<(i64, u32), i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        contract_id: i64,
        cycle: i64,
        minutes: i64,
    }
    let rows: Vec<Row> = all(db, BEYOND_BEFORE, [organisation.into()]).await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.contract_id, u32::try_from(row.cycle).unwrap_or_default()), row.minutes))
        .collect())
}

/// Keys of fees and items of an organisation that stand on documents.
async fn taken<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<HashSet<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        source: String,
    }
    let rows: Vec<Row> = all(db, TAKEN, [organisation.into()]).await?;
    Ok(rows.into_iter().map(|row| row.source).collect())
}

/// Fees of the cycles that begin in the period.
async fn fees<C: ConnectionTrait>(db: &C, scope: &Scope, ledgers: &[Kept]) -> Result<Vec<Fee>, Fault> {
    let taken = taken(db, scope.organisation).await?;
    let Period { from, to } = scope.days;
    let mut fees = Vec::new();
    for kept in ledgers.iter().rev() {
        let Some(plan) = kept.plan().filter(|plan| plan.fee_cents > 0) else { continue };
        let (cycles, contract) = (kept.ledger.cycles, ContractId(kept.contract.id));
        let term = u16::try_from(kept.contract.term_months).unwrap_or_default();
        let first = cycles.begun(from).unwrap_or_default();
        for cycle in first.. {
            let Some(window) = cycles.window(cycle).filter(|window| window.first <= to) else { break };
            let source = domain::billing::source::Source::Fee { contract, cycle };
            if window.first < from || taken.contains(&source.key()) {
                continue;
            }
            let whole = Cycles { to: None, ..cycles }.window(cycle);
            fees.push(Fee {
                contract,
                cycle,
                window,
                whole_days: whole.map_or_else(|| window.days(), |whole| whole.days()),
                plan: plan.name(scope.lang).to_owned(),
                cents: plan.fee_cents,
                discount_percent: plan.discount(term),
            });
        }
    }
    Ok(fees)
}

/// Items of orders that are done, or of the one that is asked for.
async fn items<C: ConnectionTrait>(
    house: &House,
    db: &C,
    scope: &Scope,
) -> Result<(Vec<Sold>, HashMap<OrderId, String>), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        number: String,
        project: Option<String>,
        offer: String,
        facts: String,
        created_at: i64,
        first_work: Option<String>,
    }
    let taken = taken(db, scope.organisation).await?;
    let mut binds = Binds::default();
    let organisation = binds.put(scope.organisation);
    let which = match scope.order {
        Some(order) => format!("r.id = {} AND r.state <> 'cancelled'", binds.put(order)),
        None => "r.state = 'done'".to_owned(),
    };
    let sql = format!(
        "SELECT r.id, r.number, p.name AS project, v.offer, r.facts, r.created_at,
           (SELECT MIN(f.day) FROM ticket t JOIN effort f ON f.ticket_id = t.id
            WHERE t.order_id = r.id AND f.taken_back = FALSE) AS first_work
         FROM orders r JOIN quote q ON q.id = r.quote_id
         LEFT JOIN project p ON p.id = r.project_id JOIN quote_version v ON v.quote_id = q.id AND v.version = q.sent_version
         WHERE r.organisation_id = {organisation} AND {which} ORDER BY r.id"
    );
    let rows: Vec<Row> = all(db, &sql, binds.0).await?;
    let (mut items, mut projects) = (Vec::new(), HashMap::new());
    for row in rows {
        if let Some(project) = &row.project {
            projects.insert(OrderId(row.id), project.clone());
        }
        let impossible = |what: &str| Fault::impossible_row("orders", row.id, what);
        let number: OrderNumber = row.number.parse().map_err(|_| impossible(&row.number))?;
        let offer: Offer = serde_json::from_str(&row.offer)?;
        // What is billed on demand may go on; what of it is done was done until today.
        let to = match serde_json::from_str::<Order>(&row.facts)? {
            Order::Done { at, .. } => house.clock.moment(at).civil().date(),
            Order::Open | Order::Cancelled { .. } => scope.today,
        };
        let begun = house.clock.shown(row.created_at).civil().date();
        let first = row.first_work.as_deref().map(str::parse::<Date>).transpose();
        let first = first.map_err(|_| impossible("first day of work"))?.unwrap_or(begun);
        let days = Period { from: first.min(to), to };
        for (place, item) in (0..).zip(offer.items) {
            let sold = Sold { order: OrderId(row.id), number, place, days, item };
            let source = domain::billing::source::Source::Item { order: sold.order, item: place };
            if !taken.contains(&source.key()) {
                items.push(sold);
            }
        }
    }
    Ok((items, projects))
}
