//! What stands on documents: claimed by a draft, billed once it is issued, free again where it is released.
use crate::fault::Fault;
use crate::invoice::query::{CHANGED_DRAW, CHANGED_WORK, CLAIM, SHARE_OF_LINE, SHARES, TICKETS};
use crate::invoice::row::LineRow;
use crate::invoice::supply::Read;
use crate::store::{Change, all, one, one_row, run};
use app::error::AppError;
use app::invoice::view::Rest;
use domain::billing::WrongInvoice;
use domain::billing::gather::planned::Planned;
use domain::billing::source::Source;
use domain::id::EffortId;
use domain::invoice::line::Hours;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use std::collections::HashMap;

/// Claims what a line comes from. The table takes each source once, so what stands on another document is refused.
pub async fn claim(
    change: &Change,
    invoice: i64,
    line: i64,
    planned: &Planned,
    read: &Read,
    annex: &(dyn Fn(&Source) -> Option<Hours> + Sync),
) -> Result<(), Fault> {
    for source in &planned.sources {
        let row = source.effort().and_then(|effort| read.rows.get(&effort));
        let of_order = || source.order().and_then(|order| read.projects.get(&order));
        let project = row.map_or_else(of_order, |row| row.project.as_ref()).cloned();
        let (contract, cycle) = match *source {
            Source::Overage { contract, cycle, .. }
            | Source::Fee { contract, cycle }
            | Source::Unused { contract, cycle, .. } => (Some(contract.0), Some(i64::from(cycle))),
            Source::Effort { .. } | Source::Item { .. } => (None, None),
        };
        // What goes beyond a package has the price of its tier, whatever its ticket costs.
        let price_cents = matches!(source, Source::Effort { .. }).then_some(planned.price_cents);
        let annex = annex(source).map(|annex| serde_json::to_string(&annex)).transpose()?;
        let values = [
            invoice.into(),
            line.into(),
            source.key().into(),
            serde_json::to_string(source)?.into(),
            annex.into(),
            source.effort().map(|effort| effort.0).into(),
            row.map(|row| row.version).into(),
            row.map(|row| row.ticket_id).into(),
            source.order().map(|order| order.0).into(),
            contract.into(),
            cycle.into(),
            project.unwrap_or_default().into(),
            matches!(source, Source::Overage { .. }).into(),
            source.minutes().into(),
            price_cents.into(),
            source.share().into(),
        ];
        if run(change.db(), CLAIM, values).await?.rows_affected() == 0 {
            return Err(AppError::from(WrongInvoice::Changed).into());
        }
    }
    Ok(())
}

/// Claims work that is free for the annex of a draft; answers `false` where it stands on another document that was not taken back.
/// Customers read of it once, and it stays open to be billed after all.
pub async fn claim_free(change: &Change, invoice: i64, effort: EffortId) -> Result<bool, Fault> {
    let sql = "INSERT INTO invoice_free (invoice_id, effort_id, effort_version)
      SELECT CAST($1 AS BIGINT), f.id, f.version FROM effort f WHERE f.id = $2 AND NOT EXISTS (
        SELECT 1 FROM invoice_free x JOIN invoice i ON i.id = x.invoice_id AND i.state <> 'cancelled' WHERE x.effort_id = f.id)";
    Ok(run(change.db(), sql, [invoice.into(), effort.0.into()]).await?.rows_affected() > 0)
}

/// Gives all work free that is claimed for the annex of a draft.
pub async fn forget_free(change: &Change, invoice: i64) -> Result<(), Fault> {
    run(change.db(), "DELETE FROM invoice_free WHERE invoice_id = $1", [invoice.into()]).await?;
    Ok(())
}

/// Keeps how much of an order's item a line of a draft bills: what it counts, or all that was open where that settles it. Answers
/// whether that is another share than before.
pub async fn share(change: &Change, line: i64, counted: i64, settles: bool) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        data: String,
        share: Option<i64>,
    }
    let row: Option<Row> = one(change.db(), SHARE_OF_LINE, [line.into()]).await?;
    let Some(row) = row else { return Ok(false) };
    let open = serde_json::from_str::<Source>(&row.data)?.share();
    let share = if settles { open.map(|open| open.max(counted)) } else { Some(counted) };
    if share == row.share {
        return Ok(false);
    }
    run(change.db(), "UPDATE invoice_source SET share = $2 WHERE id = $1", [row.id.into(), share.into()])
        .await?;
    Ok(true)
}

