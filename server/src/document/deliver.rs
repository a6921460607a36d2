//! `GET /documents/{id}/{name}` and `…/preview`: files on their way to who may see them. Nothing in them may run in our
//! name: pictures and PDFs are shown, everything else is only ever saved.
use crate::document::easel::first_asked;
use crate::document::place::{object, preview};
use crate::document::row::{DocumentRow, visible};
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use app::call::Call;
use app::error::AppError;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::document::{Show, show};
use domain::id::DocumentId;
use futures::StreamExt as _;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt as _};
use std::fmt::Write as _;
use std::ops::Range;

/// Readers may keep a file but ask each time whether they still may see it.
const CACHING: &str = "private, no-cache";
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'none'";
/// The browser's own PDF viewer does not run in a sandbox; our pages may frame it.
const PDF_POLICY: &str =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Delivers a file, or a part of it (RFC 9110, 14).
pub async fn file(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path((id, _name)): Path<(DocumentId, String)>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    match delivered(&house, &call, id, &method, &headers).await {
        Ok(answer) => answer,
        Err(fault) => error_answer(fault.into()),
    }
}

/// Delivers the preview.
pub async fn small(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(id): Path<DocumentId>,
    headers: HeaderMap,
) -> Response {
    match previewed(&house, &call, id, &headers).await {
        Ok(answer) => answer,
        Err(fault) => error_answer(fault.into()),
    }
}

async fn delivered(
    house: &House,
    call: &Call,
    id: DocumentId,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let row = visible(house.store.read(), call.actor()?, id).await?;
    let tag = format!("\"{}\"", row.sha256.as_deref().unwrap_or_default());
    if is_known(headers, &tag) {
        return Ok(not_modified(&tag));
    }
    let size = u64::try_from(row.size).map_err(Fault::broken)?;
    let part = match wanted(headers, &tag, size) {
        Wanted::All => None,
        Wanted::Part(part) => Some(part),
        Wanted::Nothing => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, range).into_response());
        }
    };
    let length = part.as_ref().map_or(size, |part| part.end - part.start);
    let body = if method == Method::HEAD || length == 0 {
        Body::empty()
    } else {
        let options = GetOptions { range: part.clone().map(Into::into), ..GetOptions::default() };
        let found = house
            .files
            .store
            .get_opts(&object(&row.place), options)
            .await
            .map_err(|error| gone(&row, &error))?;
        Body::from_stream(found.into_stream().map(|part| part.map_err(std::io::Error::other)))
    };
    let mut answer =
        (if part.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK }, body).into_response();
    let set = answer.headers_mut();
    set.insert(header::CONTENT_LENGTH, length.into());
    set.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(part) = part {
        let range = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        set.insert(header::CONTENT_RANGE, HeaderValue::try_from(range).map_err(Fault::broken)?);
    }
    set.insert(header::ETAG, HeaderValue::try_from(tag).map_err(Fault::broken)?);
    dress(set, &row)?;
    Ok(answer)
}

/// A row without its file: told as broken, for an operator to find, not as if it had never been.
fn gone(row: &DocumentRow, error: &object_store::Error) -> Fault {
    Fault::broken(format!("the file of document {} at {}: {error}", row.id, row.place))
}

/// The headers by which a browser knows what it may do with the file.
fn dress(headers: &mut HeaderMap, row: &DocumentRow) -> Result<(), Fault> {
    let (kind, disposition, policy) = match show(&row.media_type) {
        Show::Picture => (row.media_type.as_str(), "inline", POLICY),
        Show::Pdf => (row.media_type.as_str(), "inline", PDF_POLICY),
        Show::Download => (harmless(&row.media_type), "attachment", POLICY),
    };
    let mut set = |name, value: &str| {
        headers.insert(name, HeaderValue::try_from(value).map_err(Fault::broken)?);
        Ok::<_, Fault>(())
    };
    set(header::CONTENT_TYPE, kind)?;
    set(header::CONTENT_DISPOSITION, &format!("{disposition}; {}", file_name(&row.name)))?;
    set(header::CONTENT_SECURITY_POLICY, policy)?;
    set(header::CACHE_CONTROL, CACHING)?;
    if show(&row.media_type) == Show::Pdf {
        set(header::X_FRAME_OPTIONS, "SAMEORIGIN")?;
    }
    Ok(())
}

