//! Pages, rendered.
use super::context::provide;
use crate::asset;
use crate::gate::error_answer;
use crate::house::House;
use app::call::Call;
use app::echo::{Echo, EchoDesk as _};
use app::error::AppError;
use app::person::api::PersonDesk as _;
use app::person::view::Me;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::{expect_context, provide_context};
use leptos_axum::ResponseOptions;

/// A page, or one of the browser's own files.
pub async fn serve_page(State(house): State<House>, request: Request) -> Response {
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
            if let Some(manifest) = asset::manifest() {
                provide_context(manifest);
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
