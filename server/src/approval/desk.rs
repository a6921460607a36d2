//! The desk for approvals: each question goes to the file that answers it.
use crate::approval::{ask, consent, decide, link, types};
use crate::house::House;
use app::approval::api::{Answer, ApprovalDesk, Verdict};
use app::approval::view::{RequestPage, TypeOffer};
use app::call::Call;
use app::error::AppError;
use domain::approval::Asked;
use domain::id::{ApprovalId, ConsentId, OrganisationId};
use domain::ticket::number::TicketNumber;

#[async_trait::async_trait]
impl ApprovalDesk for House {
    async fn ask(&self, call: &Call, key: &str, number: TicketNumber, asked: Asked) -> Result<(), AppError> {
        Ok(ask::ask(self, call, key, number, asked).await?)
    }

    async fn withdraw(&self, call: &Call, key: &str, id: ApprovalId) -> Result<(), AppError> {
        Ok(ask::withdraw(self, call, key, id).await?)
    }

    async fn decide(&self, call: &Call, key: &str, id: ApprovalId, answer: Answer) -> Result<(), AppError> {
        Ok(decide::decide(self, call, key, id, answer).await?)
    }

    async fn request(&self, _call: &Call, token: &str) -> Result<RequestPage, AppError> {
        Ok(link::show(self, token).await?)
    }

    async fn decide_by_link(&self, call: &Call, token: &str, answer: Answer) -> Result<(), AppError> {
        Ok(link::decide(self, call, token, answer).await?)
    }

    async fn consent(&self, call: &Call, key: &str, id: ConsentId, verdict: Verdict) -> Result<(), AppError> {
        Ok(consent::decide(self, call, key, id, verdict).await?)
    }

    async fn types(
        &self,
        call: &Call,
        organisation: Option<OrganisationId>,
        class: Option<String>,
    ) -> Result<Vec<TypeOffer>, AppError> {
        Ok(types::types(self, call, organisation, class).await?)
    }
}
