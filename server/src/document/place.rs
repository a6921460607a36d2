//! Where files lie: a folder, or an S3-compatible store by URL.
use crate::config::Settings;
use crate::document::lane::Lanes;
use crate::fault::Fault;
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// The file store.
#[derive(Clone)]
pub struct Files {
    /// Complete files.
    pub store: Arc<dyn ObjectStore>,
    /// Folder of unfinished uploads, on the server's own disk.
    pub unfinished: PathBuf,
    /// Program that makes previews, our own binary; none are made while it is not set.
    pub previewer: Arc<OnceLock<PathBuf>>,
    /// How many previews are made at once.
    pub(super) easels: Arc<Semaphore>,
    /// Uploads under way.
    pub(super) lanes: Lanes,
}

impl Files {
    /// Opens what the settings name.
    pub fn open(settings: &Settings) -> Result<Self, Fault> {
        let unfinished = settings.data.join("uploads");
        std::fs::create_dir_all(&unfinished)?;
        let store: Arc<dyn ObjectStore> = match &settings.files {
            Some(url) => {
                let s3 = AmazonS3Builder::from_env()
                    .with_bucket_name(url.host_str().unwrap_or_default())
                    .build()?;
                Arc::new(PrefixStore::new(s3, url.path().trim_matches('/')))
            }
            None => {
                let folder = settings.data.join("files");
                std::fs::create_dir_all(&folder)?;
                // What was confirmed survives a power cut, as the database does.
                Arc::new(
                    LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true),
                )
            }
        };
        Ok(Self {
            store,
            unfinished,
            previewer: Arc::default(),
            easels: Arc::new(Semaphore::new(1)),
            lanes: Lanes::default(),
        })
    }

    /// Where the pieces of an upload are gathered.
    pub(crate) fn gathering(&self, place: &str) -> PathBuf {
        self.unfinished.join(place)
    }
}

/// Where a complete file lies in the store.
pub(super) fn object(place: &str) -> Path {
    Path::from(place)
}

/// Where its preview lies.
pub(crate) fn preview(place: &str) -> Path {
    Path::from(format!("{place}.preview"))
}
