//! `POST /tickets/{number}/documents`, and the same below quotes and orders: files sent by a plain form, for browsers that run
//! no scripts. They become a message or a comment by the same way as any other.
use crate::document::row;
use crate::document::store::complete;
use crate::document::upload::{begin, remove, too_large};
use crate::echo;
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::router::with_echo;
use crate::store::run;
use app::call::Call;
use app::deal::api::DealDesk as _;
use app::error::AppError;
use app::ticket::api::{Message, TicketDesk as _};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Actor;
use domain::deal::Deal;
use domain::document::MOST_AT_ONCE;
use domain::id::DocumentId;
use domain::input::Reason;
use domain::ticket::number::TicketNumber;
use tokio::io::AsyncWriteExt as _;

/// Most bytes of a text field.
const LONGEST_FIELD: usize = 256 * 1024;

/// To what files are sent.
#[derive(Clone, Copy)]
enum Target {
    Ticket(TicketNumber),
    Deal(Deal),
}

/// Takes the form of a ticket and goes back there; an error is said there.
pub async fn receive(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(number): Path<TicketNumber>,
    form: Multipart,
) -> Response {
    let page = format!("/tickets/{number}", number = number.0);
    received(house, call, Target::Ticket(number), page, form).await
}

/// The same for a quote or an order.
pub async fn receive_deal(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(number): Path<String>,
    form: Multipart,
) -> Response {
    match number.parse::<Deal>() {
        Ok(deal) => received(house, call, Target::Deal(deal), deal.address(), form).await,
        Err(_) => error_answer(AppError::NotFound),
    }
}

async fn received(house: House, call: Call, target: Target, page: String, form: Multipart) -> Response {
    // In a task of its own: files that came whole are not lost half-way to the message.
    let taken = {
        let (house, call) = (house.clone(), call.clone());
        tokio::spawn(async move { take(&house, &call, target, form).await }).await
    };
    let error: AppError = match taken.map_err(Fault::from).and_then(|taken| taken) {
        Ok(()) => return Redirect::to(&page).into_response(),
        Err(fault) => fault.into(),
    };
    if matches!(error, AppError::SignedOut | AppError::NotFound) {
        return error_answer(error);
    }
    let person = call.actor.as_ref().map(|actor| actor.id.0);
    match echo::keep(&house, &format!("{page}/documents"), &Bytes::new(), error, person, call.now).await {
        Ok(id) => Redirect::to(&with_echo(&page, &id)).into_response(),
        Err(fault) => error_answer(fault.into()),
    }
}

async fn take(house: &House, call: &Call, target: Target, mut form: Multipart) -> Result<(), Fault> {
    let actor = call.actor()?;
    let db = house.store.read();
    match target {
        Target::Ticket(number) => row::may_reply(db, actor, number).await?,
        Target::Deal(Deal::Quote(number)) => drop(crate::quote::row::find(db, actor, number).await?),
        Target::Deal(Deal::Order(number)) => drop(crate::order::row::find(db, actor, number).await?),
    }
    let (mut key, mut body, mut documents) = (String::new(), String::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        match field.name() {
            Some("key") => key = text(field).await?,
            Some("body") => body = text(field).await?,
            // Browsers send an empty part where nothing was chosen.
            Some("file") if field.file_name().is_some_and(|name| !name.is_empty()) => {
                if documents.len() == MOST_AT_ONCE {
                    return Err(AppError::field("file", Reason::NotAChoice).into());
                }
                documents.push(keep(house, call, actor, field).await?);
            }
            _ => {}
        }
    }
    if documents.is_empty() {
        return Err(AppError::field("file", Reason::Missing).into());
    }
    match target {
        Target::Ticket(number) => {
            let (seen, anyway) = (i64::MAX, true);
            let message = Message {
                number,
                body,
                internal: false,
                workaround: false,
                documents,
                seen,
                anyway,
                to: None,
            };
            house.write(call, &key, message).await?;
        }
        Target::Deal(deal) => house.comment(call, &key, deal, body, documents, false).await?,
    }
    Ok(())
}

/// Stores one file. How large it is shows only at its end.
async fn keep(house: &House, call: &Call, actor: &Actor, mut field: Field<'_>) -> Result<DocumentId, Fault> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let row = begin(house, call, actor, &name, 0).await?;
    let lane = house.files.lanes.enter(row.id).await;
    let most = house.settings.largest_upload;
    let mut file = tokio::fs::File::create(house.files.gathering(&row.place)).await?;
    let mut size = 0_u64;
    while let Some(part) = field.chunk().await.map_err(unreadable)? {
        size += u64::try_from(part.len()).map_err(Fault::broken)?;
        if size > most {
            drop(file);
            remove(house, &row).await?;
            return Err(AppError::field("file", too_large(most)).into());
        }
        file.write_all(&part).await?;
    }
    file.sync_all().await?;
    let size = i64::try_from(size).map_err(Fault::broken)?;
    let change = house.store.change().await?;
    run(change.db(), "UPDATE document SET size = $1 WHERE id = $2", [size.into(), row.id.into()]).await?;
    change.commit().await?;
    let mut whole = row.clone();
    whole.size = size;
    complete(house, actor, &whole).await?;
    drop(lane);
    Ok(DocumentId(row.id))
}

async fn text(mut field: Field<'_>) -> Result<String, Fault> {
    let mut text = Vec::new();
    while let Some(part) = field.chunk().await.map_err(unreadable)? {
        text.extend_from_slice(&part);
        if text.len() > LONGEST_FIELD {
            return Err(unreadable("a field is too long"));
        }
    }
    String::from_utf8(text).map_err(unreadable)
}

/// A form that broke off, or is none.
fn unreadable(error: impl std::fmt::Display) -> Fault {
    tracing::debug!(error.source = %error, "A form with files could not be read.");
    AppError::field("file", Reason::NotReadable).into()
}
