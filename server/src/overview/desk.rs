//! The desk for the start page.
use crate::house::House;
use crate::overview::page;
use app::call::Call;
use app::error::AppError;
use app::overview::api::OverviewDesk;
use app::overview::view::Overview;

#[async_trait::async_trait]
impl OverviewDesk for House {
    async fn overview(&self, call: &Call) -> Result<Overview, AppError> {
        Ok(page::page(self, call).await?)
    }
}
