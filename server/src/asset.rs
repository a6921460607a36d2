//! The browser's own files: embedded in the release binary, read from `target/site` in development.
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use leptos::WasmSplitManifest;
use leptos::prelude::ArcStoredValue;
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Whether the browser's files are there. A release that was built without them must not serve bare pages.
pub fn is_there() -> bool {
    Site::get("hash.txt").is_some()
}

/// Folder of the hashed files, such as `pkg/3f2a…`; `pkg` where nothing was built.
pub fn package() -> String {
    Site::get("hash.txt")
        .and_then(|file| String::from_utf8(file.data.into_owned()).ok())
        .map_or_else(|| "pkg".to_owned(), |hash| format!("pkg/{}", hash.trim()))
}

/// Which files each page loads, so that its head names them and the browser asks for them at once; `None` where nothing was
/// built.
pub fn manifest() -> Option<WasmSplitManifest> {
    static MANIFEST: LazyLock<Option<WasmSplitManifest>> = LazyLock::new(|| {
        let package = package();
        let file = Site::get(&format!("{package}/__wasm_split_manifest.json"))?;
        let needs = serde_json::from_slice(&file.data).ok()?;
        let loader = "__wasm_split.______________________.js".to_owned();
        Some(WasmSplitManifest(ArcStoredValue::new((format!("/{package}"), needs, loader))))
    });
    MANIFEST.clone()
}

/// A file of the site, compressed where the browser takes it; `None` where there is none of this name.
pub fn serve(uri: &Uri, headers: &HeaderMap) -> Option<Response<Body>> {
    let path = uri.path().trim_start_matches('/');
    if path.is_empty() || path.ends_with(".br") || matches!(path, "hash.txt" | "made-of.txt") {
        return None;
    }
    let takes_brotli = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.split(',').any(|e| e.trim().split(';').next() == Some("br")));
    let compressed = takes_brotli.then(|| Site::get(&format!("{path}.br"))).flatten();
    let brotli = compressed.is_some();
    let file = compressed.or_else(|| Site::get(path))?;
    let etag = etag(&file, brotli);
    let hashed = path.starts_with("pkg/");
    let cache = if hashed { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    let mut answer = Response::builder()
        .header(header::CONTENT_TYPE, content_type(path))
        .header(header::CACHE_CONTROL, cache)
        .header(header::VARY, "accept-encoding")
        .header(header::ETAG, etag.clone());
    if brotli {
        answer = answer.header(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == etag.as_str());
    if known {
        return answer.status(StatusCode::NOT_MODIFIED).body(Body::empty()).ok();
    }
    let body = match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    answer.body(Body::from(body)).ok()
}

fn etag(file: &EmbeddedFile, brotli: bool) -> String {
    use std::fmt::Write as _;
    let mut tag = String::from("\"");
    for byte in &file.metadata.sha256_hash()[..12] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push_str(if brotli { "-br\"" } else { "\"" });
    tag
}

fn content_type(path: &str) -> String {
    let guessed = mime_guess::from_path(path).first_or_octet_stream();
    match guessed.essence_str() {
        "text/javascript" | "text/css" | "text/plain" | "application/manifest+json" => {
            format!("{guessed}; charset=utf-8")
        }
        _ => guessed.to_string(),
    }
}
