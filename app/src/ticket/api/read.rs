//! Pages and lists, read.
use crate::error::AppError;
use crate::ticket::view::{Board, Choices, Counters, NewTicketForm, QueueName, TicketList, TicketView};
use domain::id::TeamId;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// One page of the reader's tickets; `query` as in the address bar, without `?`.
#[server(output = crate::wire::Json, endpoint = "tickets")]
pub async fn load_tickets(query: String) -> Result<TicketList, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?
        .list(&crate::call::call()?, crate::ticket::address::filter(&query))
        .await
}

/// One page of a queue.
#[server(output = crate::wire::Json, endpoint = "queue")]
pub async fn load_queue(name: QueueName, query: String) -> Result<TicketList, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?
        .queue(&crate::call::call()?, name, crate::ticket::address::filter(&query))
        .await
}

/// The board.
#[server(output = crate::wire::Json, endpoint = "board")]
pub async fn load_board(team: Option<TeamId>) -> Result<Board, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.board(&crate::call::call()?, team).await
}

/// Numbers beside the navigation.
#[server(output = crate::wire::Json, endpoint = "counters")]
pub async fn load_counters() -> Result<Counters, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.counters(&crate::call::call()?).await
}

/// One ticket.
#[server(output = crate::wire::Json, endpoint = "ticket")]
pub async fn load_ticket(number: TicketNumber) -> Result<TicketView, AppError> {
    let ticket = crate::call::desk::<dyn super::TicketDesk>()?.page(&crate::call::call()?, number).await?;
    if ticket.number != number {
        // It was merged: its address leads to the survivor.
        crate::call::go(&format!("/tickets/{}", ticket.number.0));
    }
    Ok(ticket)
}

/// What filters and staff forms choose from.
#[server(output = crate::wire::Json, endpoint = "choices")]
pub async fn load_choices() -> Result<Choices, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.choices(&crate::call::call()?).await
}

/// What the form for a new ticket offers; organisation and class as they were chosen in one that comes back, else empty.
#[server(output = crate::wire::Json, endpoint = "ticket/form")]
pub async fn load_new_form(
    #[server(default)] organisation: String,
    #[server(default)] class: String,
) -> Result<NewTicketForm, AppError> {
    // What was typed wrong is said where it is sent.
    let organisation = crate::ticket::address::optional("organisation", &organisation).ok().flatten();
    let class = (!class.is_empty()).then_some(class);
    crate::call::desk::<dyn super::TicketDesk>()?.new_form(&crate::call::call()?, organisation, class).await
}
