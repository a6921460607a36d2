//! A house for one test: its own database, its own data folder, a clock that can be set, and browsers.
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::id::{OrganisationId, PersonId};
use domain::person::{Rights, Role};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sea_orm::Value;
use server::clock::Clock;
use server::config::Settings;
use server::house::House;
use server::router::router;
use server::store::{Store, insert, one_row, run};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt as _;
use url::Url;

/// Monday morning in Berlin.
pub const START: &str = "2026-11-23T08:00:00Z";
pub const BASE: &str = "http://portal.test";

pub struct TestHouse {
    pub house: House,
    pub router: Router,
    pub folder: Arc<TempDir>,
}

/// A paper that came through the router; kept for a validator that is not ours where the folder `SCHALTER_PAPERS` is given.
pub fn paper(name: &str, answer: &Answer) {
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/pdf"), "{name}");
    assert!(answer.body.starts_with(b"%PDF-1."), "{name}");
    if let Ok(folder) = std::env::var("SCHALTER_PAPERS") {
        std::fs::write(format!("{folder}/{name}.pdf"), &answer.body).unwrap();
    }
}

/// Somebody's browser: keeps cookies, sends our origin.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookie: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl TestHouse {
    pub async fn sqlite() -> Self {
        Self::open(None).await
    }

    pub async fn postgres() -> Self {
        Self::open(Some(fresh_database().await)).await
    }

    /// A second server on the same database, as behind a load balancer. PostgreSQL only.
    pub async fn twin(&self) -> Self {
        Self::open(self.house.settings.database_url.clone()).await
    }

    /// The same house after a restart: same database, same files.
    pub async fn restarted(&self) -> Self {
        self.house.closing.cancel();
        Self::open_in(self.folder.clone(), self.house.settings.database_url.clone()).await
    }

    async fn open(database: Option<String>) -> Self {
        Self::open_in(Arc::new(tempfile::tempdir().unwrap()), database).await
    }

    /// A house of its own on SQLite that begins with another preset.
    pub async fn with_preset(preset: &str) -> Self {
        Self::begin(Arc::new(tempfile::tempdir().unwrap()), None, preset).await
    }

    /// The same on PostgreSQL.
    pub async fn with_preset_on_postgres(preset: &str) -> Self {
        Self::begin(Arc::new(tempfile::tempdir().unwrap()), Some(fresh_database().await), preset).await
    }

    async fn open_in(folder: Arc<TempDir>, database: Option<String>) -> Self {
        Self::begin(folder, database, "agency-plans").await
    }

    /// The same house after a restart with other settings.
    pub async fn restarted_with(&self, change: impl FnOnce(&mut Settings)) -> Self {
        self.house.closing.cancel();
        let database = self.house.settings.database_url.clone();
        Self::begin_with(self.folder.clone(), database, "agency-plans", change).await
    }

    async fn begin(folder: Arc<TempDir>, database: Option<String>, preset: &str) -> Self {
        Self::begin_with(folder, database, preset, |_| {}).await
    }

    async fn begin_with(
        folder: Arc<TempDir>,
        database: Option<String>,
        preset: &str,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let data = folder.path().display().to_string();
        let mut settings = Settings::read(None, |name| match name {
            "SCHALTER_DATA" => Some(data.clone()),
            "DATABASE_URL" => database.clone(),
            "SCHALTER_BASE_URL" => Some(BASE.to_owned()),
            "SCHALTER_PRESET" => Some(preset.to_owned()),
            "SCHALTER_COMPANY" => Some("Nordlicht Digital".to_owned()),
            _ => None,
        })
        .unwrap();
        change(&mut settings);
        let clock = Clock::standing(START.parse().unwrap(), TimeZone::get("Europe/Berlin").unwrap());
        let house = House::open(settings, Url::parse(BASE).unwrap(), clock).await.unwrap();
        house.files.previewer.set(env!("CARGO_BIN_EXE_schalter").into()).unwrap();
        server::live::listener::start(&house).await.unwrap();
        Self { router: router(house.clone()), house, folder }
    }

    pub fn now(&self) -> Timestamp {
        self.house.clock.now()
    }

    /// Moves the clock on.
    pub fn wait(&self, span: jiff::SignedDuration) {
        self.house.clock.set(self.now() + span);
    }

    pub fn visitor(&self) -> Browser {
        Browser { router: self.router.clone(), cookie: String::new() }
    }

    pub async fn run(&self, sql: &str, values: impl IntoIterator<Item = Value>) {
        let change = self.house.store.change().await.unwrap();
        run(change.db(), sql, values).await.unwrap();
        change.commit().await.unwrap();
    }

    /// One whole number from the database.
    pub async fn number(&self, sql: &str) -> i64 {
        one_row(self.house.store.read(), sql, []).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    async fn insert(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> i64 {
        let change = self.house.store.change().await.unwrap();
        let id = insert(change.db(), sql, values).await.unwrap();
        change.commit().await.unwrap();
        id
    }

    pub async fn organisation(&self, name: &str) -> OrganisationId {
        let sql = "INSERT INTO organisation (name, town, address, created_at) VALUES ($1, 'Kiel', '', $2) RETURNING id";
        OrganisationId(self.insert(sql, [name.into(), self.now().as_millisecond().into()]).await)
    }

    /// A person who can sign in; the address is `name@example.de` in lower case.
    pub async fn person(&self, kind: &str, name: &str) -> PersonId {
        let sql = "INSERT INTO person (kind, name, email, lang, account, created_at) VALUES ($1, $2, $3, 'de', 'active', $4) RETURNING id";
        let email = format!("{}@example.de", name.to_lowercase().replace(' ', "."));
        PersonId(
            self.insert(sql, [kind.into(), name.into(), email.into(), self.now().as_millisecond().into()])
                .await,
        )
    }

    /// A contact of an organisation.
    pub async fn contact(&self, name: &str, organisation: OrganisationId, rights: Rights) -> PersonId {
        let person = self.person("customer", name).await;
        let sql =
            "INSERT INTO membership (person_id, organisation_id, rights, joined_at) VALUES ($1, $2, $3, 0)";
        let rights = serde_json::to_string(&rights).unwrap();
        self.run(sql, [person.0.into(), organisation.0.into(), rights.into()]).await;
        person
    }

    /// A member of staff.
    pub async fn staff(&self, name: &str, roles: &[Role]) -> PersonId {
        let person = self.person("staff", name).await;
        for role in roles {
            self.run(
                "INSERT INTO staff_role (person_id, role) VALUES ($1, $2)",
                [person.0.into(), role.code().into()],
            )
            .await;
        }
        person
    }

    /// A team with these members.
    pub async fn team(&self, name: &str, members: &[PersonId]) -> i64 {
        let id = self.insert("INSERT INTO team (name) VALUES ($1) RETURNING id", [name.into()]).await;
        for member in members {
            self.run(
                "INSERT INTO team_member (team_id, person_id) VALUES ($1, $2)",
                [id.into(), member.0.into()],
            )
            .await;
        }
        id
    }

    /// The browser of somebody who has signed in. Signing in itself has tests of its own.
    pub async fn browser(&self, person: PersonId) -> Browser {
        let token = server::secret::token();
        let now = self.now().as_millisecond();
        let sql = "INSERT INTO session (token_hash, person_id, half, source, user_agent, created_at, used_at) VALUES ($1, $2, FALSE, '', '', $3, $3) RETURNING id";
        self.insert(sql, [server::secret::digest(&token).into(), person.0.into(), now.into()]).await;
        Browser { router: self.router.clone(), cookie: format!("schalter={token}") }
    }
}

impl Browser {
    /// The same browser at another server of the house.
    pub fn at(&self, house: &TestHouse) -> Self {
        Self { router: house.router.clone(), cookie: self.cookie.clone() }
    }

    /// The answer as it begins; its body may go on for ever.
    pub async fn open(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.unwrap(),
        }
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "portal.test")
            .header(header::ORIGIN, BASE)
            .header(header::COOKIE, &self.cookie)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap())
            .await
    }

    /// Calls a server function as scripts do.
    pub async fn call(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request("POST", &format!("/api/{endpoint}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        self.send(request.body(Body::from(encoded(fields))).unwrap()).await
    }

    /// Sends a form as browsers without scripts do, from the page `from`.
    pub async fn post(&self, endpoint: &str, from: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request("POST", &format!("/api/{endpoint}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
            .header(header::REFERER, format!("{BASE}{from}"));
        self.send(request.body(Body::from(encoded(fields))).unwrap()).await
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The JSON of a server function that worked.
    #[track_caller]
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The error of a server function that was refused.
    #[track_caller]
    pub fn error(&self) -> app::error::AppError {
        assert!(
            self.status.is_client_error() || self.status.is_server_error(),
            "{} {}",
            self.status,
            self.text()
        );
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no header {name}")).to_str().unwrap()
    }
}

/// A fresh idempotency key.
pub fn key() -> String {
    server::secret::key()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// A database of its own for one test, copied from a migrated template.
pub async fn fresh_database() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let base = std::env::var("SCHALTER_TEST_POSTGRES")
        .expect("SCHALTER_TEST_POSTGRES names no PostgreSQL server; `make test` starts one");
    let admin = Store::postgres(&base, server::live::Live::default()).await.unwrap();
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let named = |name: &str| {
        let mut url = Url::parse(&base).unwrap();
        url.set_path(name);
        url.to_string()
    };
    let template = format!("template_{}", template_version());
    let admin_db = admin.read();
    let exists = "SELECT 1 FROM pg_database WHERE datname = $1";
    for _ in 0..200 {
        if one_row(admin_db, exists, [template.clone().into()]).await.unwrap().is_some() {
            break;
        }
        // Whoever creates the unfinished template migrates it; the others wait for its final name.
        let making = format!("making_{template}");
        if run(admin_db, &format!("CREATE DATABASE \"{making}\""), []).await.is_ok() {
            let store = Store::postgres(&named(&making), server::live::Live::default()).await.unwrap();
            store.migrate().await.unwrap();
            store.close().await.unwrap();
            run(admin_db, &format!("ALTER DATABASE \"{making}\" RENAME TO \"{template}\""), [])
                .await
                .unwrap();
        } else {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
    // Process ids come again, and a database of an earlier run may still be there.
    run(admin_db, &format!("DROP DATABASE IF EXISTS \"{name}\""), []).await.unwrap();
    run(admin_db, &format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""), []).await.unwrap();
    admin.close().await.unwrap();
    named(&name)
}

/// Changes whenever the migrations' code does.
fn template_version() -> String {
    server::secret::digest(concat!(
        include_str!("../../src/migration.rs"),
        include_str!("../../src/migration/m0001_start.rs"),
        include_str!("../../src/migration/m0002_promise.rs")
    ))[..16]
        .to_lowercase()
}
