//! The files of a mail: first in the store, then documents of what it becomes.
use super::place::Placing;
use super::query;
use crate::document::sniff::{HEAD, media_type};
use crate::document::upload::addressable;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::mime::{File, Mail};
use crate::store::Change;
use domain::id::DocumentId;
use futures::{StreamExt as _, TryStreamExt as _};
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use sha2::{Digest as _, Sha256};

/// A file of a mail that lies in the store and has no row yet.
pub struct Kept {
    pub(super) name: String,
    pub(super) media: &'static str,
    pub(super) size: usize,
    pub(super) digest: String,
    pub(super) place: String,
}

/// Files of one mail that are written at once: the disk makes one matter of what several wait for.
const AT_ONCE: usize = 4;

/// Puts the files of a mail into the store.
pub async fn keep_files(house: &House, place: &str, mail: &Mail) -> Result<Vec<Kept>, Fault> {
    let files = mail.files.iter().enumerate();
    let keeps: Vec<_> =
        files.map(|(number, file)| keep_file(house, format!("{place}-{number}"), file)).collect();
    futures::stream::iter(keeps).buffered(AT_ONCE).try_collect().await
}

async fn keep_file(house: &House, place: String, file: &File) -> Result<Kept, Fault> {
    let head = &file.bytes[..file.bytes.len().min(HEAD)];
    let digest = crate::secret::hex(&Sha256::digest(&file.bytes));
    let media = media_type(head, file.bytes.len() < HEAD);
    house.files.store.put(&Path::from(place.as_str()), file.bytes.clone().into()).await?;
    Ok(Kept { name: addressable(file.name.clone()), media, size: file.bytes.len(), digest, place })
}

impl Placing<'_> {
    /// Its files as documents that stand nowhere yet.
    pub(super) async fn documents(
        &self,
        change: &Change,
        person: Option<i64>,
        internal: bool,
        files: &[Kept],
    ) -> Result<Vec<DocumentId>, Fault> {
        let mut ids = Vec::with_capacity(files.len());
        for file in files {
            ids.push(query::document(change, person, internal, file, self.now).await?);
        }
        Ok(ids)
    }
}
