//! What every request passes first: who asks, from our own pages, with which headers the answer leaves.
use crate::fault::Fault;
use crate::house::House;
use crate::session;
use app::call::Call;
use app::error::AppError;
use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::lang::Lang;
use std::net::SocketAddr;
use std::time::Instant;

/// Puts the [`Call`] into the request, counts and times it, and sets the headers that every answer has.
pub async fn gate(State(house): State<House>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (method, kind) = (request.method().clone(), kind(request.uri().path()));
    let answer = if foreign(&house, request.method(), request.headers()) {
        tracing::warn!(http.path = request.uri().path(), "A change from a foreign origin was refused.");
        refused(StatusCode::FORBIDDEN)
    } else {
        // Bodies cannot be shared between threads, so they wait aside.
        let (mut parts, body) = request.into_parts();
        match call(&house, &parts).await {
            Ok(call) => {
                parts.extensions.insert(call);
                next.run(Request::from_parts(parts, body)).await
            }
            Err(fault) => error_answer(fault.into()),
        }
    };
    let status = answer.status().as_u16() / 100;
    house
        .metrics
        .requests
        .get_or_create(&crate::metrics::Request { method: method.to_string(), kind, status })
        .inc();
    if kind != "live" {
        house.metrics.seconds.observe(started.elapsed().as_secs_f64());
    }
    tracing::debug!(http.method = %method, http.kind = kind, http.status = answer.status().as_u16(), "Answered.");
    with_headers(&house, answer)
}

/// An [`AppError`] as JSON with its status.
pub fn error_answer(error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = (status, Json(&error)).into_response();
    if let AppError::TooMany { seconds } = error {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    }
    answer
}

fn refused(status: StatusCode) -> Response {
    (status, "This request did not come from the portal's own pages.\n").into_response()
}

fn kind(path: &str) -> &'static str {
    match path.split('/').nth(1).unwrap_or_default() {
        "api" => "call",
        "pkg" => "file",
        "documents" => "document",
        "live" => "live",
        "healthz" | "readyz" | "metrics" => "other",
        _ => "page",
    }
}

/// Whether a change comes from elsewhere. Browsers name the origin of every change; what names none is refused too.
fn foreign(house: &House, method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match (
        text(header::ORIGIN),
        text(header::REFERER),
        text(header::HeaderName::from_static("sec-fetch-site")),
    ) {
        (Some("null") | None, _, Some("same-origin")) => false,
        (Some(origin), _, _) => !same_origin(house, origin),
        (None, Some(referer), None) => !same_origin(house, referer),
        (None, _, _) => true,
    }
}

fn same_origin(house: &House, address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| url.origin() == house.base.origin())
}

async fn call(house: &House, request: &Parts) -> Result<Call, Fault> {
    let now = house.clock.now();
    let headers = &request.headers;
    let secure = house.base.scheme() == "https";
    let token = session::read_cookie(headers, session::cookie_name(secure)).unwrap_or_default().to_owned();
    let found = if token.is_empty() { None } else { session::find(house, &token, now).await? };
    let text =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let cookie_lang = session::read_cookie(headers, "lang").and_then(Lang::of_code);
    let lang = cookie_lang
        .or_else(|| found.as_ref().and_then(|session| session.lang))
        .unwrap_or_else(|| Lang::accepted(text(header::ACCEPT_LANGUAGE)));
    let user_agent = text(header::USER_AGENT).chars().take(300).collect();
    let source = source(house, request);
    let full = found.filter(|session| !session.half);
    let session = full.as_ref().map(|session| session.id);
    Ok(Call { actor: full.map(|session| session.actor), session, lang, now, source, user_agent, token })
}

/// The asker's network address; the last hop's word where a proxy of ours is trusted.
fn source(house: &House, request: &Parts) -> String {
    // A proxy adds its word at the end, some of them as a header of its own; what stands before may be anybody's.
    let trusted = house.settings.trust_proxy;
    let forwarded = trusted.then(|| request.headers.get_all("x-forwarded-for").iter().next_back()).flatten();
    let last = forwarded
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.rsplit(',').next())
        .map(|v| v.trim().to_owned());
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    last.or(peer).unwrap_or_default()
}

fn with_headers(house: &House, mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("x-frame-options", "DENY");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()");
    set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    set("cache-control", "no-store");
    if house.base.scheme() == "https" {
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    answer
}