/// What a browser could run is called by no name that makes it try.
fn harmless(media: &str) -> &str {
    match media {
        "" | "text/html" | "text/xml" | "image/svg+xml" | "application/xhtml+xml" => {
            "application/octet-stream"
        }
        "text/plain" => "text/plain; charset=utf-8",
        "text/csv" => "text/csv; charset=utf-8",
        other => other,
    }
}

/// The name for old browsers in ASCII, and as it is (RFC 6266, RFC 8187).
fn file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !"\"\\%;".contains(c) || c == ' ' { c } else { '_' })
        .collect();
    let mut full = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            full.push(char::from(byte));
        } else {
            let _ = write!(full, "%{byte:02X}");
        }
    }
    format!("filename=\"{plain}\"; filename*=UTF-8''{full}")
}

async fn previewed(
    house: &House,
    call: &Call,
    id: DocumentId,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let mut row = visible(house.store.read(), call.actor()?, id).await?;
    if row.preview_due {
        row = first_asked(house, call.actor()?, id).await?;
    }
    if !row.preview {
        return Err(AppError::NotFound.into());
    }
    let tag = format!("\"{}-preview\"", row.sha256.as_deref().unwrap_or_default());
    if is_known(headers, &tag) {
        return Ok(not_modified(&tag));
    }
    let found = house.files.store.get(&preview(&row.place)).await.map_err(|error| gone(&row, &error))?;
    let bytes = found.bytes().await?;
    let kind = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, CACHING),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::ETAG, &tag),
    ];
    Ok((headers, bytes).into_response())
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)
}

fn not_modified(tag: &str) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, tag), (header::CACHE_CONTROL, CACHING)]).into_response()
}

/// Which part of a file is asked for.
#[derive(Debug, PartialEq)]
enum Wanted {
    All,
    Part(Range<u64>),
    Nothing,
}

/// Reads `Range`: one range; several, or what cannot be read, get the whole file.
fn wanted(headers: &HeaderMap, tag: &str, size: u64) -> Wanted {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // The reader's part belongs to another file.
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return Wanted::All;
    }
    let Some((from, to)) = text(header::RANGE)
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.trim().split_once('-'))
    else {
        return Wanted::All;
    };
    let range = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to => from..to.saturating_add(1).min(size),
        (Ok(from), Err(_)) if to.is_empty() => from..size,
        (Err(_), Ok(last)) if from.is_empty() => size.saturating_sub(last)..size,
        _ => return Wanted::All,
    };
    if range.start < range.end { Wanted::Part(range) } else { Wanted::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let asked = |range: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_str(range).unwrap());
            wanted(&headers, "\"tag\"", 100)
        };
        for (range, part) in [
            ("bytes=0-9", Wanted::Part(0..10)),
            ("bytes=90-", Wanted::Part(90..100)),
            ("bytes=90-400", Wanted::Part(90..100)),
            ("bytes=-10", Wanted::Part(90..100)),
            ("bytes=-1000", Wanted::Part(0..100)),
            ("bytes=100-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=9-0", Wanted::All),
            ("bytes=0-1,5-6", Wanted::All),
            ("items=0-1", Wanted::All),
            ("bytes=x-y", Wanted::All),
        ] {
            assert_eq!(asked(range), part, "{range}");
        }
    }

    #[test]
    fn names_cannot_leave_their_header() {
        assert_eq!(
            file_name("Angebot März.pdf"),
            "filename=\"Angebot M_rz.pdf\"; filename*=UTF-8''Angebot%20M%C3%A4rz.pdf"
        );
        assert_eq!(
            file_name("a\";b\r\n.txt"),
            "filename=\"a__b__.txt\"; filename*=UTF-8''a%22%3Bb%0D%0A.txt"
        );
    }
}
