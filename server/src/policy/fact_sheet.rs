//! The support policy as a PDF (D11).
use crate::fault::Fault;
use crate::house::House;
use crate::paper;
use crate::policy::desk::policy;
use app::call::Call;
use app::error::AppError;
use app::policy::api::Question;
use app::policy::fact_sheet::fact_sheet;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::lang::Lang;

/// `GET /policy/sheet/{version}/{lang}`: what the reader's page of that version says, to keep and to print.
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path((version, lang)): Path<(String, String)>,
) -> Response {
    paper::answer(&format!("support-{version}-{lang}"), file(&house, &call, &version, &lang).await)
}

async fn file(house: &House, call: &Call, version: &str, lang: &str) -> Result<Vec<u8>, Fault> {
    let version = version.parse().map_err(|_| AppError::NotFound)?;
    let lang = Lang::of_code(lang).ok_or(AppError::NotFound)?;
    let view = policy(house, call, Question { version: Some(version), ..Question::default() }).await?;
    let (company, accent) = paper::letterhead(house);
    paper::print(paper::written(call, lang, || fact_sheet(&view, &company, &accent))).await
}
