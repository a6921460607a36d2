//! A change: what is written together, under a key, and told once it lasts.
use super::{one_row, run};
use crate::fault::Fault;
use crate::live::{Live, Told};
use app::error::AppError;
use domain::deal::live::DealEvent;
use domain::id::{OrganisationId, PersonId};
use domain::live::LiveEvent;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::OwnedMutexGuard;

/// One change of the database: rows, history, letters and live events together.
pub struct Change {
    tx: DatabaseTransaction,
    live: Live,
    told: Vec<Told>,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Change {
    pub(super) const fn new(tx: DatabaseTransaction, live: Live, turn: Option<OwnedMutexGuard<()>>) -> Self {
        Self { tx, live, told: Vec::new(), turn }
    }

    /// The connection, for queries inside the change.
    pub const fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// What an earlier request with the same key answered; `None` where this is the first. A key that was used for
    /// something else (`what`) is refused. Call it first, and [`Self::remember`] before committing.
    pub async fn earlier<T: DeserializeOwned>(
        &self,
        actor: i64,
        key: &str,
        what: &str,
    ) -> Result<Option<T>, Fault> {
        check_key(key)?;
        if self.backend() == DbBackend::Postgres {
            // Two requests with one key at the same time: the second waits here and then finds the first's answer.
            let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))";
            run(&self.tx, lock, [key.into(), actor.into()]).await?;
        }
        let sql = "SELECT what, outcome FROM done_request WHERE actor_id = $1 AND request_key = $2";
        let Some(row) = one_row(&self.tx, sql, [actor.into(), key.into()]).await? else { return Ok(None) };
        if row.try_get::<String>("", "what")? != what {
            return Err(AppError::KeyUsed.into());
        }
        Ok(Some(serde_json::from_str(&row.try_get::<String>("", "outcome")?)?))
    }

    /// Remembers the answer to a key, in the same transaction as the change itself.
    pub async fn remember<T: Serialize>(
        &self,
        actor: i64,
        key: &str,
        what: &str,
        outcome: &T,
        now: i64,
    ) -> Result<(), Fault> {
        let sql =
            "INSERT INTO done_request (actor_id, request_key, what, outcome, at) VALUES ($1, $2, $3, $4, $5)";
        let outcome = serde_json::to_string(outcome)?;
        run(&self.tx, sql, [actor.into(), key.into(), what.into(), outcome.into(), now.into()]).await?;
        Ok(())
    }

    /// Tells open pages once the change is committed.
    pub fn tell(&mut self, event: LiveEvent) {
        self.told.push(Told::Event { event });
    }

    /// Tells open pages of a quote or an order, once the change is committed.
    pub fn tell_deal(&mut self, event: DealEvent) {
        self.told.push(Told::Deal { event });
    }

    /// Tells that somebody's rights or sessions changed: their open pages must follow.
    pub fn people_changed(&mut self, person: PersonId) {
        self.told.push(Told::Person { person });
    }

    /// Tells that hours of a package changed.
    pub fn package_changed(&mut self, organisation: OrganisationId) {
        self.told.push(Told::Package { organisation });
    }

    /// Tells that mails wait for a decision that did not before, or no longer; or that a mailbox or the mail server fares otherwise.
    pub fn mails_changed(&mut self) {
        if self.told.last() != Some(&Told::Mail) {
            self.told.push(Told::Mail);
        }
    }

    /// Tells that something happened on a draft or an invoice; of drafts customers do not hear.
    pub fn invoice_changed(&mut self, organisation: OrganisationId, known: bool) {
        self.told.push(Told::Invoice { organisation, known });
    }

    /// Makes the change last, then tells it.
    pub async fn commit(self) -> Result<(), Fault> {
        if self.backend() == DbBackend::Postgres {
            for told in &self.told {
                if let Some(payload) = crate::live::payload(told)? {
                    let sql = "SELECT pg_notify($1, $2)";
                    run(&self.tx, sql, [crate::live::CHANNEL.into(), payload.into()]).await?;
                }
            }
            // Every server hears it from the database, this one too.
            self.tx.commit().await?;
        } else {
            // In a task of its own: who asked may go away at any moment, and what is committed must be told.
            let telling = tokio::spawn(async move {
                self.tx.commit().await?;
                for told in self.told {
                    self.live.publish(told);
                }
                drop(self.turn);
                Ok::<_, DbErr>(())
            });
            telling.await??;
        }
        Ok(())
    }

    fn backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }
}

/// A key comes from a form or an app: 8 to 64 URL-safe characters.
fn check_key(key: &str) -> Result<(), AppError> {
    let fits = (8..=64).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if fits { Ok(()) } else { Err(AppError::field("key", domain::input::Reason::NotReadable)) }
}
