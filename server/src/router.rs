//! The house's doors: pages, server functions, files, live events, figures.
use crate::gate::{error_answer, gate};
use crate::house::House;
use crate::{asset, echo, session};
use app::approval::api::ApprovalDesk;
use app::call::{Call, Reply};
use app::deal::api::DealDesk;
use app::echo::{Echo, EchoDesk};
use app::effort::api::EffortDesk;
use app::error::AppError;
use app::invoice::api::InvoiceDesk;
use app::letter::api::LetterDesk;
use app::mailbox::api::MailboxDesk;
use app::order::api::OrderDesk;
use app::organisation::api::OrganisationDesk;
use app::overview::api::OverviewDesk;
use app::package::api::PackageDesk;
use app::person::api::PersonDesk;
use app::person::view::Me;
use app::phone::api::PhoneDesk;
use app::policy::api::PolicyDesk;
use app::quote::api::QuoteDesk;
use app::report::api::ReportDesk;
use app::ticket::api::TicketDesk;
use app::ticket::completion::CompletionDesk;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos::prelude::{LeptosOptions, expect_context, provide_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// Most bytes of a form.
const LARGEST_FORM: usize = 512 * 1024;

/// All doors of the house.
pub fn router(house: House) -> Router {
    // A second router in one process finds it set already.
    let _ = any_spawner::Executor::init_tokio();
    let compressed = SizeAbove::new(860)
        .and(NotForContentType::const_new("text/event-stream"))
        .and(NotForContentType::const_new("application/wasm"))
        .and(NotForContentType::const_new("image/"))
        .and(NotForContentType::const_new("application/pdf"));
    Router::new()
        .route("/api/{*function}", post(serve_call))
        .route("/live", get(crate::live::stream::open))
        .route("/settings-mail/{sample}/{lang}", get(crate::letter::sample::show))
        .route("/settings-invoice/{lang}", get(crate::invoice::sample::show))
        .route("/policy/sheet/{version}/{lang}", get(crate::policy::fact_sheet::show))
        .route("/policy/export/{version}", get(crate::policy::desk::export))
        .route("/packages/{organisation}/statement.csv", get(crate::package::sheet::show))
        .route("/packages/{organisation}/statement.pdf", get(crate::package::paper::show))
        .route("/reports/{organisation}/{month}/{kind}/{lang}", get(crate::report::show))
        // A page, where the other ones below a document's address are its files.
        .route("/invoices/{number}/issue", get(serve_page))
        .route("/services.pdf", get(crate::invoice::services_paper::show))
        .route("/invoices.csv", get(crate::invoice::sheet::invoices))
        .route("/bookings.csv", get(crate::invoice::books::show))
        .route("/services.csv", get(crate::invoice::sheet::billed))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .fallback(serve_page)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(compressed))
        .merge(documents())
        .layer(axum::middleware::from_fn_with_state(house.clone(), gate))
        .layer(CatchPanicLayer::new())
        .with_state(house)
}

/// Files. They leave as they are: parts of them may be asked for, and most are compressed already.
fn documents() -> Router<House> {
    use crate::document::{deliver, form, piece, upload};
    let one = get(upload::progress).patch(piece::receive).delete(upload::cancel);
    Router::new()
        .route("/documents", post(upload::announce))
        .route("/mails/{id}/raw", get(crate::letter::mails::raw))
        .route("/mails/{id}/html", get(crate::letter::original::html))
        .route("/mails/{id}/inline/{place}", get(crate::letter::original::picture))
        .route("/invoices.zip", get(crate::invoice::file::archive))
        .route("/archive.zip", get(crate::invoice::archive::show))
        .route("/invoices/{number}/{form}", get(crate::invoice::file::show))
        .route("/documents/{id}", one)
        .route("/documents/{id}/preview", get(deliver::small))
        .route("/documents/{id}/{name}", get(deliver::file))
        .route("/tickets/{number}/documents", post(form::receive).layer(DefaultBodyLimit::disable()))
        .route("/quotes/{number}/documents", post(form::receive_deal).layer(DefaultBodyLimit::disable()))
        .route("/orders/{number}/documents", post(form::receive_deal).layer(DefaultBodyLimit::disable()))
}

