//! Sending files without scripts.
use crate::echo::Echo;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::parts::sentence;
use crate::words::document as w;
use leptos::prelude::*;
use std::sync::Arc;

/// Sending files where no scripts run: a form of its own, for files need another encoding.
#[component]
pub fn PlainUpload(
    /// The page of the ticket, quote or order that they belong to.
    page: String,
) -> impl IntoView {
    let key = crate::call::reply().map(|reply| (reply.key)()).unwrap_or_default();
    let action = format!("{page}/documents");
    let refused = use_context::<Arc<Echo>>().filter(|echo| echo.path == action);
    let refused = refused.map(|echo| {
        view! {
            <p class="field__error" id="plain-upload-error" role="alert">
                {sentence::of_error(&echo.error)}
            </p>
        }
    });
    view! {
        <form class="plain-only plain-upload" action=action method="post" enctype="multipart/form-data">
            <input type="hidden" name="key" value=key />
            <label class="field__label" for="plain-upload">
                {t(w::ATTACH)}
            </label>
            <input
                id="plain-upload"
                class="input"
                type="file"
                name="file"
                multiple
                required
                aria-describedby=refused.is_some().then_some("plain-upload-error")
            />
            {refused}
            <button type="submit" class="button">
                <Icon name=Icon::Upload />
                <span>{t(w::UPLOAD)}</span>
            </button>
        </form>
    }
}
