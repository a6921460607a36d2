//! One document as its reader sees it. Of drafts, corrections and who worked when customers read nothing.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::form::Form;
use crate::invoice::query::POSTINGS;
use crate::invoice::row::{InvoiceRow, find, lines};
use crate::invoice::supply::{Scope, owed, read};
use crate::invoice::{chain, compose, entry, file, follow, issue, letter, payer, price, question, source};
use crate::store::all;
use app::call::Call;
use app::invoice::view::{BillingView, GoingOut, InvoiceView, LineView, PaymentView};
use app::ticket::view::Choice;
use domain::access::Area;
use domain::billing::State;
use domain::billing::account::Account;
use domain::billing::gather::gather;
use domain::billing::lack::lacks;
use domain::billing::posting::PostingKind;
use domain::billing::source::Source;
use domain::id::OrganisationId;
use domain::invoice::{Invoice, Kind};
use domain::quote::item::{Tax, Totals};
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// One document.
pub async fn page(house: &House, call: &Call, reference: &str) -> Result<InvoiceView, Fault> {
    let actor = call.actor()?;
    let (db, now) = (house.store.read(), house.clock.moment(call.now));
    let today = now.civil().date();
    let row = find(db, actor, reference).await?;
    let inner = actor.may_enter(Area::Invoices);
    let invoice = match row.content()? {
        Some(content) => content,
        None => compose::draft(house, db, &row, "", today).await?,
    };
    let billing = if actor.may_enter(Area::Billing) {
        Some(Box::new(billing(house, &row, &invoice, today).await?))
    } else {
        None
    };
    let order = row.order_number.as_deref().map(str::parse).transpose();
    Ok(InvoiceView {
        reference: row.reference(),
        kind: row.kind()?,
        state: row.state()?,
        standing: row.standing(today)?,
        organisation: Choice { id: OrganisationId(row.organisation_id), name: row.organisation.clone() },
        company: house.settings.company.clone(),
        period: row.period()?,
        asked: row.asked()?,
        issued: row.issued_on()?,
        lines: shown(house, call, &row).await?,
        totals: totals(&invoice),
        account: account(&row, &invoice)?,
        payments: payments(house, row.id, inner).await?,
        order: order.map_err(|_| Fault::impossible_row("invoice", row.id, "order"))?,
        corrects: row.corrects_number.clone(),
        corrected_by: corrected_by(house, row.id).await?,
        entries: entry::read(house, db, row.id, inner).await?,
        asks: !actor.is_staff() && row.state()? != State::Draft,
        billing,
        xrechnung: file::is_kept(db, row.id, Form::Xrechnung).await?,
        version: row.version,
        now,
        buyer: invoice.buyer,
        intro: invoice.intro,
        closing: invoice.closing,
        discounts: invoice.discounts,
        annex: invoice.hours,
        title: row.title,
        number: row.number,
    })
}

/// What came of it; a draft says until when it would be to be paid.
fn account(row: &InvoiceRow, invoice: &Invoice) -> Result<Account, Fault> {
    let account = row.account()?;
    Ok(Account { due_on: account.due_on.or(invoice.due_on), ..account })
}

async fn shown(house: &House, call: &Call, row: &InvoiceRow) -> Result<Vec<LineView>, Fault> {
    let actor = call.actor()?;
    let mut chains = chain::of(house, call, &[row.id]).await?;
    let draft = row.state()? == State::Draft;
    let mut asked = question::of_lines(house, actor, row.id).await?;
    let lines = lines(house.store.read(), row.id).await?;
    let rests = if draft { source::rests(house.store.read(), row.id, &lines).await? } else { HashMap::new() };
    let mut shown = Vec::new();
    for line in lines.into_iter().filter(|line| draft || !line.left_out) {
        shown.push(LineView {
            id: line.line_id(),
            line: line.line()?,
            left_out: line.left_out,
            chain: chains.remove(&line.id).unwrap_or_default(),
            rest: rests.get(&line.id).copied(),
            questions: asked.remove(&line.id).unwrap_or_default(),
            reason: if draft { line.reason } else { String::new() },
        });
    }
    Ok(shown)
}

