//! An index of the words by which documents are found.
use crate::store::{all, run};
use domain::search::fold;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        super::run_all(manager, if postgres { POSTGRES } else { SQLITE }).await?;
        enter_all(manager.get_connection()).await
    }
}

/// Words of number, title and lines, by [`domain::search::fold`].
const SQLITE: &str = "
CREATE VIRTUAL TABLE invoice_search USING fts5(words, tokenize = 'ascii', prefix = '2 3')
";

const POSTGRES: &str = "
CREATE TABLE invoice_search (rowid BIGINT PRIMARY KEY, words TEXT NOT NULL);
CREATE INDEX invoice_search_words ON invoice_search USING gin (to_tsvector('simple', words))
";

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    words: String,
}

/// Enters the documents that are there, some at a time.
async fn enter_all<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let mut after = 0;
    loop {
        let sql = "SELECT id, words FROM invoice WHERE id > $1 ORDER BY id LIMIT 500";
        let rows: Vec<Row> = all(db, sql, [after.into()]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in &rows {
            let sql = "INSERT INTO invoice_search (rowid, words) VALUES ($1, $2)";
            run(db, sql, [row.id.into(), fold(&row.words).into()]).await?;
        }
    }
}
