//! Postings on accounts of invoices beside payments: money that goes back, set-offs, what is settled without money.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// What was posted so far is a payment. `cents` is what a posting takes off what is left; a set-off stands on the accounts of both
/// documents, each naming the other document and its posting there. The sums of `invoice` are kept as `paid` is; `set_off` is the
/// part of `paid` that was no money.
const STATEMENTS: &str = r"
ALTER TABLE payment ADD COLUMN kind TEXT NOT NULL DEFAULT 'payment';
ALTER TABLE payment ADD COLUMN other_id BIGINT REFERENCES invoice(id);
ALTER TABLE payment ADD COLUMN twin_id BIGINT REFERENCES payment(id);
CREATE INDEX payment_other ON payment (other_id) WHERE other_id IS NOT NULL;
ALTER TABLE invoice ADD COLUMN waived BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN set_off BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN discounted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN settled BIGINT NOT NULL DEFAULT 0
";
