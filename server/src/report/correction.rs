//! Time that was corrected or taken back after the last report, as the histories of tickets have it (H1).
use crate::fault::Fault;
use crate::house::House;
use crate::report::facts::title;
use crate::report::query::{CHANGES, MONTHS};
use crate::report::work::Later;
use crate::store::all;
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::report::correction::{Corrected, Rebooking, corrected};
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::FromQueryResult;
use std::collections::BTreeSet;

/// What stood otherwise in earlier reports, for the month whose report tells what came `later`.
pub async fn corrections(
    house: &House,
    organisation: OrganisationId,
    later: Option<Later>,
    now: Timestamp,
) -> Result<Vec<Corrected>, Fault> {
    let Some(later) = later else { return Ok(Vec::new()) };
    let values = [organisation.0.into(), later.since.into(), now.as_millisecond().into()];
    let rows: Vec<Row> = all(house.store.read(), CHANGES, values).await?;
    let mut changes = Vec::with_capacity(rows.len());
    for row in rows {
        changes.extend(row.rebooking(house)?);
    }
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let frozen = frozen(house, organisation).await?;
    Ok(corrected(changes, &|month| frozen.contains(&month)))
}

#[derive(FromQueryResult)]
struct Row {
    ticket_id: i64,
    data: String,
    number: i64,
    title: String,
}

impl Row {
    fn rebooking(self, house: &House) -> Result<Option<Rebooking>, Fault> {
        let what: What = serde_json::from_str(&self.data)
            .map_err(|error| Fault::impossible_row("entry of ticket", self.ticket_id, &error.to_string()))?;
        let ticket = title(house, self.number, self.title);
        Ok(match what {
            What::Booked { effort, booked } => {
                Some(Rebooking { effort, ticket, from: None, to: Some(booked) })
            }
            What::Rebooked { effort, from, to, .. } => {
                Some(Rebooking { effort, ticket, from: Some(from), to })
            }
            _ => None,
        })
    }
}

/// Months that have a report.
async fn frozen(house: &House, organisation: OrganisationId) -> Result<BTreeSet<Month>, Fault> {
    #[derive(FromQueryResult)]
    struct Frozen {
        month: String,
    }
    let rows: Vec<Frozen> = all(house.store.read(), MONTHS, [organisation.0.into()]).await?;
    let month = |row: Frozen| {
        row.month.parse::<Month>().map_err(|_| Fault::impossible_row("report", organisation.0, &row.month))
    };
    rows.into_iter().map(month).collect()
}
