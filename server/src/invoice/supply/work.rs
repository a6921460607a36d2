//! Work that is not billed yet.
use super::Scope;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{CONSENTS, DRAWN, WORK};
use crate::store::all;
use crate::ticket::query::Binds;
use crate::ticket::row::fixed_price;
use domain::approval::consent::Tariff;
use domain::billing::supply::{Drawn, Worked, Worksite};
use domain::effort::{Billing, FURTHEST_BACK};
use domain::id::EffortId;
use domain::ticket::TicketType;
use domain::ticket::number::TicketNumber;
use jiff::ToSpan as _;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

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

/// Work of the period; of the time before what went beyond packages in cycles that `ended` since, what was booked since, what an
/// earlier document gave free again, and where the draft is made by itself all that may be billed.
pub async fn work<C: ConnectionTrait>(
    house: &House,
    db: &C,
    scope: &Scope,
    ended: &[(i64, u32)],
) -> Result<Vec<WorkRow>, Fault> {
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
            let floor = binds.put(scope.floor().to_string());
            let beyond = beyond(&mut binds, ended);
            format!(
                "f.day <= {to} AND (f.day >= {from} OR (f.day >= {floor} AND f.billing = 'billable'){beyond}
                 OR (f.day >= {furthest} AND (f.at >= {began}
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

/// The condition that work went beyond a package in one of some cycles, after another one.
fn beyond(binds: &mut Binds, cycles: &[(i64, u32)]) -> String {
    if cycles.is_empty() {
        return String::new();
    }
    let mut any = Vec::with_capacity(cycles.len());
    for (contract, cycle) in cycles {
        let (contract, cycle) = (binds.put(*contract), binds.put(i64::from(*cycle)));
        any.push(format!("(p.contract_id = {contract} AND p.cycle = {cycle})"));
    }
    let any = any.join(" OR ");
    format!(
        " OR EXISTS (SELECT 1 FROM posting p WHERE p.effort_id = f.id AND p.kind = 'overage' AND ({any}))"
    )
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

/// Work by the hour on the lines that stand on a draft, as it is read now.
pub async fn on_draft<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: i64,
    draft: i64,
) -> Result<Vec<Worked>, Fault> {
    let sql = format!(
        "{WORK} JOIN invoice_source s ON s.effort_id = f.id JOIN invoice_line l ON l.id = s.line_id
         WHERE s.invoice_id = $1 AND s.released = FALSE AND s.price_cents IS NOT NULL AND l.left_out = FALSE"
    );
    let rows: Vec<WorkRow> = all(db, &sql, [draft.into()]).await?;
    let consents = consents(db, organisation).await?;
    let mut work = Vec::with_capacity(rows.len());
    for row in &rows {
        work.push(row.worked(house, db, &consents, &[]).await?);
    }
    Ok(work)
}

impl WorkRow {
    /// The work, as the rules read it.
    pub async fn worked<C: ConnectionTrait>(
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
pub struct Part {
    /// From which package.
    pub contract: i64,
    /// In which cycle.
    pub cycle: u32,
    /// Of its hours.
    pub used: i64,
    /// Beyond them.
    pub overage: i64,
}

/// What the work of an organisation drew, by effort.
pub async fn drawn<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<HashMap<i64, Vec<Part>>, Fault> {
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
pub async fn consents<C: ConnectionTrait>(
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
