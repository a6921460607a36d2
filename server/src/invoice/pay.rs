//! Payments, and asking for them again.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{PAY, REMIND, UNPAY};
use crate::invoice::row::{InvoiceRow, find_to_change, save_account};
use crate::invoice::{entry, letter};
use crate::store::{Change, one, run};
use app::call::Call;
use app::error::AppError;
use domain::billing::account::Account;
use domain::billing::change::TypedPayment;
use domain::billing::rules::PAID_WITHIN;
use domain::billing::timeline::What;
use domain::billing::{Event, WrongInvoice};
use domain::id::OrganisationId;
use domain::input::Reason;
use jiff::ToSpan as _;
use sea_orm::FromQueryResult;

/// Notes a payment.
pub async fn pay(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    typed: TypedPayment,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/pay").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, reference).await?;
    row.after(Event::Pay)?;
    let today = house.clock.moment(call.now).civil().date();
    let account = row.account()?;
    let payment = typed.read(today, account.left()).map_err(AppError::from)?;
    // Money may come before the document that asks for it, but not years before.
    if row.issued_on()?.is_some_and(|day| payment.day < day.saturating_sub(1.year())) {
        return Err(AppError::field("day", Reason::TooLongAgo).into());
    }
    let now = call.now.as_millisecond();
    let values = [
        row.id.into(),
        payment.day.to_string().into(),
        payment.cents.into(),
        payment.note.clone().into(),
        actor.id.0.into(),
        now.into(),
    ];
    run(change.db(), PAY, values).await?;
    settle(&mut change, &row, Account { paid: account.paid + payment.cents, ..account }, now).await?;
    let what = What::Paid { cents: payment.cents, day: payment.day, note: payment.note };
    entry::record(&change, call, row.id, &what).await?;
    change.remember(actor.id.0, key, "invoice/pay", &(), now).await?;
    change.commit().await
}

/// Takes back a payment that was noted by mistake.
pub async fn unpay(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    payment: i64,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        cents: i64,
        day: String,
    }
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/unpay").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, reference).await?;
    row.after(Event::Pay)?;
    let found: Option<Row> = one(change.db(), UNPAY, [payment.into(), row.id.into()]).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let now = call.now.as_millisecond();
    let account = row.account()?;
    settle(&mut change, &row, Account { paid: account.paid - found.cents, ..account }, now).await?;
    let day = found.day.parse().map_err(|_| Fault::impossible_row("payment", payment, &found.day))?;
    entry::record(&change, call, row.id, &What::Unpaid { cents: found.cents, day }).await?;
    change.remember(actor.id.0, key, "invoice/unpay", &(), now).await?;
    change.commit().await
}

async fn settle(change: &mut Change, row: &InvoiceRow, account: Account, now: i64) -> Result<(), Fault> {
    save_account(change, row.id, account, now).await?;
    change.invoice_changed(OrganisationId(row.organisation_id), true);
    Ok(())
}

/// Sends the reminder that is due; where a level was asked for, only that one: who asks twice, or after somebody else, sends none.
pub async fn remind(
    house: &House,
    call: &Call,
    change: &mut Change,
    row: &InvoiceRow,
    asked: Option<u32>,
) -> Result<(), Fault> {
    row.after(Event::Pay)?;
    let today = house.clock.moment(call.now).civil().date();
    let (account, policy) = (row.account()?, house.policy());
    let (billing, now) = (&policy.billing, call.now.as_millisecond());
    let levels = &billing.rules.reminders;
    let level = account.reminder(today, levels, row.sent(&house.clock));
    let level = level.filter(|level| asked.is_none_or(|asked| asked == *level));
    let due = level.zip(account.due_on).zip(row.number.as_deref());
    let ((level, due_on), number) = due.ok_or(AppError::from(WrongInvoice::NotDue))?;
    // What nobody reads is no reminder, and nothing is asked for because of it.
    if letter::receivers(change.db(), row.organisation_id).await?.is_empty() {
        return Err(AppError::from(WrongInvoice::NoReceiver).into());
    }
    let fee = billing.rules.late_fee(level, account.fee);
    let account = Account { fee: account.fee + fee, ..account };
    save_account(change, row.id, account, now).await?;
    run(change.db(), REMIND, [row.id.into(), i64::from(level).into(), now.into()]).await?;
    let told = letter::Reminder {
        due_on,
        left: account.left(),
        fee: account.fee,
        level,
        last: usize::try_from(level).is_ok_and(|level| level >= levels.len()),
        until: today.saturating_add(PAID_WITHIN.days()),
        iban: billing.seller.as_ref().map(|seller| seller.bank.grouped_iban()).unwrap_or_default(),
    };
    let document = letter::Document { id: row.id, number, organisation: row.organisation_id };
    letter::reminded(house, change, call, document, &told).await?;
    entry::record(change, call, row.id, &What::Reminded { level, fee }).await?;
    change.invoice_changed(OrganisationId(row.organisation_id), true);
    Ok(())
}
