//! People to whom the house writes by itself.
use crate::fault::Fault;
use crate::letter::desk::Addressee;
use crate::store::{Change, all};
use domain::id::PersonId;
use domain::lang::Lang;
use domain::person::Role;
use sea_orm::FromQueryResult;

/// One of them.
#[derive(FromQueryResult)]
pub struct Reader {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    lang: String,
}

impl Reader {
    /// Their language.
    pub fn lang(&self) -> Lang {
        Lang::of_code(&self.lang).unwrap_or_default()
    }

    /// To whom a letter goes.
    pub fn addressee(&self) -> Addressee {
        Addressee {
            person: Some(PersonId(self.id)),
            name: self.name.clone(),
            email: self.email.clone(),
            lang: self.lang(),
        }
    }
}

/// These people, by name.
pub async fn contacts(change: &Change, people: &[i64]) -> Result<Vec<Reader>, Fault> {
    let people: Vec<_> = people.iter().map(ToString::to_string).chain(["0".to_owned()]).collect();
    let sql = format!(
        "SELECT id, name, email, lang FROM person WHERE id IN ({}) ORDER BY name, id",
        people.join(", ")
    );
    Ok(all(change.db(), &sql, []).await?)
}

/// The members of a team, by name; nobody who left.
pub async fn members(change: &Change, team: i64) -> Result<Vec<Reader>, Fault> {
    let sql = "SELECT p.id, p.name, p.email, p.lang FROM team_member m JOIN person p ON p.id = m.person_id
      WHERE m.team_id = $1 AND p.kind = 'staff' AND p.account <> 'left' ORDER BY p.name, p.id";
    Ok(all(change.db(), sql, [team.into()]).await?)
}

/// Everybody on staff with one of the roles, and these people, by name; nobody who left.
pub async fn readers(change: &Change, roles: &[Role], people: &[i64]) -> Result<Vec<Reader>, Fault> {
    let people: Vec<_> = people.iter().map(ToString::to_string).chain(["0".to_owned()]).collect();
    let roles: Vec<_> =
        roles.iter().map(|role| format!("'{}'", role.code())).chain(["''".to_owned()]).collect();
    let sql = format!(
        "SELECT p.id, p.name, p.email, p.lang FROM person p WHERE p.kind = 'staff' AND p.account <> 'left'
         AND (p.id IN ({}) OR EXISTS (SELECT 1 FROM staff_role r WHERE r.person_id = p.id AND r.role IN ({})))
         ORDER BY p.name, p.id",
        people.join(", "),
        roles.join(", "),
    );
    Ok(all(change.db(), &sql, []).await?)
}
