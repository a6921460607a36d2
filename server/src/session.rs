//! Who asks: the session cookie, and everything a request needs to know about its person, in one query.
use crate::fault::Fault;
use crate::house::House;
use crate::secret::digest;
use crate::store::{one, run};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use domain::access::Actor;
use domain::id::{PersonId, SessionId, TeamId};
use domain::lang::Lang;
use domain::person::{Role, Standing};
use domain::sign_in::{SECOND_FACTOR_LIFETIME, SESSION_IDLE, SESSION_LIFETIME};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// A session that is alive.
#[derive(Clone, Debug)]
pub struct Session {
    /// Id.
    pub id: SessionId,
    /// Who.
    pub actor: Actor,
    /// Language of the person's account.
    pub lang: Option<Lang>,
    /// Password or link was right, the second factor is still missing: signed in for nothing else.
    pub half: bool,
}

/// Name of the session cookie; the prefix makes browsers insist on `Secure` and `Path=/` where there is TLS.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-schalter" } else { "schalter" }
}

/// The `Set-Cookie` value for a session token, or for none.
pub fn cookie(token: Option<&str>, secure: bool) -> String {
    let name = cookie_name(secure);
    let secure = if secure { "; Secure" } else { "" };
    match token {
        Some(token) => {
            let seconds = SESSION_LIFETIME.as_secs();
            format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
        }
        None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"),
    }
}

/// The value of a cookie.
pub fn read_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    half: bool,
    created_at: i64,
    used_at: i64,
    #[sea_orm(nested)]
    who: Who,
}

/// A person with what makes an actor.
#[derive(FromQueryResult)]
struct Who {
    person_id: i64,
    kind: String,
    name: String,
    email: String,
    lang: String,
    roles: Option<String>,
    teams: Option<String>,
    memberships: Option<String>,
}

const BY_TOKEN: &str = "
SELECT s.id, s.half, s.created_at, s.used_at, {who} FROM session s JOIN person p ON p.id = s.person_id
WHERE s.token_hash = $1 AND s.ended_at IS NULL AND p.account = 'active'";

/// The columns of [`Who`]; `p` is the person.
const WHO: &str = "p.id AS person_id, p.kind, p.name, p.email, p.lang,
  (SELECT {list}(r.role) FROM staff_role r WHERE r.person_id = p.id) AS roles,
  (SELECT {list}({text}) FROM team_member t WHERE t.person_id = p.id) AS teams,
  (SELECT {memberships} FROM membership m JOIN organisation o ON o.id = m.organisation_id
    WHERE m.person_id = p.id AND m.left_at IS NULL) AS memberships";

fn who(backend: DbBackend) -> String {
    match backend {
        DbBackend::Postgres => WHO
            .replace("{list}(r.role)", "string_agg(r.role, ',')")
            .replace("{list}({text})", "string_agg(t.team_id::text, ',')")
            .replace("{memberships}", "json_agg(json_build_object('organisation', o.id, 'name', o.name, 'rights', m.rights::json) ORDER BY o.name)::text"),
        _ => WHO
            .replace("{list}(r.role)", "group_concat(r.role)")
            .replace("{list}({text})", "group_concat(t.team_id)")
            .replace("{memberships}", "json_group_array(json_object('organisation', o.id, 'name', o.name, 'rights', json(m.rights)) ORDER BY o.name)"),
    }
}

/// Somebody with all rights of today, for what they do without a session; `None` for who left.
pub async fn actor_of<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Option<Actor>, Fault> {
    let who = who(db.get_database_backend());
    let sql = format!("SELECT {who} FROM person p WHERE p.id = $1 AND p.account <> 'left'");
    one::<Who, _>(db, &sql, [person.0.into()]).await?.map(Who::into_actor).transpose()
}

/// The living session of a token, as used now; `None` where it ended, idled out or never was.
pub async fn find(house: &House, token: &str, now: Timestamp) -> Result<Option<Session>, Fault> {
    let Some((session, used_at)) = living(house, token, now).await? else { return Ok(None) };
    if now.duration_since(used_at) > jiff::SignedDuration::from_mins(5) {
        let change = house.store.change().await?;
        run(
            change.db(),
            "UPDATE session SET used_at = $1 WHERE id = $2",
            [now.as_millisecond().into(), session.id.0.into()],
        )
        .await?;
        change.commit().await?;
    }
    Ok(Some(session))
}

/// The same without counting as use: a page that merely stands open keeps no session alive.
pub async fn look(house: &House, token: &str, now: Timestamp) -> Result<Option<Session>, Fault> {
    Ok(living(house, token, now).await?.map(|(session, _)| session))
}

async fn living(house: &House, token: &str, now: Timestamp) -> Result<Option<(Session, Timestamp)>, Fault> {
    let db = house.store.read();
    let sql = BY_TOKEN.replace("{who}", &who(house.store.backend()));
    let Some(row) = one::<Row, _>(db, &sql, [digest(token).into()]).await? else { return Ok(None) };
    let age = |millis: i64| now.duration_since(crate::clock::instant(millis));
    let over = age(row.created_at) > SESSION_LIFETIME
        || age(row.used_at) > SESSION_IDLE
        || (row.half && age(row.created_at) > SECOND_FACTOR_LIFETIME);
    if over {
        return Ok(None);
    }
    let used_at = crate::clock::instant(row.used_at);
    Ok(Some((row.into_session()?, used_at)))
}

impl Row {
    fn into_session(self) -> Result<Session, Fault> {
        let lang = Lang::of_code(&self.who.lang);
        Ok(Session { id: SessionId(self.id), actor: self.who.into_actor()?, lang, half: self.half })
    }
}

impl Who {
    fn into_actor(self) -> Result<Actor, Fault> {
        let list = |text: Option<String>| text.unwrap_or_default();
        let standing = match self.kind.as_str() {
            "staff" => Standing::Staff {
                roles: list(self.roles).split(',').filter_map(Role::of_code).collect(),
                teams: list(self.teams).split(',').filter_map(|id| id.parse::<TeamId>().ok()).collect(),
            },
            "customer" => Standing::Customer {
                memberships: serde_json::from_str(self.memberships.as_deref().unwrap_or("[]"))?,
            },
            "partner" => Standing::Partner,
            other => return Err(Fault::impossible_row("person", self.person_id, other)),
        };
        Ok(Actor { id: PersonId(self.person_id), name: self.name, email: self.email, standing })
    }
}
