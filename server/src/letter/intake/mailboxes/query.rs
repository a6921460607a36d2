//! What is read of mailboxes where a mail comes in.
use super::Arrival;
use crate::fault::Fault;
use crate::mailbox::through::Through;
use crate::store::all;
use domain::letter::cap::{MOST_STRANGERS, STRANGERS_WINDOW};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// A mailbox, with what matters where a mail comes in.
#[derive(FromQueryResult)]
pub struct Row {
    /// Its address.
    pub address: String,
    /// Whether it is no longer read.
    pub removed: bool,
    mailbox: i64,
    team: Option<i64>,
    team_name: Option<String>,
    class: Option<String>,
    /// How many tickets writers without account opened lately, where it is the one at which a mail of such a writer arrived.
    pub strangers: i64,
}

impl Row {
    /// What a ticket begins with that comes through it.
    pub fn into_through(self) -> Through {
        let Self { mailbox, team, team_name, class, .. } = self;
        Through { mailbox, team, team_name, class }
    }
}

/// All of them, also those that were removed, in one statement.
pub async fn mailboxes<C: ConnectionTrait>(db: &C, arrival: Option<Arrival<'_>>) -> Result<Vec<Row>, Fault> {
    // Both databases count only where it is asked for.
    let strangers = match arrival {
        Some(_) => format!(
            "CASE WHEN b.id = $1 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.email = $2 AND p.account <> 'left')
               THEN (SELECT COUNT(*) FROM (SELECT t.id FROM ticket t WHERE t.mailbox_id = $1 AND t.opened_at > $3 AND t.opened_at <= $4
                 AND t.author_id IS NULL AND t.channel = 'mail' LIMIT {MOST_STRANGERS}) lately) ELSE 0 END"
        ),
        None => "CAST(0 AS BIGINT)".to_owned(),
    };
    let values: Vec<Value> = arrival.map_or_else(Vec::new, |Arrival { mailbox, now, from }| {
        let since = now - STRANGERS_WINDOW;
        vec![mailbox.into(), from.into(), since.as_millisecond().into(), now.as_millisecond().into()]
    });
    let sql = format!(
        "SELECT b.address, (b.removed_at IS NOT NULL) AS removed, b.id AS mailbox, b.team_id AS team, t.name AS team_name, b.class,
           {strangers} AS strangers FROM mailbox b LEFT JOIN team t ON t.id = b.team_id"
    );
    Ok(all(db, &sql, values).await?)
}
