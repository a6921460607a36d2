//! The people on both sides of a quote or an order.
use crate::deal::facts::Facts;
use crate::fault::Fault;
use crate::letter::addressee::{Reader, readers};
use crate::letter::desk::Addressee;
use crate::store::{Change, all};
use domain::access::Actor;
use domain::id::{OrganisationId, PersonId};
use domain::lang::Lang;
use domain::person::{Membership, Role, Standing};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashSet;

/// A contact of the customer, with what decides what he may.
pub struct Contact {
    /// As who asks.
    pub actor: Actor,
    lang: Lang,
}

impl Contact {
    /// To whom a letter goes.
    pub fn addressee(&self) -> Addressee {
        Addressee {
            person: Some(self.actor.id),
            name: self.actor.name.clone(),
            email: self.actor.email.clone(),
            lang: self.lang,
        }
    }
}

/// Everybody who belongs to an organisation today, by name.
pub async fn contacts<C: ConnectionTrait>(
    db: &C,
    organisation: OrganisationId,
) -> Result<Vec<Contact>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        name: String,
        email: String,
        lang: String,
        rights: String,
    }
    let sql =
        "SELECT p.id, p.name, p.email, p.lang, m.rights FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.organisation_id = $1 AND m.left_at IS NULL AND p.account <> 'left' ORDER BY p.name, p.id";
    let rows: Vec<Row> = all(db, sql, [organisation.0.into()]).await?;
    let contact = |row: Row| {
        let rights = serde_json::from_str(&row.rights)?;
        let memberships = vec![Membership { organisation, name: String::new(), rights }];
        let standing = Standing::Customer { memberships };
        let actor = Actor { id: PersonId(row.id), name: row.name, email: row.email, standing };
        Ok(Contact { actor, lang: Lang::of_code(&row.lang).unwrap_or_default() })
    };
    rows.into_iter().map(contact).collect()
}

/// Who on staff is told: who looks after the organisation and who wrote the quote; where nobody looks after it, those whose
/// duty that is in general. And `responsible`, who is to go on with what hangs on it.
pub async fn staff(change: &Change, facts: &Facts, responsible: Option<i64>) -> Result<Vec<Reader>, Fault> {
    let people = facts.account_manager.into_iter().chain(facts.written_by).chain(responsible);
    let people: Vec<i64> = people.collect();
    let roles: &[Role] = match facts.account_manager {
        Some(_) => &[],
        None => &[Role::AccountManager, Role::SupportManager],
    };
    readers(change, roles, &people).await
}

/// Ids of everybody who did something on it, or on the quote by which it began.
pub async fn involved(change: &Change, facts: &Facts) -> Result<HashSet<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        by_id: i64,
    }
    let sql =
        "SELECT DISTINCT by_id FROM deal_entry WHERE by_id IS NOT NULL AND (quote_id = $1 OR order_id = $2)";
    let rows: Vec<Row> =
        all(change.db(), sql, [facts.quote.into(), facts.order.unwrap_or_default().into()]).await?;
    Ok(rows.into_iter().map(|row| row.by_id).chain(facts.asked_by).collect())
}
