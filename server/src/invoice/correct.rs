//! Corrections of a draft: its lines, its days. What it said before stays in the history.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::row::{LineRow, find_to_change, lines, words};
use crate::invoice::{compose, entry};
use crate::store::{Change, run};
use app::call::Call;
use app::error::AppError;
use app::invoice::api::LineDeed;
use domain::billing::Event;
use domain::billing::change::{LONGEST_REASON, TypedPeriod};
use domain::billing::timeline::What;
use domain::id::{InvoiceLineId, OrganisationId};
use domain::input::Checks;

/// Corrects a line, leaves it out, or puts it back.
pub async fn correct(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    line: InvoiceLineId,
    deed: LineDeed,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/line").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, reference).await?;
    row.after(Event::Correct)?;
    let found = lines(change.db(), row.id).await?.into_iter().find(|one| one.id == line.0);
    let found = found.ok_or(AppError::NotFound)?;
    let what = turn(&change, &found, deed).await?;
    if let Some(what) = what {
        entry::record(&change, call, row.id, &what).await?;
        let today = house.clock.moment(call.now).civil().date();
        compose::refresh(house, &change, row.id, today, call.now.as_millisecond()).await?;
        change.invoice_changed(OrganisationId(row.organisation_id), false);
    }
    change.remember(actor.id.0, key, "invoice/line", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Corrects when the services of a draft were rendered.
pub async fn period(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    typed: TypedPeriod,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/period").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, reference).await?;
    row.after(Event::Correct)?;
    let (to, reason) = typed.read().map_err(AppError::from)?;
    let (from, now) = (row.period()?, call.now.as_millisecond());
    if from != Some(to) {
        let sql = "UPDATE invoice SET period_from = $2, period_to = $3 WHERE id = $1";
        run(change.db(), sql, [row.id.into(), to.from.to_string().into(), to.to.to_string().into()]).await?;
        entry::record(&change, call, row.id, &What::Dated { from, to, reason }).await?;
        let today = house.clock.moment(call.now).civil().date();
        compose::refresh(house, &change, row.id, today, now).await?;
        change.invoice_changed(OrganisationId(row.organisation_id), false);
    }
    change.remember(actor.id.0, key, "invoice/period", &(), now).await?;
    change.commit().await
}

/// Writes the line; `None` where it is so already.
async fn turn(change: &Change, row: &LineRow, deed: LineDeed) -> Result<Option<What>, Fault> {
    let from = row.line()?;
    let name = from.name.clone();
    let (to, left_out, reason, what) = match deed {
        LineDeed::Correct(typed) => {
            let (to, reason) = typed.read(&from).map_err(AppError::from)?;
            if to == from {
                return Ok(None);
            }
            let what =
                What::Corrected { from: Box::new(from), to: Box::new(to.clone()), reason: reason.clone() };
            (to, row.left_out, reason, what)
        }
        LineDeed::LeaveOut { .. } if row.left_out => return Ok(None),
        LineDeed::LeaveOut { reason } => {
            let mut checks = Checks::default();
            let reason = checks.line("reason", &reason, LONGEST_REASON);
            checks.done(())?;
            (from, true, reason.clone(), What::LeftOut { line: name, reason })
        }
        LineDeed::PutBack if !row.left_out => return Ok(None),
        LineDeed::PutBack => (from, false, String::new(), What::PutBack { line: name }),
    };
    let sql =
        "UPDATE invoice_line SET facts = $2, left_out = $3, reason = $4, minutes = $5, net = $6, words = $7
      WHERE id = $1";
    let values = [
        row.id.into(),
        serde_json::to_string(&to)?.into(),
        left_out.into(),
        reason.into(),
        to.minutes().into(),
        to.net_cents().into(),
        words(&to).into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(Some(what))
}
