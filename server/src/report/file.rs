//! A report as a paper. Of a frozen month the first one that is laid out is everybody's for ever.
use crate::fault::Fault;
use crate::house::House;
use crate::paper;
use crate::report::desk::shown;
use crate::report::row;
use crate::store::{one, run};
use app::call::Call;
use app::error::AppError;
use app::report::api::Asked;
use app::report::view::{Shown, State};
use axum::Extension;
use axum::extract::{Path, State as Held};
use axum::response::Response;
use domain::lang::Lang;
use domain::report::Kind;
use sea_orm::{FromQueryResult, Value};
use sha2::{Digest as _, Sha256};

/// `GET /reports/{organisation}/{month}/{kind}/{lang}`
pub async fn show(
    Held(house): Held<House>,
    Extension(call): Extension<Call>,
    Path((organisation, month, kind, lang)): Path<(String, String, String, String)>,
) -> Response {
    let name = format!("{kind}-{month}-{lang}");
    paper::answer(&name, file(&house, &call, (&organisation, &month), &kind, &lang).await)
}

async fn file(
    house: &House,
    call: &Call,
    (organisation, month): (&str, &str),
    kind: &str,
    lang: &str,
) -> Result<Vec<u8>, Fault> {
    let organisation = organisation.parse().map_err(|_| AppError::NotFound)?;
    let kind = Kind::of_code(kind).ok_or(AppError::NotFound)?;
    let lang = Lang::of_code(lang).ok_or(AppError::NotFound)?;
    let month = month.parse().map_err(|_| AppError::NotFound)?;
    let asked = Asked { organisation: Some(organisation), month: Some(month), kind: Some(kind) };
    let report = shown(house, call, organisation, asked).await?;
    match report.state {
        State::Preliminary { .. } => laid_out(call, lang, &report, paper::letterhead(house)).await,
        State::Frozen { .. } => kept(house, call, lang, &report).await,
    }
}

async fn laid_out(
    call: &Call,
    lang: Lang,
    shown: &Shown,
    (company, accent): (String, String),
) -> Result<Vec<u8>, Fault> {
    let Shown { kind, report, state, .. } = shown;
    let write = || app::report::paper::paper(*kind, report, state, &company, &accent);
    paper::print(paper::written(call, lang, write)).await
}

#[derive(FromQueryResult)]
struct Row {
    bytes: Vec<u8>,
}

async fn kept(house: &House, call: &Call, lang: Lang, shown: &Shown) -> Result<Vec<u8>, Fault> {
    let name = || -> [Value; 5] {
        [
            shown.organisation.0.into(),
            shown.report.month.to_string().into(),
            shown.kind.code().into(),
            lang.code().into(),
            shown.report.hours.is_some().into(),
        ]
    };
    let sql = "SELECT bytes FROM report_file
      WHERE organisation_id = $1 AND month = $2 AND kind = $3 AND lang = $4 AND hours = $5";
    if let Some(found) = one::<Row, _>(house.store.read(), sql, name()).await? {
        return Ok(found.bytes);
    }
    // What is frozen stands on the paper of its day, whenever somebody asks for it first.
    let kept = row::letterhead(house.store.read(), shown.organisation, shown.report.month).await?;
    let letterhead = kept.unwrap_or_else(|| paper::letterhead(house));
    let bytes = laid_out(call, lang, shown, letterhead).await?;
    let hash = crate::secret::hex(&Sha256::digest(&bytes));
    let change = house.store.change().await?;
    // Who was quicker made the same one, but of what was kept there is one.
    let keep = "INSERT INTO report_file (organisation_id, month, kind, lang, hours, bytes, sha256)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    run(change.db(), keep, name().into_iter().chain([bytes.into(), hash.into()])).await?;
    let first: Option<Row> = one(change.db(), sql, name()).await?;
    change.commit().await?;
    Ok(first.ok_or_else(|| Fault::broken("a paper was not kept"))?.bytes)
}
