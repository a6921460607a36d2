//! The booking batch of a month for the tax adviser (G5). What is in it the rules say (`domain::billing::datev`).
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::invoice::customers::{customers, shared_words};
use crate::invoice::draw::biller;
use crate::invoice::query::ISSUED_WITHIN;
use crate::store::all;
use app::call::Call;
use app::error::AppError;
use app::words::{books as w, say};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::billing::datev::customers::{Shared, accounts};
use domain::billing::datev::file::{Head, batch};
use domain::billing::datev::{bookings, year_of};
use domain::id::OrganisationId;
use domain::invoice::{Invoice, Period};
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use serde::Deserialize;

/// Which month, as `2026-11`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    month: String,
}

/// Why there is no file, in words for who asked for it.
enum Refused {
    Shared(Shared),
    Nothing,
}

/// `GET /bookings.csv?month=2026-11`
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(Asked { month }): Query<Asked>,
) -> Response {
    let plain = |status, words: String| {
        (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response()
    };
    match file(&house, &call, &month).await {
        Ok(Ok(bytes)) => {
            let name = format!("attachment; filename=\"EXTF_Buchungsstapel_{month}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=windows-1252".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Ok(Err(Refused::Shared(shared))) => plain(StatusCode::CONFLICT, shared_words(call.lang, &shared)),
        Ok(Err(Refused::Nothing)) => plain(StatusCode::NOT_FOUND, say(call.lang, w::NOTHING).to_owned()),
        Err(fault) => error_answer(AppError::from(fault)),
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    organisation_id: i64,
    content: String,
}

async fn file(house: &House, call: &Call, month: &str) -> Result<Result<Vec<u8>, Refused>, Fault> {
    biller(call)?;
    let (policy, db) = (house.policy(), house.store.read());
    let books = policy.billing.datev.as_ref().ok_or(AppError::NotFound)?;
    let first: Date = format!("{month}-01").parse().map_err(|_| AppError::NotFound)?;
    let days = Period { from: first, to: first.last_of_month() };
    let values = [days.from.to_string().into(), days.to.to_string().into()];
    let rows: Vec<Row> = all(db, ISSUED_WITHIN, values).await?;
    let debtors = match accounts(books, &customers(db, true).await?) {
        Ok(debtors) => debtors,
        Err(shared) => return Ok(Err(Refused::Shared(shared))),
    };
    let mut booked = Vec::new();
    for row in rows {
        let impossible = |what: &str| Fault::impossible_row("invoice", row.id, what);
        let invoice: Invoice =
            serde_json::from_str(&row.content).map_err(|error| impossible(&error.to_string()))?;
        let debtor = debtors.get(&OrganisationId(row.organisation_id));
        let debtor = debtor.ok_or_else(|| impossible("no customer"))?;
        booked.extend(bookings(books, *debtor, &invoice));
    }
    if booked.is_empty() {
        return Ok(Err(Refused::Nothing));
    }
    let now = house.clock.moment(call.now).civil();
    Ok(Ok(batch(&Head { books, year: year_of(books, first), days, now }, &booked)))
}