/// What becomes of the rest of the items on a draft, by line.
pub async fn rests<C: ConnectionTrait>(
    db: &C,
    invoice: i64,
    lines: &[LineRow],
) -> Result<HashMap<i64, Rest>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        line_id: i64,
        share: Option<i64>,
    }
    let rows: Vec<Row> = all(db, SHARES, [invoice.into()]).await?;
    let mut rests = HashMap::new();
    for row in rows {
        let Some(line) = lines.iter().find(|line| line.id == row.line_id) else { continue };
        let counted = line.line()?.quantity.count();
        let settled = row.share.is_none_or(|share| share > counted);
        rests.insert(row.line_id, if settled { Rest::Settled } else { Rest::Open });
    }
    Ok(rests)
}

/// Whether work stands on an issued document: it is not corrected any more (E1).
pub async fn is_billed<C: ConnectionTrait>(db: &C, effort: i64) -> Result<bool, Fault> {
    let sql =
        "SELECT 1 AS yes FROM invoice_source s JOIN invoice i ON i.id = s.invoice_id AND i.state <> 'draft'
      WHERE s.effort_id = $1 AND s.released = FALSE LIMIT 1";
    Ok(one_row(db, sql, [effort.into()]).await?.is_some())
}

/// The condition that something of a ticket stands on an issued document; `ticket` is the column of its id, or a place.
pub fn billed(ticket: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM invoice_source s JOIN invoice i ON i.id = s.invoice_id AND i.state <> 'draft'
         WHERE s.ticket_id = {ticket} AND s.released = FALSE)"
    )
}

/// Whether something of a ticket stands on an issued document (C7).
pub async fn ticket_is_billed<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<bool, Fault> {
    let sql = format!("SELECT 1 AS yes WHERE {}", billed("$1"));
    Ok(one_row(db, &sql, [ticket.into()]).await?.is_some())
}

/// Gives everything free again that stands on a document, or on its lines that are left out alone.
pub async fn release(change: &Change, invoice: i64, left_out_alone: bool) -> Result<(), Fault> {
    let lines = if left_out_alone {
        " AND line_id IN (SELECT id FROM invoice_line WHERE invoice_id = $1 AND left_out = TRUE)"
    } else {
        ""
    };
    let sql = format!("UPDATE invoice_source SET released = TRUE WHERE invoice_id = $1{lines}");
    run(change.db(), &sql, [invoice.into()]).await?;
    Ok(())
}

/// Holds the tickets and the work behind a document, and the contracts it draws from, until the change is over: nobody corrects it
/// meanwhile. In the order in which whoever books time holds them.
pub async fn hold(change: &Change, invoice: i64) -> Result<(), Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        run(change.db(), &format!("{TICKETS} ORDER BY t.id FOR UPDATE"), [invoice.into()]).await?;
        for table in ["effort", "contract"] {
            let sql = format!(
                "SELECT id FROM {table} WHERE id IN (SELECT {table}_id FROM invoice_source WHERE invoice_id = $1)
                 ORDER BY id FOR NO KEY UPDATE"
            );
            run(change.db(), &sql, [invoice.into()]).await?;
        }
    }
    Ok(())
}

/// Whether the work behind a draft is another now than when it was drawn up: corrected, taken back, moved to another customer or
/// order, or paid by its package otherwise.
pub async fn is_changed<C: ConnectionTrait>(db: &C, invoice: i64) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        changed: i64,
    }
    let changed: Vec<Row> = all(db, CHANGED_WORK, [invoice.into()]).await?;
    if changed.first().is_some_and(|row| row.changed > 0) {
        return Ok(true);
    }
    // Work that is free stands in the annex as it was booked.
    let sql = "SELECT COUNT(*) AS changed FROM invoice_free x JOIN effort f ON f.id = x.effort_id
      WHERE x.invoice_id = $1 AND (f.version <> x.effort_version OR f.taken_back = TRUE)";
    let changed: Vec<Row> = all(db, sql, [invoice.into()]).await?;
    if changed.first().is_some_and(|row| row.changed > 0) {
        return Ok(true);
    }
    // Work by the hour that a package pays by now, or went beyond it by other minutes.
    let changed: Vec<Row> = all(db, CHANGED_DRAW, [invoice.into()]).await?;
    Ok(changed.first().is_some_and(|row| row.changed > 0))
}
