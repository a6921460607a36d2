//! Contacts whom the writer of a mail named beside the house.
use super::place::Placing;
use crate::fault::Fault;
use crate::store::{Change, all};
use domain::letter::copied::{MOST, copied};
use domain::letter::lookup::Lookup as _;
use domain::letter::machine::Machine;
use sea_orm::{FromQueryResult, Value};

/// One of them.
#[derive(FromQueryResult)]
pub struct Copied {
    /// Account.
    pub id: i64,
    /// Name.
    pub name: String,
}

impl Placing<'_> {
    /// Contacts of an organisation who are named in the mail and take no part yet in its ticket; a new ticket is 0.
    pub(super) async fn copied(
        &self,
        change: &Change,
        (organisation, ticket): (Option<i64>, i64),
        machine: Option<Machine>,
    ) -> Result<Vec<Copied>, Fault> {
        let named = copied(&self.mail.incoming, machine, |address| self.known.own_mailbox(address));
        let Some(organisation) = organisation.filter(|_| !named.is_empty()) else { return Ok(Vec::new()) };
        let places = (0..named.len()).map(|i| format!("${}", i + 3)).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT p.id, p.name FROM person p
               JOIN membership m ON m.person_id = p.id AND m.organisation_id = $1 AND m.left_at IS NULL
             WHERE p.kind = 'customer' AND p.account <> 'left' AND p.email IN ({places})
               AND NOT EXISTS (SELECT 1 FROM participant x WHERE x.ticket_id = $2 AND x.person_id = p.id)
               AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = $2 AND t.author_id = p.id)
             ORDER BY p.id LIMIT {MOST}"
        );
        let values = [Value::from(organisation), Value::from(ticket)];
        let values = values.into_iter().chain(named.into_iter().map(Value::from));
        Ok(all(change.db(), &sql, values).await?)
    }
}
