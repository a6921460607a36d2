//! Asking a token endpoint for an access token by a refresh token (RFC 6749 section 6).
use super::Failed;
use crate::config::mailbox::grant::{Grant, is_here};
use domain::letter::mailbox::Trouble;
use jiff::SignedDuration;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use std::error::Error;
use std::time::Duration;

/// How long the endpoint may take to be reached, and to say something.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long its whole answer may take.
const LONGEST: Duration = Duration::from_secs(20);
/// Most bytes of its answer.
const MOST: usize = 64 * 1024;
/// Most characters that are told of what it says.
const MOST_TOLD: usize = 300;

/// What an endpoint grants. It holds secrets, so that it cannot be printed.
pub struct Granted {
    /// The access token.
    pub access: String,
    /// For how long it counts; nothing where that was not told.
    pub lasts: SignedDuration,
    /// The refresh token that comes in place of the one that was sent.
    pub refresh: Option<String>,
}

/// The secrets that are sent.
pub struct Sent<'a> {
    /// The refresh token.
    pub refresh: &'a str,
    /// The client's secret.
    pub client_secret: Option<&'a str>,
}

/// Asks once.
pub async fn ask(grant: &Grant, sent: &Sent<'_>) -> Result<Granted, Failed> {
    let client = client(grant).await?;
    let request = client
        .post(grant.endpoint.clone())
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/json")
        .body(form(grant, sent));
    let mut answer = request.send().await.map_err(broken)?;
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(broken)? {
        if body.len() + part.len() > MOST {
            return Err(unknown(format!("more than {MOST} bytes were answered")));
        }
        body.extend_from_slice(&part);
    }
    granted(answer.status(), &body).map_err(|failed| silenced(failed, sent))
}

/// A client that goes where it is told and nowhere else.
async fn client(grant: &Grant) -> Result<Client, Failed> {
    let mut builder = Client::builder()
        .connect_timeout(PATIENCE)
        .read_timeout(PATIENCE)
        .timeout(LONGEST)
        .redirect(Policy::none());
    if is_here(&grant.endpoint) {
        builder = builder.no_proxy();
    }
    if let Some(file) = &grant.ca_file {
        let wrong = |error: String| Failed {
            trouble: Trouble::Certificate,
            words: format!("{}: {error}", file.display()),
        };
        let pem = tokio::fs::read(file).await.map_err(|error| wrong(error.to_string()))?;
        let own = Certificate::from_pem_bundle(&pem).map_err(|error| wrong(error.to_string()))?;
        builder = builder.tls_certs_merge(own);
    }
    builder.build().map_err(broken)
}

/// What is sent; the client says there, too, who it is (RFC 6749 section 2.3.1).
fn form(grant: &Grant, sent: &Sent<'_>) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "refresh_token");
    form.append_pair("refresh_token", sent.refresh);
    form.append_pair("client_id", &grant.client);
    for (name, value) in [("client_secret", sent.client_secret), ("scope", grant.scope.as_deref())] {
        if let Some(value) = value {
            form.append_pair(name, value);
        }
    }
    form.finish()
}

/// An answer as RFC 6749 has it, sections 5.1 and 5.2.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    access_token: Option<String>,
    #[serde(default)]
    expires_in: Option<Value>,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    error_description: Option<String>,
}

fn granted(status: StatusCode, body: &[u8]) -> Result<Granted, Failed> {
    let Ok(answer) = serde_json::from_slice::<Answer>(body) else {
        return Err(unknown(format!("the answer cannot be read, status {status}")));
    };
    if let Some(code) = answer.error {
        return Err(refused(status, &code, answer.error_description.as_deref()));
    }
    let access = answer.access_token.filter(|token| status.is_success() && is_token(token));
    let access = access.ok_or_else(|| unknown(format!("the answer has no access token, status {status}")))?;
    Ok(Granted {
        access,
        lasts: lasts(answer.expires_in.as_ref()),
        refresh: answer.refresh_token.filter(|it| is_token(it)),
    })
}

/// What can stand in a request (RFC 6749, appendices A.12 and A.17).
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
}

/// Seconds, which some write as text; never longer than a day.
fn lasts(seconds: Option<&Value>) -> SignedDuration {
    let read = |value: &Value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
    SignedDuration::from_secs(seconds.and_then(read).unwrap_or(0).clamp(0, 24 * 60 * 60))
}

