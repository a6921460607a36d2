//! Tickets and other tickets: internal ones, merged ones, split ones.
use crate::error::AppError;
use crate::ticket::merge::{GoingTime, Preview, SplitWriter};
use domain::ticket::internal::Work;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// Opens an internal ticket and goes to it.
#[server(output = crate::wire::Json, endpoint = "internal/open")]
pub async fn open_internal(
    key: String,
    number: TicketNumber,
    work: Work,
    title: String,
    description: String,
    #[server(default)] team: String,
) -> Result<TicketNumber, AppError> {
    let team = crate::ticket::address::optional("team", &team)?;
    let asked = crate::ticket::internal::InternalOpening { number, work, title, description, team };
    let opened = crate::call::desk::<dyn super::TicketDesk>()?
        .open_internal(&crate::call::call()?, &key, asked)
        .await?;
    crate::call::go(&format!("/tickets/{}", opened.0));
    Ok(opened)
}

/// Links with an internal ticket by its number, or takes the link away (`off=1`).
#[server(output = crate::wire::Json, endpoint = "internal/link")]
pub async fn link_internal(
    key: String,
    number: TicketNumber,
    internal: String,
    #[server(default)] off: String,
) -> Result<(), AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?
        .link_internal(&crate::call::call()?, &key, number, &internal, off == "1")
        .await
}

/// Writes to customers whose tickets hang on an internal one; `to` are numbers of tickets.
#[server(output = crate::wire::Json, endpoint = "internal/tell")]
pub async fn tell_hanging(
    key: String,
    number: TicketNumber,
    #[server(default)] to: Vec<i64>,
    #[server(default)] de: String,
    #[server(default)] en: String,
) -> Result<(), AppError> {
    let to = to.into_iter().map(TicketNumber).collect();
    let asked = crate::ticket::internal::Telling { number, to, de, en };
    crate::call::desk::<dyn super::TicketDesk>()?.tell_hanging(&crate::call::call()?, &key, asked).await
}

/// What a merge would bring about.
#[server(output = crate::wire::Json, endpoint = "ticket/merge/preview")]
pub async fn preview_merge(number: TicketNumber, into: String) -> Result<Preview, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.preview_merge(&crate::call::call()?, number, &into).await
}

/// Merges and goes to the survivor.
#[server(output = crate::wire::Json, endpoint = "ticket/merge")]
pub async fn merge_ticket(key: String, number: TicketNumber, into: String) -> Result<TicketNumber, AppError> {
    let survivor = crate::call::desk::<dyn super::TicketDesk>()?
        .merge(&crate::call::call()?, &key, number, &into)
        .await?;
    crate::call::go(&format!("/tickets/{}", survivor.0));
    Ok(survivor)
}

/// Takes a merge back.
#[server(output = crate::wire::Json, endpoint = "ticket/unmerge")]
pub async fn unmerge_ticket(key: String, number: TicketNumber, merged: TicketNumber) -> Result<(), AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.unmerge(&crate::call::call()?, &key, number, merged).await
}

/// Times booked on a ticket that can go along with what is split off it, and those that stay.
#[server(output = crate::wire::Json, endpoint = "ticket/split/times")]
pub async fn load_split_times(number: TicketNumber) -> Result<Vec<GoingTime>, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.split_times(&crate::call::call()?, number).await
}

/// Who wrote the messages that can be split off, who would be the author of what begins with each, and who would be told.
#[server(output = crate::wire::Json, endpoint = "ticket/split/writers")]
pub async fn load_split_writers(number: TicketNumber) -> Result<Vec<SplitWriter>, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.split_writers(&crate::call::call()?, number).await
}

/// Takes messages out into a new ticket and goes to it; `entries` are ids of the history, `times` those of booked times with the
/// version that was seen. What a stranger to the customer began stays with the customer where `keep` is `1`.
#[server(output = crate::wire::Json, endpoint = "ticket/split")]
pub async fn split_ticket(
    key: String,
    number: TicketNumber,
    title: String,
    #[server(default)] entries: Vec<i64>,
    #[server(default)] times: Vec<String>,
    #[server(default)] keep: String,
) -> Result<TicketNumber, AppError> {
    let times = crate::ticket::merge::seen_times(&times)?;
    let asked = crate::ticket::merge::Split { number, title, entries, times, keep: keep == "1" };
    let made =
        crate::call::desk::<dyn super::TicketDesk>()?.split(&crate::call::call()?, &key, asked).await?;
    crate::call::go(&format!("/tickets/{}", made.0));
    Ok(made)
}

/// Takes a split back: `split` is the number of the ticket that was split off.
#[server(output = crate::wire::Json, endpoint = "ticket/unsplit")]
pub async fn unsplit_ticket(key: String, number: TicketNumber, split: TicketNumber) -> Result<(), AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.unsplit(&crate::call::call()?, &key, number, split).await
}
