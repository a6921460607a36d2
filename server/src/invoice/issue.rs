//! Issuing: the next number, frozen content and bytes, and work marked as billed, in one change.
//!
//! A document is laid out before that change, under the number that is next then; the change takes the number only if it still is.
//! Else somebody was quicker, nothing was written, and it is laid out again. So nobody waits for a typesetter, no number is given
//! twice, and none is left out.
pub mod cancel;

use crate::fault::Fault;
use crate::house::House;
use crate::invoice::form::Form;
use crate::invoice::query::{BEGIN_COUNTER, COUNTER, FREEZE, KEEP_FILE, TAKE_NUMBER};
use crate::invoice::row::{InvoiceRow, find, find_to_change, hold};
use crate::invoice::{
    billed, compose, credited, draw, entry, file, follow, letter, payer, price, search, source, supply,
};
use crate::store::{Change, one, run};
use app::call::Call;
use app::error::AppError;
use app::invoice::api::Issuing;
use domain::billing::timeline::What;
use domain::billing::{Event, State, WrongInvoice};
use domain::id::OrganisationId;
use domain::input::Reason;
use domain::invoice::{Invoice, Kind};
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

/// How often it is laid out again because others were quicker.
const TRIES: usize = 50;
/// Documents that are laid out at once; each takes a core.
static LAYING_OUT: Semaphore = Semaphore::const_new(2);

/// A number that is next, as far as was seen.
struct Next {
    year: i16,
    serial: u32,
    number: String,
}

/// Issues a draft as it was seen; answers its number.
pub async fn issue(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    issuing: Issuing,
) -> Result<String, Fault> {
    let actor = draw::biller(call)?;
    if let Some(done) = house.store.change().await?.earlier(actor.id.0, key, "invoice/issue").await? {
        return Ok(done);
    }
    for _ in 0..TRIES {
        let row = find(house.store.read(), actor, reference).await?;
        let (next, invoice) = prepared(house, call, &row, issuing).await?;
        let xrechnung = asks_for_xrechnung(house, &row, row.corrects_id).await?;
        let files = laid_out(&invoice, xrechnung).await?;
        let mut change = house.store.change().await?;
        if let Some(done) = change.earlier(actor.id.0, key, "invoice/issue").await? {
            return Ok(done);
        }
        let row = find_to_change(&change, actor, reference).await?;
        as_seen(&row, issuing.seen)?;
        // Whoever cancels what it corrects holds that before the number, too.
        if let Some(original) = row.corrects_id {
            hold(&change, original).await?;
        }
        if !take(&change, &next).await? {
            continue;
        }
        source::hold(&change, row.corrects_id.unwrap_or(row.id)).await?;
        if source::is_changed(change.db(), row.id).await?
            || follow::is_behind(house, change.db(), &row).await?
            || price::is_another(house, change.db(), &row).await?
        {
            return Err(AppError::from(WrongInvoice::Changed).into());
        }
        if let Some(original) = row.corrects_id {
            credited::take_off(call, &change, original, &invoice).await?;
        }
        freeze(call, &change, row.id, (row.organisation_id, &row.title), &invoice, files).await?;
        if let Some(original) = row.corrects_id
            && supply::is_given_twice(change.db(), row.organisation_id, original).await?
        {
            return Err(AppError::from(WrongInvoice::Credited).into());
        }
        source::release(&change, row.id, true).await?;
        billed::settle(house, call, &mut change, (row.id, next.number.as_str())).await?;
        finish(house, call, &mut change, row.organisation_id, row.id, &invoice).await?;
        change.remember(actor.id.0, key, "invoice/issue", &next.number, call.now.as_millisecond()).await?;
        change.commit().await?;
        house.letters.notify_one();
        return Ok(next.number);
    }
    Err(Fault::broken("too many documents were issued at once"))
}

fn as_seen(row: &InvoiceRow, seen: i64) -> Result<(), Fault> {
    row.after(Event::Issue)?;
    row.is_as_seen(seen)
}

/// The document that a draft becomes, under the number that is next.
async fn prepared(
    house: &House,
    call: &Call,
    row: &InvoiceRow,
    issuing: Issuing,
) -> Result<(Next, Invoice), Fault> {
    as_seen(row, issuing.seen)?;
    let today = house.clock.moment(call.now).civil().date();
    let db = house.store.read();
    if house.policy().billing.seller.is_none() {
        return Err(AppError::from(WrongInvoice::NoSeller).into());
    }
    payer::on(db, row).await?.checked().map_err(AppError::from)?;
    let next = next(house, today).await?;
    let invoice = compose::draft(house, db, row, &next.number, today).await?;
    if invoice.lines.is_empty() {
        return Err(AppError::from(WrongInvoice::Empty).into());
    }
    if invoice.kind == Kind::Invoice && invoice.period.is_none() {
        return Err(AppError::from(WrongInvoice::NoPeriod).into());
    }
    if invoice.totals().gross == 0 && !issuing.for_nothing {
        return Err(AppError::field("for_nothing", Reason::AsksForNothing).into());
    }
    Ok((next, invoice))
}

