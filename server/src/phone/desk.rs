//! The desk for calls: each question goes to the file that answers it.
use crate::house::House;
use crate::phone::{card, end, find, list, numbers, take};
use app::call::Call;
use app::error::AppError;
use app::phone::api::{CallDeed, Concern, PhoneDesk, Proposal};
use app::phone::view::{CallList, CallView, Found, OpenCall};
use domain::id::{CallId, OrganisationId, PersonId};
use domain::phone::call::Stranger;
use domain::ticket::number::TicketNumber;

#[async_trait::async_trait]
impl PhoneDesk for House {
    async fn begin(&self, call: &Call) -> Result<CallId, AppError> {
        Ok(take::begin(self, call).await?)
    }

    async fn page(&self, call: &Call, id: CallId) -> Result<CallView, AppError> {
        Ok(card::page(self, call, id).await?)
    }

    async fn open(&self, call: &Call) -> Result<Vec<OpenCall>, AppError> {
        Ok(take::open(self, call).await?)
    }

    async fn find(&self, call: &Call, query: &str) -> Result<Vec<Found>, AppError> {
        Ok(find::find(self, call, query).await?)
    }

    async fn list(&self, call: &Call, organisation: Option<OrganisationId>) -> Result<CallList, AppError> {
        Ok(list::list(self, call, organisation).await?)
    }

    async fn name(
        &self,
        call: &Call,
        key: &str,
        id: CallId,
        person: Option<PersonId>,
        organisation: Option<OrganisationId>,
    ) -> Result<(), AppError> {
        Ok(take::name(self, call, key, id, person, organisation).await?)
    }

    async fn name_stranger(
        &self,
        call: &Call,
        key: &str,
        id: CallId,
        stranger: Stranger,
    ) -> Result<(), AppError> {
        Ok(take::name_stranger(self, call, key, id, stranger).await?)
    }

    async fn turn(&self, call: &Call, id: CallId, deed: CallDeed) -> Result<(), AppError> {
        Ok(take::turn(self, call, id, deed).await?)
    }

    async fn open_ticket(
        &self,
        call: &Call,
        key: &str,
        id: CallId,
        concern: Concern,
        time: Proposal,
    ) -> Result<TicketNumber, AppError> {
        Ok(end::open_ticket(self, call, key, id, concern, time).await?)
    }

    async fn log(
        &self,
        call: &Call,
        key: &str,
        id: CallId,
        number: &str,
        body: &str,
        time: Proposal,
    ) -> Result<TicketNumber, AppError> {
        Ok(end::log(self, call, key, id, number, body, time).await?)
    }

    async fn keep_numbers(
        &self,
        call: &Call,
        key: &str,
        organisation: Option<OrganisationId>,
        person: Option<PersonId>,
        phones: &str,
    ) -> Result<(), AppError> {
        Ok(numbers::keep(self, call, key, organisation, person, phones).await?)
    }
}
