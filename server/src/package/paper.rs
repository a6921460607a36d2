//! The statement of hours as a PDF (H1).
use crate::fault::Fault;
use crate::house::House;
use crate::package::sheet::Asked;
use crate::package::statement;
use crate::paper;
use app::call::Call;
use app::error::AppError;
use app::package::paper::statement_paper;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::id::OrganisationId;

/// Postings that a paper shows: some sixty pages.
const MOST: usize = 2_000;

/// `GET /packages/{organisation}/statement.pdf?cycle=`
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(organisation): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    paper::answer(&format!("stunden-{organisation}"), file(&house, &call, &organisation, &asked.cycle).await)
}

async fn file(house: &House, call: &Call, organisation: &str, cycle: &str) -> Result<Vec<u8>, Fault> {
    let organisation: OrganisationId = organisation.parse().map_err(|_| AppError::NotFound)?;
    let statement = statement::read(house, call, organisation, cycle, MOST).await?;
    let (company, accent) = paper::letterhead(house);
    let (policy, now) = (house.policy(), house.clock.moment(call.now));
    let write = || statement_paper(&statement, (&company, &accent), &policy.number, now);
    paper::print(paper::written(call, call.lang, write)).await
}