async fn next(house: &House, today: Date) -> Result<Next, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        value: i64,
    }
    let year = today.year();
    let row: Option<Row> = one(house.store.read(), COUNTER, [counter(year).into()]).await?;
    let serial = u32::try_from(row.map_or(0, |row| row.value) + 1).map_err(Fault::broken)?;
    Ok(Next { year, serial, number: house.policy().billing.rules.number(year, serial) })
}

fn counter(year: i16) -> String {
    format!("invoice-{year}")
}

/// Takes a number; `false` where it is not the next one any more. Who else wants one waits until this change is over.
async fn take(change: &Change, next: &Next) -> Result<bool, Fault> {
    let name = counter(next.year);
    run(change.db(), BEGIN_COUNTER, [name.clone().into()]).await?;
    let taken = run(change.db(), TAKE_NUMBER, [name.into(), i64::from(next.serial).into()]).await?;
    Ok(taken.rows_affected() == 1)
}

/// The bytes of a document, in each of its forms.
type Files = Vec<(Form, Vec<u8>)>;

/// Whether a document is an XRechnung, too: who pays asks for it, or what it corrects was one.
pub async fn asks_for_xrechnung(
    house: &House,
    row: &InvoiceRow,
    corrected: Option<i64>,
) -> Result<bool, Fault> {
    let db = house.store.read();
    Ok(payer::of(db, row).await?.xrechnung
        || match corrected {
            Some(id) => file::is_kept(db, id, Form::Xrechnung).await?,
            None => false,
        })
}

/// Pages and XML, made beside the server's own work.
async fn laid_out(invoice: &Invoice, xrechnung: bool) -> Result<Files, Fault> {
    let _place = LAYING_OUT.acquire().await.map_err(Fault::broken)?;
    let invoice = invoice.clone();
    let files = tokio::task::spawn_blocking(move || {
        let rendered = pdf::render(&invoice)?;
        let mut files = vec![(Form::Pdf, rendered.pdf), (Form::Xml, rendered.xml.into_bytes())];
        if xrechnung {
            files.push((Form::Xrechnung, pdf::xrechnung(&invoice)?.into_bytes()));
        }
        Ok::<_, pdf::Error>(files)
    });
    files.await?.map_err(|error| match error {
        // What the forms let through and the standard does not is told, so that a line can be corrected.
        pdf::Error::Wrong(_) | pdf::Error::Standard(_) => {
            AppError::field("", Reason::BadFile { places: error.to_string() }).into()
        }
        pdf::Error::Layout(_) => Fault::broken(error),
    })
}

/// Writes what a document says for ever, and its bytes.
async fn freeze(
    call: &Call,
    change: &Change,
    id: i64,
    (organisation, title): (i64, &str),
    invoice: &Invoice,
    files: Files,
) -> Result<(), Fault> {
    let totals = invoice.totals();
    let words = format!("{}\n{}", invoice.number, compose::words(title, &invoice.lines));
    search::enter(change.db(), id, organisation, &words).await?;
    let left = if invoice.kind.gives_back() { 0 } else { totals.due };
    let values = [
        id.into(),
        invoice.number.clone().into(),
        State::Issued.code().into(),
        serde_json::to_string(invoice)?.into(),
        words.into(),
        totals.net.into(),
        totals.gross.into(),
        left.into(),
        invoice.issued_on.to_string().into(),
        invoice.due_on.map(|day| day.to_string()).into(),
        call.actor()?.name.clone().into(),
        call.now.as_millisecond().into(),
    ];
    run(change.db(), FREEZE, values).await?;
    for (form, bytes) in files {
        let digest = crate::secret::hex(&Sha256::digest(&bytes));
        run(change.db(), KEEP_FILE, [id.into(), form.code().into(), bytes.into(), digest.into()]).await?;
    }
    Ok(())
}

async fn finish(
    house: &House,
    call: &Call,
    change: &mut Change,
    organisation: i64,
    id: i64,
    invoice: &Invoice,
) -> Result<(), Fault> {
    entry::record(change, call, id, &What::Issued { number: invoice.number.clone() }).await?;
    let document = letter::Document { id, number: &invoice.number, organisation };
    letter::issued(house, change, call, document, invoice).await?;
    change.invoice_changed(OrganisationId(organisation), true);
    Ok(())
}
