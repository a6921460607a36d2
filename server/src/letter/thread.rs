//! How the mails about one ticket hang together in a mail program: one root, then what went to the same reader before.
//!
//! Who names a letter of ours proves that it went to them, so no header ever names a letter to somebody else: the root is no
//! letter at all.
use crate::fault::Fault;
use crate::store::{Change, all};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

/// Most earlier mails that are named beside the root; longer headers get lost on the way.
const MOST: i64 = 20;

/// What a letter's headers say beside subject, sender and reader; stored with it as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Message-IDs of earlier mails, oldest first; the first is the root that all mails of the ticket name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Leaves with a null return path.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acknowledges: bool,
}

#[derive(FromQueryResult)]
struct Earlier {
    message_id: String,
}

impl Thread {
    /// What the next letter about a ticket (its row) to this address refers to, the ticket's root first.
    pub async fn of(change: &Change, root: String, ticket: i64, email: &str) -> Result<Self, Fault> {
        let sql =
            "SELECT message_id FROM letter WHERE ticket_id = $1 AND to_email = $2 ORDER BY id DESC LIMIT $3";
        let mut earlier: Vec<Earlier> =
            all(change.db(), sql, [ticket.into(), email.into(), MOST.into()]).await?;
        earlier.reverse();
        let references = [root].into_iter().chain(earlier.into_iter().map(|row| row.message_id)).collect();
        Ok(Self { references, acknowledges: false })
    }
}
