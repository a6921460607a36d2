//! What placing a mail reads and writes beside the ticket itself.
use super::file::Kept;
use crate::clock::instant;
use crate::document::preview::is_possible;
use crate::document::row::READY;
use crate::fault::Fault;
use crate::store::{Change, all, insert, one, run};
use crate::ticket::merge::FAMILY;
use domain::id::DocumentId;
use domain::letter::cap::MOST_ON_TICKET;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// What became of a mail when it first came.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct Earlier {
    pub decision: String,
    pub rule: String,
    pub machine: Option<String>,
    pub number: Option<i64>,
    pub deal: Option<String>,
    pub named: Option<i64>,
}

/// What became of the mail of a digest, or of the one by which it was told apart formerly; `None` where it was not there yet.
pub async fn earlier<C: ConnectionTrait>(
    db: &C,
    (digest, former): (&str, &str),
) -> Result<Option<Earlier>, Fault> {
    let sql = "SELECT m.decision, m.rule, m.machine, t.number, m.deal, m.named FROM mail m LEFT JOIN ticket t ON t.id = m.ticket_id
      WHERE m.digest IN ($1, $2) LIMIT 1";
    Ok(one(db, sql, [digest.into(), former.into()]).await?)
}

/// How many organisations fit, and the first of them.
#[derive(FromQueryResult)]
struct Only {
    id: Option<i64>,
    n: i64,
}

impl Only {
    /// The one that fits, where no other does.
    fn only(self) -> Option<i64> {
        self.id.filter(|_| self.n == 1)
    }
}

/// Whose ticket: the only organisation of a contact, or the one of several for whose mail domain they write; of who is no
/// contact the one with that domain (B1).
pub async fn organisation<C: ConnectionTrait>(
    db: &C,
    person: Option<i64>,
    domain: Option<&str>,
) -> Result<Option<i64>, Fault> {
    if let Some(person) = person {
        let sql = "SELECT MIN(organisation_id) AS id, COUNT(*) AS n FROM membership WHERE person_id = $1 AND left_at IS NULL";
        let own: Option<Only> = one(db, sql, [person.into()]).await?;
        if let Some(id) = own.and_then(Only::only) {
            return Ok(Some(id));
        }
        let sql = "SELECT MIN(o.id) AS id, COUNT(*) AS n FROM membership m JOIN organisation o ON o.id = m.organisation_id
          WHERE m.person_id = $1 AND m.left_at IS NULL AND o.mail_domain = $2";
        let theirs: Option<Only> = one(db, sql, [person.into(), domain.into()]).await?;
        return Ok(theirs.and_then(Only::only));
    }
    let Some(domain) = domain else { return Ok(None) };
    let sql = "SELECT MIN(id) AS id, COUNT(*) AS n FROM organisation WHERE mail_domain = $1";
    let there: Option<Only> = one(db, sql, [domain.into()]).await?;
    Ok(there.and_then(|there| there.id))
}

/// The automatic answers to an address since a moment: when each was written, and what it answered.
pub async fn answers(
    change: &Change,
    counted: &str,
    since: Timestamp,
) -> Result<Vec<(Timestamp, String)>, Fault> {
    #[derive(FromQueryResult)]
    struct Earlier {
        written_at: i64,
        answers: String,
    }
    let sql = "SELECT written_at, answers FROM letter WHERE counted = $1 AND written_at > $2";
    let rows: Vec<Earlier> = all(change.db(), sql, [counted.into(), since.as_millisecond().into()]).await?;
    Ok(rows.into_iter().map(|row| (instant(row.written_at), row.answers)).collect())
}

/// What an address said on a ticket by mail since a moment, the latest first; no more than it takes to see that it is too much.
pub async fn said(
    change: &Change,
    ticket: i64,
    email: &str,
    since: Timestamp,
) -> Result<Vec<(Timestamp, String)>, Fault> {
    #[derive(FromQueryResult)]
    struct Said {
        received_at: i64,
        data: String,
    }
    let sql = format!(
        "SELECT m.received_at, e.data FROM mail m JOIN entry e ON e.id = m.entry_id
         WHERE m.ticket_id = $1 AND m.decision = 'append' AND m.from_email = $2 AND m.received_at > $3 AND e.what = 'message'
         ORDER BY m.id DESC LIMIT {MOST_ON_TICKET}"
    );
    let values = [ticket.into(), email.into(), since.as_millisecond().into()];
    let rows: Vec<Said> = all(change.db(), &sql, values).await?;
    let mut said = Vec::with_capacity(rows.len());
    for row in rows {
        let text = serde_json::from_str::<What>(&row.data)?.words().unwrap_or_default().to_owned();
        said.push((instant(row.received_at), text));
    }
    Ok(said)
}

/// A letter of ours that a report sends back.
#[derive(FromQueryResult)]
pub struct Returned {
    /// Its row.
    pub id: i64,
    /// To whom it went.
    pub to_email: String,
    /// It is known already that it did not arrive.
    pub failed: bool,
    /// Its reader wrote on the ticket after it: whom they wrote to may know its Message-ID and make up a report. Nor does it prove
    /// that this letter is there: they may have answered another.
    pub answered: bool,
}

