//! Files that go along with a letter: found when it is written, read when it is sent.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, run};
use domain::id::DocumentId;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, SinglePart};
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use sea_orm::FromQueryResult;

/// The bytes of each of these files.
pub async fn sizes(change: &Change, files: &[DocumentId]) -> Result<Vec<u64>, Fault> {
    #[derive(FromQueryResult)]
    struct Size {
        size: i64,
    }
    let sql = format!("SELECT size FROM document WHERE id IN ({})", listed(files));
    let rows: Vec<Size> = all(change.db(), &sql, []).await?;
    Ok(rows.into_iter().map(|row| u64::try_from(row.size).unwrap_or(0)).collect())
}

/// Lets these files of a ticket go along with a letter; nothing internal ever does.
pub async fn enclose(change: &Change, letter: i64, ticket: i64, files: &[DocumentId]) -> Result<(), Fault> {
    if files.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO letter_file (letter_id, document_id) SELECT CAST($1 AS BIGINT), d.id FROM document d
         WHERE d.ticket_id = $2 AND d.internal = FALSE AND d.state = 'ready' AND d.id IN ({})",
        listed(files)
    );
    run(change.db(), &sql, [letter.into(), ticket.into()]).await?;
    Ok(())
}

fn listed(files: &[DocumentId]) -> String {
    let ids: Vec<String> = files.iter().map(|file| file.0.to_string()).collect();
    ids.join(", ")
}

/// The files of a letter as parts of a mail.
pub async fn parts(house: &House, letter: i64) -> Result<Vec<SinglePart>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        media_type: String,
        place: String,
    }
    let sql =
        "SELECT d.name, d.media_type, d.place FROM letter_file f JOIN document d ON d.id = f.document_id
      WHERE f.letter_id = $1 ORDER BY d.id";
    let rows: Vec<Row> = all(house.store.read(), sql, [letter.into()]).await?;
    let mut parts = Vec::with_capacity(rows.len());
    for row in rows {
        let bytes = house.files.store.get(&Path::from(row.place.as_str())).await?.bytes().await?;
        let kind = ContentType::parse(&row.media_type).or_else(|_| ContentType::parse(ANY));
        parts.push(Attachment::new(row.name).body(bytes.to_vec(), kind.map_err(Fault::broken)?));
    }
    Ok(parts)
}

/// The type of what is of no known one.
const ANY: &str = "application/octet-stream";
