//! One text of SQL for both databases, run with its parameters.
use sea_orm::{ConnectionTrait, DbErr, ExecResult, FromQueryResult, QueryResult, Statement, Value};

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
