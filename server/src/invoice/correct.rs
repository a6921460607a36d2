//! Corrections of a draft: its lines, its days, what is taken off it. What it said before stays in the history.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{FOLLOW_DAYS, SET_DAYS};
use crate::invoice::row::{Added, Beside, InvoiceRow, LineRow, find_to_change, lines, words, write_line};
use crate::invoice::{compose, entry, payer, source};
use crate::store::{Change, run};
use app::call::Call;
use app::error::AppError;
use app::invoice::api::{LineDeed, Seen};
use app::words::{invoice as w, say};
use domain::access::Actor;
use domain::billing::allowance::TypedAllowance;
use domain::billing::change::{LONGEST_REASON, TypedPeriod};
use domain::billing::own::TypedOwn;
use domain::billing::reference::TypedReferences;
use domain::billing::timeline::What;
use domain::billing::{Event, WrongInvoice};
use domain::id::{InvoiceLineId, OrganisationId};
use domain::input::{Checks, Reason};
use domain::invoice::Kind;
use domain::invoice::check::MOST_LINES;
use domain::vat::Vat;

/// Corrects a line, leaves it out, or puts it back.
pub async fn correct(
    house: &House,
    call: &Call,
    key: &str,
    seen: Seen<'_>,
    line: InvoiceLineId,
    deed: LineDeed,
) -> Result<(), Fault> {
    let (actor, request) = (call.actor()?, (key, "invoice/line"));
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, request.1).await? {
        return Ok(done);
    }
    let row = as_seen(&change, actor, seen).await?;
    let found = lines(change.db(), row.id).await?.into_iter().find(|one| one.id == line.0);
    let found = found.ok_or(AppError::NotFound)?;
    let what = turn(&change, &found, deed).await?;
    if let Some(What::LeftOut { .. } | What::PutBack { .. }) = what {
        run(change.db(), FOLLOW_DAYS, [row.id.into()]).await?;
    }
    keep(house, call, change, &row, request, what).await
}

/// Adds a line that nothing stands behind. It is the last one, also where the draft is drawn up anew.
pub async fn add(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    typed: TypedOwn,
) -> Result<(), Fault> {
    let (actor, request) = (call.actor()?, (key, "invoice/add"));
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, request.1).await? {
        return Ok(done);
    }
    let row = draft(&change, actor, reference).await?;
    // What gives back gives back what was charged.
    if row.kind()? != Kind::Invoice {
        return Err(AppError::from(WrongInvoice::GivesBack).into());
    }
    let agreed = payer::treatment(house, change.db(), row.organisation_id).await?;
    let own = typed.read(say(row.lang(), w::GROUP_OWN), agreed).map_err(AppError::from)?;
    let place = lines(change.db(), row.id).await?.len();
    if place >= MOST_LINES {
        let most = u32::try_from(MOST_LINES).unwrap_or(u32::MAX);
        return Err(AppError::field("name", Reason::TooManyLines { max: most }).into());
    }
    let place = i64::try_from(place).map_err(Fault::broken)?;
    let added = Added { by: &actor.name, at: call.now.as_millisecond(), reason: &own.reason };
    let beside = Beside { own_vat: own.vat, added: Some(added), ..Beside::default() };
    write_line(&change, row.id, place, &own.line, beside).await?;
    let what = What::Added { line: Box::new(own.line), reason: own.reason };
    keep(house, call, change, &row, request, Some(what)).await
}

/// Corrects when the services of a draft were rendered.
pub async fn period(
    house: &House,
    call: &Call,
    key: &str,
    seen: Seen<'_>,
    typed: TypedPeriod,
) -> Result<(), Fault> {
    let (actor, request) = (call.actor()?, (key, "invoice/period"));
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, request.1).await? {
        return Ok(done);
    }
    let row = as_seen(&change, actor, seen).await?;
    let (to, reason) = typed.read().map_err(AppError::from)?;
    let from = row.period()?;
    let what = (from != Some(to)).then_some(What::Dated { from, to, reason });
    if what.is_some() {
        run(change.db(), SET_DAYS, [row.id.into(), to.from.to_string().into(), to.to.to_string().into()])
            .await?;
    }
    keep(house, call, change, &row, request, what).await
}

