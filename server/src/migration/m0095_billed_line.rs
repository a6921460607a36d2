//! Lines of documents know what they come to, their words and their factor: lists of billed services narrow and add up lines without
//! reading what all of them say.
use crate::invoice::row::words;
use crate::store::{all, run};
use domain::invoice::line::Line;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await?;
        count_all(manager.get_connection()).await
    }
}

/// Factors of lines from before are told by their descriptions alone.
const STATEMENTS: &str = r"
ALTER TABLE invoice_line ADD COLUMN minutes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice_line ADD COLUMN net BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice_line ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE invoice_line ADD COLUMN factor_percent BIGINT;
CREATE INDEX invoice_line_sums ON invoice_line (invoice_id, left_out, net, minutes)
";

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    facts: String,
}

/// Counts the lines that are there, some at a time.
async fn count_all<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let mut after = 0;
    loop {
        let sql = "SELECT id, facts FROM invoice_line WHERE id > $1 ORDER BY id LIMIT 500";
        let rows: Vec<Row> = all(db, sql, [after.into()]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in rows {
            let line: Line = serde_json::from_str(&row.facts)
                .map_err(|error| DbErr::Custom(format!("invoice_line {}: {error}", row.id)))?;
            let sql = "UPDATE invoice_line SET minutes = $2, net = $3, words = $4 WHERE id = $1";
            let values = [row.id.into(), line.minutes().into(), line.net_cents().into(), words(&line).into()];
            run(db, sql, values).await?;
        }
    }
}
