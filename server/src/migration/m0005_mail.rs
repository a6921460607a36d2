//! Mail that comes in: mailboxes, and every mail with what was decided about it.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `mail.digest` tells mails apart; `mail.place` is where the raw mail lies among the files. `mail.ticket_id` is the ticket
/// it stands on or, while staff have to decide, the one it leads to. `letter.answers` is the subject of the mail that a
/// letter answers automatically.
const STATEMENTS: &str = r"
CREATE TABLE mailbox (
  id {id},
  name TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL UNIQUE,
  lang TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE mail (
  id {id},
  mailbox_id BIGINT NOT NULL REFERENCES mailbox(id),
  digest TEXT NOT NULL UNIQUE,
  message_id TEXT,
  from_name TEXT NOT NULL,
  from_email TEXT NOT NULL,
  subject TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  size BIGINT NOT NULL,
  place TEXT NOT NULL,
  decision TEXT NOT NULL,
  rule TEXT NOT NULL,
  machine TEXT,
  ticket_id BIGINT REFERENCES ticket(id),
  body TEXT NOT NULL,
  settled_by TEXT,
  settled_at BIGINT
);
CREATE INDEX mail_message ON mail (message_id);
CREATE INDEX mail_decision ON mail (decision, id);
CREATE INDEX mail_ticket ON mail (ticket_id, id);

ALTER TABLE letter ADD COLUMN answers TEXT;
CREATE INDEX letter_reader ON letter (to_email, written_at) WHERE answers IS NOT NULL
";