/// What a document comes to, as lists and pages show it.
pub fn totals(invoice: &Invoice) -> Totals {
    let totals = invoice.totals();
    let tax = |one: &domain::invoice::total::VatTotal| Tax { vat: one.vat, base: one.base, tax: one.tax };
    Totals { net: totals.net, taxes: totals.vat.iter().map(tax).collect(), gross: totals.gross }
}

async fn billing(
    house: &House,
    row: &InvoiceRow,
    invoice: &Invoice,
    today: Date,
) -> Result<BillingView, Fault> {
    let db = house.store.read();
    let payer = payer::of(db, row).await?;
    let policy = house.policy();
    let sent = row.sent(&house.clock);
    let draft = row.state()? == State::Draft;
    let seller = policy.billing.seller.as_ref();
    Ok(BillingView {
        lacks: if draft { lacks(seller, &row.references().on(payer.clone()), invoice) } else { Vec::new() },
        payer,
        payer_seen: payer::version(db, row.organisation_id).await?,
        purchase_order: invoice.purchase_order.clone().unwrap_or_default(),
        allowance: row.allowance()?,
        changed: draft
            && (source::is_changed(db, row.id).await?
                || follow::is_behind(house, db, row).await?
                || price::is_another(house, db, row).await?),
        booked_since: if draft { booked_since(house, row, today).await? } else { 0 },
        owed_cents: if draft || row.kind()? != Kind::Invoice || row.credited != 0 {
            0
        } else {
            owed(house, db, row.organisation_id, row.id).await?
        },
        reminder: row.account()?.reminder(today, &policy.billing.rules.reminders, sent),
        reminded: sent.level,
        going_out: if draft { going_out(house, row).await? } else { GoingOut::default() },
    })
}

/// To whom a draft goes once it is issued, and in which forms.
async fn going_out(house: &House, row: &InvoiceRow) -> Result<GoingOut, Fault> {
    let receivers = letter::receivers(house.store.read(), row.organisation_id).await?;
    Ok(GoingOut {
        told: receivers.people.into_iter().map(|one| (one.name, one.email)).collect(),
        attached: receivers.attached.map(|one| one.email),
        xrechnung: issue::asks_for_xrechnung(house, row, row.corrects_id).await?,
    })
}

/// Minutes for the same days that stand on no document yet.
async fn booked_since(house: &House, row: &InvoiceRow, today: Date) -> Result<i64, Fault> {
    if row.kind()? != Kind::Invoice {
        return Ok(0);
    }
    let db = house.store.read();
    let scope = Scope {
        organisation: row.organisation_id,
        days: row.asked()?,
        since: row.since()?,
        order: row.order_id,
        today,
        lang: row.lang(),
    };
    let supply = read(house, db, &scope).await?.supply;
    let vat = payer::treatment(house, db, row.organisation_id).await?;
    let found = gather(&supply, &house.policy().billing.rules, vat);
    Ok(found.lines.iter().flat_map(|line| &line.sources).map(Source::minutes).sum())
}

async fn payments(house: &House, invoice: i64, inner: bool) -> Result<Vec<PaymentView>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        kind: String,
        day: String,
        cents: i64,
        note: String,
        other: Option<String>,
    }
    let rows: Vec<Row> = all(house.store.read(), POSTINGS, [invoice.into()]).await?;
    let payment = |row: Row| {
        let impossible = |text: &str| Fault::impossible_row("payment", row.id, text);
        let day = row.day.parse().map_err(|_| impossible(&row.day))?;
        let kind = PostingKind::of_code(&row.kind).ok_or_else(|| impossible(&row.kind))?;
        let kind = if inner { kind } else { kind.outside() };
        let note = if inner { row.note } else { String::new() };
        Ok(PaymentView { id: row.id, kind, cents: row.cents, day, note, other: row.other })
    };
    rows.into_iter().map(payment).collect()
}

async fn corrected_by(house: &House, invoice: i64) -> Result<Vec<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let sql = "SELECT number FROM invoice WHERE corrects_id = $1 AND number IS NOT NULL ORDER BY id";
    let rows: Vec<Row> = all(house.store.read(), sql, [invoice.into()]).await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}
