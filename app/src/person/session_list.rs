//! Signed-in browsers, each with its end (A5).
use crate::parts::button::ButtonKind;
use crate::parts::form::{Form, Hidden, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{t, tf};
use crate::parts::time::Time;
use crate::parts::toast::toast;
use crate::person::api::{EndOtherSessions, EndSession};
use crate::person::view::SessionView;
use crate::words::person as w;
use domain::moment::Moment;
use leptos::prelude::*;

/// The list, and one button for all others.
#[component]
pub fn SessionList(
    /// Last used first.
    sessions: Vec<SessionView>,
    /// Seen from when.
    now: Moment,
    /// Reads the account again.
    reload: Callback<()>,
) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.current);
    let ended = Callback::new(move |()| {
        toast(w::SESSIONS_ENDED);
        reload.run(());
    });
    view! {
        <section class="card" aria-labelledby="sessions">
            <header class="card__head">
                <h2 class="card__title" id="sessions">
                    {t(w::SESSIONS)}
                </h2>
                {others
                    .then(|| {
                        view! {
                            <Form
                                action={ServerAction::<EndOtherSessions>::new()}
                                keyed=false
                                on_success=ended
                            >
                                <Submit label=w::SESSIONS_END_OTHERS kind=ButtonKind::Danger />
                            </Form>
                        }
                    })}
            </header>
            <ul class="sessions">
                {sessions
                    .into_iter()
                    .map(|session| view! { <SessionItem session now reload /> })
                    .collect::<Vec<_>>()}
            </ul>
            <p class="sessions__hint muted small">{t(w::SESSIONS_HINT)}</p>
        </section>
    }
}

#[component]
fn SessionItem(session: SessionView, now: Moment, reload: Callback<()>) -> impl IntoView {
    let SessionView { id, device, source, started, used, current } = session;
    let icon = if is_phone(&device) { Icon::Smartphone } else { Icon::Monitor };
    let ended = Callback::new(move |()| {
        toast(w::SESSION_ENDED);
        reload.run(());
    });
    let name = tf(w::SESSION_END_NAMED, &[("device", &device)]);
    view! {
        <li class="session">
            <Icon name=icon />
            <div class="session__words">
                <p>
                    <strong>{device}</strong>
                    {current
                        .then(|| view! { <span class="chip session__here">{t(w::SESSION_CURRENT)}</span> })}
                </p>
                <p class="muted small">
                    {t(w::SESSION_USED)} " " <Time at=used now /> " · " {t(w::SESSION_STARTED)} " "
                    <Time at=started now /> " · " {source}
                </p>
            </div>
            {(!current)
                .then(|| {
                    view! {
                        <Form
                            action={ServerAction::<EndSession>::new()}
                            keyed=false
                            only=("id", id.to_string())
                            label=name
                            on_success=ended
                        >
                            <Hidden name="id" value=id.to_string() />
                            <Submit label=w::SESSION_END kind=ButtonKind::Plain />
                        </Form>
                    }
                })}
        </li>
    }
}

fn is_phone(device: &str) -> bool {
    ["Android", "iOS", "iPhone", "iPad"].iter().any(|system| device.contains(system))
}
