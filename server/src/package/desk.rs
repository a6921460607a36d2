//! Fulfils [`PackageDesk`]; each question goes to the file that answers it.
use crate::house::House;
use crate::package::{list, sign, statement};
use app::call::Call;
use app::error::AppError;
use app::package::api::{Agreement, Correction, PackageDesk};
use app::package::view::PackagesView;
use domain::id::OrganisationId;

#[async_trait::async_trait]
impl PackageDesk for House {
    async fn packages(
        &self,
        call: &Call,
        organisation: Option<OrganisationId>,
        cycle: &str,
    ) -> Result<PackagesView, AppError> {
        Ok(match organisation {
            Some(organisation) => statement::page(self, call, organisation, cycle).await?,
            None => list::page(self, call).await?,
        })
    }

    async fn correct(&self, call: &Call, key: &str, correction: Correction) -> Result<(), AppError> {
        Ok(sign::correct(self, call, key, correction).await?)
    }

    async fn pool(&self, call: &Call, key: &str, agreement: Agreement) -> Result<(), AppError> {
        Ok(sign::pool(self, call, key, agreement).await?)
    }
}
