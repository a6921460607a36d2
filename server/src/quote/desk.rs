//! The desk for quotes: each question goes to the file that answers it.
use crate::house::House;
use crate::quote::{ask, decide, form, list, page, write};
use app::call::Call;
use app::error::AppError;
use app::quote::api::{Place, QuoteDesk, QuoteFilter, Written};
use app::quote::view::{QuoteForm, QuoteList, QuoteView};
use domain::deal::QuoteNumber;
use domain::ticket::number::TicketNumber;

#[async_trait::async_trait]
impl QuoteDesk for House {
    async fn quotes(&self, call: &Call, filter: QuoteFilter) -> Result<QuoteList, AppError> {
        Ok(list::list(self, call, &filter).await?)
    }

    async fn quote(
        &self,
        call: &Call,
        number: QuoteNumber,
        version: Option<u32>,
    ) -> Result<QuoteView, AppError> {
        Ok(page::page(self, call, number, version).await?)
    }

    async fn quote_form(
        &self,
        call: &Call,
        number: Option<QuoteNumber>,
        ticket: Option<TicketNumber>,
    ) -> Result<QuoteForm, AppError> {
        Ok(form::form(self, call, number, ticket).await?)
    }

    async fn ask_quote(
        &self,
        call: &Call,
        key: &str,
        place: Place,
        title: &str,
        body: &str,
    ) -> Result<QuoteNumber, AppError> {
        Ok(ask::ask(self, call, key, place, title, body).await?)
    }

    async fn write_quote(&self, call: &Call, key: &str, written: Written) -> Result<QuoteNumber, AppError> {
        Ok(write::write(self, call, key, written).await?)
    }

    async fn accept_quote(
        &self,
        call: &Call,
        key: &str,
        number: QuoteNumber,
        version: u32,
        confirmed: bool,
    ) -> Result<(), AppError> {
        Ok(decide::accept(self, call, key, number, version, confirmed).await?)
    }

    async fn decline_quote(
        &self,
        call: &Call,
        key: &str,
        number: QuoteNumber,
        version: u32,
        reason: &str,
    ) -> Result<(), AppError> {
        Ok(decide::decline(self, call, key, number, version, reason).await?)
    }

    async fn withdraw_quote(
        &self,
        call: &Call,
        key: &str,
        number: QuoteNumber,
        reason: &str,
    ) -> Result<(), AppError> {
        Ok(decide::withdraw(self, call, key, number, reason).await?)
    }
}
