//! Drafts that are there: drawn up anew, or given up.
use super::{gathered, hold_organisation, write};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{FORGET_DRAFT, FORGET_HISTORY, FORGET_LINES, FORGET_SOURCES, PLACE};
use crate::invoice::row::{InvoiceRow, lines};
use crate::invoice::supply::Scope;
use crate::invoice::{follow, payer, search, source};
use crate::store::{Change, run};
use app::call::Call;
use app::error::AppError;
use domain::billing::{Event, WrongInvoice};
use domain::id::OrganisationId;
use domain::invoice::Kind;

/// Draws a draft up anew. Lines that were added by hand stay, behind the others, and so does the discount.
pub async fn redraw(house: &House, call: &Call, change: &mut Change, row: &InvoiceRow) -> Result<(), Fault> {
    row.after(Event::Correct)?;
    if row.kind()? != Kind::Invoice {
        return Err(AppError::from(WrongInvoice::GivesBack).into());
    }
    hold_organisation(change, row.organisation_id).await?;
    clear(change, row.id, " AND added_by IS NULL").await?;
    let today = house.clock.moment(call.now).civil().date();
    let scope = Scope {
        organisation: row.organisation_id,
        days: row.asked()?,
        since: row.since()?,
        order: row.order_id,
        today,
        lang: row.lang(),
    };
    let (read, gathered) = gathered(house, change, &scope).await?;
    let kept = lines(change.db(), row.id).await?;
    if gathered.lines.is_empty() && kept.is_empty() {
        return Err(AppError::from(WrongInvoice::Empty).into());
    }
    for (place, line) in (gathered.lines.len()..).zip(&kept) {
        let place = i64::try_from(place).map_err(Fault::broken)?;
        run(change.db(), PLACE, [line.id.into(), place.into()]).await?;
    }
    let agreed = payer::treatment(house, change.db(), row.organisation_id).await?;
    follow::draft(call, change, row.id, agreed).await?;
    write(house, call, change, &scope, row.id, &read, &gathered).await
}

/// Gives a draft up; all in it is open again.
pub async fn discard(change: &mut Change, row: &InvoiceRow) -> Result<(), Fault> {
    row.after(Event::Correct)?;
    clear(change, row.id, "").await?;
    run(change.db(), FORGET_HISTORY, [row.id.into()]).await?;
    search::forget(change.db(), row.id).await?;
    run(change.db(), FORGET_DRAFT, [row.id.into()]).await?;
    change.invoice_changed(OrganisationId(row.organisation_id), false);
    Ok(())
}

/// Takes lines of a draft off it, all or those of which `which` is true, with what they come from.
async fn clear(change: &Change, id: i64, which: &str) -> Result<(), Fault> {
    run(change.db(), FORGET_SOURCES, [id.into()]).await?;
    source::forget_free(change, id).await?;
    let sql = format!("{FORGET_LINES}{which}");
    run(change.db(), &sql, [id.into()]).await?;
    Ok(())
}
