//! `POST /documents` announces a file, `HEAD` tells how far it is, `DELETE` drops it. Pieces are in [`super::piece`].
//!
//! The protocol follows the idea of "resumable uploads for HTTP": the server's file length is the only truth about how
//! far an upload is, so a cut at any moment, by either side, costs at most the piece under way.
use crate::document::row::{self, DocumentRow, READY, UNFINISHED};
use crate::document::store::forget;
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::store::{insert, run};
use app::call::Call;
use app::error::AppError;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::access::Actor;
use domain::document::clean_name;
use domain::id::DocumentId;
use domain::input::{Checks, Reason};
use domain::ticket::number::TicketNumber;
use serde::{Deserialize, Serialize};

/// Most uploads that one person may have under way.
const MOST_UNFINISHED: i64 = 50;
/// Most documents of one person that are on no ticket yet.
const MOST_WAITING: i64 = 200;

/// How far an upload is.
pub const OFFSET: HeaderName = HeaderName::from_static("upload-offset");

/// A file that is to be sent.
#[derive(Deserialize)]
pub struct Announcement {
    name: String,
    size: u64,
    ticket: Option<TicketNumber>,
}

#[derive(Serialize)]
struct Announced {
    id: DocumentId,
    offset: u64,
}

/// Announces a file.
pub async fn announce(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    headers: HeaderMap,
    Json(file): Json<Announcement>,
) -> Response {
    let announced = async {
        by_script(&headers)?;
        let actor = call.actor()?;
        if let Some(number) = file.ticket {
            row::may_reply(house.store.read(), actor, number).await?;
        }
        begin(&house, &call, actor, &file.name, file.size).await
    };
    match announced.await {
        Ok(row) => {
            (StatusCode::CREATED, Json(Announced { id: DocumentId(row.id), offset: 0 })).into_response()
        }
        Err(fault) => error_answer(fault.into()),
    }
}

/// Makes the row of a new upload. Name and size are checked before a byte is sent.
pub async fn begin(
    house: &House,
    call: &Call,
    actor: &Actor,
    name: &str,
    size: u64,
) -> Result<DocumentRow, Fault> {
    let mut checks = Checks::default();
    if name.trim().is_empty() {
        checks.add("name", Reason::Missing);
    }
    if size > house.settings.largest_upload {
        checks.add("file", too_large(house.settings.largest_upload));
    }
    checks.done(())?;
    let (unfinished, waiting) = row::waiting(house.store.read(), actor.id.0).await?;
    if unfinished >= MOST_UNFINISHED || waiting >= MOST_WAITING {
        return Err(AppError::TooMany { seconds: 600 }.into());
    }
    let change = house.store.change().await?;
    let sql = "INSERT INTO document (person_id, name, media_type, size, received, place, preview, internal, state, created_at)
      VALUES ($1, $2, '', $3, 0, $4, FALSE, FALSE, $5, $6) RETURNING id";
    let values = [
        actor.id.0.into(),
        addressable(clean_name(name)).into(),
        i64::try_from(size).map_err(Fault::broken)?.into(),
        crate::secret::key().into(),
        UNFINISHED.into(),
        call.now.as_millisecond().into(),
    ];
    let id = insert(change.db(), sql, values).await?;
    change.commit().await?;
    row::own(house.store.read(), actor, DocumentId(id)).await
}

/// A name that cannot be mistaken for the preview's address.
pub fn addressable(name: String) -> String {
    if name == "preview" { "preview_".to_owned() } else { name }
}

/// Larger than the settings allow.
pub fn too_large(most: u64) -> Reason {
    Reason::TooLarge { max_mb: u32::try_from(most / (1024 * 1024)).unwrap_or(u32::MAX).max(1) }
}

/// How far an upload is, by `HEAD`; nothing but headers.
pub async fn progress(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(id): Path<DocumentId>,
) -> Response {
    let offset = async {
        let row = row::own(house.store.read(), call.actor()?, id).await?;
        offset(&house, &row).await
    };
    match offset.await {
        Ok(offset) => at_offset(StatusCode::OK, offset),
        Err(fault) => error_answer(fault.into()),
    }
}

/// Drops a document that is on no ticket yet.
pub async fn cancel(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(id): Path<DocumentId>,
    headers: HeaderMap,
) -> Response {
    let dropped = async {
        by_script(&headers)?;
        let row = row::own(house.store.read(), call.actor()?, id).await?;
        let _lane = house.files.lanes.enter(row.id).await;
        remove(&house, &row).await
    };
    match dropped.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(fault) => error_answer(fault.into()),
    }
}

/// Removes a document that is on no ticket yet; on one it belongs to the history.
pub async fn remove(house: &House, row: &DocumentRow) -> Result<(), Fault> {
    let change = house.store.change().await?;
    let sql =
        "UPDATE document SET state = 'removed' WHERE id = $1 AND entry_id IS NULL AND deal_entry_id IS NULL";
    if run(change.db(), sql, [row.id.into()]).await?.rows_affected() == 0 {
        return Err(AppError::NotYours.into());
    }
    change.commit().await?;
    forget(house, row.id, &row.place).await
}

/// How many bytes are here: all of a complete file, and as many as the file has that is gathered.
pub async fn offset(house: &House, row: &DocumentRow) -> Result<u64, Fault> {
    if row.state == READY {
        return u64::try_from(row.size).map_err(Fault::broken);
    }
    match tokio::fs::metadata(house.files.gathering(&row.place)).await {
        Ok(file) => Ok(file.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// An answer that tells how far the upload is.
pub fn at_offset(status: StatusCode, offset: u64) -> Response {
    let mut answer = status.into_response();
    answer.headers_mut().insert(OFFSET, HeaderValue::from(offset));
    answer
}

/// Only our own scripts send this header; a form of another site cannot.
pub fn by_script(headers: &HeaderMap) -> Result<(), AppError> {
    let ours = headers.get("x-requested-with").is_some_and(|value| value == "schalter");
    if ours { Ok(()) } else { Err(AppError::NotYours) }
}
