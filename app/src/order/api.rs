//! What can be asked about orders. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::deal::filters::DealFilter;
use crate::error::AppError;
use crate::order::view::{OrderList, OrderView};
use domain::deal::OrderNumber;
use domain::order::{Event, OrderKind};
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// What narrows the list.
pub type OrderFilter = DealFilter<OrderKind>;

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait OrderDesk: Send + Sync {
    /// Orders that the reader may see.
    async fn orders(&self, call: &Call, filter: OrderFilter) -> Result<OrderList, AppError>;
    /// One order.
    async fn order(&self, call: &Call, number: OrderNumber) -> Result<OrderView, AppError>;
    /// Finishes, cancels, reopens.
    async fn turn_order(
        &self,
        call: &Call,
        key: &str,
        number: OrderNumber,
        event: Event,
    ) -> Result<(), AppError>;
    /// Puts a ticket, as it was typed, on an order.
    async fn link_ticket(
        &self,
        call: &Call,
        key: &str,
        number: OrderNumber,
        ticket: &str,
    ) -> Result<(), AppError>;
    /// Takes it off again.
    async fn unlink_ticket(
        &self,
        call: &Call,
        key: &str,
        number: OrderNumber,
        ticket: TicketNumber,
    ) -> Result<(), AppError>;
    /// Opens a ticket for the work on an order, and puts it there.
    async fn open_order_ticket(
        &self,
        call: &Call,
        key: &str,
        number: OrderNumber,
    ) -> Result<TicketNumber, AppError>;
}

/// The list.
#[server(output = crate::wire::Json, endpoint = "orders")]
pub async fn load_orders(filter: OrderFilter) -> Result<OrderList, AppError> {
    crate::call::desk::<dyn OrderDesk>()?.orders(&crate::call::call()?, filter).await
}

/// One order.
#[server(output = crate::wire::Json, endpoint = "order")]
pub async fn load_order(number: String) -> Result<OrderView, AppError> {
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    crate::call::desk::<dyn OrderDesk>()?.order(&crate::call::call()?, number).await
}

/// Finishes, cancels (with a reason) or reopens an order.
#[server(output = crate::wire::Json, endpoint = "order/turn")]
pub async fn turn_order(
    key: String,
    number: String,
    deed: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let call = crate::call::signed_in()?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let event = match deed.as_str() {
        "finish" => Event::Finish,
        "cancel" => Event::Cancel { reason },
        "reopen" => Event::Reopen,
        _ => return Err(AppError::field("deed", domain::input::Reason::NotAChoice)),
    };
    let desk = crate::call::desk::<dyn OrderDesk>()?;
    desk.turn_order(&call, &key, number, event).await?;
    crate::call::go(&format!("/orders/{number}"));
    Ok(())
}

/// Puts a ticket on an order.
#[server(output = crate::wire::Json, endpoint = "order/link")]
pub async fn link_ticket(
    key: String,
    number: String,
    #[server(default)] ticket: String,
) -> Result<(), AppError> {
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let desk = crate::call::desk::<dyn OrderDesk>()?;
    desk.link_ticket(&crate::call::call()?, &key, number, &ticket).await?;
    crate::call::go(&format!("/orders/{number}"));
    Ok(())
}

/// Opens a ticket for the work on an order and goes to it.
#[server(output = crate::wire::Json, endpoint = "order/open-ticket")]
pub async fn open_order_ticket(key: String, number: String) -> Result<TicketNumber, AppError> {
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let desk = crate::call::desk::<dyn OrderDesk>()?;
    let ticket = desk.open_order_ticket(&crate::call::call()?, &key, number).await?;
    crate::call::go(&format!("/tickets/{}", ticket.0));
    Ok(ticket)
}

/// Takes a ticket off an order.
#[server(output = crate::wire::Json, endpoint = "order/unlink")]
pub async fn unlink_ticket(key: String, number: String, ticket: i64) -> Result<(), AppError> {
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let desk = crate::call::desk::<dyn OrderDesk>()?;
    desk.unlink_ticket(&crate::call::call()?, &key, number, TicketNumber(ticket)).await?;
    crate::call::go(&format!("/orders/{number}"));
    Ok(())
}
