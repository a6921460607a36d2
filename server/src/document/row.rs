//! Documents as rows, and who may see them.
use crate::fault::Fault;
use crate::store::{one, one_row};
use app::error::AppError;
use app::ticket::view::DocumentView;
use domain::access::deal::{DealAction, Stake};
use domain::access::{Action, Actor, Relation};
use domain::id::{DocumentId, OrganisationId};
use domain::ticket::number::TicketNumber;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Being sent.
pub const UNFINISHED: &str = "unfinished";
/// Complete.
pub const READY: &str = "ready";
/// About to be removed with its files.
pub const REMOVED: &str = "removed";

/// A document with what decides who may see it.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct DocumentRow {
    pub id: i64,
    pub ticket_id: Option<i64>,
    pub entry_id: Option<i64>,
    pub person_id: Option<i64>,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha256: Option<String>,
    pub place: String,
    pub preview: bool,
    pub preview_due: bool,
    pub internal: bool,
    pub state: String,
    organisation_id: Option<i64>,
    author_id: Option<i64>,
    ticket_internal: Option<bool>,
    takes_part: bool,
    deal_organisation: Option<i64>,
    deal_asked_by: Option<i64>,
    deal_known: bool,
}

const DOCUMENT: &str = "
SELECT d.id, d.ticket_id, d.entry_id, d.person_id, d.name, d.media_type, d.size, d.sha256, d.place, d.preview, d.preview_due,
  d.internal, d.state, t.organisation_id, t.author_id, t.internal AS ticket_internal,
  EXISTS (SELECT 1 FROM participant p WHERE p.ticket_id = t.id AND p.person_id = $2) AS takes_part,
  COALESCE(q.organisation_id, r.organisation_id) AS deal_organisation, COALESCE(q.asked_by, r.asked_by) AS deal_asked_by,
  COALESCE(q.known, TRUE) AS deal_known
FROM document d LEFT JOIN ticket t ON t.id = d.ticket_id LEFT JOIN deal_entry e ON e.id = d.deal_entry_id
LEFT JOIN quote q ON q.id = e.quote_id LEFT JOIN orders r ON r.id = e.order_id WHERE d.id = $1";

/// A complete document that this reader may see; else it is not found (A6).
pub async fn visible<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: DocumentId,
) -> Result<DocumentRow, Fault> {
    let row: Option<DocumentRow> = one(db, DOCUMENT, [id.0.into(), actor.id.0.into()]).await?;
    Ok(row.filter(|row| row.state == READY && row.is_for(actor)).ok_or(AppError::NotFound)?)
}

/// A document that this person sent or is sending.
pub async fn own<C: ConnectionTrait>(db: &C, actor: &Actor, id: DocumentId) -> Result<DocumentRow, Fault> {
    let row: Option<DocumentRow> = one(db, DOCUMENT, [id.0.into(), actor.id.0.into()]).await?;
    let own = row.filter(|row| row.person_id == Some(actor.id.0) && row.state != REMOVED);
    Ok(own.ok_or(AppError::NotFound)?)
}

/// Whether this actor may put documents on the ticket; one that is not visible is not found.
pub async fn may_reply<C: ConnectionTrait>(db: &C, actor: &Actor, number: TicketNumber) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        organisation_id: Option<i64>,
        author_id: Option<i64>,
        internal: bool,
        takes_part: bool,
    }
    let sql = "SELECT t.organisation_id, t.author_id, t.internal,
      EXISTS (SELECT 1 FROM participant p WHERE p.ticket_id = t.id AND p.person_id = $2) AS takes_part
      FROM ticket t WHERE t.id = (SELECT COALESCE(n.merged_into, n.id) FROM ticket n WHERE n.number = $1)";
    let row: Option<Row> = one(db, sql, [number.0.into(), actor.id.0.into()]).await?;
    let relation = row.map(|row| Relation {
        organisation: row.organisation_id.map(OrganisationId),
        author: row.author_id == Some(actor.id.0),
        participant: row.takes_part,
        internal: row.internal,
    });
    let seen = relation.filter(|relation| actor.may(Action::See, relation)).ok_or(AppError::NotFound)?;
    if actor.may(Action::Reply, &seen) { Ok(()) } else { Err(AppError::NotYours.into()) }
}

/// How many documents a person has that are on no ticket yet: unfinished ones, and all.
pub async fn waiting<C: ConnectionTrait>(db: &C, person: i64) -> Result<(i64, i64), Fault> {
    let sql = "SELECT COUNT(*) AS waiting, COALESCE(SUM(CASE WHEN state = 'unfinished' THEN 1 ELSE 0 END), 0) AS unfinished
      FROM document WHERE person_id = $1 AND entry_id IS NULL AND deal_entry_id IS NULL AND state <> 'removed'";
    let row = one_row(db, sql, [person.into()]).await?;
    let Some(row) = row else { return Ok((0, 0)) };
    Ok((row.try_get("", "unfinished")?, row.try_get("", "waiting")?))
}

impl DocumentRow {
    fn is_for(&self, actor: &Actor) -> bool {
        if let Some(organisation) = self.deal_organisation {
            let stake = Stake {
                organisation: OrganisationId(organisation),
                asked: self.deal_asked_by == Some(actor.id.0),
                known: self.deal_known,
                net: None,
            };
            let inner = if self.internal { DealAction::SeeInternal } else { DealAction::See };
            return actor.may_deal(inner, &stake);
        }
        let Some(ticket_internal) = self.ticket_internal else {
            return self.person_id == Some(actor.id.0);
        };
        let relation = Relation {
            organisation: self.organisation_id.map(OrganisationId),
            author: self.author_id == Some(actor.id.0),
            participant: self.takes_part,
            internal: ticket_internal,
        };
        actor.may(Action::See, &relation) && (!self.internal || actor.may(Action::SeeInternal, &relation))
    }

    /// As pages see it.
    pub fn view(&self) -> DocumentView {
        DocumentView {
            id: DocumentId(self.id),
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            size: self.size,
            show: domain::document::show(&self.media_type),
            preview: self.preview || self.preview_due,
        }
    }
}
