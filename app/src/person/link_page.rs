//! The two pages around the mailed link: where to look for it, and where it leads.
use crate::error::AppError;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{me, t, tn};
use crate::parts::state::ErrorView;
use crate::person::api::UseLink;
use crate::words::person as w;
use domain::sign_in::LINK_LIFETIME;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Says where the link is. The same whether there is such an account or not.
#[component]
pub fn LinkSent() -> impl IntoView {
    let minutes = u64::try_from(LINK_LIFETIME.as_mins()).unwrap_or(0);
    view! {
        <span class="empty__icon">
            <Icon name=Icon::Mail />
        </span>
        <PageHead title=w::SENT_TITLE lead=w::SENT_LEAD />
        <div class="sign-in">
            <p>{tn(w::SENT_LIFETIME, minutes)}</p>
            {me()
                .mail_held
                .then(|| {
                    view! {
                        <p class="note note--waiting">
                            <Icon name=Icon::Info />
                            {t(w::SENT_HELD)}
                        </p>
                    }
                })}
            <p class="muted">{t(w::SENT_NOTHING)}</p>
            <div>
                <LinkButton href="/sign-in" label=w::SENT_AGAIN kind=ButtonKind::Plain icon=Icon::Refresh />
            </div>
        </div>
    }
}

/// One button, because mail scanners open links: only the button uses the link up.
#[component]
pub fn UseIt() -> impl IntoView {
    let query = use_query_map();
    let part = move |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let (token, next) = (part("token"), part("next"));
    if token.is_empty() {
        return view! { <ErrorView error=AppError::LinkEnded alone=true /> }.erase();
    }
    view! {
        <PageHead title=w::LINK_TITLE lead=w::LINK_LEAD />
        <div class="sign-in">
            <Form action={ServerAction::<UseLink>::new()} keyed=false native=true>
                <Hidden name="token" value=token />
                <Hidden name="next" value=next />
                <Submit label=w::LINK_BUTTON icon=Icon::ArrowRight />
            </Form>
            <p class="muted small">{t(w::LINK_WHY)}</p>
            <p>
                <a href="/sign-in">{t(w::LINK_NEW)}</a>
            </p>
        </div>
    }
    .erase()
}
