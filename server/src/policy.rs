//! The company's configuration as this house runs it: presets that ship with the product, versions in the database, the
//! current one at hand.
//!
//! A version never changes once it is stored. A ticket names the one it came in under, and its promises are counted by
//! that one for ever (D8).
pub mod answer;
pub mod change;
pub mod desk;
pub mod draft;
pub mod fact_sheet;
pub mod held;
mod lost;
pub mod moves;
pub mod step;
mod unreadable;
pub mod word;

use crate::fault::Fault;
use crate::house::House;
use crate::policy::unreadable::Unreadable;
use crate::store::{Change, Store, insert, one, run};
use app::policy::wrong::in_words_of_file;
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::policy::book::Book;
use domain::policy::{Policy, WrongPolicy};
use domain::promise::place::Place;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Names and texts of the presets that ship with this version.
pub const SHIPPED: [(&str, &str); 5] = [
    ("agency-plans", include_str!("../../presets/agency-plans.toml")),
    ("shop-quick-tickets", include_str!("../../presets/shop-quick-tickets.toml")),
    ("vendor-priorities", include_str!("../../presets/vendor-priorities.toml")),
    ("vendor-classes", include_str!("../../presets/vendor-classes.toml")),
    ("support-packages", include_str!("../../presets/support-packages.toml")),
];

/// The text of a shipped preset; the error is a sentence.
pub fn shipped(name: &str) -> Result<&'static str, String> {
    let known = SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    let names = || SHIPPED.map(|(name, _)| name).join(", ");
    known.ok_or_else(|| format!("There is no preset `{name}`; there are: {}.", names()))
}

/// The shipped preset of a name, ready to promise with; the error is a sentence.
pub fn preset(name: &str) -> Result<Book, String> {
    read(shipped(name)?).map_err(|error| format!("Preset `{name}`: {error}"))
}

/// Reads and checks a configuration file; it is taken as a whole or refused with everything that is wrong.
pub fn read(text: &str) -> Result<Book, WrongFile> {
    let policy: Policy =
        toml::from_str(text).map_err(|error| WrongFile::Unreadable(Unreadable::of(text, &error)))?;
    Book::new(policy).map_err(WrongFile::Wrong)
}

/// Why a configuration file was refused.
#[derive(Debug)]
pub enum WrongFile {
    /// It is no such file.
    Unreadable(Unreadable),
    /// It can be read, but makes no sense at these places.
    Wrong(Vec<WrongPolicy>),
}

impl WrongFile {
    /// In a reader's language, a line each.
    pub fn in_words(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(place) => place.in_words(lang),
            Self::Wrong(wrong) => {
                wrong.iter().map(|wrong| in_words_of_file(lang, wrong)).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// As commands and logs say it.
impl std::fmt::Display for WrongFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.in_words(Lang::En))
    }
}

/// Publishing is one at a time; held until the change is over. SQLite has one writer anyway.
pub async fn lock(change: &Change) -> Result<(), Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        run(change.db(), "SELECT pg_advisory_xact_lock(2)", []).await?;
    }
    Ok(())
}

/// A version of the configuration.
#[derive(Debug)]
pub struct Edition {
    /// Its number in the database, growing.
    pub version: i64,
    book: Book,
    /// The same with what is agreed with single customers.
    agreed: HashMap<OrganisationId, Book>,
}

impl Edition {
    /// Of a version.
    pub fn new(version: i64, book: Book) -> Self {
        let agreed =
            book.customers().into_iter().map(|customer| (customer, book.opened_for(customer))).collect();
        Self { version, book, agreed }
    }

    /// Ready to promise an organisation with.
    pub fn book(&self, organisation: Option<i64>) -> &Book {
        organisation.and_then(|id| self.agreed.get(&OrganisationId(id))).unwrap_or(&self.book)
    }
}

impl Deref for Edition {
    type Target = Policy;
    fn deref(&self) -> &Policy {
        self.book.policy()
    }
}

/// The versions this process knows.
#[derive(Debug)]
pub struct Editions {
    current: RwLock<Arc<Edition>>,
    earlier: Mutex<HashMap<i64, Arc<Edition>>>,
}

#[derive(FromQueryResult)]
struct Row {
    version: i64,
    content: String,
}

/// A preset's text with the place of its holidays, where it leaves that open; its comments stay.
fn placed(text: &str, place: Option<&Place>) -> String {
    match place {
        Some(place) if !text.contains("\nplace = ") => {
            text.replacen("\nform = 1\n", &format!("\nform = 1\nplace = \"{place}\"\n"), 1)
        }
        _ => text.to_owned(),
    }
}

