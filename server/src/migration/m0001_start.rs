//! People, organisations, tickets with their history, documents, letters, sessions.
//!
//! Plain SQL that both databases read alike; what differs is filled in: `{id}` (a growing primary key) and the search
//! index at the end. Instants are milliseconds since 1970 (`*_at`), days are ISO texts, enumerations are their codes.
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        super::run_all(manager, TABLES).await?;
        super::run_all(manager, if postgres { SEARCH_POSTGRES } else { SEARCH_SQLITE }).await
    }
}

const TABLES: &str = r"
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO counter (name, value) VALUES ('ticket', 1000);

CREATE TABLE person (
  id {id},
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  lang TEXT NOT NULL,
  account TEXT NOT NULL,
  password_hash TEXT,
  totp_secret TEXT,
  totp_confirmed_at BIGINT,
  totp_last_step BIGINT,
  created_at BIGINT NOT NULL
);

CREATE TABLE team (id {id}, name TEXT NOT NULL UNIQUE);

CREATE TABLE staff_role (
  person_id BIGINT NOT NULL REFERENCES person(id),
  role TEXT NOT NULL,
  PRIMARY KEY (person_id, role)
);

CREATE TABLE team_member (
  team_id BIGINT NOT NULL REFERENCES team(id),
  person_id BIGINT NOT NULL REFERENCES person(id),
  PRIMARY KEY (team_id, person_id)
);

