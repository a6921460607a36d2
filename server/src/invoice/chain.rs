//! What lines come from (G4): contract, or quote → order → ticket → approval → acceptance → time, with a few queries for all of them.
mod contract;

use crate::fault::Fault;
use crate::house::House;
use crate::invoice::chain::contract::{Contracts, contracts};
use crate::store::all;
use crate::ticket::query::{Binds, reach};
use app::call::Call;
use app::invoice::view::{Added, Chain, ChainTicket, ChainTime};
use domain::access::Actor;
use domain::approval::consent::Tariff;
use domain::invoice::line::Hours;
use domain::moment::Moment;
use domain::ticket::number::TicketNumber;
use domain::ticket::{Stage, TicketType};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(FromQueryResult)]
struct SourceRow {
    line_id: i64,
    annex: Option<String>,
    ticket_id: Option<i64>,
    order_id: Option<i64>,
    contract_id: Option<i64>,
    cycle: Option<i64>,
    project: String,
    who: Option<String>,
    note: Option<String>,
}

#[derive(FromQueryResult)]
struct TicketRow {
    id: i64,
    number: i64,
    title: String,
    stage: String,
    internal: bool,
    order_id: Option<i64>,
    seen: bool,
    accepted_version: Option<String>,
    accepted_by: Option<String>,
    accepted_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct OrderRow {
    id: i64,
    number: String,
    quote: String,
}

#[derive(FromQueryResult)]
struct ConsentRow {
    ticket: i64,
    rate_cents: i64,
    factor_percent: i64,
    settled_by: String,
    settled_at: i64,
}

#[derive(FromQueryResult)]
struct ApprovalRow {
    ticket: i64,
    minutes: i64,
    settled_by: String,
    settled_at: i64,
}

/// The chains of all lines of these documents, by line.
pub async fn of(house: &House, call: &Call, invoices: &[i64]) -> Result<HashMap<i64, Chain>, Fault> {
    let (actor, db) = (call.actor()?, house.store.read());
    // Ids of our own, whole numbers; nobody has the number 0.
    let joined = |ids: &mut dyn Iterator<Item = i64>| {
        ids.map(|id| id.to_string()).chain(["0".to_owned()]).collect::<Vec<_>>().join(", ")
    };
    let sql = format!(
        "SELECT s.line_id, s.annex, s.ticket_id, s.order_id, s.contract_id, s.cycle, s.project, p.name AS who, f.note
         FROM invoice_source s LEFT JOIN effort f ON f.id = s.effort_id LEFT JOIN person p ON p.id = f.person_id
         WHERE s.invoice_id IN ({}) ORDER BY s.line_id, s.id",
        joined(&mut invoices.iter().copied())
    );
    let sources: Vec<SourceRow> = all(db, &sql, []).await?;
    let ids: BTreeSet<i64> = sources.iter().filter_map(|source| source.ticket_id).collect();
    let tickets = tickets(db, actor, &joined(&mut ids.iter().copied())).await?;
    let ids = joined(&mut ids.into_iter());
    let approvals = approvals(house, db, &ids).await?;
    let consents = consents(house, db, &ids).await?;
    let of_tickets = tickets.values().filter_map(|ticket| ticket.order_id);
    let ids: BTreeSet<i64> = sources.iter().filter_map(|source| source.order_id).chain(of_tickets).collect();
    let sql = format!(
        "SELECT r.id, r.number, q.number AS quote FROM orders r JOIN quote q ON q.id = r.quote_id WHERE r.id IN ({})",
        joined(&mut ids.into_iter())
    );
    let rows: Vec<OrderRow> = all(db, &sql, []).await?;
    let orders: HashMap<i64, OrderRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let contracts = contracts(house, call, &joined(&mut invoices.iter().copied())).await?;
    let mut lines: BTreeMap<i64, Vec<SourceRow>> = BTreeMap::new();
    for source in sources {
        lines.entry(source.line_id).or_default().push(source);
    }
    let all = All { house, actor, tickets, approvals, consents, orders, contracts };
    let chains = lines.into_iter().map(|(line, sources)| Ok::<_, Fault>((line, all.chain(&sources)?)));
    let mut chains = chains.collect::<Result<HashMap<_, _>, _>>()?;
    for (line, added) in added(house, actor, &joined(&mut invoices.iter().copied())).await? {
        chains.entry(line).or_default().added = Some(added);
    }
    Ok(chains)
}

/// Lines that were added by hand. Who did so and why stays in the house.
async fn added(house: &House, actor: &Actor, invoices: &str) -> Result<Vec<(i64, Added)>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        added_by: String,
        added_at: i64,
        added_reason: String,
    }
    if !actor.is_staff() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, added_by, added_at, added_reason FROM invoice_line
         WHERE invoice_id IN ({invoices}) AND added_by IS NOT NULL"
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, []).await?;
    let added = |row: Row| {
        let Row { id, added_by: by, added_at, added_reason: reason } = row;
        (id, Added { by, at: house.clock.shown(added_at), reason })
    };
    Ok(rows.into_iter().map(added).collect())
}

type Approvals = HashMap<i64, Vec<(u32, String, Moment)>>;
type Consents = HashMap<i64, Vec<(i64, String, Moment)>>;

struct All<'a> {
    house: &'a House,
    actor: &'a Actor,
    tickets: HashMap<i64, TicketRow>,
    approvals: Approvals,
    consents: Consents,
    orders: HashMap<i64, OrderRow>,
    contracts: Contracts,
}

