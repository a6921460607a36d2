//! Server functions, called by script or by plain forms.
use super::context::provide;
use crate::echo;
use crate::gate::error_answer;
use crate::house::House;
use app::call::Call;
use app::error::AppError;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Most bytes of a form.
const LARGEST_FORM: usize = 512 * 1024;

/// A server function: by script, or as the target of a plain form, which is then sent back to a page.
pub async fn serve_call(State(house): State<House>, mut request: Request) -> Response {
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

/// The address of a page that shows a refused form again.
pub fn with_echo(path: &str, id: &str) -> String {
    let path = without_echo(path);
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}echo={id}")
}
