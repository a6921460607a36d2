//! A draft as the pages that it would be, to be looked at before it is issued: nothing is kept and no number is taken.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::compose;
use crate::invoice::row::find;
use crate::paper;
use app::call::Call;
use app::error::AppError;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::billing;

/// `GET /invoices/{reference}/preview.pdf`, for staff who see drafts.
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(reference): Path<String>,
) -> Response {
    match pages(&house, &call, &reference).await {
        Ok((id, pages)) => paper::answer(&format!("entwurf-{id}"), Ok(pages)),
        Err(fault) => paper::answer("", Err(fault)),
    }
}

async fn pages(house: &House, call: &Call, reference: &str) -> Result<(i64, Vec<u8>), Fault> {
    let db = house.store.read();
    let row = find(db, call.actor()?, reference).await?;
    // What was issued has its own bytes.
    if row.state()? != billing::State::Draft {
        return Err(AppError::NotFound.into());
    }
    let today = house.clock.moment(call.now).civil().date();
    let draft = compose::draft(house, db, &row, "", today).await?;
    let pages = paper::laid_out(move || pdf::preview(&draft)).await?.map_err(Fault::broken)?;
    Ok((row.id, pages))
}
