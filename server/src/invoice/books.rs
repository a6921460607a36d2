//! The booking batch of a month for the tax adviser (G5). What is in it the rules say (`domain::billing::datev`).
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::invoice::draw::biller;
use crate::invoice::query::ISSUED_WITHIN;
use crate::store::all;
use app::call::Call;
use app::error::AppError;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::billing::datev::file::{Head, batch};
use domain::billing::datev::{bookings, year_of};
use domain::invoice::{Invoice, Period};
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use serde::Deserialize;

/// Which month, as `2026-11`.
#[derive(Debug, Deserialize)]
pub struct Asked {
    month: String,
}

/// `GET /bookings.csv?month=2026-11`
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(Asked { month }): Query<Asked>,
) -> Response {
    match file(&house, &call, &month).await {
        Ok(bytes) => {
            let name = format!("attachment; filename=\"EXTF_Buchungsstapel_{month}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=windows-1252".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(fault) => error_answer(AppError::from(fault)),
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    organisation_id: i64,
    content: String,
}

async fn file(house: &House, call: &Call, month: &str) -> Result<Vec<u8>, Fault> {
    biller(call)?;
    let policy = house.policy();
    let books = policy.billing.datev.as_ref().ok_or(AppError::NotFound)?;
    let first: Date = format!("{month}-01").parse().map_err(|_| AppError::NotFound)?;
    let days = Period { from: first, to: first.last_of_month() };
    let values = [days.from.to_string().into(), days.to.to_string().into()];
    let rows: Vec<Row> = all(house.store.read(), ISSUED_WITHIN, values).await?;
    let mut booked = Vec::new();
    for row in rows {
        let invoice: Invoice = serde_json::from_str(&row.content)
            .map_err(|error| Fault::impossible_row("invoice", row.id, &error.to_string()))?;
        booked.extend(bookings(books, row.organisation_id, &invoice));
    }
    let now = house.clock.moment(call.now).civil();
    Ok(batch(&Head { books, year: year_of(books, first), days, now }, &booked))
}
