//! Writing a mail down, with what the rules said of it.
use super::place::limited;
use crate::fault::Fault;
use crate::letter::mime::Mail;
use crate::store::{Change, insert};
use domain::letter::machine::Machine;
use domain::letter::original::Original;
use domain::letter::thread::{Decision, Rule};
use jiff::Timestamp;

/// Code and rule of a decision, with the sign of a machine.
pub fn codes(decision: &Decision) -> (&'static str, Rule, Option<Machine>) {
    match decision {
        Decision::NewTicket { rule, machine, .. } => ("new_ticket", *rule, *machine),
        Decision::Append { rule, machine, .. } | Decision::Comment { rule, machine, .. } => {
            ("append", *rule, *machine)
        }
        Decision::Quarantine { rule, machine, .. } => ("quarantine", *rule, *machine),
        Decision::Bounce { rule, .. } => ("bounce", *rule, Some(Machine::Report)),
        Decision::Loop { rule } => ("loop", *rule, None),
    }
}

/// What is written beside the words of a mail.
pub struct Stored<'a> {
    /// The mailbox to which it came.
    pub mailbox: i64,
    /// What tells it apart.
    pub digest: &'a str,
    /// Where its bytes lie.
    pub place: &'a str,
    /// How many these are.
    pub size: usize,
    /// Its ticket.
    pub ticket: Option<i64>,
    /// What was written on that.
    pub entry: Option<i64>,
    /// Who wrote first what it passes on.
    pub original: Option<Original>,
}

/// Writes a mail that was placed.
pub async fn store(
    change: &Change,
    mail: &Mail,
    decision: &Decision,
    stored: &Stored<'_>,
    (arrived, now): (Timestamp, Timestamp),
) -> Result<(), Fault> {
    let (code, rule, machine) = codes(decision);
    let incoming = &mail.incoming;
    let deal = if let Decision::Comment { deal, .. } = decision { Some(deal.to_string()) } else { None };
    let named = if let Decision::NewTicket { named, .. } = decision { *named } else { None };
    let sql = "INSERT INTO mail (mailbox_id, digest, message_id, from_name, from_email, subject, received_at, size, place, decision, rule, machine, ticket_id, body, entry_id, has_html, full_size, deal, original, fetched_at, named)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) RETURNING id";
    let values = [
        stored.mailbox.into(),
        stored.digest.into(),
        incoming.message_id.clone().into(),
        incoming.from_name.clone().into(),
        incoming.from.clone().into(),
        incoming.subject.clone().into(),
        arrived.as_millisecond().into(),
        i64::try_from(stored.size).unwrap_or(i64::MAX).into(),
        stored.place.into(),
        code.into(),
        rule.code().into(),
        machine.map(Machine::code).into(),
        stored.ticket.into(),
        limited(&incoming.body).into(),
        stored.entry.into(),
        mail.has_html.into(),
        mail.full_size.map(|size| i64::try_from(size).unwrap_or(i64::MAX)).into(),
        deal.into(),
        stored.original.as_ref().map(serde_json::to_string).transpose()?.into(),
        (arrived < now).then(|| now.as_millisecond()).into(),
        named.map(|number| number.0).into(),
    ];
    insert(change.db(), sql, values).await?;
    Ok(())
}
