//! Cancelling: an invoice is taken back as a whole by a document with a number of its own.
use super::{TRIES, asks_for_xrechnung, finish, freeze, laid_out, next, take};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::counterpart::counterpart;
use crate::invoice::query::TAKE_BACK;
use crate::invoice::row::{InvoiceRow, find, find_to_change};
use crate::invoice::{billed, draw, entry, source, supply};
use crate::store::run;
use app::call::Call;
use app::error::AppError;
use domain::billing::change::LONGEST_REASON;
use domain::billing::timeline::What;
use domain::billing::{Event, State, WrongInvoice};
use domain::input::Checks;
use domain::invoice::{Invoice, Kind, Preceding};
use jiff::civil::Date;

/// Takes an invoice back as a whole by a document of its own; its work is open again.
pub async fn cancel(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    reason: &str,
) -> Result<String, Fault> {
    let actor = draw::biller(call)?;
    if let Some(done) = house.store.change().await?.earlier(actor.id.0, key, "invoice/cancel").await? {
        return Ok(done);
    }
    let mut checks = Checks::default();
    let reason = checks.line("reason", reason, LONGEST_REASON);
    checks.done(())?;
    for _ in 0..TRIES {
        let row = find(house.store.read(), actor, reference).await?;
        may_cancel(&row)?;
        let today = house.clock.moment(call.now).civil().date();
        let next = next(house, today).await?;
        let invoice = taken_back(&row, &next.number, today)?;
        let xrechnung = asks_for_xrechnung(house, &row, Some(row.id)).await?;
        let files = laid_out(&invoice, xrechnung).await?;
        let mut change = house.store.change().await?;
        if let Some(done) = change.earlier(actor.id.0, key, "invoice/cancel").await? {
            return Ok(done);
        }
        let row = find_to_change(&change, actor, reference).await?;
        may_cancel(&row)?;
        if !take(&change, &next).await? {
            continue;
        }
        source::hold(&change, row.id).await?;
        // Its fee would be billed anew, and the days that were taken off another document be paid by nobody.
        if supply::is_taken_off(change.db(), row.id).await? {
            return Err(AppError::from(WrongInvoice::Credited).into());
        }
        let id = counterpart(call, &change, &row, Kind::Cancellation, &invoice).await?;
        freeze(call, &change, id, (row.organisation_id, &row.title), &invoice, files).await?;
        let now = call.now.as_millisecond();
        run(change.db(), TAKE_BACK, [row.id.into(), State::Cancelled.code().into(), now.into()]).await?;
        source::release(&change, row.id, false).await?;
        billed::reopen(house, call, &mut change, (row.id, row.number.as_deref().unwrap_or_default())).await?;
        let what = What::Cancelled { by: next.number.clone(), reason: reason.clone() };
        entry::record(&change, call, row.id, &what).await?;
        finish(house, call, &mut change, row.organisation_id, id, &invoice).await?;
        change.remember(actor.id.0, key, "invoice/cancel", &next.number, now).await?;
        change.commit().await?;
        house.letters.notify_one();
        return Ok(next.number);
    }
    Err(Fault::broken("too many documents were issued at once"))
}

/// What was paid or credited is given back by a credit note: a cancellation would take it back once more.
fn may_cancel(row: &InvoiceRow) -> Result<(), Fault> {
    row.after(Event::Cancel)?;
    let why = match (row.account()?.is_unpaid(), row.credited) {
        (true, 0) => return Ok(()),
        (true, _) => WrongInvoice::Credited,
        (false, _) => WrongInvoice::Paid,
    };
    Err(AppError::from(why).into())
}

fn taken_back(row: &InvoiceRow, number: &str, today: Date) -> Result<Invoice, Fault> {
    let content = row.content()?.ok_or_else(|| Fault::impossible_row("invoice", row.id, "no content"))?;
    let issued_on = content.issued_on;
    Ok(Invoice {
        kind: Kind::Cancellation,
        corrects: Some(Preceding { number: content.number.clone(), issued_on }),
        number: number.to_owned(),
        issued_on: today,
        due_on: None,
        intro: String::new(),
        paid_cents: 0,
        hours: Vec::new(),
        ..content
    })
}
