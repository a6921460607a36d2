//! When previews are made, few at a time: of an upload when it is complete, of what came by mail when somebody first asks for it,
//! so that mails are taken in without any. A file is tried once.
use crate::document::place::{object, preview};
use crate::document::preview::{is_possible, make};
use crate::document::row::{DocumentRow, visible};
use crate::fault::Fault;
use crate::house::House;
use crate::store::run;
use domain::access::Actor;
use domain::id::DocumentId;
use object_store::ObjectStoreExt as _;
use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// An upload waits no longer for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// How it stands with the preview of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preview {
    /// It lies in the store.
    There,
    /// It is made when somebody asks for it.
    Due,
    /// None can be made.
    Never,
}

/// Makes the preview of a file that is still on this server's own disk, unless others are before it for too long.
pub async fn at_once(house: &House, place: &str, file: &Path, media: &str) -> Result<Preview, Fault> {
    let input = File::open(file)?;
    if !is_possible(media, input.metadata()?.len()) {
        return Ok(Preview::Never);
    }
    match tokio::time::timeout(PATIENCE, house.files.easels.acquire()).await {
        Ok(turn) => {
            let _turn = turn.map_err(Fault::broken)?;
            drawn(house, place, input, media).await
        }
        Err(_) => Ok(Preview::Due),
    }
}

/// A document whose preview is due, after that was tried. Whoever asks meanwhile waits, and finds it done.
pub async fn first_asked(house: &House, actor: &Actor, id: DocumentId) -> Result<DocumentRow, Fault> {
    let turn = Arc::clone(&house.files.easels).acquire_owned().await.map_err(Fault::broken)?;
    let row = visible(house.store.read(), actor, id).await?;
    if !row.preview_due {
        return Ok(row);
    }
    let trying = {
        let house = house.clone();
        async move {
            // Held until it is done, also where the reader went away meanwhile.
            let _turn = turn;
            try_now(&house, &row).await
        }
    };
    tokio::spawn(trying).await??;
    visible(house.store.read(), actor, id).await
}

/// Tries once, and remembers what came of it.
async fn try_now(house: &House, row: &DocumentRow) -> Result<(), Fault> {
    let input = fetched(house, &row.place).await?;
    let found = drawn(house, &row.place, input, &row.media_type).await?;
    let change = house.store.change().await?;
    let sql = "UPDATE document SET preview = $1, preview_due = FALSE WHERE id = $2";
    run(change.db(), sql, [(found == Preview::There).into(), row.id.into()]).await?;
    change.commit().await
}

async fn drawn(house: &House, place: &str, input: File, media: &str) -> Result<Preview, Fault> {
    let Some(picture) = make(house, input, media).await else { return Ok(Preview::Never) };
    house.files.store.put(&preview(place), picture.into()).await?;
    Ok(Preview::There)
}

/// A file of the store on this server's own disk, where it has no name: it is gone when it is closed.
async fn fetched(house: &House, place: &str) -> Result<File, Fault> {
    let bytes = house.files.store.get(&object(place)).await?.bytes().await?;
    let path = house.files.gathering(&crate::secret::key());
    let written = tokio::task::spawn_blocking(move || {
        let mut file = File::options().read(true).write(true).create_new(true).open(&path)?;
        std::fs::remove_file(&path)?;
        file.write_all(&bytes)?;
        file.rewind()?;
        Ok::<_, std::io::Error>(file)
    });
    Ok(written.await??)
}
