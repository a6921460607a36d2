//! The desk for orders: each question goes to the file that answers it.
use crate::house::House;
use crate::order::{link, list, open, page, turn};
use app::call::Call;
use app::error::AppError;
use app::order::api::{OrderDesk, OrderFilter};
use app::order::view::{OrderList, OrderView};
use domain::deal::OrderNumber;
use domain::order::Event;
use domain::ticket::number::TicketNumber;

#[async_trait::async_trait]
impl OrderDesk for House {
    async fn orders(&self, call: &Call, filter: OrderFilter) -> Result<OrderList, AppError> {
        Ok(list::list(self, call, &filter).await?)
    }

    async fn order(&self, call: &Call, number: OrderNumber) -> Result<OrderView, AppError> {
        Ok(page::page(self, call, number).await?)
    }

    async fn turn_order(
        &self,
        call: &Call,
        key: &str,
        number: OrderNumber,
        event: Event,
    ) -> Result<(), AppError> {
        Ok(turn::turn(self, call, key, number, event).await?)
    }

    async fn link_ticket(
        &self,
        call: &Call,
        key: &str,
        number: OrderNumber,
        ticket: &str,
    ) -> Result<(), AppError> {
        Ok(link::link(self, call, key, number, ticket).await?)
    }

    async fn open_order_ticket(
        &self,
        call: &Call,
        key: &str,
        number: OrderNumber,
    ) -> Result<TicketNumber, AppError> {
        Ok(open::open(self, call, key, number).await?)
    }

    async fn unlink_ticket(
        &self,
        call: &Call,
        key: &str,
        number: OrderNumber,
        ticket: TicketNumber,
    ) -> Result<(), AppError> {
        Ok(link::unlink(self, call, key, number, ticket).await?)
    }
}
