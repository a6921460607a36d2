//! Drafts that somebody asks for, for a period or an order.
use super::{biller, create, hold_organisation};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::payer;
use crate::invoice::query::{KNOWN_SINCE, ORDER};
use crate::invoice::supply::Scope;
use crate::store::{Change, one};
use app::call::Call;
use app::error::AppError;
use app::invoice::api::Wanted;
use domain::billing::WrongInvoice;
use domain::billing::asked::{TypedDays, askable};
use domain::deal::OrderNumber;
use domain::input::{Checks, Reason};
use jiff::civil::Date;
use sea_orm::FromQueryResult;

/// Draws up a draft; answers how its address names it.
pub async fn draw(house: &House, call: &Call, key: &str, wanted: Wanted) -> Result<String, Fault> {
    let actor = biller(call)?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/draw").await? {
        return Ok(done);
    }
    let today = house.clock.moment(call.now).civil().date();
    let mut checks = Checks::default();
    let by_order = !wanted.order.trim().is_empty();
    let order = order(&change, &mut checks, &wanted).await?;
    let organisation = order.as_ref().map(|order| order.organisation_id);
    let organisation = organisation.or(wanted.organisation.map(|id| id.0));
    let since = match organisation {
        Some(organisation) => since(house, &change, organisation).await?,
        None => None,
    };
    match (organisation, since) {
        (None, _) if !by_order => checks.add("organisation", Reason::Missing),
        (Some(_), None) => checks.add("organisation", Reason::NotAChoice),
        _ => {}
    }
    let within = since.map(|since| askable(since, today));
    let Wanted { from, to, .. } = &wanted;
    let typed = TypedDays { from: from.clone(), to: to.clone() };
    let days = typed.read(&mut checks, within, by_order.then_some(today));
    checks.done(())?;
    let organisation = organisation.ok_or(AppError::NotFound)?;
    hold_organisation(&change, organisation).await?;
    let lang = payer::lang(change.db(), organisation).await?;
    let order_id = order.as_ref().map(|order| order.id);
    let scope = Scope { organisation, days, since: None, order: order_id, today, lang };
    let title = order.map(|order| order.title);
    let id = create(house, call, &mut change, &scope, title, wanted.empty).await?;
    let id = id.ok_or(AppError::from(WrongInvoice::Empty))?;
    change.remember(actor.id.0, key, "invoice/draw", &id.to_string(), call.now.as_millisecond()).await?;
    change.commit().await?;
    Ok(id.to_string())
}

#[derive(FromQueryResult)]
struct Found {
    id: i64,
    organisation_id: i64,
    title: String,
}

/// The order that is asked for, of the customer who is asked for, where one is.
async fn order(change: &Change, checks: &mut Checks, wanted: &Wanted) -> Result<Option<Found>, Fault> {
    if wanted.order.trim().is_empty() {
        return Ok(None);
    }
    let Ok(number) = wanted.order.parse::<OrderNumber>() else {
        checks.add("order", Reason::NotReadable);
        return Ok(None);
    };
    let found: Option<Found> = one(change.db(), ORDER, [number.to_string().into()]).await?;
    let theirs = |found: &Found| {
        wanted.organisation.is_none_or(|organisation| organisation.0 == found.organisation_id)
    };
    let found = found.filter(theirs);
    if found.is_none() {
        checks.add("order", Reason::NoSuchOrder);
    }
    Ok(found)
}

/// From which day on a customer is known: that of their first ticket or contract, which may be older than what is kept of them
/// here. `None` where there is no such customer.
async fn since(house: &House, change: &Change, organisation: i64) -> Result<Option<Date>, Fault> {
    #[derive(FromQueryResult)]
    struct Known {
        at: i64,
        opened: Option<i64>,
        agreed: Option<String>,
    }
    let known: Option<Known> = one(change.db(), KNOWN_SINCE, [organisation.into()]).await?;
    let Some(Known { at, opened, agreed }) = known else { return Ok(None) };
    let seen = house.clock.shown(opened.map_or(at, |opened| opened.min(at))).civil().date();
    let agreed = agreed.as_deref().map(str::parse::<Date>).transpose();
    let agreed =
        agreed.map_err(|_| Fault::impossible_row("contract of organisation", organisation, "from_on"))?;
    Ok(Some(agreed.map_or(seen, |agreed| agreed.min(seen))))
}
