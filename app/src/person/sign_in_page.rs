//! Signing in: by a link that is mailed, or by password.
use crate::parts::button::ButtonKind;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextField, comes_back};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::person::api::{ByPassword, SendLink};
use crate::words::{common, person as w};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// Asks for the mail address first; the password is the second way.
#[component]
pub fn SignIn() -> impl IntoView {
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("next")).unwrap_or_default();
    let password_wanted = query.with_untracked(|query| query.get("way").is_some_and(|way| way == "password"));
    let password_open = password_wanted || comes_back(ByPassword::url(), None);
    view! {
        <PageHead title=w::SIGN_IN_TITLE lead=w::SIGN_IN_LEAD />
        <div class="sign-in">
            <LinkForm next=next.clone() />
            <Fold label=w::BY_PASSWORD icon=Icon::Key open=password_open>
                <PasswordForm next />
            </Fold>
            <footer class="sign-in__foot">
                <p>{t(w::NO_ACCOUNT)} " " {t(w::NO_ACCOUNT_HINT)}</p>
                <p>
                    <a href="/contact">{t(w::WRITE_TO_US)}</a>
                </p>
            </footer>
        </div>
    }
}

/// The first way.
#[component]
fn LinkForm(next: String) -> impl IntoView {
    view! {
        <Form action={ServerAction::<SendLink>::new()} keyed=false class="card sign-in__card">
            <TextField
                name="email"
                label=common::EMAIL
                kind="email"
                autocomplete="username"
                inputmode="email"
                required=true
                max=254
            />
            <Hidden name="next" value=next />
            <Submit label=w::SEND_LINK icon=Icon::Mail />
        </Form>
    }
}

/// The second way. The browser sends it even with scripts: afterwards the whole page is another one.
#[component]
fn PasswordForm(next: String) -> impl IntoView {
    view! {
        <Form action={ServerAction::<ByPassword>::new()} keyed=false native=true>
            <TextField
                name="email"
                label=common::EMAIL
                kind="email"
                autocomplete="username"
                inputmode="email"
                required=true
                max=254
            />
            <TextField
                name="password"
                label=w::PASSWORD
                kind="password"
                autocomplete="current-password"
                required=true
                max=128
            />
            <Hidden name="next" value=next />
            <Submit label=common::SIGN_IN kind=ButtonKind::Plain />
        </Form>
    }
}
