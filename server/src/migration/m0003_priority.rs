//! Priorities beside classes: a place in the queue has room for both ranks.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Places were `over` in bit 54, the class's rank from bit 46 on; they become bit 62 and bit 54, with the priority's rank
/// between ([`domain::ticket::queue`]).
const STATEMENTS: &str = r"
ALTER TABLE ticket ADD COLUMN priority TEXT;
ALTER TABLE ticket DROP COLUMN class_rank;
UPDATE ticket SET queue_key = (queue_key / 18014398509481984) * 4611686018427387904
  + ((queue_key % 18014398509481984) / 70368744177664) * 18014398509481984
  + queue_key % 70368744177664
";