impl All<'_> {
    fn chain(&self, sources: &[SourceRow]) -> Result<Chain, Fault> {
        let projects: BTreeSet<&String> = sources.iter().map(|source| &source.project).collect();
        let projects = projects.into_iter().filter(|name| !name.is_empty()).cloned();
        let mut chain = Chain { projects: projects.collect(), ..Chain::default() };
        let cycles: BTreeSet<(i64, i64)> =
            sources.iter().filter_map(|source| source.contract_id.zip(source.cycle)).collect();
        chain.contracts = cycles.iter().filter_map(|cycle| self.contracts.get(cycle)).cloned().collect();
        let tickets: BTreeSet<i64> = sources.iter().filter_map(|source| source.ticket_id).collect();
        let found = tickets.iter().filter_map(|id| self.tickets.get(id));
        let of_tickets = found.clone().filter_map(|ticket| ticket.order_id);
        let orders: BTreeSet<i64> =
            sources.iter().filter_map(|source| source.order_id).chain(of_tickets).collect();
        for row in orders.iter().filter_map(|id| self.orders.get(id)) {
            let impossible = |what: &str| Fault::impossible_row("orders", row.id, what);
            let number = row.number.parse().map_err(|_| impossible(&row.number))?;
            chain.orders.push((number, row.quote.parse().map_err(|_| impossible(&row.quote))?));
        }
        for ticket in found.filter(|ticket| self.actor.is_staff() || !ticket.internal) {
            chain.tickets.push(self.ticket(ticket)?);
        }
        for source in sources {
            let Some(annex) = &source.annex else { continue };
            let hours: Hours = serde_json::from_str(annex)?;
            let inner = source.who.clone().zip(source.note.clone()).filter(|_| self.actor.is_staff());
            let minutes = i64::from(hours.minutes);
            chain.times.push(ChainTime { day: hours.day, minutes, activity: hours.text, inner });
        }
        chain.times.sort_by_key(|time| time.day);
        Ok(chain)
    }

    fn ticket(&self, row: &TicketRow) -> Result<ChainTicket, Fault> {
        let stage = Stage::of_code(&row.stage);
        let stage = stage.ok_or_else(|| Fault::impossible_row("ticket", row.id, &row.stage))?;
        let accepted = row.accepted_at.map(|at| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            (text(&row.accepted_version), text(&row.accepted_by), self.house.clock.shown(at))
        });
        Ok(ChainTicket {
            number: TicketNumber(row.number),
            title: row.title.clone(),
            stage: row.seen.then_some(stage),
            consents: self.consents.get(&row.id).cloned().unwrap_or_default(),
            approvals: self.approvals.get(&row.id).cloned().unwrap_or_default(),
            accepted,
        })
    }
}

/// Tickets with what was accepted of them last: that stays evidence also where a ticket was opened again since.
async fn tickets<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    ids: &str,
) -> Result<HashMap<i64, TicketRow>, Fault> {
    let mut binds = Binds::default();
    let reached = reach(actor, &mut binds).join(") OR (");
    let sql = format!(
        "SELECT t.id, t.number, t.title, t.stage, t.internal, t.order_id, ((({reached}))) AS seen,
           a.version AS accepted_version, a.decided_by AS accepted_by, a.decided_at AS accepted_at
         FROM ticket t LEFT JOIN acceptance a ON a.id =
           (SELECT MAX(x.id) FROM acceptance x WHERE x.ticket_id = t.id AND x.verdict = 'accepted')
         WHERE t.id IN ({ids})"
    );
    let rows: Vec<TicketRow> = all(db, &sql, binds.0).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn approvals<C: ConnectionTrait>(house: &House, db: &C, ids: &str) -> Result<Approvals, Fault> {
    let sql = format!(
        "SELECT COALESCE(t.merged_into, t.id) AS ticket, a.minutes, a.settled_by, a.settled_at
         FROM ticket t JOIN approval a ON a.ticket_id = t.id
         WHERE (t.id IN ({ids}) OR t.merged_into IN ({ids})) AND a.state = 'approved' ORDER BY a.settled_at, a.id"
    );
    let rows: Vec<ApprovalRow> = all(db, &sql, []).await?;
    let mut approvals: Approvals = HashMap::new();
    for row in rows {
        let minutes = u32::try_from(row.minutes).unwrap_or_default();
        let told = (minutes, row.settled_by, house.clock.shown(row.settled_at));
        approvals.entry(row.ticket).or_default().push(told);
    }
    Ok(approvals)
}

async fn consents<C: ConnectionTrait>(house: &House, db: &C, ids: &str) -> Result<Consents, Fault> {
    let sql = format!(
        "SELECT COALESCE(t.merged_into, t.id) AS ticket, c.rate_cents, c.factor_percent, c.settled_by, c.settled_at
         FROM ticket t JOIN consent c ON c.ticket_id = t.id
         WHERE (t.id IN ({ids}) OR t.merged_into IN ({ids})) AND c.state = 'approved' AND c.settled_by IS NOT NULL
           AND c.settled_at IS NOT NULL ORDER BY c.settled_at, c.id"
    );
    let rows: Vec<ConsentRow> = all(db, &sql, []).await?;
    let mut consents: Consents = HashMap::new();
    for row in rows {
        let cents = price_of(row.rate_cents, row.factor_percent);
        consents.entry(row.ticket).or_default().push((
            cents,
            row.settled_by,
            house.clock.shown(row.settled_at),
        ));
    }
    Ok(consents)
}

/// What an hour costs at an agreed rate and factor, in cents.
pub fn price_of(rate_cents: i64, factor_percent: i64) -> i64 {
    let factor_percent = u16::try_from(factor_percent).unwrap_or(100);
    Tariff { kind: TicketType::Normal, rate_cents, factor_percent, draws: false }.hour_cents()
}
