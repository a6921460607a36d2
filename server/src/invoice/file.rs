//! The bytes of documents, as everybody gets them for ever: one by one, or all that a list shows as one archive.
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::invoice::form::Form;
use crate::invoice::narrow::conditions;
use crate::invoice::query::FILE;
use crate::invoice::sheet::Asked;
use crate::invoice::{entry, narrow, row};
use crate::store::{all, one, one_row};
use crate::ticket::query::Binds;
use crate::zip::Archive;
use app::call::Call;
use app::error::AppError;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::StreamExt as _;
use sea_orm::{ConnectionTrait, FromQueryResult};
use sha2::{Digest as _, Sha256};
use std::io;

/// A file as it is stored.
#[derive(FromQueryResult)]
pub struct File {
    form: String,
    bytes: Vec<u8>,
    sha256: String,
}

impl File {
    /// Its form and its bytes, where these are what was stored: bytes that were damaged since go to nobody.
    pub fn whole(self, invoice: i64) -> Result<(Form, Vec<u8>), Fault> {
        let impossible = |what: &str| Fault::impossible_row("invoice_file", invoice, what);
        let form = Form::of_code(&self.form).ok_or_else(|| impossible(&self.form))?;
        if crate::secret::hex(&Sha256::digest(&self.bytes)) != self.sha256 {
            return Err(impossible(&format!("the {} is not what was stored", self.form)));
        }
        Ok((form, self.bytes))
    }
}

/// The bytes of a document in one form; `None` where it has none.
async fn kept<C: ConnectionTrait>(db: &C, invoice: i64, form: Form) -> Result<Option<Vec<u8>>, Fault> {
    let file: Option<File> = one(db, FILE, [invoice.into(), form.code().into()]).await?;
    file.map(|file| Ok(file.whole(invoice)?.1)).transpose()
}

/// `GET /invoices/{number}/{form}`, `form` being `pdf`, `xml` or `xrechnung`.
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path((number, form)): Path<(String, String)>,
) -> Response {
    match read(&house, &call, &number, &form).await {
        Ok((bytes, form)) => {
            let shown = if form == Form::Pdf { "inline" } else { "attachment" };
            let name = format!("{shown}; filename=\"{}\"", form.file_name(&number));
            let policy =
                "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";
            let headers = [
                (header::CONTENT_TYPE, form.content_type().to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "private, no-cache".to_owned()),
                (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(fault) => error_answer(AppError::from(fault)),
    }
}

async fn read(house: &House, call: &Call, number: &str, form: &str) -> Result<(Vec<u8>, Form), Fault> {
    let form = Form::of_code(form).ok_or(AppError::NotFound)?;
    let row = row::find(house.store.read(), call.actor()?, number).await?;
    let bytes = kept(house.store.read(), row.id, form).await?;
    Ok((bytes.ok_or(AppError::NotFound)?, form))
}

/// What a mail carries of an issued document, with the names of the files: the XRechnung where it has one, which is the invoice
/// then, and the pages, for reading.
pub async fn sent<C: ConnectionTrait>(db: &C, invoice: i64) -> Result<Vec<(String, Form, Vec<u8>)>, Fault> {
    let number = row::by_id(db, invoice).await?.and_then(|row| row.number);
    let number = number.ok_or_else(|| Fault::impossible_row("invoice", invoice, "no number"))?;
    let mut files = Vec::new();
    for form in [Form::Xrechnung, Form::Pdf] {
        match kept(db, invoice, form).await? {
            Some(bytes) => files.push((form.file_name(&number), form, bytes)),
            None if form == Form::Pdf => return Err(Fault::impossible_row("invoice", invoice, "no pages")),
            None => {}
        }
    }
    Ok(files)
}

/// Whether a document is kept in a form.
pub async fn is_kept<C: ConnectionTrait>(db: &C, invoice: i64, form: Form) -> Result<bool, Fault> {
    let sql = "SELECT 1 AS yes FROM invoice_file WHERE invoice_id = $1 AND form = $2";
    Ok(one_row(db, sql, [invoice.into(), form.code().into()]).await?.is_some())
}

#[derive(FromQueryResult)]
struct Named {
    id: i64,
    number: String,
}

/// `GET /invoices.zip`: all issued documents that the filters let through, however many. Which they are is read at once; each is read
/// when its turn comes, so that an archive of thousands needs no more memory than one of them and a name for each.
pub async fn archive(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(asked): Query<Asked>,
) -> Response {
    match named(&house, &call, asked).await {
        Ok(documents) => {
            let packing =
                Packing { house, left: documents.into_iter(), archive: Archive::default(), ended: false };
            let stream = futures::stream::unfold(packing, |mut packing| async {
                let piece = packing.next().await?;
                Some((piece, packing))
            });
            let headers = [
                (header::CONTENT_TYPE, "application/zip"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"rechnungen.zip\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, Body::from_stream(stream.fuse())).into_response()
        }
        Err(fault) => error_answer(AppError::from(fault)),
    }
}

async fn named(house: &House, call: &Call, asked: Asked) -> Result<Vec<Named>, Fault> {
    let actor = call.actor()?;
    let today = house.clock.moment(call.now).civil().date();
    let mut binds = Binds::default();
    let (filter, called) = narrow::asked(house, actor, asked.filter(call)?).await?;
    let narrow = conditions(house, actor, &filter, &called, today, &mut binds)?.whole();
    let sql = format!(
        "SELECT i.id, i.number FROM invoice i
         WHERE {narrow} AND i.number IS NOT NULL ORDER BY i.issued_on, LENGTH(i.number), i.number"
    );
    Ok(all(house.store.read(), &sql, binds.0).await?)
}

struct Packing {
    house: House,
    left: std::vec::IntoIter<Named>,
    archive: Archive,
    ended: bool,
}

impl Packing {
    async fn next(&mut self) -> Option<Result<Bytes, io::Error>> {
        if let Some(document) = self.left.next() {
            return Some(self.document(&document).await.map_err(Fault::cuts_off));
        }
        (!std::mem::replace(&mut self.ended, true)).then(|| Ok(self.archive.end()))
    }

    /// The pages of a document, and its XRechnung where it has one: its other XML lies in the pages.
    async fn document(&mut self, document: &Named) -> Result<Bytes, Fault> {
        let mut pieces = Vec::new();
        let db = self.house.store.read();
        let told = entry::read(&self.house, db, document.id, true).await?;
        let issued = entry::issued_at(&told).unwrap_or_default();
        for form in [Form::Pdf, Form::Xrechnung] {
            if let Some(bytes) = kept(db, document.id, form).await? {
                pieces.push(self.archive.file(&form.file_name(&document.number), bytes, issued));
            }
        }
        if pieces.is_empty() {
            return Err(Fault::impossible_row("invoice", document.id, "no bytes"));
        }
        Ok(pieces.concat().into())
    }
}
