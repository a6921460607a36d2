//! Where files lie: a folder, or an S3-compatible store by URL.
use crate::config::Settings;
use crate::fault::Fault;
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use std::path::PathBuf;
use std::sync::Arc;

/// The file store.
#[derive(Clone)]
pub struct Files {
    /// Complete files.
    pub store: Arc<dyn ObjectStore>,
    /// Folder of unfinished uploads, on the server's own disk.
    pub unfinished: PathBuf,
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
                Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true))
            }
        };
        Ok(Self { store, unfinished })
    }
}