CREATE TABLE organisation (
  id {id},
  name TEXT NOT NULL,
  town TEXT NOT NULL,
  address TEXT NOT NULL,
  mail_domain TEXT,
  has_package BOOLEAN NOT NULL,
  project_lead_id BIGINT REFERENCES person(id),
  account_manager_id BIGINT REFERENCES person(id),
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX organisation_mail_domain ON organisation (mail_domain) WHERE mail_domain IS NOT NULL;

CREATE TABLE membership (
  person_id BIGINT NOT NULL REFERENCES person(id),
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  rights TEXT NOT NULL,
  joined_at BIGINT NOT NULL,
  left_at BIGINT,
  PRIMARY KEY (person_id, organisation_id)
);
CREATE INDEX membership_organisation ON membership (organisation_id);

CREATE TABLE project (
  id {id},
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  name TEXT NOT NULL,
  phase TEXT NOT NULL
);
CREATE INDEX project_organisation ON project (organisation_id);

CREATE TABLE asset (
  id {id},
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  project_id BIGINT REFERENCES project(id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  built_by_us BOOLEAN NOT NULL
);
CREATE INDEX asset_organisation ON asset (organisation_id);

CREATE TABLE session (
  id {id},
  token_hash TEXT NOT NULL UNIQUE,
  person_id BIGINT NOT NULL REFERENCES person(id),
  half BOOLEAN NOT NULL,
  source TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE login_link (
  id {id},
  token_hash TEXT NOT NULL UNIQUE,
  person_id BIGINT NOT NULL REFERENCES person(id),
  purpose TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE attempt (
  id {id},
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX attempt_source ON attempt (kind, source, at);

CREATE TABLE done_request (
  actor_id BIGINT NOT NULL,
  request_key TEXT NOT NULL,
  what TEXT NOT NULL,
  outcome TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (actor_id, request_key)
);
CREATE INDEX done_request_at ON done_request (at);

CREATE TABLE echo (
  id TEXT PRIMARY KEY,
  person_id BIGINT,
  content TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE ticket (
  id {id},
  number BIGINT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  stage TEXT NOT NULL,
  stage_since BIGINT NOT NULL,
  is_open BOOLEAN NOT NULL,
  waits_for TEXT NOT NULL,
  channel TEXT NOT NULL,
  class TEXT,
  class_rank BIGINT NOT NULL,
  kind TEXT NOT NULL,
  urgency TEXT NOT NULL,
  organisation_id BIGINT REFERENCES organisation(id),
  asset_id BIGINT REFERENCES asset(id),
  software_version TEXT NOT NULL,
  technical_contact_id BIGINT REFERENCES person(id),
  author_id BIGINT REFERENCES person(id),
  author_name TEXT NOT NULL,
  author_email TEXT NOT NULL,
  author_lang TEXT,
  assignee_id BIGINT REFERENCES person(id),
  team_id BIGINT REFERENCES team(id),
  internal BOOLEAN NOT NULL,
  opened_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  planned_on TEXT,
  due_at BIGINT,
  queue_key BIGINT NOT NULL,
  specification TEXT,
  version BIGINT NOT NULL
);
CREATE INDEX ticket_changed ON ticket (changed_at, id);
CREATE INDEX ticket_open_changed ON ticket (is_open, changed_at, id);
CREATE INDEX ticket_queue ON ticket (queue_key, id);
CREATE INDEX ticket_stage_queue ON ticket (stage, queue_key, id);
CREATE INDEX ticket_assignee ON ticket (assignee_id, is_open, queue_key, id);
CREATE INDEX ticket_team ON ticket (team_id, is_open, queue_key, id);
CREATE INDEX ticket_team_stage ON ticket (team_id, stage, queue_key, id);
CREATE INDEX ticket_organisation ON ticket (organisation_id, changed_at, id);
CREATE INDEX ticket_organisation_open ON ticket (organisation_id, is_open, changed_at, id);
CREATE INDEX ticket_organisation_number ON ticket (organisation_id, number);
CREATE INDEX ticket_author ON ticket (author_id, changed_at, id);
CREATE INDEX ticket_unplaced_author ON ticket (author_id, changed_at, id) WHERE organisation_id IS NULL;
CREATE INDEX ticket_waiting ON ticket (organisation_id, internal, author_id) WHERE waits_for = 'customer';
CREATE INDEX ticket_opened ON ticket (opened_at, id);

CREATE TABLE participant (
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  person_id BIGINT NOT NULL REFERENCES person(id),
  PRIMARY KEY (ticket_id, person_id)
);
CREATE INDEX participant_person ON participant (person_id, ticket_id);

CREATE TABLE entry (
  id {id},
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  at BIGINT NOT NULL,
  by_id BIGINT REFERENCES person(id),
  by_name TEXT NOT NULL,
  by_staff BOOLEAN NOT NULL,
  internal BOOLEAN NOT NULL,
  what TEXT NOT NULL,
  data TEXT NOT NULL,
  version BIGINT NOT NULL,
  stage TEXT NOT NULL
);
CREATE INDEX entry_ticket ON entry (ticket_id, id);

CREATE TABLE document (
  id {id},
  ticket_id BIGINT REFERENCES ticket(id),
  entry_id BIGINT REFERENCES entry(id),
  person_id BIGINT REFERENCES person(id),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  received BIGINT NOT NULL,
  sha256 TEXT,
  place TEXT NOT NULL,
  preview BOOLEAN NOT NULL,
  internal BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX document_ticket ON document (ticket_id);
CREATE INDEX document_state ON document (state, created_at);

CREATE TABLE draft (
  person_id BIGINT NOT NULL REFERENCES person(id),
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (person_id, ticket_id, kind)
);

CREATE TABLE presence (
  ticket_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  writing BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, person_id)
);

CREATE TABLE letter (
  id {id},
  to_name TEXT NOT NULL,
  to_email TEXT NOT NULL,
  subject TEXT NOT NULL,
  text_body TEXT NOT NULL,
  html_body TEXT NOT NULL,
  headers TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  person_id BIGINT REFERENCES person(id),
  ticket_id BIGINT REFERENCES ticket(id),
  secret BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  claimed_until BIGINT,
  written_at BIGINT NOT NULL,
  sent_at BIGINT,
  trouble TEXT
);
CREATE INDEX letter_due ON letter (state, next_at);
CREATE INDEX letter_ticket ON letter (ticket_id)
";

/// Folded words of title and public messages (`public`) and of internal notes (`inner_words`), by
/// [`domain::search::fold`]; and who may look (`scope`: `o17` an organisation, `p5` a person), which narrows a search before
/// rights are checked.
const SEARCH_SQLITE: &str = "
CREATE VIRTUAL TABLE ticket_search USING fts5(public, inner_words, scope, tokenize = 'ascii', prefix = '2 3')
";

const SEARCH_POSTGRES: &str = "
CREATE TABLE ticket_search (rowid BIGINT PRIMARY KEY REFERENCES ticket(id), public TEXT NOT NULL, inner_words TEXT NOT NULL, scope TEXT NOT NULL);
CREATE INDEX ticket_search_public ON ticket_search USING gin (to_tsvector('simple', public));
CREATE INDEX ticket_search_inner ON ticket_search USING gin (to_tsvector('simple', public || ' ' || inner_words))
";
