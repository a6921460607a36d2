//! Fulfils [`OrganisationDesk`]; each method is done in the file of its noun.
use crate::house::House;
use crate::organisation::{contact, facts, month, query};
use app::call::Call;
use app::error::AppError;
use app::organisation::api::{NewAsset, OrganisationDesk, OrganisationFacts};
use app::organisation::view::{MonthView, OrganisationLine, OrganisationView};
use domain::id::{OrganisationId, PersonId};
use domain::organisation::month::Month;
use domain::person::{Phase, Rights};

#[async_trait::async_trait]
impl OrganisationDesk for House {
    async fn list(&self, call: &Call, query: &str, mine: bool) -> Result<Vec<OrganisationLine>, AppError> {
        Ok(query::list(self, call, query, mine).await?)
    }

    async fn month(&self, call: &Call, month: Option<Month>, everybody: bool) -> Result<MonthView, AppError> {
        Ok(month::plan(self, call, month, everybody).await?)
    }

    async fn keep_note(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        month: Month,
        note: &str,
    ) -> Result<(), AppError> {
        Ok(month::keep(self, call, key, id, month, note).await?)
    }

    async fn page(&self, call: &Call, id: OrganisationId) -> Result<OrganisationView, AppError> {
        Ok(query::page(self, call, id).await?)
    }

    async fn open(&self, call: &Call, key: &str, name: &str) -> Result<OrganisationId, AppError> {
        Ok(facts::open(self, call, key, name).await?)
    }

    async fn change(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        facts: OrganisationFacts,
    ) -> Result<(), AppError> {
        Ok(facts::change(self, call, key, id, facts).await?)
    }

    async fn invite(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        name: &str,
        email: &str,
        rights: Rights,
    ) -> Result<(), AppError> {
        Ok(contact::invite(self, call, key, id, name, email, rights).await?)
    }

    async fn set_rights(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        person: PersonId,
        rights: Rights,
    ) -> Result<(), AppError> {
        Ok(contact::set_rights(self, call, key, id, person, rights).await?)
    }

    async fn leave(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        person: PersonId,
    ) -> Result<(), AppError> {
        Ok(contact::leave(self, call, key, id, person).await?)
    }

    async fn add_project(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        name: &str,
        phase: Phase,
    ) -> Result<(), AppError> {
        Ok(facts::add_project(self, call, key, id, name, phase).await?)
    }

    async fn add_asset(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        asset: NewAsset,
    ) -> Result<(), AppError> {
        Ok(facts::add_asset(self, call, key, id, asset).await?)
    }
}