impl Editions {
    /// Reads the current version; an empty database gets the preset of a name as its first, with this place.
    pub async fn open(
        database: &Store,
        name: &str,
        place: Option<&Place>,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        if let Some(row) = latest(database.read()).await? {
            return Ok(Self::of(row.edition()?));
        }
        let text = placed(shipped(name).map_err(Fault::Broken)?, place);
        let change = database.change().await?;
        // Two servers that start at once on one empty database agree on the first one's version.
        lock(&change).await?;
        if latest(change.db()).await?.is_none() {
            store(change.db(), &text, (None, ""), now, name, false).await?;
        }
        change.commit().await?;
        let row = latest(database.read()).await?;
        Ok(Self::of(row.ok_or_else(|| Fault::broken("the configuration was not stored"))?.edition()?))
    }

    fn of(edition: Edition) -> Self {
        Self { current: RwLock::new(Arc::new(edition)), earlier: Mutex::default() }
    }
}

impl House {
    /// The current configuration.
    pub fn policy(&self) -> Arc<Edition> {
        self.editions.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The configuration of a version.
    pub async fn edition<C: ConnectionTrait>(&self, db: &C, version: i64) -> Result<Arc<Edition>, Fault> {
        let current = self.policy();
        if current.version == version {
            return Ok(current);
        }
        if let Some(known) = self.earlier(version) {
            return Ok(known);
        }
        let sql = "SELECT version, content FROM policy WHERE version = $1";
        let row: Option<Row> = one(db, sql, [version.into()]).await?;
        let row = row.ok_or_else(|| Fault::broken(format!("there is no configuration {version}")))?;
        let edition = Arc::new(row.edition()?);
        self.editions.earlier.lock().unwrap_or_else(PoisonError::into_inner).insert(version, edition.clone());
        Ok(edition)
    }

    fn earlier(&self, version: i64) -> Option<Arc<Edition>> {
        self.editions.earlier.lock().unwrap_or_else(PoisonError::into_inner).get(&version).cloned()
    }

    /// Takes the latest version of the database as the current one; other servers may have stored it.
    pub async fn refresh_policy(&self) -> Result<(), Fault> {
        let Some(row) = latest(self.store.read()).await? else { return Ok(()) };
        if row.version != self.policy().version {
            let edition = Arc::new(row.edition()?);
            *self.editions.current.write().unwrap_or_else(PoisonError::into_inner) = edition;
        }
        Ok(())
    }
}

/// Stores a checked text as the next version; answers its number. After committing, [`House::refresh_policy`].
pub async fn store<C: ConnectionTrait>(
    db: &C,
    text: &str,
    by: (Option<i64>, &str),
    at: Timestamp,
    note: &str,
    open_too: bool,
) -> Result<i64, Fault> {
    let sql = "INSERT INTO policy (content, by_id, by_name, at, note, open_too) VALUES ($1, $2, $3, $4, $5, $6) RETURNING version AS id";
    let values =
        [text.into(), by.0.into(), by.1.into(), at.as_millisecond().into(), note.into(), open_too.into()];
    Ok(insert(db, sql, values).await?)
}

/// Number of the latest version.
pub async fn latest_version<C: ConnectionTrait>(db: &C) -> Result<i64, Fault> {
    Ok(latest(db).await?.map_or(0, |row| row.version))
}

async fn latest<C: ConnectionTrait>(db: &C) -> Result<Option<Row>, Fault> {
    Ok(one(db, "SELECT version, content FROM policy ORDER BY version DESC LIMIT 1", []).await?)
}

impl Row {
    fn edition(self) -> Result<Edition, Fault> {
        let book = read(&self.content)
            .map_err(|error| Fault::impossible_row("policy", self.version, &error.to_string()))?;
        Ok(Edition::new(self.version, book))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_preset_can_be_used() {
        for (name, _) in SHIPPED {
            preset(name).unwrap();
        }
    }

    #[test]
    fn a_broken_file_is_refused_with_its_place() {
        let text = shipped("agency-plans").unwrap();
        let wrong = read(&text.replace("Europe/Berlin", "Europe/Bärlin")).unwrap_err().to_string();
        assert_eq!(wrong, "calendar service: “Europe/Bärlin” is no time zone such as Europe/Berlin.");
        let wrong = read(&text.replacen("\"13:00-17:00\"", "\"11:00-17:00\"", 1)).unwrap_err().to_string();
        assert!(wrong.contains("Line 111: Hours of a day overlap."), "{wrong}");
    }
}
