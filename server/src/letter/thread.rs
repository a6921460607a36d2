//! How the mails about one ticket hang together in a mail program: one root, the first mail that came from the reader, then
//! what went to the same reader before.
//!
//! Who names a letter of ours proves that it went to them, so no header ever names a letter to somebody else: the root is no
//! letter at all, and what came with a Message-ID of our own making is left out.
use crate::fault::Fault;
use crate::store::{Change, all};
use domain::letter::incoming::{Incoming, can_be_named};
use domain::letter::subject::likeness;
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

/// A mail that a letter answers by itself.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Its subject in the form in which subjects are compared.
    pub likeness: String,
    /// Its Message-ID, without brackets.
    pub message_id: Option<String>,
}

impl Answered {
    /// What a mail is, for the letter that answers it.
    pub fn by(incoming: &Incoming) -> Self {
        Self { likeness: likeness(&incoming.subject), message_id: incoming.message_id.clone() }
    }
}

#[derive(FromQueryResult)]
struct Earlier {
    message_id: String,
    ours: bool,
}

/// The mail that began it for a reader, and our letters to them, oldest first.
const BETWEEN: &str = "SELECT message_id, ours FROM (
  SELECT * FROM (SELECT id, message_id, FALSE AS ours FROM mail WHERE ticket_id = $1 AND from_email = $2 AND message_id IS NOT NULL ORDER BY id LIMIT 1) m
  UNION ALL SELECT * FROM (SELECT id, message_id, TRUE AS ours FROM letter WHERE ticket_id = $1 AND to_email = $3 ORDER BY id DESC LIMIT $4) l
) b ORDER BY ours, id";

impl Thread {
    /// What the next letter about a ticket (its row) to this address refers to: the ticket's root, then the mail that began it
    /// for this reader (`came`, without brackets, where it comes in just now), then our earlier letters. `host` is ours.
    pub async fn of(
        change: &Change,
        (root, host): (String, &str),
        (ticket, came): (i64, Option<String>),
        email: &str,
    ) -> Result<Self, Fault> {
        let values = [ticket.into(), email.to_lowercase().into(), email.into(), MOST.into()];
        let between: Vec<Earlier> = all(change.db(), BETWEEN, values).await?;
        let (earlier, first): (Vec<_>, Vec<_>) = between.into_iter().partition(|row| row.ours);
        let first = first.into_iter().next().map(|row| row.message_id).or(came);
        let earlier = earlier.into_iter().map(|row| row.message_id).collect();
        Ok(Self::new((root, host), first, earlier))
    }

    /// The root, the mail that began it and our letters after it.
    pub fn new((root, host): (String, &str), first: Option<String>, earlier: Vec<String>) -> Self {
        let first = first.filter(|id| can_be_named(id, host)).map(|id| format!("<{id}>"));
        Self { references: [root].into_iter().chain(first).chain(earlier).collect(), acknowledges: false }
    }
}
