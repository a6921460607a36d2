//! Everything a request or job may need: settings, database, files, clock, live bus. It fulfils the desks.
use crate::clock::Clock;
use crate::config::Settings;
use crate::document::place::Files;
use crate::fault::Fault;
use crate::letter::imap::access::Tokens;
use crate::letter::intake::Queue;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::person::vault::Vault;
use crate::policy::{Editions, preset};
use crate::store::Store;
use leptos::prelude::LeptosOptions;
use lettre::Address;
use lettre::message::Mailbox;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use url::Url;

/// The house; cheap to clone.
#[derive(Clone)]
pub struct House(Arc<Parts>);

/// What the house consists of.
pub struct Parts {
    /// Settings.
    pub settings: Settings,
    /// Where people reach the portal.
    pub base: Url,
    /// The company's configuration, in versions.
    pub editions: Editions,
    /// Database.
    pub store: Store,
    /// Uploaded files.
    pub files: Files,
    /// Encrypts stored secrets.
    pub vault: Vault,
    /// Clock.
    pub clock: Clock,
    /// Live bus.
    pub live: Live,
    /// Wakes the mailer after a letter was written.
    pub letters: Arc<Notify>,
    /// Mails that wait to be placed.
    pub intake: Queue,
    /// Wakes what follows a newly published configuration.
    pub policies: Arc<Notify>,
    /// Access tokens by which mailboxes are read.
    pub tokens: Tokens,
    /// Wakes who starts and stops the readers of mailboxes.
    pub mailboxes: Arc<Notify>,
    /// Figures.
    pub metrics: Metrics,
    /// How pages find the browser's files.
    pub site: LeptosOptions,
    /// Cancelled when the server shuts down; live streams and jobs end then.
    pub closing: CancellationToken,
}

impl Deref for House {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl House {
    /// Opens database and files and brings the tables up to date.
    pub async fn open(settings: Settings, base: Url, clock: Clock) -> Result<Self, Fault> {
        preset(&settings.preset).map_err(Fault::Broken)?;
        let live = Live::default();
        std::fs::create_dir_all(&settings.data).map_err(|error| {
            Fault::broken(format!("The data folder {}: {error}", settings.data.display()))
        })?;
        let store = match &settings.database_url {
            Some(url) => Store::postgres(url, live.clone()).await?,
            None => Store::sqlite(&settings.data, live.clone()).await?,
        };
        store.migrate().await?;
        let editions = Editions::open(&store, &settings.preset, settings.place.as_ref(), clock.now()).await?;
        let files = Files::open(&settings)?;
        let vault = Vault::open(&settings)?;
        let letters = Arc::new(Notify::new());
        let (metrics, closing) = (Metrics::default(), CancellationToken::new());
        let site = crate::router::site(settings.listen);
        Ok(Self(Arc::new(Parts {
            settings,
            base,
            editions,
            store,
            files,
            vault,
            clock,
            live,
            letters,
            intake: Queue::default(),
            policies: Arc::new(Notify::new()),
            tokens: Tokens::default(),
            mailboxes: Arc::new(Notify::new()),
            metrics,
            site,
            closing,
        })))
    }

    /// Who our mails come from.
    pub fn mail_from(&self) -> Result<Mailbox, Fault> {
        if let Some(from) = &self.settings.mail_from {
            return from.parse().map_err(Fault::broken);
        }
        let host = self.base.host_str().unwrap_or("localhost");
        let address = Address::new("support", host).map_err(Fault::broken)?;
        Ok(Mailbox::new(Some(self.settings.company.clone()), address))
    }

    /// An absolute address in the portal, for mails.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }
}
