//! Whether what stands on a draft costs otherwise by now: its tickets became another type, a price was agreed to, a contract ended
//! within days whose fee is charged, or goes on beyond them, what is taken off for unused days was given back otherwise.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{FEES, PRICES};
use crate::invoice::row::InvoiceRow;
use crate::invoice::supply::{on_draft, takes_too_much};
use crate::package::contract::cycles_of;
use crate::store::all;
use domain::id::ContractId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Whether something of a draft costs otherwise than when it was drawn up.
pub async fn is_another<C: ConnectionTrait>(house: &House, db: &C, row: &InvoiceRow) -> Result<bool, Fault> {
    Ok(of_work(house, db, row).await?
        || of_fees(db, row).await?
        || takes_too_much(db, row.organisation_id, row.id).await?)
}

async fn of_work<C: ConnectionTrait>(house: &House, db: &C, row: &InvoiceRow) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Price {
        effort_id: i64,
        price_cents: i64,
    }
    let prices: Vec<Price> = all(db, PRICES, [row.id.into()]).await?;
    if prices.is_empty() {
        return Ok(false);
    }
    let prices: HashMap<i64, i64> =
        prices.into_iter().map(|price| (price.effort_id, price.price_cents)).collect();
    let work = on_draft(house, db, row.organisation_id, row.id).await?;
    Ok(work.iter().any(|work| work.hour_cents() != prices.get(&work.effort.0).copied()))
}

async fn of_fees<C: ConnectionTrait>(db: &C, row: &InvoiceRow) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Fee {
        contract_id: i64,
        cycle: i64,
        from_on: String,
        to_on: String,
    }
    let fees: Vec<Fee> = all(db, FEES, [row.id.into()]).await?;
    if fees.is_empty() {
        return Ok(false);
    }
    let cycles = cycles_of(db, row.organisation_id).await?;
    let days = |fee: &Fee| {
        let window = cycles.get(&ContractId(fee.contract_id))?.window(u32::try_from(fee.cycle).ok()?)?;
        Some((window.first.to_string(), window.last.to_string()))
    };
    Ok(fees.iter().any(|fee| days(fee) != Some((fee.from_on.clone(), fee.to_on.clone()))))
}