/// Whether its reader wrote on the ticket after it.
const ANSWERED: &str =
    "EXISTS (SELECT 1 FROM mail m WHERE m.ticket_id = letter.ticket_id AND m.decision = 'append'
  AND lower(m.from_email) = lower(letter.to_email) AND m.received_at > letter.written_at)";

/// The letters with these Message-IDs, without brackets, that are about a ticket and what was merged into it, or about none.
/// Only who got a letter, or brought it there, can return it; of those that were named to others nobody knows.
pub async fn returned(change: &Change, ticket: Option<i64>, ids: &[&str]) -> Result<Vec<Returned>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=ids.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ");
    let about = match ticket {
        Some(ticket) => format!("IN {}", FAMILY.replace("$1", &ticket.to_string())),
        None => "IS NULL".to_owned(),
    };
    // Whoever reads of the same letter at the same time waits; where it is about a ticket, for that.
    let held = ticket.is_none() && change.db().get_database_backend() == DbBackend::Postgres;
    let lock = if held { "FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT id, to_email, (state = 'failed') AS failed, {ANSWERED} AS answered FROM letter
         WHERE message_id IN ({places}) AND ticket_id {about} AND shared = FALSE
         ORDER BY id {lock}"
    );
    Ok(all(change.db(), &sql, ids.iter().map(|id| format!("<{id}>").into())).await?)
}

/// The latest letter on a ticket that was handed over for an address, for a report that names no letter. Whoever knows the ticket
/// can make up such a report, so it raises no more than a doubt, and that only where nobody else outside the house got a letter
/// and its reader never answered.
pub async fn latest_to(change: &Change, ticket: i64, email: &str) -> Result<Option<Returned>, Fault> {
    let sql = format!(
        "SELECT id, to_email, (state = 'failed') AS failed, FALSE AS answered FROM letter
         WHERE ticket_id = $1 AND lower(to_email) = $2 AND shared = FALSE AND (state <> 'waiting' OR claimed_until IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM letter o LEFT JOIN person p ON p.id = o.person_id
             WHERE o.ticket_id IN {FAMILY} AND lower(o.to_email) <> $2 AND (p.kind IS NULL OR p.kind <> 'staff'))
           AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.ticket_id IN {FAMILY} AND m.decision = 'append' AND lower(m.from_email) = $2)
         ORDER BY id DESC LIMIT 1"
    );
    Ok(one(change.db(), &sql, [ticket.into(), email.into()]).await?)
}

/// What the house noticed about a ticket after a moment.
pub async fn remarks(change: &Change, ticket: i64, after: Timestamp) -> Result<Vec<Remark>, Fault> {
    #[derive(FromQueryResult)]
    struct Entry {
        data: String,
    }
    let sql = "SELECT data FROM entry WHERE ticket_id = $1 AND what = 'remark' AND at > $2";
    let rows: Vec<Entry> = all(change.db(), sql, [ticket.into(), after.as_millisecond().into()]).await?;
    let mut remarks = Vec::with_capacity(rows.len());
    for row in rows {
        if let What::Remark(remark) = serde_json::from_str::<What>(&row.data)? {
            remarks.push(remark);
        }
    }
    Ok(remarks)
}

/// A letter that was handed over, or of which nobody knows whether it was, did not arrive.
pub async fn fail(change: &Change, letter: i64, reason: &str, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE letter SET state = 'failed', trouble = $1, claimed_until = NULL, unsettled_at = $2
      WHERE id = $3 AND (state IN ('sent', 'uncertain') OR state = 'waiting' AND claimed_until IS NOT NULL)";
    run(change.db(), sql, [reason.into(), now.as_millisecond().into(), letter.into()]).await?;
    Ok(())
}

/// A file of a mail as a document that stands nowhere yet. Its preview is made when somebody asks for it: this must be quick.
pub async fn document(
    change: &Change,
    person: Option<i64>,
    internal: bool,
    file: &Kept,
    now: Timestamp,
) -> Result<DocumentId, Fault> {
    let due = is_possible(file.media, u64::try_from(file.size).unwrap_or(u64::MAX));
    let sql = "INSERT INTO document (person_id, name, media_type, size, received, sha256, place, preview, preview_due, internal, state, created_at)
      VALUES ($1, $2, $3, $4, $4, $5, $6, FALSE, $7, $8, $9, $10) RETURNING id";
    let values = [
        person.into(),
        file.name.clone().into(),
        file.media.into(),
        i64::try_from(file.size).unwrap_or(i64::MAX).into(),
        file.digest.clone().into(),
        file.place.clone().into(),
        due.into(),
        internal.into(),
        READY.into(),
        now.as_millisecond().into(),
    ];
    Ok(DocumentId(insert(change.db(), sql, values).await?))
}

/// Tells readers of a message that there is more of it in the mail.
pub async fn cut(change: &Change, entry: i64) -> Result<(), Fault> {
    run(change.db(), "UPDATE entry SET cut = TRUE WHERE id = $1", [entry.into()]).await?;
    Ok(())
}