/// Keeps references of the customer's that stand on a draft alone.
pub async fn refer(
    house: &House,
    call: &Call,
    key: &str,
    seen: Seen<'_>,
    typed: TypedReferences,
) -> Result<(), Fault> {
    let (actor, request) = (call.actor()?, (key, "invoice/refer"));
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, request.1).await? {
        return Ok(done);
    }
    let row = as_seen(&change, actor, seen).await?;
    let payer = payer::of(change.db(), &row).await?;
    let to = typed.read(&payer).map_err(AppError::from)?;
    let what = (row.references() != to).then(|| {
        let payer = to.clone().on(payer);
        let (buyer_reference, purchase_order) = (payer.buyer.reference, payer.purchase_order);
        What::Referenced { buyer_reference, purchase_order }
    });
    if what.is_some() {
        let sql = "UPDATE invoice SET buyer_reference = $2, purchase_order = $3 WHERE id = $1";
        let values = [row.id.into(), to.buyer_reference.into(), to.purchase_order.into()];
        run(change.db(), sql, values).await?;
    }
    keep(house, call, change, &row, request, what).await
}

/// Takes something off a draft as a whole, something else, or nothing any more.
pub async fn discount(
    house: &House,
    call: &Call,
    key: &str,
    seen: Seen<'_>,
    typed: TypedAllowance,
) -> Result<(), Fault> {
    let (actor, request) = (call.actor()?, (key, "invoice/discount"));
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, request.1).await? {
        return Ok(done);
    }
    let row = as_seen(&change, actor, seen).await?;
    let today = house.clock.moment(call.now).civil().date();
    let come_to = compose::draft(house, change.db(), &row, "", today).await?.totals().lines;
    let (from, to) = (row.allowance()?, typed.read(come_to).map_err(AppError::from)?);
    let what = (from != to).then(|| What::Discounted { from, to: to.clone() });
    if what.is_some() {
        let sql = "UPDATE invoice SET discount = $2 WHERE id = $1";
        let kept = to.map(|allowance| serde_json::to_string(&allowance)).transpose()?;
        run(change.db(), sql, [row.id.into(), kept.into()]).await?;
    }
    keep(house, call, change, &row, request, what).await
}

/// A draft that this actor may correct, locked until the change is over.
async fn draft(change: &Change, actor: &Actor, reference: &str) -> Result<InvoiceRow, Fault> {
    let row = find_to_change(change, actor, reference).await?;
    row.after(Event::Correct)?;
    Ok(row)
}

/// The same, where it is still what was seen.
async fn as_seen(change: &Change, actor: &Actor, seen: Seen<'_>) -> Result<InvoiceRow, Fault> {
    let row = draft(change, actor, seen.reference).await?;
    row.is_as_seen(seen.version)?;
    Ok(row)
}

/// Ends a change with what was corrected, where something was.
async fn keep(
    house: &House,
    call: &Call,
    mut change: Change,
    row: &InvoiceRow,
    (key, endpoint): (&str, &str),
    what: Option<What>,
) -> Result<(), Fault> {
    let (actor, now) = (call.actor()?, call.now.as_millisecond());
    if let Some(what) = what {
        entry::record(&change, call, row.id, &what).await?;
        let today = house.clock.moment(call.now).civil().date();
        compose::refresh(house, &change, row.id, today, now).await?;
        change.invoice_changed(OrganisationId(row.organisation_id), false);
    }
    change.remember(actor.id.0, key, endpoint, &(), now).await?;
    change.commit().await
}

/// Writes the line; `None` where it is so already.
async fn turn(change: &Change, row: &LineRow, deed: LineDeed) -> Result<Option<What>, Fault> {
    let from = row.line()?;
    let name = from.name.clone();
    let mut own_vat = row.own_vat();
    let (to, left_out, reason, what) = match deed {
        LineDeed::Correct { typed, settles } => {
            let (to, reason) = typed.read(&from).map_err(AppError::from)?;
            let shared = source::share(change, row.id, to.quantity.count(), settles).await?;
            if to == from && !shared {
                return Ok(None);
            }
            // A tax that somebody chose for this line is the line's own from then on.
            if to.vat != from.vat {
                own_vat = Some(to.vat);
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
        "UPDATE invoice_line SET facts = $2, left_out = $3, reason = $4, minutes = $5, net = $6, words = $7,
       own_vat = $8 WHERE id = $1";
    let values = [
        row.id.into(),
        serde_json::to_string(&to)?.into(),
        left_out.into(),
        reason.into(),
        to.minutes().into(),
        to.net_cents().into(),
        words(&to).into(),
        own_vat.map(Vat::code).into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(Some(what))
}