async fn ready(State(house): State<House>) -> Response {
    match house.store.ping().await {
        Ok(()) if !house.closing.is_cancelled() => "ready\n".into_response(),
        Ok(()) => (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n").into_response(),
        Err(error) => {
            tracing::error!(error.source = %error, "The database does not answer.");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

async fn metrics(State(house): State<House>) -> Response {
    match house.metrics.text() {
        Ok(text) => {
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A page, or one of the browser's own files.
async fn serve_page(State(house): State<House>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if let Some(file) = asset::serve(request.uri(), request.headers()) {
        return file;
    }
    let Some(call) = request.extensions().get::<Call>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let options = house.site.clone();
    let (me, echo) = match reader(&house, &call, request.uri().query().unwrap_or_default()).await {
        Ok(both) => both,
        Err(error) => return error_answer(error),
    };
    let context = {
        let house = house.clone();
        move || {
            provide(&house, call.clone());
            provide_context(me.clone());
            if let Some(echo) = echo.clone() {
                provide_context(echo);
            }
            set_policy();
        }
    };
    leptos_axum::render_app_async_with_context(context, move || app::shell(options.clone()))(request).await
}

/// What every page needs before it can be rendered: who reads it, and the refused form that the address names.
async fn reader(house: &House, call: &Call, query: &str) -> Result<(Me, Option<Echo>), AppError> {
    let me = house.me(call).await?;
    let id = query.split('&').find_map(|pair| pair.strip_prefix("echo="));
    let echo = match id {
        Some(id) => house.echo(call, id).await?,
        None => None,
    };
    Ok((me, echo))
}

/// A server function: by script, or as the target of a plain form, which is then sent back to a page.
async fn serve_call(State(house): State<House>, mut request: Request) -> Response {
    let Some(call) = request.extensions().get::<Call>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = request.headers_mut();
    let plain =
        headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
    let from = headers.get(header::REFERER).and_then(|v| v.to_str().ok()).map(local_path);
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let path = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_FORM).await else {
        return error_answer(AppError::field("", domain::input::Reason::TooLong { max: 500_000 }));
    };
    let context = {
        let (house, call) = (house.clone(), call.clone());
        move || provide(&house, call.clone())
    };
    let request = Request::from_parts(parts, Body::from(body.clone()));
    let answer = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    let failed = answer.headers().contains_key("serverfnerror");
    let (mut parts, content) = answer.into_parts();
    let content = to_bytes(content, usize::MAX).await.unwrap_or_default();
    let error = failed.then(|| serde_json::from_slice::<AppError>(&content).ok()).flatten();
    if let Some(error) = &error {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let AppError::TooMany { seconds } = error {
            parts.headers.insert(header::RETRY_AFTER, HeaderValue::from((*seconds).max(1)));
        }
    }
    if !plain {
        // Scripts follow `serverfnredirect` themselves; a status 303 would be followed below them, and the answer lost.
        if parts.status.is_redirection() {
            parts.status = StatusCode::OK;
        }
        return Response::from_parts(parts, Body::from(content));
    }
    let from = from.unwrap_or_else(|| "/".to_owned());
    let target = match error {
        None => parts
            .headers
            .get(header::LOCATION)
            .and_then(|v| v.to_str().ok())
            .map_or_else(|| without_echo(&from), str::to_owned),
        Some(error) => match kept(&house, &call, &path, &body, error).await {
            Ok(id) => with_echo(&from, &id),
            Err(fault) => return error_answer(fault.into()),
        },
    };
    parts.status = StatusCode::SEE_OTHER;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    if let Ok(value) = HeaderValue::from_str(&target) {
        parts.headers.insert(header::LOCATION, value);
    }
    Response::from_parts(parts, Body::empty())
}

async fn kept(
    house: &House,
    call: &Call,
    path: &str,
    body: &Bytes,
    error: AppError,
) -> Result<String, crate::fault::Fault> {
    echo::keep(house, path, body, error, call.actor.as_ref().map(|actor| actor.id.0), call.now).await
}

/// Path and query of an address of ours; nothing that could lead elsewhere.
fn local_path(address: &str) -> String {
    match url::Url::parse(address) {
        Ok(url) => {
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
        }
        Err(_) => "/".to_owned(),
    }
}

fn without_echo(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let kept: Vec<_> =
        query.split('&').filter(|pair| !pair.starts_with("echo=") && !pair.is_empty()).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

pub(crate) fn with_echo(path: &str, id: &str) -> String {
    let path = without_echo(path);
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}echo={id}")
}

/// Puts the desks, the call and the reply at the disposal of pages and server functions.
fn provide(house: &House, call: Call) {
    provide_context(call);
    let desks = Arc::new(house.clone());
    provide_context::<Arc<dyn PersonDesk>>(desks.clone());
    provide_context::<Arc<dyn TicketDesk>>(desks.clone());
    provide_context::<Arc<dyn CompletionDesk>>(desks.clone());
    provide_context::<Arc<dyn EffortDesk>>(desks.clone());
    provide_context::<Arc<dyn ApprovalDesk>>(desks.clone());
    provide_context::<Arc<dyn LetterDesk>>(desks.clone());
    provide_context::<Arc<dyn MailboxDesk>>(desks.clone());
    provide_context::<Arc<dyn PhoneDesk>>(desks.clone());
    provide_context::<Arc<dyn PackageDesk>>(desks.clone());
    provide_context::<Arc<dyn PolicyDesk>>(desks.clone());
    provide_context::<Arc<dyn OrganisationDesk>>(desks.clone());
    provide_context::<Arc<dyn QuoteDesk>>(desks.clone());
    provide_context::<Arc<dyn OrderDesk>>(desks.clone());
    provide_context::<Arc<dyn ReportDesk>>(desks.clone());
    provide_context::<Arc<dyn OverviewDesk>>(desks.clone());
    provide_context::<Arc<dyn DealDesk>>(desks.clone());
    provide_context::<Arc<dyn InvoiceDesk>>(desks.clone());
    provide_context::<Arc<dyn EchoDesk>>(desks);
    provide_context(reply(house));
}

fn reply(house: &House) -> Reply {
    let options = expect_context::<ResponseOptions>();
    let secure = house.base.scheme() == "https";
    let cookie = {
        let options = options.clone();
        move |value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                options.append_header(header::SET_COOKIE, value);
            }
        }
    };
    let (session, lang) = (cookie.clone(), cookie);
    let (go, status) = (options.clone(), options);
    Reply {
        go: Arc::new(move |path| {
            if let Ok(value) = HeaderValue::from_str(path) {
                go.set_status(StatusCode::SEE_OTHER);
                go.insert_header(header::LOCATION, value);
                go.insert_header(
                    header::HeaderName::from_static("serverfnredirect"),
                    HeaderValue::from_static("1"),
                );
            }
        }),
        session: Arc::new(move |token| session(session::cookie(token, secure))),
        lang: Arc::new(move |chosen| {
            let secure = if secure { "; Secure" } else { "" };
            lang(format!("lang={}; Path=/; SameSite=Lax; Max-Age=31536000{secure}", chosen.code()));
        }),
        status: Arc::new(move |code| {
            if let Ok(code) = StatusCode::from_u16(code) {
                status.set_status(code);
            }
        }),
        key: Arc::new(crate::secret::key),
    }
}

/// The page's Content-Security-Policy: only our own files, and the inline scripts that carry this page's nonce.
fn set_policy() {
    let nonce = leptos::nonce::use_nonce().map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{nonce}; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        expect_context::<ResponseOptions>().insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}

/// How leptos finds the browser's files.
pub fn site(listen: std::net::SocketAddr) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("schalter")
        .site_root("site")
        .site_pkg_dir(asset::package())
        .site_addr(listen)
        .build()
}
