//! What credit notes gave back of an invoice.
use crate::fault::Fault;
use crate::invoice::entry;
use crate::invoice::query::CREDIT_NOTES;
use crate::invoice::row::{by_id, hold, save_account};
use crate::store::{Change, all};
use app::call::Call;
use app::error::AppError;
use domain::billing::timeline::What;
use domain::billing::{Event, State};
use domain::invoice::total::Totals;
use domain::invoice::{Invoice, Kind};
use sea_orm::FromQueryResult;

/// What a credit note gives back is taken off what is left of its invoice, and never more than that asked for.
pub async fn take_off(call: &Call, change: &Change, original: i64, note: &Invoice) -> Result<(), Fault> {
    hold(change, original).await?;
    let row = by_id(change.db(), original).await?;
    let row = row.ok_or_else(|| Fault::broken(format!("there is no invoice {original}")))?;
    row.after(Event::Credit)?;
    let invoice = row.content()?.ok_or_else(|| Fault::impossible_row("invoice", row.id, "no content"))?;
    let mut notes = credit_notes(change, original).await?;
    notes.push(note.totals());
    let account = row.account()?.credit(&invoice.totals(), &notes).map_err(AppError::from)?;
    save_account(change, original, account, call.now.as_millisecond()).await?;
    let cents = note.totals().gross;
    entry::record(change, call, original, &What::Credited { by: note.number.clone(), cents }).await
}

/// What the credit notes come to that were issued for an invoice.
async fn credit_notes(change: &Change, original: i64) -> Result<Vec<Totals>, Fault> {
    #[derive(FromQueryResult)]
    struct Note {
        id: i64,
        content: String,
    }
    let values = [original.into(), Kind::CreditNote.code().into(), State::Issued.code().into()];
    let notes: Vec<Note> = all(change.db(), CREDIT_NOTES, values).await?;
    let totals = |note: &Note| match serde_json::from_str::<Invoice>(&note.content) {
        Ok(content) => Ok(content.totals()),
        Err(error) => Err(Fault::impossible_row("invoice", note.id, &error.to_string())),
    };
    notes.iter().map(totals).collect()
}
