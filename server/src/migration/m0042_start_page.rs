//! What the customer's start page reads: short lists among thousands of tickets.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// What waits for customers; quotes and orders under way; and the billable time of a ticket without reading its rows.
const STATEMENTS: &str = r"
CREATE INDEX ticket_organisation_waiting ON ticket (organisation_id, changed_at, id) WHERE waits_for = 'customer';
CREATE INDEX quote_open ON quote (organisation_id, changed_at, id) WHERE state IN ('requested', 'draft', 'sent');
CREATE INDEX orders_open ON orders (organisation_id, changed_at, id) WHERE state = 'open';
CREATE INDEX effort_billable ON effort (ticket_id, minutes) WHERE billing = 'billable' AND taken_back = FALSE
";
