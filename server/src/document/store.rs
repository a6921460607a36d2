//! What happens to a file that is all there: its digest and type are found, it is moved to the store, a preview is made.
use crate::document::easel::{Preview, at_once};
use crate::document::place::{object, preview};
use crate::document::row::{self, DocumentRow, READY};
use crate::document::sniff::{self, media_type};
use crate::fault::Fault;
use crate::house::House;
use crate::store::run;
use domain::access::Actor;
use domain::id::DocumentId;
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::io::AsyncReadExt as _;

/// Read and sent in parts of this many bytes.
const PART: usize = 8 * 1024 * 1024;

/// Makes a gathered file a document. May be called again after it broke off anywhere.
pub async fn complete(house: &House, actor: &Actor, row: &DocumentRow) -> Result<DocumentRow, Fault> {
    let gathered = house.files.gathering(&row.place);
    if row.size == 0 {
        // No piece has made it.
        tokio::fs::File::create(&gathered).await?;
    }
    let (digest, media) = tokio::task::spawn_blocking({
        let gathered = gathered.clone();
        move || look(&gathered)
    })
    .await??;
    put(&house.files.store, &row.place, &gathered).await?;
    let shown = at_once(house, &row.place, &gathered, media).await?;
    let change = house.store.change().await?;
    let sql = "UPDATE document SET state = $1, media_type = $2, sha256 = $3, received = size, preview = $4,
      preview_due = $5 WHERE id = $6 AND state = 'unfinished'";
    let values = [
        READY.into(),
        media.into(),
        digest.into(),
        (shown == Preview::There).into(),
        (shown == Preview::Due).into(),
        row.id.into(),
    ];
    run(change.db(), sql, values).await?;
    change.commit().await?;
    remove_gathered(gathered).await?;
    row::own(house.store.read(), actor, DocumentId(row.id)).await
}

/// Digest and type.
fn look(file: &Path) -> Result<(String, &'static str), Fault> {
    let mut file = File::open(file)?;
    let mut head = Vec::new();
    file.by_ref().take(sniff::HEAD as u64).read_to_end(&mut head)?;
    let whole = head.len() < sniff::HEAD;
    let mut digest = Sha256::new_with_prefix(&head);
    std::io::copy(&mut file, &mut digest)?;
    Ok((crate::secret::hex(&digest.finalize()), media_type(&head, whole)))
}

async fn put(store: &Arc<dyn ObjectStore>, place: &str, file: &Path) -> Result<(), Fault> {
    let mut file = tokio::fs::File::open(file).await?;
    let mut part = read(&mut file).await?;
    if part.len() < PART {
        store.put(&object(place), part.into()).await?;
        return Ok(());
    }
    let mut upload = WriteMultipart::new_with_chunk_size(store.put_multipart(&object(place)).await?, PART);
    while !part.is_empty() {
        upload.wait_for_capacity(2).await?;
        upload.put(part.into());
        part = read(&mut file).await?;
    }
    upload.finish().await?;
    Ok(())
}

async fn read(file: &mut tokio::fs::File) -> Result<Vec<u8>, Fault> {
    let mut part = Vec::new();
    file.take(PART as u64).read_to_end(&mut part).await?;
    Ok(part)
}

/// Removes the files of a document whose row says `removed`, then the row. May be called again.
pub async fn forget(house: &House, id: i64, place: &str) -> Result<(), Fault> {
    remove_gathered(house.files.gathering(place)).await?;
    for object in [object(place), preview(place)] {
        match house.files.store.delete(&object).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let change = house.store.change().await?;
    run(change.db(), "DELETE FROM document WHERE id = $1 AND state = 'removed'", [id.into()]).await?;
    change.commit().await
}

async fn remove_gathered(file: PathBuf) -> Result<(), Fault> {
    match tokio::fs::remove_file(file).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
