//! Who asks, when, in which language; and the desk that answers. The server fills these in for every request.
use crate::error::AppError;
use domain::access::Actor;
use domain::id::SessionId;
use domain::lang::Lang;
use jiff::Timestamp;
use leptos::prelude::{provide_context, use_context};
use std::sync::Arc;

/// One request: who asks, when, from where.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// In which session.
    pub session: Option<SessionId>,
    /// Reader's language.
    pub lang: Lang,
    /// The time of this request; read once.
    pub now: Timestamp,
    /// Network address of the asker, for rate limits and the session list.
    pub source: String,
    /// Browser as it calls itself.
    pub user_agent: String,
    /// Token of an unfinished sign-in or of this session's cookie; empty where there is none.
    pub token: String,
}

impl Call {
    /// What the house does by itself, without anybody asking.
    pub fn of_the_house(now: Timestamp) -> Self {
        let (source, user_agent, token) = (String::new(), String::new(), String::new());
        Self { actor: None, session: None, lang: Lang::default(), now, source, user_agent, token }
    }

    /// The signed-in person.
    pub fn actor(&self) -> Result<&Actor, AppError> {
        self.actor.as_ref().ok_or(AppError::SignedOut)
    }
}

/// What the server can do for a request besides answering it. Kept apart so that `app` need not know axum.
#[derive(Clone)]
#[allow(clippy::type_complexity)] // named closures, each used once
pub struct Reply {
    /// Sends the browser elsewhere after this answer.
    pub go: Arc<dyn Fn(&str) + Send + Sync>,
    /// Sets (`Some`) or clears the session cookie.
    pub session: Arc<dyn Fn(Option<&str>) + Send + Sync>,
    /// Sets the language cookie.
    pub lang: Arc<dyn Fn(Lang) + Send + Sync>,
    /// Sets the HTTP status of a page.
    pub status: Arc<dyn Fn(u16) + Send + Sync>,
    /// A fresh key for a form (see [`crate::parts::form`]).
    pub key: Arc<dyn Fn() -> String + Send + Sync>,
}

/// The request being answered. Fails only outside of one.
pub fn call() -> Result<Call, AppError> {
    use_context::<Call>().ok_or_else(|| AppError::Internal { id: "no call".to_owned() })
}

/// The same, of somebody who is signed in: asked before what was typed is looked at.
pub fn signed_in() -> Result<Call, AppError> {
    let call = call()?;
    call.actor()?;
    Ok(call)
}

/// The server's hands for this request; `None` in the browser.
pub fn reply() -> Option<Reply> {
    use_context::<Reply>()
}

/// The desk that fulfils trait `T` for this request.
pub fn desk<T: ?Sized + Send + Sync + 'static>() -> Result<Arc<T>, AppError> {
    use_context::<Arc<T>>().ok_or_else(|| AppError::Internal { id: "no desk".to_owned() })
}

/// Puts a desk at the disposal of server functions.
pub fn provide_desk<T: ?Sized + Send + Sync + 'static>(desk: Arc<T>) {
    provide_context(desk);
}

/// Sends the browser to `path` after this answer: by redirect for plain forms, by the router where scripts run.
pub fn go(path: &str) {
    if let Some(reply) = reply() {
        (reply.go)(path);
    }
}