/// A refusal; what only the service itself can mend is tried again without blaming anybody.
fn refused(status: StatusCode, code: &str, description: Option<&str>) -> Failed {
    let trouble = match code {
        "invalid_grant" | "interaction_required" => Trouble::Expired,
        "server_error" | "temporarily_unavailable" | "slow_down" => Trouble::NoGrant,
        _ if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => Trouble::NoGrant,
        _ => Trouble::NotGranted,
    };
    let words = description.map_or_else(|| code.to_owned(), |description| format!("{code}: {description}"));
    Failed { trouble, words }
}

/// What it says is shown and logged: never a secret that it repeats.
fn silenced(failed: Failed, sent: &Sent<'_>) -> Failed {
    let mut words = failed.words;
    for secret in [Some(sent.refresh), sent.client_secret].into_iter().flatten().filter(|it| !it.is_empty()) {
        words = words.replace(secret, "…");
    }
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    Failed { words: words.chars().map(plain).take(MOST_TOLD).collect(), trouble: failed.trouble }
}

fn unknown(words: String) -> Failed {
    Failed { trouble: Trouble::NoGrant, words }
}

/// The connection failed; all that is known of why.
fn broken(error: reqwest::Error) -> Failed {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(deeper) = source {
        words += &format!(": {deeper}");
        source = deeper.source();
    }
    unknown(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<(String, i64, Option<String>), Trouble> {
        granted(StatusCode::from_u16(status).unwrap(), body.as_bytes())
            .map(|granted| (granted.access, granted.lasts.as_secs(), granted.refresh))
            .map_err(|failed| failed.trouble)
    }

    #[test]
    fn an_answer_is_read_with_and_without_what_may_be_left_out() {
        let token = |lasts, refresh: Option<&str>| Ok(("a".to_owned(), lasts, refresh.map(str::to_owned)));
        for (body, expected) in [
            (r#"{"access_token":"a","token_type":"Bearer","expires_in":3599}"#, token(3599, None)),
            (r#"{"access_token":"a","expires_in":"3599","refresh_token":"r"}"#, token(3599, Some("r"))),
            (r#"{"access_token":"a"}"#, token(0, None)),
            (r#"{"access_token":"a","expires_in":null,"refresh_token":""}"#, token(0, None)),
            (r#"{"access_token":"a","expires_in":-5}"#, token(0, None)),
            (r#"{"access_token":"a","expires_in":99999999999}"#, token(86_400, None)),
        ] {
            assert_eq!(read(200, body), expected, "{body}");
        }
    }

    #[test]
    fn a_refusal_says_who_has_to_do_something() {
        for (status, body, trouble) in [
            (400, r#"{"error":"invalid_grant","error_description":"expired"}"#, Trouble::Expired),
            (400, r#"{"error":"interaction_required"}"#, Trouble::Expired),
            (401, r#"{"error":"invalid_client"}"#, Trouble::NotGranted),
            (400, r#"{"error":"invalid_scope"}"#, Trouble::NotGranted),
            (503, r#"{"error":"temporarily_unavailable"}"#, Trouble::NoGrant),
            (500, r#"{"error":"oops"}"#, Trouble::NoGrant),
            (429, r#"{"error":"too_many"}"#, Trouble::NoGrant),
            (404, "<html>not here</html>", Trouble::NoGrant),
            (302, "", Trouble::NoGrant),
            (200, "{}", Trouble::NoGrant),
            (200, r#"{"access_token":""}"#, Trouble::NoGrant),
            (200, "{\"access_token\":\"a\\u0001b\"}", Trouble::NoGrant),
            (500, r#"{"access_token":"a"}"#, Trouble::NoGrant),
        ] {
            assert_eq!(read(status, body), Err(trouble), "{status} {body}");
        }
    }

    #[test]
    fn what_is_told_of_a_refusal_repeats_no_secret() {
        let sent = Sent { refresh: "R-secret", client_secret: Some("C-secret") };
        let failed =
            refused(StatusCode::BAD_REQUEST, "invalid_grant", Some("R-secret\r\nof C-secret is old"));
        assert_eq!(silenced(failed, &sent).words, "invalid_grant: …  of … is old");
        let long = Failed { trouble: Trouble::NotGranted, words: "x".repeat(5_000) };
        assert_eq!(silenced(long, &sent).words.len(), MOST_TOLD);
    }
}
