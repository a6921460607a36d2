//! Billed services as a PDF (G4).
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::services;
use crate::invoice::sheet::Asked;
use crate::paper;
use app::call::Call;
use app::invoice::services_paper::services_paper;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;

/// Services that a paper shows: some sixty pages.
const MOST: usize = 1_000;

/// `GET /services.pdf`
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(asked): Query<Asked>,
) -> Response {
    paper::answer("leistungen", file(&house, &call, asked).await)
}

async fn file(house: &House, call: &Call, asked: Asked) -> Result<Vec<u8>, Fault> {
    let filter = asked.filter(call)?;
    let services = services::services(house, call, filter.clone(), MOST).await?;
    let (company, accent) = paper::letterhead(house);
    let policy = house.policy();
    let write = || services_paper(&services, &filter, (&company, &accent), &policy.number);
    paper::print(paper::written(call, call.lang, write)).await
}
