//! All documents of a year as one archive, for keeping and for auditors (GoBD): the bytes as they were issued, the history of each, an index,
//! and the digest of every file. Each document is read when its turn comes, so that an archive needs no more memory than one of them.
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::invoice::draw::biller;
use crate::invoice::entry;
use crate::invoice::form::Form;
use crate::invoice::query::{FILES, NUMBERED_WITHIN};
use crate::invoice::row::{InvoiceRow, by_id};
use crate::invoice::sheet::figure;
use crate::package::sheet::push;
use crate::store::all;
use crate::zip::Archive;
use app::call::Call;
use app::error::AppError;
use app::invoice::word::{caption, kind_word};
use app::words::{Text, archive as w, fill, say};
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::lang::Lang;
use jiff::civil::date;
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
                Some((piece.map_err(io::Error::other), year))
            });
            let name = format!("attachment; filename=\"rechnungen-{year}.zip\"");
            let headers = [
                (header::CONTENT_TYPE, "application/zip".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, Body::from_stream(stream)).into_response()
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
    match write_into(archive, &part).await {
        Ok(()) => std::fs::rename(&part, path).map_err(Fault::broken)?,
        Err(fault) => {
            // Half an archive is none.
            let _ = std::fs::remove_file(&part);
            return Err(fault);
        }
    }
    Ok(count)
}

async fn write_into(mut archive: Year, path: &Path) -> Result<(), Fault> {
    let unwritable =
        |error: io::Error| Fault::broken(format!("{} cannot be written: {error}", path.display()));
    let mut file = std::fs::File::create(path).map_err(unwritable)?;
    while let Some(piece) = archive.next().await {
        file.write_all(&piece?).map_err(Fault::broken)?;
    }
    file.sync_all().map_err(Fault::broken)
}

#[derive(FromQueryResult)]
struct Named {
    id: i64,
    number: String,
}

#[derive(FromQueryResult)]
struct File {
    form: String,
    bytes: Vec<u8>,
    sha256: String,
}

/// The archive of a year, under way.
struct Year {
    house: House,
    lang: Lang,
    of: i16,
    left: std::vec::IntoIter<Named>,
    archive: Archive,
    /// A row for each document.
    index: String,
    /// A line for each file, as `sha256sum` reads them.
    sums: String,
    ended: bool,
}

impl Year {
    async fn of(house: &House, lang: Lang, year: i16) -> Result<Self, Fault> {
        if !(1..=9_999).contains(&year) {
            return Err(AppError::NotFound.into());
        }
        let days = [date(year, 1, 1), date(year, 12, 31)].map(|day| day.to_string().into());
        let numbered: Vec<Named> = all(house.store.read(), NUMBERED_WITHIN, days).await?;
        let mut index = "\u{feff}".to_owned();
        push(&mut index, INDEX.map(|head| say(lang, head).to_owned()));
        Ok(Self {
            house: house.clone(),
            lang,
            of: year,
            left: numbered.into_iter(),
            archive: Archive::default(),
            index,
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

    /// A file of the archive.
    fn file(&mut self, name: &str, bytes: Vec<u8>) -> Bytes {
        let digest = crate::secret::hex(&Sha256::digest(&bytes));
        self.sums.push_str(&format!("{digest}  {name}\n"));
        self.archive.file(name, bytes)
    }

    /// The files of a document.
    async fn document(&mut self, document: &Named) -> Result<Bytes, Fault> {
        let Named { id, number } = document;
        let house = self.house.clone();
        let db = house.store.read();
        let row = by_id(db, *id).await?;
        let row = row.ok_or_else(|| Fault::broken(format!("there is no document {number}")))?;
        let files: Vec<File> = all(db, FILES, [(*id).into()]).await?;
        let mut pieces = Vec::new();
        for file in files {
            if crate::secret::hex(&Sha256::digest(&file.bytes)) != file.sha256 {
                let what = format!("the {} is not what was stored", file.form);
                return Err(Fault::impossible_row("invoice_file", *id, &what));
            }
            let form = Form::of_code(&file.form);
            let form = form.ok_or_else(|| Fault::impossible_row("invoice_file", *id, &file.form))?;
            pieces.push(self.file(&format!("{}/{}", form.code(), form.file_name(number)), file.bytes));
        }
        let history = self.history(*id).await?;
        pieces.push(self.file(&format!("{HISTORY}/{number}.csv"), history.into_bytes()));
        self.list(&row)?;
        Ok(pieces.concat().into())
    }

    /// All that happened to a document, in words and as it is stored.
    async fn history(&self, id: i64) -> Result<String, Fault> {
        let policy = self.house.policy();
        let mut text = "\u{feff}".to_owned();
        push(
            &mut text,
            [w::AT, w::BY, w::WHAT, w::MORE, w::DATA].map(|head| say(self.lang, head).to_owned()),
        );
        for told in entry::read(&self.house, self.house.store.read(), id, true).await? {
            let (what, more) = caption(self.lang, &told.what, &|number| policy.number.write(number));
            let data = serde_json::to_string(&told.what)?;
            push(&mut text, [told.at.timestamp().to_string(), told.by, what, more, data]);
        }
        Ok(text)
    }

    /// Its row of the index.
    fn list(&mut self, row: &InvoiceRow) -> Result<(), Fault> {
        let invoice = row.content()?.ok_or_else(|| Fault::impossible_row("invoice", row.id, "no content"))?;
        let totals = invoice.totals();
        let sign = if invoice.kind.gives_back() { -1 } else { 1 };
        let amount = |cents: i64| figure(self.lang, sign * cents);
        let number = invoice.number.clone();
        let fields = [
            number.clone(),
            say(self.lang, kind_word(invoice.kind)).to_owned(),
            invoice.issued_on.to_string(),
            invoice.buyer.name.clone(),
            amount(totals.net),
            amount(totals.tax),
            amount(totals.gross),
            invoice.corrects.map(|before| before.number).unwrap_or_default(),
            format!("pdf/{number}.pdf"),
            format!("xml/{number}.xml"),
            format!("{HISTORY}/{number}.csv"),
        ];
        push(&mut self.index, fields);
        Ok(())
    }

    /// Index, description and digests, then the archive's own directory.
    fn end(&mut self) -> Bytes {
        let company = self.house.settings.company.clone();
        let year = self.of.to_string();
        let gaps = [("company", company.as_str()), ("year", year.as_str())];
        let about = fill(self.lang, w::ABOUT, &gaps).replace('\n', "\r\n");
        let index = std::mem::take(&mut self.index).into_bytes();
        let mut pieces =
            vec![self.file("index.csv", index), self.file(say(self.lang, w::ABOUT_NAME), about.into_bytes())];
        let sums = std::mem::take(&mut self.sums).into_bytes();
        pieces.push(self.archive.file("SHA256SUMS", sums));
        pieces.push(self.archive.end());
        pieces.concat().into()
    }
}

/// The folder of histories.
const HISTORY: &str = "history";

/// Columns of the index.
const INDEX: [Text; 11] = [
    w::NUMBER,
    w::KIND,
    w::DAY,
    w::CUSTOMER,
    w::NET,
    w::TAX,
    w::GROSS,
    w::CORRECTS,
    w::PDF,
    w::XML,
    w::HISTORY,
];
