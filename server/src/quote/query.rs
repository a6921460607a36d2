//! What is read and written about quotes beside their rows and versions.
use crate::fault::Fault;
use crate::quote::form::Spot;
use crate::store::{Change, all, insert, one_row, run};
use app::call::Call;
use app::ticket::view::Choice;
use domain::deal::QuoteNumber;
use domain::id::{OrganisationId, PersonId, ProjectId};
use domain::quote::Quote;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// What a new quote begins with.
pub struct Begun<'a> {
    /// Where it belongs.
    pub spot: Spot,
    /// For what.
    pub title: &'a str,
    /// The customer who asked.
    pub asked_by: Option<PersonId>,
    /// Who on staff writes it.
    pub written_by: Option<PersonId>,
}

/// Writes the row of a new quote; answers its id.
pub async fn add(
    change: &Change,
    call: &Call,
    number: QuoteNumber,
    begun: &Begun<'_>,
    state: &Quote,
) -> Result<i64, Fault> {
    let sql = "INSERT INTO quote (number, organisation_id, project_id, ticket_id, title, asked_by, written_by, known, state,
      facts, created_at, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 1) RETURNING id";
    let values = [
        number.to_string().into(),
        begun.spot.organisation.0.into(),
        begun.spot.project.into(),
        begun.spot.ticket.into(),
        begun.title.into(),
        begun.asked_by.map(|id| id.0).into(),
        begun.written_by.map(|id| id.0).into(),
        begun.asked_by.is_some().into(),
        state.kind().code().into(),
        serde_json::to_string(state)?.into(),
        call.now.as_millisecond().into(),
    ];
    Ok(insert(change.db(), sql, values).await?)
}

/// Puts a quote into a project, and notes who writes it.
pub async fn move_to(change: &Change, quote: i64, spot: &Spot, by: PersonId) -> Result<(), Fault> {
    let sql = "UPDATE quote SET project_id = $2, written_by = $3 WHERE id = $1";
    run(change.db(), sql, [quote.into(), spot.project.into(), by.0.into()]).await?;
    Ok(())
}

/// Gives a quote that no customer knows yet the title of what is written.
pub async fn retitle(change: &Change, quote: i64, title: &str) -> Result<(), Fault> {
    run(change.db(), "UPDATE quote SET title = $2 WHERE id = $1", [quote.into(), title.into()]).await?;
    Ok(())
}

/// Notes that a version was brought to mind; answers whether nobody did so before.
pub async fn mark_reminded(change: &Change, quote: i64, version: u32) -> Result<bool, Fault> {
    let sql = "UPDATE quote SET reminded_version = $2 WHERE id = $1 AND COALESCE(reminded_version, 0) <> $2";
    Ok(run(change.db(), sql, [quote.into(), i64::from(version).into()]).await?.rows_affected() == 1)
}

/// The statement that finds quotes that may have to be told of; served by an index that holds sent ones only.
pub const fn waiting() -> &'static str {
    "SELECT id FROM quote WHERE state = 'sent' AND (valid_until < $1
     OR (valid_until <= $2 AND COALESCE(reminded_version, 0) <> sent_version)) ORDER BY valid_until, id"
}

/// All projects with whose they are, by name.
pub async fn projects<C: ConnectionTrait>(db: &C) -> Result<Vec<(OrganisationId, Choice<ProjectId>)>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        organisation_id: i64,
        id: i64,
        name: String,
    }
    let rows: Vec<Row> =
        all(db, "SELECT organisation_id, id, name FROM project ORDER BY name, id", []).await?;
    let choice =
        |row: Row| (OrganisationId(row.organisation_id), Choice { id: ProjectId(row.id), name: row.name });
    Ok(rows.into_iter().map(choice).collect())
}

/// Whether a project is one of an organisation.
pub async fn is_project_of(
    change: &Change,
    project: i64,
    organisation: OrganisationId,
) -> Result<bool, Fault> {
    let sql = "SELECT id FROM project WHERE id = $1 AND organisation_id = $2";
    Ok(one_row(change.db(), sql, [project.into(), organisation.0.into()]).await?.is_some())
}
