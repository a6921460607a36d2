//! Postings on accounts of invoices, and asking for what is left again.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{OTHER, POST, REMIND, TWIN, UNPOST};
use crate::invoice::row::{InvoiceRow, by_id, find, find_to_change, hold, save_account};
use crate::invoice::{entry, letter};
use crate::store::{Change, insert, one, run};
use app::call::Call;
use app::error::AppError;
use domain::access::Actor;
use domain::billing::account::Account;
use domain::billing::posting::{Posting, PostingKind, TypedPosting};
use domain::billing::rules::PAID_WITHIN;
use domain::billing::timeline::What;
use domain::billing::{Event, WrongInvoice};
use domain::id::OrganisationId;
use domain::input::Reason;
use jiff::ToSpan as _;
use sea_orm::FromQueryResult;

/// Posts on the account of an issued invoice: a payment, money back, a set-off, what is settled without money.
pub async fn pay(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    typed: TypedPosting,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/pay").await? {
        return Ok(done);
    }
    let other = match typed.other() {
        Some(number) => other_of(&change, actor, number).await?,
        None => None,
    };
    hold_both(&change, find(change.db(), actor, reference).await?.id, other).await?;
    let row = find_to_change(&change, actor, reference).await?;
    row.after(Event::Pay)?;
    let today = house.clock.moment(call.now).civil().date();
    let posting = typed.read(today, row.account()?).map_err(AppError::from)?;
    // Money may come before the document that asks for it, but not years before.
    if row.issued_on()?.is_some_and(|day| posting.day < day.saturating_sub(1.year())) {
        return Err(AppError::field("day", Reason::TooLongAgo).into());
    }
    if posting.kind == PostingKind::SetOff {
        let other = set_off_with(&change, &row, other).await?;
        let twin = posting.on_other(&other.account()?).map_err(|wrong| AppError::from(vec![wrong]))?;
        let first = post(&mut change, call, &row, &posting, Some((&other, None))).await?;
        let second = post(&mut change, call, &other, &twin, Some((&row, Some(first)))).await?;
        run(change.db(), TWIN, [first.into(), second.into()]).await?;
    } else {
        post(&mut change, call, &row, &posting, None).await?;
    }
    change.remember(actor.id.0, key, "invoice/pay", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// The invoice that a set-off names; what gives money back stands for the invoice that it takes it off.
async fn other_of(change: &Change, actor: &Actor, number: &str) -> Result<Option<i64>, Fault> {
    let row = match find(change.db(), actor, number).await {
        Err(Fault::Told(AppError::NotFound)) => return Ok(None),
        found => found?,
    };
    Ok(if row.kind()?.gives_back() { row.corrects_id } else { Some(row.id) })
}

/// Locks both documents of a set-off in the order of their ids, so that no two wait for each other.
async fn hold_both(change: &Change, one: i64, other: Option<i64>) -> Result<(), Fault> {
    let other = other.unwrap_or(one);
    hold(change, one.min(other)).await?;
    hold(change, one.max(other)).await
}

/// Another invoice of the same customer whose account can change.
async fn set_off_with(change: &Change, row: &InvoiceRow, other: Option<i64>) -> Result<InvoiceRow, Fault> {
    let found = match other.filter(|id| *id != row.id) {
        Some(id) => by_id(change.db(), id).await?,
        None => None,
    };
    let same = found.filter(|found| found.organisation_id == row.organisation_id);
    let same = same.filter(|found| found.after(Event::Pay).is_ok());
    same.ok_or_else(|| AppError::field("other", Reason::NoSuchInvoice).into())
}

/// Writes a posting on one account, of a set-off with the other document and its posting there; answers its id.
async fn post(
    change: &mut Change,
    call: &Call,
    row: &InvoiceRow,
    posting: &Posting,
    with: Option<(&InvoiceRow, Option<i64>)>,
) -> Result<i64, Fault> {
    let now = call.now.as_millisecond();
    let Posting { kind, cents, day, note } = posting;
    let values = [
        row.id.into(),
        day.to_string().into(),
        (*cents).into(),
        note.clone().into(),
        call.actor()?.id.0.into(),
        now.into(),
        kind.code().into(),
        with.map(|(other, _)| other.id).into(),
        with.and_then(|(_, twin)| twin).into(),
    ];
    let id = insert(change.db(), POST, values).await?;
    settle(change, row, row.account()?.posted(*kind, *cents), now).await?;
    let other = with.and_then(|(other, _)| other.number.clone());
    let what = What::Posted { kind: *kind, cents: *cents, day: *day, note: note.clone(), other };
    entry::record(change, call, row.id, &what).await?;
    Ok(id)
}

/// Takes back a posting that was made by mistake; a set-off on both accounts.
pub async fn unpay(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    payment: i64,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        other_id: i64,
    }
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/unpay").await? {
        return Ok(done);
    }
    let other: Option<Row> = one(change.db(), OTHER, [payment.into()]).await?;
    let other = other.map(|row| row.other_id);
    hold_both(&change, find(change.db(), actor, reference).await?.id, other).await?;
    let row = find_to_change(&change, actor, reference).await?;
    row.after(Event::Pay)?;
    let other = match other {
        Some(id) => by_id(change.db(), id).await?,
        None => None,
    };
    let twin = take_back(&mut change, call, &row, payment, other.as_ref()).await?;
    if let Some((other, twin)) = other.as_ref().zip(twin) {
        take_back(&mut change, call, other, twin, Some(&row)).await?;
    }
    change.remember(actor.id.0, key, "invoice/unpay", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Takes a posting off one account; answers that on the other one of a set-off.
async fn take_back(
    change: &mut Change,
    call: &Call,
    row: &InvoiceRow,
    payment: i64,
    other: Option<&InvoiceRow>,
) -> Result<Option<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        cents: i64,
        day: String,
        twin_id: Option<i64>,
    }
    let found: Option<Row> = one(change.db(), UNPOST, [payment.into(), row.id.into()]).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let impossible = |text: &str| Fault::impossible_row("payment", payment, text);
    let kind = PostingKind::of_code(&found.kind).ok_or_else(|| impossible(&found.kind))?;
    let day = found.day.parse().map_err(|_| impossible(&found.day))?;
    settle(change, row, row.account()?.posted(kind, -found.cents), call.now.as_millisecond()).await?;
    let other = other.and_then(|other| other.number.clone());
    entry::record(change, call, row.id, &What::Unposted { kind, cents: found.cents, day, other }).await?;
    Ok(found.twin_id)
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
        fee: account.open_fee(),
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
