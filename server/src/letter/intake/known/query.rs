//! What the rules ask, as statements.
use crate::fault::Fault;
use crate::store::all;
use domain::letter::moving::Tie;
use domain::letter::voice::Writer;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};
use std::collections::BTreeSet;

/// What a mail names: a letter of ours, or a mail that came in before.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the tables
pub struct Named {
    pub ours: bool,
    pub message_id: String,
    pub number: Option<i64>,
    pub deal: Option<String>,
    pub person_id: Option<i64>,
    pub to_email: String,
    pub internal: bool,
    pub shared: bool,
}

/// A ticket with what it says of an address.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the statement
pub struct Row {
    pub id: i64,
    pub number: i64,
    pub stage: String,
    kind: Option<String>,
    account: Option<String>,
    pub person: Option<i64>,
    pub name: Option<String>,
    pub named: bool,
    owned: bool,
    belongs: bool,
}

impl Row {
    /// Who writes from that address, as far as the ticket goes.
    pub fn writer(&self) -> Writer {
        match (self.kind.as_deref(), self.account.as_deref()) {
            (None, _) => Writer::Guest,
            (_, Some("left")) => Writer::Left,
            (Some("staff"), _) => Writer::Staff,
            (Some("customer"), _) => Writer::Outside { belongs: self.belongs },
            (Some(_), _) => Writer::Outside { belongs: true },
        }
    }

    /// How they stand to the ticket.
    pub fn tie(&self) -> Tie {
        match self.kind.as_deref() {
            Some("customer") if self.owned && self.belongs => Tie::Contact,
            Some("partner") => Tie::Partner,
            _ => Tie::Loose,
        }
    }
}

/// A ticket by which an address went on with a closed one.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the statement
pub struct FollowUp {
    pub follows: i64,
    pub number: i64,
}

/// Tickets with what they say of an address; the rules make of it how a mail from there is heard.
const TICKETS: &str = "SELECT t.id, n.number, t.stage, p.kind, p.account, p.id AS person, p.name, (t.organisation_id IS NOT NULL) AS owned,
  (COALESCE(p.id = t.author_id, FALSE) OR EXISTS (SELECT 1 FROM participant x WHERE x.ticket_id = t.id AND x.person_id = p.id)
    OR EXISTS (SELECT 1 FROM ticket g WHERE (g.id = t.id OR g.merged_into = t.id AND g.unsplit_at IS NULL) AND g.author_id IS NULL AND g.author_email <> ''
      AND lower(g.author_email) = $1)) AS named,
  (t.organisation_id IS NULL OR EXISTS (SELECT 1 FROM membership m
    WHERE m.person_id = p.id AND m.organisation_id = t.organisation_id AND m.left_at IS NULL)) AS belongs
FROM ticket n JOIN ticket t ON t.id = COALESCE(n.merged_into, n.id) LEFT JOIN person p ON p.email = $1";

/// The latest ticket that is not over of those by which an address went on with closed ones.
const FOLLOW_UPS: &str =
    "SELECT f.follows, MAX(f.number) AS number FROM ticket f LEFT JOIN person p ON p.email = $1
WHERE f.stage NOT IN ('closed', 'billed') AND f.merged_into IS NULL
  AND (f.author_id = p.id OR f.author_id IS NULL AND f.author_email <> '' AND lower(f.author_email) = $1)";

/// Letters of ours that went out under one of these Message-IDs, there in brackets, and mails that came in under one and stand
/// on a ticket.
pub async fn named<C: ConnectionTrait>(db: &C, ids: &[String]) -> Result<Vec<Named>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places =
        |from: usize| (from..from + ids.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ");
    let (ours, theirs) = (places(1), places(1 + ids.len()));
    let sql = format!(
        "SELECT TRUE AS ours, l.message_id, t.number, l.deal, l.person_id, COALESCE(p.email, l.to_email) AS to_email, l.internal, l.shared
           FROM letter l LEFT JOIN ticket t ON t.id = l.ticket_id LEFT JOIN person p ON p.id = l.person_id WHERE l.message_id IN ({ours})
         UNION ALL SELECT FALSE, m.message_id, t.number, NULL, NULL, m.from_email, FALSE, FALSE
           FROM mail m JOIN ticket t ON t.id = m.ticket_id WHERE m.decision IN ('new_ticket', 'append') AND m.message_id IN ({theirs})"
    );
    let bracketed = ids.iter().map(|id| format!("<{id}>"));
    Ok(all(db, &sql, bracketed.chain(ids.iter().cloned()).map(Value::from)).await?)
}

/// The tickets of these numbers, at least one, held until the change is over, if there is one.
pub async fn tickets<C: ConnectionTrait>(
    db: &C,
    from: &str,
    numbers: BTreeSet<i64>,
) -> Result<Vec<Row>, Fault> {
    let lock = if db.get_database_backend() == DbBackend::Postgres { "FOR UPDATE OF t" } else { "" };
    let places = (0..numbers.len()).map(|i| format!("${}", i + 2)).collect::<Vec<_>>().join(", ");
    let sql = format!("{TICKETS} WHERE n.number IN ({places}) ORDER BY t.id {lock}");
    let values = [Value::from(from)].into_iter().chain(numbers.into_iter().map(Value::from));
    Ok(all(db, &sql, values).await?)
}

/// By which tickets an address went on with these closed ones, at least one.
pub async fn follow_ups<C: ConnectionTrait>(
    db: &C,
    from: &str,
    closed: impl ExactSizeIterator<Item = i64>,
) -> Result<Vec<FollowUp>, Fault> {
    let places = (0..closed.len()).map(|i| format!("${}", i + 2)).collect::<Vec<_>>().join(", ");
    let sql = format!("{FOLLOW_UPS} AND f.follows IN ({places}) GROUP BY f.follows");
    let values = [Value::from(from)].into_iter().chain(closed.map(Value::from));
    Ok(all(db, &sql, values).await?)
}
