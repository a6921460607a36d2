//! The second step of signing in.
use crate::parts::form::{Form, Hidden, Submit, TextField};
use crate::parts::frame::PageHead;
use crate::parts::say::t;
use crate::person::api::SecondFactor;
use crate::words::person as w;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Asks for the six digits that the app shows.
#[component]
pub fn SecondStep() -> impl IntoView {
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    view! {
        <PageHead title=w::SECOND_FACTOR_TITLE lead=w::SECOND_FACTOR_LEAD />
        <div class="sign-in">
            <Form
                action={ServerAction::<SecondFactor>::new()}
                keyed=false
                native=true
                class="card sign-in__card"
            >
                <CodeField />
                <Hidden name="next" value=next />
                <Submit label=w::SECOND_FACTOR_BUTTON />
            </Form>
            <footer class="sign-in__foot">
                <p>{t(w::SECOND_FACTOR_LOST)}</p>
                <p>
                    <a href="/sign-in">{t(w::START_AGAIN)}</a>
                </p>
            </footer>
        </div>
    }
}

/// Six digits; a space between them does no harm.
#[component]
pub fn CodeField() -> impl IntoView {
    view! {
        <div class="code-field">
            <TextField
                name="code"
                label=w::CODE
                inputmode="numeric"
                autocomplete="one-time-code"
                required=true
                max=7
            />
        </div>
    }
}
