//! Forms without scripts that were refused: what was typed waits here for the page that shows it again.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{one_row, run};
use app::call::Call;
use app::echo::{Echo, EchoDesk};
use app::error::AppError;
use axum::body::Bytes;
use jiff::Timestamp;

/// Fields that are never kept.
const SECRET: [&str; 6] = ["password", "client_secret", "present", "new", "code", "token"];
/// After this many milliseconds nobody comes back for it.
const KEPT: i64 = 60 * 60 * 1000;

/// Keeps a refused form; answers the id for the address.
pub async fn keep(
    house: &House,
    path: &str,
    body: &Bytes,
    error: AppError,
    person: Option<i64>,
    now: Timestamp,
) -> Result<String, Fault> {
    let values = url::form_urlencoded::parse(body)
        .filter(|(name, _)| !SECRET.contains(&name.as_ref()) && name != "key")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let echo = Echo { path: path.to_owned(), values, error };
    let (id, content, at) = (crate::secret::key(), serde_json::to_string(&echo)?, now.as_millisecond());
    let change = house.store.change().await?;
    run(change.db(), "DELETE FROM echo WHERE at < $1", [(at - KEPT).into()]).await?;
    let sql = "INSERT INTO echo (id, person_id, content, at) VALUES ($1, $2, $3, $4)";
    run(change.db(), sql, [id.clone().into(), person.into(), content.into(), at.into()]).await?;
    change.commit().await?;
    Ok(id)
}

#[async_trait::async_trait]
impl EchoDesk for House {
    async fn echo(&self, call: &Call, id: &str) -> Result<Option<Echo>, AppError> {
        Ok(find(self, call, id).await?)
    }
}

async fn find(house: &House, call: &Call, id: &str) -> Result<Option<Echo>, Fault> {
    let sql = "SELECT content, person_id FROM echo WHERE id = $1 AND at >= $2";
    let since = call.now.as_millisecond() - KEPT;
    let Some(row) = one_row(house.store.read(), sql, [id.into(), since.into()]).await? else {
        return Ok(None);
    };
    let owner: Option<i64> = row.try_get("", "person_id")?;
    if owner != call.actor.as_ref().map(|actor| actor.id.0) {
        return Ok(None);
    }
    Ok(Some(serde_json::from_str(&row.try_get::<String>("", "content")?)?))
}
