//! Phone numbers and calls.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// A number belongs to a person or to an organisation. A call keeps its time as instants; one with a `ticket_id` is written
/// down. A caller is a person, an organisation, or somebody with no more than a name.
const STATEMENTS: &str = r"
CREATE TABLE phone_number (
  id {id},
  person_id BIGINT REFERENCES person(id),
  organisation_id BIGINT REFERENCES organisation(id),
  written TEXT NOT NULL,
  digits TEXT NOT NULL
);
CREATE INDEX phone_number_person ON phone_number (person_id);
CREATE INDEX phone_number_organisation ON phone_number (organisation_id);

CREATE TABLE phone_call (
  id {id},
  taker_id BIGINT NOT NULL REFERENCES person(id),
  caller_id BIGINT REFERENCES person(id),
  organisation_id BIGINT REFERENCES organisation(id),
  caller_name TEXT NOT NULL,
  caller_number TEXT NOT NULL,
  caller_email TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  ended_at BIGINT,
  ticket_id BIGINT REFERENCES ticket(id)
);
CREATE INDEX phone_call_open ON phone_call (taker_id, began_at) WHERE ticket_id IS NULL;
CREATE INDEX phone_call_began ON phone_call (began_at) WHERE ticket_id IS NOT NULL;
CREATE INDEX phone_call_organisation ON phone_call (organisation_id, began_at) WHERE ticket_id IS NOT NULL
";
