//! Connections for queries that change nothing.
//!
//! SQLite's have a pool of their own. Each of them is a thread, and sqlx's pool asks a connection whether it lives after every query:
//! a second way to the thread and back, which costs as much as a short query itself. A connection within the program does not go
//! away.
use crate::fault::Fault;
use deadpool::managed::{Manager, Metrics, Object, Pool, QueueMode, RecycleError, RecycleResult};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement,
};
use sea_query_sqlx::SqlxValues;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, Sqlite};
use std::time::Duration;

/// So many queries run at the same time.
const CONNECTIONS: usize = 4;
/// A connection reads the planner's statistics when it is opened.
const LIFETIME: Duration = Duration::from_mins(30);

/// Where queries go that change nothing.
#[derive(Clone)]
pub enum Reader {
    /// The file's.
    Sqlite(Pool<Opener>),
    /// Those of the changes, which are many.
    Postgres(DatabaseConnection),
}

/// Opens connections.
pub struct Opener(SqliteConnectOptions);

impl Manager for Opener {
    type Type = SqliteConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<SqliteConnection, sqlx::Error> {
        self.0.connect().await
    }

    async fn recycle(&self, _: &mut SqliteConnection, used: &Metrics) -> RecycleResult<sqlx::Error> {
        if used.age() < LIFETIME { Ok(()) } else { Err(RecycleError::message("old")) }
    }
}

impl Reader {
    /// Readers of a file.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub async fn sqlite(options: SqliteConnectOptions) -> Result<Self, Fault> {
        let pool = Pool::builder(Opener(options))
            .max_size(CONNECTIONS)
            // The one used last knows the statements and pages best.
            .queue_mode(QueueMode::Lifo)
            .build()
            .map_err(Fault::broken)?;
        drop(pool.get().await.map_err(Fault::broken)?);
        Ok(Self::Sqlite(pool))
    }

    /// Ends all connections.
    pub async fn close(self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(pool) => {
                let resting = pool.retain(|_, _| false).removed;
                pool.close();
                for connection in resting {
                    connection.close().await.map_err(broken)?;
                }
                Ok(())
            }
            Self::Postgres(connection) => connection.close().await,
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Sqlite(_) => DbBackend::Sqlite,
            Self::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(pool) => {
                let mut connection = taken(pool).await?;
                let done = query(&statement).execute(&mut *connection).await;
                given_back(connection, done).map(Into::into)
            }
            Self::Postgres(connection) => connection.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(pool) => {
                let mut connection = taken(pool).await?;
                let done = connection.execute(AssertSqlSafe(sql)).await;
                given_back(connection, done).map(Into::into)
            }
            Self::Postgres(connection) => connection.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(pool) => {
                let mut connection = taken(pool).await?;
                let row = query(&statement).fetch_optional(&mut *connection).await;
                given_back(connection, row).map(|row| row.map(Into::into))
            }
            Self::Postgres(connection) => connection.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(pool) => {
                let mut connection = taken(pool).await?;
                let rows = query(&statement).fetch_all(&mut *connection).await;
                given_back(connection, rows).map(|rows| rows.into_iter().map(Into::into).collect())
            }
            Self::Postgres(connection) => connection.query_all_raw(statement).await,
        }
    }
}

/// The statement for the driver, as sea-orm itself hands it over.
fn query(statement: &Statement) -> Query<'_, Sqlite, SqlxValues> {
    let values = statement.values.clone().unwrap_or_else(|| sea_orm::Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

async fn taken(pool: &Pool<Opener>) -> Result<Object<Opener>, DbErr> {
    pool.get().await.map_err(|error| DbErr::Conn(RuntimeErr::Internal(error.to_string())))
}

/// A connection whose thread ended is thrown away; the next query opens another.
fn given_back<T>(connection: Object<Opener>, answer: Result<T, sqlx::Error>) -> Result<T, DbErr> {
    if matches!(answer, Err(sqlx::Error::WorkerCrashed)) {
        drop(Object::take(connection));
    }
    answer.map_err(broken)
}

fn broken(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}
