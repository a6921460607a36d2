//! The house's doors: pages, server functions, files, live events, figures.
mod call;
mod context;
mod page;

pub(crate) use call::with_echo;

use crate::asset;
use crate::gate::gate;
use crate::house::House;
use crate::router::call::serve_call;
use crate::router::page::serve_page;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos::prelude::LeptosOptions;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};

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
        .route("/settings-mail/{sample}/{lang}/text", get(crate::letter::sample::show_text))
        .route("/settings-invoice/{lang}", get(crate::invoice::sample::show))
        .route("/policy/sheet/{version}/{lang}", get(crate::policy::fact_sheet::show))
        .route("/policy/export/{version}", get(crate::policy::desk::export))
        .route("/packages/{organisation}/statement.csv", get(crate::package::sheet::show))
        .route("/packages/{organisation}/statement.pdf", get(crate::package::paper::show))
        .route("/reports/{organisation}/{month}/{kind}/{lang}", get(crate::report::show))
        // A page, where the other ones below a document's address are its files.
        .route("/invoices/{number}/issue", get(serve_page))
        .route("/invoices/{number}/preview.pdf", get(crate::invoice::preview::show))
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

/// How leptos finds the browser's files.
pub fn site(listen: std::net::SocketAddr) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("schalter")
        .site_root("site")
        .site_pkg_dir(asset::package())
        .site_addr(listen)
        .build()
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
