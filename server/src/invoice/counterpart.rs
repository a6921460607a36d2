//! Documents that take back or correct another one: their row with its lines, and the draft of a credit note.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::COUNTERPART;
use crate::invoice::row::{Beside, InvoiceRow, lines, write_line};
use crate::invoice::{compose, entry};
use crate::store::{Change, insert};
use app::call::Call;
use domain::billing::Event;
use domain::billing::timeline::What;
use domain::id::OrganisationId;
use domain::invoice::{Invoice, Kind};

/// A row with lines for a document that takes back or corrects another one.
pub async fn counterpart(
    call: &Call,
    change: &Change,
    row: &InvoiceRow,
    kind: Kind,
    invoice: &Invoice,
) -> Result<i64, Fault> {
    let now = call.now.as_millisecond();
    let discount = row.allowance()?.map(|allowance| allowance.given_back(invoice.totals().lines));
    let discount = discount.map(|allowance| serde_json::to_string(&allowance)).transpose()?;
    let values = [row.id.into(), kind.code().into(), now.into(), discount.into()];
    let id = insert(change.db(), COUNTERPART, values).await?;
    let standing = lines(change.db(), row.id).await?.into_iter().filter(|line| !line.left_out);
    for (place, (line, corrected)) in (0_i64..).zip(invoice.lines.iter().zip(standing)) {
        let (factor_percent, origin) = (corrected.factor_percent(), Some(corrected.id));
        let beside = Beside { factor_percent, origin, days: corrected.days()?, ..Beside::default() };
        write_line(change, id, place, line, beside).await?;
    }
    Ok(id)
}

/// Makes the draft of a credit note with all lines of an invoice; what is billed stays billed.
pub async fn credit(house: &House, call: &Call, change: &mut Change, row: &InvoiceRow) -> Result<i64, Fault> {
    row.after(Event::Credit)?;
    let content = row.content()?.ok_or_else(|| Fault::impossible_row("invoice", row.id, "no content"))?;
    let id = counterpart(call, change, row, Kind::CreditNote, &content).await?;
    let count = u32::try_from(content.lines.len()).unwrap_or(u32::MAX);
    entry::record(change, call, id, &What::Drawn { lines: count }).await?;
    let today = house.clock.moment(call.now).civil().date();
    compose::refresh(house, change, id, today, call.now.as_millisecond()).await?;
    change.invoice_changed(OrganisationId(row.organisation_id), false);
    Ok(id)
}
