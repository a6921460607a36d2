//! `PATCH /documents/{id}`: one piece of a file, written where the last one ended.
use crate::document::lane::Lane;
use crate::document::row::{self, DocumentRow, READY};
use crate::document::store::complete;
use crate::document::upload::{OFFSET, at_offset, by_script, offset, too_large};
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use app::call::Call;
use app::error::AppError;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::access::Actor;
use domain::id::DocumentId;
use domain::input::Reason;
use futures::StreamExt as _;
use std::time::Duration;
use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt as _;

/// Most bytes of one piece.
const LARGEST_PIECE: u64 = 8 * 1024 * 1024;
/// A sender that is silent for so long is gone.
const SILENCE: Duration = Duration::from_secs(60);

/// How much of a file may still come.
#[derive(Clone, Copy)]
struct Room {
    /// Bytes that are missing of what was announced.
    left: u64,
}

impl Room {
    /// Why a piece of this length is not taken.
    fn refuses(self, length: u64) -> Option<Reason> {
        if length > self.left {
            Some(Reason::MoreThanAnnounced)
        } else {
            (length > LARGEST_PIECE).then(|| too_large(LARGEST_PIECE))
        }
    }
}

/// Takes a piece. The last one answers the document, the others how far it is now.
pub async fn receive(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(id): Path<DocumentId>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let number = |name| headers.get(name).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let (start, length) = (number(OFFSET), number(header::CONTENT_LENGTH));
    let received = async {
        by_script(&headers)?;
        let actor = call.actor()?.clone();
        let start = start.ok_or_else(|| AppError::field("offset", Reason::NotReadable))?;
        row::own(house.store.read(), &actor, id).await?;
        let lane = house.files.lanes.enter(id.0).await;
        // In a task of its own, which a lost connection does not break off in the middle of a write: whoever comes next
        // finds the file as long as it stays.
        tokio::spawn(async move { piece(&house, &actor, id, start, length, body, lane).await }).await?
    };
    match received.await {
        Ok(answer) => answer,
        Err(fault) => error_answer(fault.into()),
    }
}

async fn piece(
    house: &House,
    actor: &Actor,
    id: DocumentId,
    start: u64,
    length: Option<u64>,
    body: Body,
    lane: Lane,
) -> Result<Response, Fault> {
    // Read again: the piece before this one may have been the last.
    let row = row::own(house.store.read(), actor, id).await?;
    if row.state == READY {
        return Ok(Json(row.view()).into_response());
    }
    let there = offset(house, &row).await?;
    if start != there {
        return Ok(at_offset(StatusCode::CONFLICT, there));
    }
    let size = u64::try_from(row.size).map_err(Fault::broken)?;
    let room = Room { left: size.saturating_sub(there) };
    if let Some(reason) = length.and_then(|length| room.refuses(length)) {
        return Err(AppError::field("file", reason).into());
    }
    let now = append(house, &row, there, room, body, &lane).await?;
    if now < size {
        return Ok(at_offset(StatusCode::NO_CONTENT, now));
    }
    let done = complete(house, actor, &row).await?;
    let mut answer = Json(done.view()).into_response();
    answer.headers_mut().insert(OFFSET, now.into());
    Ok(answer)
}

/// Writes what comes, as far as there is `room`; answers how long the file is now. What came before a broken connection stays.
async fn append(
    house: &House,
    row: &DocumentRow,
    there: u64,
    room: Room,
    body: Body,
    lane: &Lane,
) -> Result<u64, Fault> {
    let place = house.files.gathering(&row.place);
    let mut file = OpenOptions::new().create(true).append(true).open(place).await?;
    let mut parts = body.into_data_stream();
    let mut taken = 0;
    let mut outcome = Ok(());
    loop {
        let part = tokio::select! {
            part = tokio::time::timeout(SILENCE, parts.next()) => part,
            () = lane.stop.cancelled() => break,
            () = house.closing.cancelled() => break,
        };
        let Ok(Some(Ok(part))) = part else { break };
        let length = u64::try_from(part.len()).map_err(Fault::broken)?;
        if let Some(reason) = room.refuses(taken + length) {
            outcome = Err(AppError::field("file", reason).into());
            break;
        }
        file.write_all(&part).await?;
        taken += length;
    }
    file.flush().await?;
    file.sync_data().await?;
    outcome.map(|()| there + taken)
}
