//! Quotes with their versions, the orders that they become, and the history of both.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `facts` holds the state with all its facts, `state` its code for lists. What was sent (`sent_version` and what follows
/// it) stays while the next version is written. `orders` is no `order`, a word of SQL. An entry belongs to a quote or to
/// an order.
const STATEMENTS: &str = r"
CREATE TABLE quote (
  id {id},
  number TEXT NOT NULL UNIQUE,
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  project_id BIGINT REFERENCES project(id),
  ticket_id BIGINT REFERENCES ticket(id),
  title TEXT NOT NULL,
  asked_by BIGINT REFERENCES person(id),
  written_by BIGINT REFERENCES person(id),
  known BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  facts TEXT NOT NULL,
  sent_version BIGINT,
  valid_until TEXT,
  net BIGINT,
  gross BIGINT,
  reminded_version BIGINT,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX quote_changed ON quote (changed_at, id);
CREATE INDEX quote_organisation ON quote (organisation_id, changed_at, id);
CREATE INDEX quote_ticket ON quote (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX quote_waiting ON quote (valid_until) WHERE state = 'sent';

CREATE TABLE quote_version (
  quote_id BIGINT NOT NULL REFERENCES quote(id),
  version BIGINT NOT NULL,
  offer TEXT NOT NULL,
  written_by BIGINT NOT NULL REFERENCES person(id),
  written_at BIGINT NOT NULL,
  sent_at BIGINT,
  PRIMARY KEY (quote_id, version)
);

CREATE TABLE orders (
  id {id},
  number TEXT NOT NULL UNIQUE,
  quote_id BIGINT NOT NULL UNIQUE REFERENCES quote(id),
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  project_id BIGINT REFERENCES project(id),
  title TEXT NOT NULL,
  asked_by BIGINT REFERENCES person(id),
  state TEXT NOT NULL,
  facts TEXT NOT NULL,
  net BIGINT NOT NULL,
  gross BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX orders_changed ON orders (changed_at, id);
CREATE INDEX orders_organisation ON orders (organisation_id, changed_at, id);

ALTER TABLE ticket ADD COLUMN order_id BIGINT REFERENCES orders(id);
CREATE INDEX ticket_order ON ticket (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE deal_entry (
  id {id},
  quote_id BIGINT REFERENCES quote(id),
  order_id BIGINT REFERENCES orders(id),
  at BIGINT NOT NULL,
  by_id BIGINT REFERENCES person(id),
  by_name TEXT NOT NULL,
  by_staff BOOLEAN NOT NULL,
  internal BOOLEAN NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX deal_entry_quote ON deal_entry (quote_id, id) WHERE quote_id IS NOT NULL;
CREATE INDEX deal_entry_order ON deal_entry (order_id, id) WHERE order_id IS NOT NULL;

ALTER TABLE document ADD COLUMN deal_entry_id BIGINT REFERENCES deal_entry(id);
CREATE INDEX document_deal ON document (deal_entry_id) WHERE deal_entry_id IS NOT NULL
";
