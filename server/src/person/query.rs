//! Rows of people.
use crate::fault::Fault;
use crate::letter::desk::Addressee;
use crate::store::{all, one, run};
use domain::id::PersonId;
use domain::lang::Lang;
use domain::person::Account;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A person as signing in needs them.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PersonRow {
    /// Id.
    pub id: i64,
    /// `staff`, `customer`, `partner`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Address, in lower case.
    pub email: String,
    /// Language code.
    pub lang: String,
    /// Account code.
    pub account: String,
    /// Argon2id hash in PHC form.
    pub password_hash: Option<String>,
    /// Encrypted secret of the second factor.
    pub totp_secret: Option<String>,
    /// When the second factor was confirmed.
    pub totp_confirmed_at: Option<i64>,
    /// Time step of the last code that was taken.
    pub totp_last_step: Option<i64>,
}

const COLUMNS: &str = "SELECT id, kind, name, email, lang, account, password_hash, totp_secret, totp_confirmed_at, totp_last_step FROM person";

impl PersonRow {
    /// Whether the account can sign in.
    pub fn is_active(&self) -> bool {
        self.account == Account::Active.code()
    }

    /// Whether on staff.
    pub fn is_staff(&self) -> bool {
        self.kind == "staff"
    }

    /// Whether a contact of customers.
    pub fn is_customer(&self) -> bool {
        self.kind == "customer"
    }

    /// Whether a second factor is set up.
    pub const fn has_second_factor(&self) -> bool {
        self.totp_secret.is_some() && self.totp_confirmed_at.is_some()
    }

    /// As the addressee of a letter.
    pub fn addressee(&self) -> Addressee {
        Addressee {
            person: Some(PersonId(self.id)),
            name: self.name.clone(),
            email: self.email.clone(),
            lang: Lang::of_code(&self.lang).unwrap_or_default(),
        }
    }
}

/// The person of an address.
pub async fn by_email<C: ConnectionTrait>(db: &C, email: &str) -> Result<Option<PersonRow>, Fault> {
    Ok(one(db, &format!("{COLUMNS} WHERE email = $1"), [email.into()]).await?)
}

/// The person of an id.
pub async fn by_id<C: ConnectionTrait>(db: &C, id: i64) -> Result<Option<PersonRow>, Fault> {
    Ok(one(db, &format!("{COLUMNS} WHERE id = $1"), [id.into()]).await?)
}

/// Writes where a person's account is in its life.
pub async fn set_account<C: ConnectionTrait>(
    db: &C,
    person: PersonId,
    account: Account,
) -> Result<(), Fault> {
    let sql = "UPDATE person SET account = $1 WHERE id = $2";
    run(db, sql, [account.code().into(), person.0.into()]).await?;
    Ok(())
}

/// A living session, half or full, by the digest of its token.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionRow {
    /// Id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Whether the second factor is missing.
    pub half: bool,
    /// Where from.
    pub source: String,
    /// Browser.
    pub user_agent: String,
    /// Begun.
    pub created_at: i64,
    /// Last used.
    pub used_at: i64,
}

const SESSION: &str = "SELECT id, person_id, half, source, user_agent, created_at, used_at FROM session";

/// The session of a token, if it has not ended.
pub async fn session<C: ConnectionTrait>(db: &C, token: &str) -> Result<Option<SessionRow>, Fault> {
    let sql = format!("{SESSION} WHERE token_hash = $1 AND ended_at IS NULL");
    Ok(one(db, &sql, [crate::secret::digest(token).into()]).await?)
}

/// A person's full sessions that have not ended, last used first.
pub async fn sessions<C: ConnectionTrait>(
    db: &C,
    person: i64,
    used_since: i64,
) -> Result<Vec<SessionRow>, Fault> {
    let sql = format!(
        "{SESSION} WHERE person_id = $1 AND ended_at IS NULL AND half = FALSE AND used_at > $2 ORDER BY used_at DESC"
    );
    Ok(all(db, &sql, [person.into(), used_since.into()]).await?)
}

/// Ends all sessions of a person but one (0 for none).
pub async fn end_sessions<C: ConnectionTrait>(db: &C, person: i64, but: i64, now: i64) -> Result<(), Fault> {
    let sql = "UPDATE session SET ended_at = $1 WHERE person_id = $2 AND id <> $3 AND ended_at IS NULL";
    run(db, sql, [now.into(), person.into(), but.into()]).await?;
    Ok(())
}
