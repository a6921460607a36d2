//! What is read of how a ticket began.
use crate::fault::Fault;
use crate::store::all;
use domain::ticket::timeline::What;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// How a ticket began, and what the house noticed about it; nothing of tickets that lead to it.
pub async fn beginning<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<What>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        data: String,
    }
    let sql = "SELECT id, data FROM entry WHERE ticket_id = $1 AND what IN ('opened', 'remark')
  AND merged_from IS NULL AND withdrawn = FALSE ORDER BY id";
    let rows: Vec<Row> = all(db, sql, [ticket.into()]).await?;
    let read = |Row { id, data }: Row| -> Result<What, Fault> {
        serde_json::from_str(&data).map_err(|error| Fault::impossible_row("entry", id, &error.to_string()))
    };
    rows.into_iter().map(read).collect()
}
