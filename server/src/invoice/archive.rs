//! All documents of a year as one archive, for keeping and for auditors (GoBD): the bytes as they were issued, the history of each, an index,
//! and the digest of every file. Each document is read when its turn comes, so that an archive needs no more memory than one of them
//! and the tables.
mod standard;
mod table;

use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::invoice::archive::standard::{GRAMMAR, GRAMMAR_NAME, INDEX, Supplied, describe};
use crate::invoice::archive::table::{HISTORY, Tables};
use crate::invoice::draw::biller;
use crate::invoice::entry;
use crate::invoice::file::File;
use crate::invoice::query::{FILES, NUMBERED_WITHIN};
use crate::invoice::row::by_id;
use crate::package::sheet::push;
use crate::store::all;
use crate::zip::Archive;
use app::call::Call;
use app::error::AppError;
use app::invoice::view::EntryView;
use app::invoice::word::caption;
use app::words::{archive as w, fill, say};
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::lang::Lang;
use futures::StreamExt as _;
use jiff::civil::{Date, DateTime, date};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::io::{self, Write as _};
use std::path::Path;

/// Which year.
#[derive(Debug, Deserialize)]
pub struct Asked {
    year: i16,
}

/// `GET /archive.zip?year=2026`
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(Asked { year }): Query<Asked>,
) -> Response {
    let begun = async {
        biller(&call)?;
        Year::of(&house, call.lang, year).await
    };
    match begun.await {
        Ok(year_of) => {
            let stream = futures::stream::unfold(year_of, |mut year| async {
                let piece = year.next().await?;
                Some((piece.map_err(Fault::cuts_off), year))
            });
            let name = format!("attachment; filename=\"rechnungen-{year}.zip\"");
            let headers = [
                (header::CONTENT_TYPE, "application/zip".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, Body::from_stream(stream.fuse())).into_response()
        }
        Err(fault) => error_answer(AppError::from(fault)),
    }
}

/// `schalter archive`: the same into a file, which is there once it is whole. Answers how many documents are in it.
///
/// # Errors
/// Why it could not be read or written.
pub async fn write(house: &House, year: i16, path: &Path) -> Result<usize, Fault> {
    let archive = Year::of(house, Lang::De, year).await?;
    let count = archive.left.len();
    let part = path.with_extension("part");
    match write_into(archive, &part, path).await {
        Ok(()) => std::fs::rename(&part, path).map_err(|error| unwritable(path, &error))?,
        Err(fault) => {
            // Half an archive is none.
            let _ = std::fs::remove_file(&part);
            return Err(fault);
        }
    }
    Ok(count)
}

/// Writes into `part` what becomes `path`, by whose name its reader knows it.
async fn write_into(mut archive: Year, part: &Path, path: &Path) -> Result<(), Fault> {
    let unwritable = |error: io::Error| unwritable(path, &error);
    let mut file = std::fs::File::create(part).map_err(unwritable)?;
    while let Some(piece) = archive.next().await {
        file.write_all(&piece?).map_err(unwritable)?;
    }
    file.sync_all().map_err(unwritable)
}

fn unwritable(path: &Path, error: &io::Error) -> Fault {
    Fault::broken(format!("{} cannot be written: {error}.", path.display()))
}

#[derive(FromQueryResult)]
struct Named {
    id: i64,
    number: String,
}

/// The archive of a year, under way.
struct Year {
    house: House,
    lang: Lang,
    of: i16,
    left: std::vec::IntoIter<Named>,
    archive: Archive,
    tables: Tables,
    /// The latest moment of what is in it, which its own lists have.
    latest: DateTime,
    /// A line for each file, as `sha256sum` reads them.
    sums: String,
    ended: bool,
}

impl Year {
    async fn of(house: &House, lang: Lang, year: i16) -> Result<Self, Fault> {
        if !(1..=9_999).contains(&year) {
            return Err(AppError::NotFound.into());
        }
        let days = days_of(year);
        let latest = days[0].at(0, 0, 0, 0);
        let days = days.map(|day| day.to_string().into());
        let numbered: Vec<Named> = all(house.store.read(), NUMBERED_WITHIN, days).await?;
        Ok(Self {
            house: house.clone(),
            lang,
            of: year,
            left: numbered.into_iter(),
            archive: Archive::default(),
            tables: Tables::new(lang),
            latest,
            sums: String::new(),
            ended: false,
        })
    }

    async fn next(&mut self) -> Option<Result<Bytes, Fault>> {
        if let Some(document) = self.left.next() {
            return Some(self.document(&document).await);
        }
        (!std::mem::replace(&mut self.ended, true)).then(|| Ok(self.end()))
    }

    /// A file of the archive, as of a moment.
    fn file(&mut self, name: &str, bytes: Vec<u8>, at: DateTime) -> Bytes {
        let digest = crate::secret::hex(&Sha256::digest(&bytes));
        self.sums.push_str(&format!("{digest}  {name}\n"));
        self.latest = self.latest.max(at);
        self.archive.file(name, bytes, at)
    }

    /// The files of a document.
    async fn document(&mut self, document: &Named) -> Result<Bytes, Fault> {
        let Named { id, number } = document;
        let house = self.house.clone();
        let db = house.store.read();
        let row = by_id(db, *id).await?;
        let row = row.ok_or_else(|| Fault::broken(format!("there is no document {number}")))?;
        let invoice = row.content()?.ok_or_else(|| Fault::impossible_row("invoice", *id, "no content"))?;
        let told = entry::read(&house, db, *id, true).await?;
        let issued = entry::issued_at(&told).unwrap_or_else(|| invoice.issued_on.at(0, 0, 0, 0));
        let files: Vec<File> = all(db, FILES, [(*id).into()]).await?;
        let (mut pieces, mut names) = (Vec::new(), Vec::new());
        for file in files {
            let (form, bytes) = file.whole(*id)?;
            let name = format!("{}/{}", form.code(), form.file_name(number));
            pieces.push(self.file(&name, bytes, issued));
            names.push((form, name));
        }
        let history = self.history(&told)?;
        let last = told.last().map_or(issued, |last| last.at.civil());
        pieces.push(self.file(&format!("{HISTORY}/{number}.csv"), history.into_bytes(), last));
        self.tables.add(&invoice, &names);
        Ok(pieces.concat().into())
    }

    /// All that happened to a document, in words and as it is stored.
    fn history(&self, told: &[EntryView]) -> Result<String, Fault> {
        let policy = self.house.policy();
        let mut text = "\u{feff}".to_owned();
        push(
            &mut text,
            [w::AT, w::BY, w::WHAT, w::MORE, w::DATA].map(|head| say(self.lang, head).to_owned()),
        );
        for told in told {
            let (what, more) = caption(self.lang, &told.what, &|number| policy.number.write(number));
            let data = serde_json::to_string(&told.what)?;
            push(&mut text, [told.at.timestamp().to_string(), told.by.clone(), what, more, data]);
        }
        Ok(text)
    }

    /// Tables, their description, what is in the archive and digests, then its own directory.
    fn end(&mut self) -> Bytes {
        let (company, policy) = (self.house.settings.company.clone(), self.house.policy());
        let year = self.of.to_string();
        let gaps = [("company", company.as_str()), ("year", year.as_str())];
        let about = fill(self.lang, w::ABOUT, &gaps).replace('\n', "\r\n");
        let seller = policy.billing.seller.as_ref();
        let supplied = Supplied {
            company: seller.map_or(company.as_str(), |seller| seller.name.as_str()),
            town: seller.map_or("", |seller| seller.address.town.as_str()),
            days: days_of(self.of),
        };
        let tables = [&self.tables.documents, &self.tables.lines];
        let described = describe(self.lang, &supplied, &tables);
        let [documents, lines] = tables.map(|table| (table.file, table.bytes()));
        let files = [
            documents,
            lines,
            (INDEX, described.into_bytes()),
            (GRAMMAR_NAME, GRAMMAR.as_bytes().to_vec()),
            (say(self.lang, w::ABOUT_NAME), about.into_bytes()),
        ];
        let at = self.latest;
        let mut pieces: Vec<Bytes> =
            files.into_iter().map(|(name, bytes)| self.file(name, bytes, at)).collect();
        let sums = std::mem::take(&mut self.sums).into_bytes();
        pieces.push(self.archive.file("SHA256SUMS", sums, at));
        pieces.push(self.archive.end());
        pieces.concat().into()
    }
}

/// The first and the last day of a year.
const fn days_of(year: i16) -> [Date; 2] {
    [date(year, 1, 1), date(year, 12, 31)]
}
