//! Invoices: drafts and issued documents with their lines, what those come from, bytes, payments, histories.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Drafts have no number. `content` is what an issued document says, for ever; its bytes lie in `invoice_file`. `words` is what is
/// searched. `left_cents` is a cache of what is left to pay. A source stands on one document at a time: what is released is free
/// to be billed again. `billing_run` keeps for which months drafts were made.
const STATEMENTS: &str = r"
CREATE TABLE invoice (
  id {id},
  number TEXT UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  order_id BIGINT REFERENCES orders(id),
  corrects_id BIGINT REFERENCES invoice(id),
  title TEXT NOT NULL,
  lang TEXT NOT NULL,
  period_from TEXT,
  period_to TEXT,
  asked_from TEXT NOT NULL,
  asked_to TEXT NOT NULL,
  free TEXT NOT NULL,
  content TEXT,
  words TEXT NOT NULL,
  net BIGINT NOT NULL,
  gross BIGINT NOT NULL,
  credited BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  left_cents BIGINT NOT NULL,
  issued_on TEXT,
  due_on TEXT,
  issued_by TEXT,
  reminded BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX invoice_listed ON invoice (issued_on, id);
CREATE INDEX invoice_organisation ON invoice (organisation_id, issued_on, id);
CREATE INDEX invoice_corrects ON invoice (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX invoice_open ON invoice (due_on) WHERE left_cents > 0;

CREATE TABLE invoice_line (
  id {id},
  invoice_id BIGINT NOT NULL REFERENCES invoice(id),
  place BIGINT NOT NULL,
  facts TEXT NOT NULL,
  left_out BOOLEAN NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX invoice_line_invoice ON invoice_line (invoice_id, place);

CREATE TABLE invoice_source (
  id {id},
  invoice_id BIGINT NOT NULL REFERENCES invoice(id),
  line_id BIGINT NOT NULL REFERENCES invoice_line(id),
  source TEXT NOT NULL,
  data TEXT NOT NULL,
  annex TEXT,
  effort_id BIGINT REFERENCES effort(id),
  effort_version BIGINT,
  ticket_id BIGINT REFERENCES ticket(id),
  order_id BIGINT REFERENCES orders(id),
  contract_id BIGINT REFERENCES contract(id),
  cycle BIGINT,
  project TEXT NOT NULL,
  overage BOOLEAN NOT NULL,
  minutes BIGINT NOT NULL,
  released BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX invoice_source_once ON invoice_source (source) WHERE released = FALSE;
CREATE INDEX invoice_source_invoice ON invoice_source (invoice_id);
CREATE INDEX invoice_source_line ON invoice_source (line_id);
CREATE INDEX invoice_source_effort ON invoice_source (effort_id) WHERE effort_id IS NOT NULL;
CREATE INDEX invoice_source_ticket ON invoice_source (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX invoice_source_contract ON invoice_source (contract_id, cycle) WHERE contract_id IS NOT NULL;

CREATE TABLE invoice_file (
  invoice_id BIGINT NOT NULL REFERENCES invoice(id),
  form TEXT NOT NULL,
  bytes {bytes} NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (invoice_id, form)
);

CREATE TABLE invoice_entry (
  id {id},
  invoice_id BIGINT NOT NULL REFERENCES invoice(id),
  at BIGINT NOT NULL,
  by_id BIGINT REFERENCES person(id),
  by_name TEXT NOT NULL,
  internal BOOLEAN NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX invoice_entry_invoice ON invoice_entry (invoice_id, id);

CREATE TABLE payment (
  id {id},
  invoice_id BIGINT NOT NULL REFERENCES invoice(id),
  day TEXT NOT NULL,
  cents BIGINT NOT NULL,
  note TEXT NOT NULL,
  by_id BIGINT REFERENCES person(id),
  at BIGINT NOT NULL,
  taken_back BOOLEAN NOT NULL
);
CREATE INDEX payment_invoice ON payment (invoice_id);

CREATE TABLE payer (
  organisation_id BIGINT PRIMARY KEY REFERENCES organisation(id),
  facts TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE billing_run (
  month TEXT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  at BIGINT NOT NULL,
  PRIMARY KEY (month, organisation_id)
);

CREATE INDEX effort_ticket_day ON effort (ticket_id, day)
";
