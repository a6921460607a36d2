//! The database: SQLite in a folder by default, PostgreSQL by URL.
//!
//! SQLite has one writing connection, so that writers queue here instead of failing there, and several that read.
mod change;
mod reader;
mod statement;

pub use change::Change;
pub use reader::Reader;
pub use statement::{all, insert, one, one_row, run};

use crate::fault::Fault;
use crate::live::Live;
use crate::migration::Migrator;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, SqlxPostgresConnector,
    SqlxSqliteConnector, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
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
        Ok(Change::new(tx, self.live.clone(), turn))
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
