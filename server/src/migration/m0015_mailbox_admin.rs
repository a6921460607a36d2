//! Mailboxes that are kept in the browser, and what tickets that come through one begin with.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `source` is `file` for mailboxes of the settings file and `browser` for all others. The connection (`url` to `secret`) is
/// that of the browser's; `secret` is encrypted. A mailbox that was removed stays for its mails, without connection, and gave
/// its name away. `version` grows with each change in the browser, so that readers begin anew.
const STATEMENTS: &str = r"
ALTER TABLE mailbox ADD COLUMN source TEXT NOT NULL DEFAULT 'browser';
UPDATE mailbox SET source = 'file' WHERE imap = TRUE;
ALTER TABLE mailbox ADD COLUMN shown_name TEXT NOT NULL DEFAULT '';
ALTER TABLE mailbox ADD COLUMN team_id BIGINT REFERENCES team(id);
ALTER TABLE mailbox ADD COLUMN class TEXT;
ALTER TABLE mailbox ADD COLUMN url TEXT;
ALTER TABLE mailbox ADD COLUMN user_name TEXT;
ALTER TABLE mailbox ADD COLUMN folder TEXT;
ALTER TABLE mailbox ADD COLUMN credential TEXT;
ALTER TABLE mailbox ADD COLUMN secret TEXT;
ALTER TABLE mailbox ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE mailbox ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mailbox ADD COLUMN changed_by TEXT;
ALTER TABLE mailbox ADD COLUMN changed_at BIGINT;
ALTER TABLE mailbox ADD COLUMN removed_at BIGINT;
ALTER TABLE mailbox ADD COLUMN trouble_kind TEXT;
ALTER TABLE ticket ADD COLUMN mailbox_id BIGINT REFERENCES mailbox(id);
UPDATE ticket SET mailbox_id = (SELECT MIN(m.mailbox_id) FROM mail m WHERE m.ticket_id = ticket.id AND m.decision = 'new_ticket')
";
