//! Months that are frozen.
use crate::fault::Fault;
use crate::store::one;
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::report::Report;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    content: String,
    sha256: String,
    at: i64,
}

/// A month as it was kept.
pub struct Frozen {
    /// What it says.
    pub report: Report,
    /// SHA-256 of its content.
    pub hash: String,
    /// Since when, in milliseconds.
    pub at: i64,
}

/// A month of an organisation; `None` where it is not frozen.
pub async fn frozen<C: ConnectionTrait>(
    db: &C,
    organisation: OrganisationId,
    month: Month,
) -> Result<Option<Frozen>, Fault> {
    let sql = "SELECT content, sha256, at FROM report WHERE organisation_id = $1 AND month = $2";
    let row: Option<Row> = one(db, sql, [organisation.0.into(), month.to_string().into()]).await?;
    let read = |row: Row| {
        let report = serde_json::from_str(&row.content)
            .map_err(|error| Fault::impossible_row("report", organisation.0, &error.to_string()))?;
        Ok(Frozen { report, hash: row.sha256, at: row.at })
    };
    row.map(read).transpose()
}

/// Whose name and which colour a frozen month's papers carry; `None` where it was frozen before that was kept.
pub async fn letterhead<C: ConnectionTrait>(
    db: &C,
    organisation: OrganisationId,
    month: Month,
) -> Result<Option<(String, String)>, Fault> {
    #[derive(FromQueryResult)]
    struct Letterhead {
        company: Option<String>,
        accent: Option<String>,
    }
    let sql = "SELECT company, accent FROM report WHERE organisation_id = $1 AND month = $2";
    let row: Option<Letterhead> = one(db, sql, [organisation.0.into(), month.to_string().into()]).await?;
    Ok(row.and_then(|row| row.company.zip(row.accent)))
}
