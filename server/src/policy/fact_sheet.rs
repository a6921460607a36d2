//! The support policy as a PDF (D11).
use crate::fault::Fault;
use crate::house::House;
use crate::policy::desk::policy;
use app::call::Call;
use app::error::AppError;
use app::policy::api::Question;
use app::policy::fact_sheet::fact_sheet;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::lang::Lang;
use leptos::prelude::{Owner, provide_context};

/// `GET /policy/sheet/{version}/{lang}`: what the reader's page of that version says, to keep and to print.
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path((version, lang)): Path<(String, String)>,
) -> Response {
    match file(&house, call, &version, &lang).await {
        Ok(pdf) => {
            let name = format!("inline; filename=\"support-{version}-{lang}.pdf\"");
            let headers = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, pdf).into_response()
        }
        Err(fault) => crate::gate::error_answer(fault.into()),
    }
}

async fn file(house: &House, call: Call, version: &str, lang: &str) -> Result<Vec<u8>, Fault> {
    let version = version.parse().map_err(|_| AppError::NotFound)?;
    let lang = Lang::of_code(lang).ok_or(AppError::NotFound)?;
    let view = policy(house, &call, Question { version: Some(version), ..Question::default() }).await?;
    let current = house.policy();
    let seller = current.billing.seller.as_ref();
    let company = seller.map_or_else(|| house.settings.company.clone(), |seller| seller.name.clone());
    let accent = seller.map(|seller| seller.letterhead.accent.clone()).unwrap_or_default();
    // The words are the page's own, which ask the call around them for the language.
    let paper = Owner::new().with(|| {
        provide_context(Call { lang, ..call });
        fact_sheet(&view, &company, &accent)
    });
    let printed = tokio::task::spawn_blocking(move || pdf::print(&paper)).await.map_err(Fault::broken)?;
    printed.map_err(Fault::broken)
}
