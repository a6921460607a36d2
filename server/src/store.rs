//! The database: SQLite in a folder by default, PostgreSQL by URL.
//!
//! SQLite has one writing connection, so that writers queue here instead of failing there, and several that read.
mod reader;

pub use reader::Reader;

use crate::fault::Fault;
use crate::live::{Live, Told};
use crate::migration::Migrator;
use app::error::AppError;
use domain::deal::live::DealEvent;
use domain::id::{OrganisationId, PersonId};
use domain::live::LiveEvent;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, FromQueryResult,
    QueryResult, SqliteTransactionMode, SqlxPostgresConnector, SqlxSqliteConnector, Statement,
    TransactionOptions, TransactionTrait, Value,
};
use sea_orm_migration::MigratorTrait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::timeout;

/// SQLite: how many rows of an index are looked at for the planner's statistics.
const ROWS_OF_STATISTICS: u32 = 400;
/// A change that waits longer than this for those before it fails.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The database of a house.
#[derive(Clone)]
pub struct Store {
    read: Reader,
    write: DatabaseConnection,
    live: Live,
    /// SQLite: held from the beginning of a change until it is told, so that changes are told in their order.
    turn: Arc<Mutex<()>>,
}

impl Store {
    /// SQLite in `folder/schalter.db`, made if it is not there.
    pub async fn sqlite(folder: &Path, live: Live) -> Result<Self, Fault> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join("schalter.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: what was confirmed survives a power cut, not only a crash of ours.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-8000")
            .pragma("mmap_size", "268435456")
            .analysis_limit(ROWS_OF_STATISTICS)
            .statement_cache_capacity(200);
        let pool = SqlitePoolOptions::new().max_connections(1).min_connections(1).test_before_acquire(false);
        let broken = |error: sqlx::Error| Fault::broken(format!("SQLite in {}: {error}", folder.display()));
        let write = pool.connect_with(options.clone()).await.map_err(broken)?;
        let read = Reader::sqlite(options).await?;
        let write = SqlxSqliteConnector::from_sqlx_sqlite_pool(write);
        Ok(Self { read, write, live, turn: Arc::default() })
    }

    /// PostgreSQL at `url`.
    pub async fn postgres(url: &str, live: Live) -> Result<Self, Fault> {
        let options = sqlx::postgres::PgConnectOptions::from_str(url).map_err(Fault::broken)?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .connect_with(options)
            .await
            .map_err(|error| Fault::broken(format!("PostgreSQL: {error}")))?;
        let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        let read = Reader::Postgres(connection.clone());
        Ok(Self { read, write: connection, live, turn: Arc::default() })
    }

    /// Brings the tables up to date; does nothing where they are.
    pub async fn migrate(&self) -> Result<(), Fault> {
        Migrator::up(&self.write, None).await?;
        // Of new indexes the planner knows nothing yet.
        self.refresh_statistics().await
    }

    /// For queries that change nothing.
    pub const fn read(&self) -> &Reader {
        &self.read
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// Begins a change. All of it happens at [`Change::commit`], or nothing.
    pub async fn change(&self) -> Result<Change, Fault> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let turn = match self.backend() {
            DbBackend::Postgres => None,
            _ => Some(
                timeout(LONGEST_WAIT, self.turn.clone().lock_owned())
                    .await
                    .map_err(|_| Fault::broken("a change waited too long for its turn"))?,
            ),
        };
        let tx = self.write.begin_with_options(options).await?;
        Ok(Change { tx, live: self.live.clone(), told: Vec::new(), turn })
    }

    /// Lets the planner know what the tables hold by now, where that changed much; takes milliseconds. PostgreSQL does so by itself.
    /// Connections read it when they are opened, which none is for more than half an hour.
    pub async fn refresh_statistics(&self) -> Result<(), Fault> {
        if self.backend() == DbBackend::Postgres {
            return Ok(());
        }
        let _turn = self.turn.lock().await;
        // 0x10000: tables too that this connection has not asked anything of.
        self.write.execute_unprepared("PRAGMA optimize = 0x10002").await?;
        Ok(())
    }

    /// Answers whether the database answers.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.read.execute_unprepared("SELECT 1").await.map(|_| ())
    }

    /// Closes all connections; SQLite then folds its log into the file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.write.close().await
    }
}

/// One change of the database: rows, history, letters and live events together.
pub struct Change {
    tx: DatabaseTransaction,
    live: Live,
    told: Vec<Told>,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Change {
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

    /// Tells that mails wait for a decision that did not before, or no longer; or that a mailbox fares otherwise.
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

/// Runs a statement; parameters are `$1`, `$2`, … on both databases.
pub async fn run<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<ExecResult, DbErr> {
    db.execute_raw(statement(db, sql, values)).await
}

/// All rows of a query as `T`.
pub async fn all<T: FromQueryResult, C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbErr> {
    db.query_all_raw(statement(db, sql, values))
        .await?
        .iter()
        .map(|row| T::from_query_result(row, ""))
        .collect()
}

/// The first row of a query as `T`.
pub async fn one<T: FromQueryResult, C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbErr> {
    one_row(db, sql, values).await?.map(|row| T::from_query_result(&row, "")).transpose()
}

/// The first row of a query.
pub async fn one_row<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<QueryResult>, DbErr> {
    db.query_one_raw(statement(db, sql, values)).await
}

/// The id that `INSERT … RETURNING id` answers.
pub async fn insert<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<i64, DbErr> {
    let row = one_row(db, sql, values).await?;
    row.ok_or_else(|| DbErr::RecordNotFound("no id was returned".to_owned()))?.try_get("", "id")
}

fn statement<C: ConnectionTrait>(db: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}
