//! What a page shows while it loads, when nothing is there, and when something went wrong.
use crate::call;
use crate::error::AppError;
use crate::parts::button::LinkButton;
use crate::parts::erase::{Erase as _, Inner};
use crate::parts::icon::Icon;
use crate::parts::later::Later;
use crate::parts::live;
use crate::parts::refused::Refusals;
use crate::parts::say::{Label, me, t};
use crate::parts::sentence;
use crate::parts::title::WindowTitle;
use crate::words;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Nothing here: what that means and what to do.
#[component]
pub fn Empty(
    /// Above the words.
    icon: Icon,
    /// What is not there.
    #[prop(into)]
    title: Label,
    /// What that means.
    #[prop(into)]
    text: Label,
    /// The title is the page's heading.
    #[prop(optional)]
    heading: bool,
    /// An action.
    #[prop(optional)]
    children: Option<Inner>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty__icon">
                <Icon name=icon />
            </span>
            {if heading {
                view! { <h1 class="empty__title">{title.say()}</h1> }.erase()
            } else {
                view! { <h2 class="empty__title">{title.say()}</h2> }.erase()
            }}
            <p class="empty__text">{text.say()}</p>
            {children.map(|action| view! { <div class="empty__action">{action.view()}</div> })}
        </div>
    }
    .erase()
}

/// Something went wrong: a sentence that says what to do next. On the server it also sets the answer's status.
#[component]
pub fn ErrorView(
    /// What.
    error: AppError,
    /// It is all there is on the page, which has no other heading and title.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    if let Some(reply) = call::reply() {
        (reply.status)(error.status());
    }
    let icon = match error {
        AppError::Offline => Icon::WifiOff,
        AppError::NotFound => Icon::Search,
        AppError::SignedOut | AppError::NotYours => Icon::Lock,
        _ => Icon::Alert,
    };
    let action = match error {
        AppError::SignedOut => view! { <LinkButton href="/sign-in" label=words::common::SIGN_IN /> }.erase(),
        AppError::Offline | AppError::Internal { .. } | AppError::Outdated { .. } => view! {
            <a class="button" href="" rel="external">
                {t(words::common::TRY_AGAIN)}
            </a>
        }
        .erase(),
        _ => view! { <LinkButton href="/" label=words::common::TO_START /> }.erase(),
    };
    let title = sentence::title_of_error(&error);
    view! {
        {alone.then(|| view! { <WindowTitle text=format!("{title} · {}", me().company) /> })}
        <Empty icon=icon title=title text=sentence::of_error(&error) heading=alone>
            {action}
        </Empty>
    }
    .erase()
}

/// The shape of what is loading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonKind {
    /// Rows.
    List,
    /// A ticket with its history.
    Ticket,
    /// Columns.
    Board,
    /// Fields.
    Form,
    /// Some text.
    #[default]
    Page,
}

/// Room for what is loading, in its shape, so that nothing jumps.
#[component]
pub fn Skeleton(
    /// Which shape.
    #[prop(optional)]
    kind: SkeletonKind,
) -> impl IntoView {
    let (class, bars) = match kind {
        SkeletonKind::List => ("skeleton--list", 8),
        SkeletonKind::Ticket => ("skeleton--ticket", 6),
        SkeletonKind::Board => ("skeleton--board", 10),
        SkeletonKind::Form => ("skeleton--form", 8),
        SkeletonKind::Page => ("skeleton--page", 4),
    };
    view! {
        <div class=format!("skeleton {class}") role="status">
            <span class="hidden">{t(words::common::LOADING)}</span>
            {(0..bars)
                .map(|_| view! { <span class="skeleton__bar" aria-hidden="true"></span> })
                .collect::<Vec<_>>()}
        </div>
    }
    .erase()
}

/// Shows what a resource brings. Keeps the old content while it reloads, shows the skeleton the first time and the error
/// where there is one; reloads when the live connection says that something may have been missed.
#[component]
pub fn Load<T, V>(
    /// What is loaded.
    resource: Resource<Result<T, AppError>>,
    /// Its shape.
    #[prop(optional)]
    skeleton: SkeletonKind,
    /// The page's heading comes with it.
    #[prop(optional)]
    alone: bool,
    /// How it is shown.
    view: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + Send + 'static,
{
    live::on_reset(move || resource.refetch());
    Refusals::keep();
    view! {
        <Transition fallback=move || {
            view! { <Skeleton kind=skeleton /> }
        }>
            {move || {
                let show = view.clone();
                Suspend::new(async move {
                    let answer = resource.await;
                    Later::new(move || match answer {
                        Ok(value) => show(value).erase(),
                        Err(error) => {
                            ask_to_sign_in(&error);
                            view! { <ErrorView error=error alone=alone /> }.erase()
                        }
                    })
                })
            }}
        </Transition>
    }
    .erase()
}

/// A session that ended while the page was open: the page is loaded again, and the server asks to sign in.
fn ask_to_sign_in(error: &AppError) {
    if cfg!(target_arch = "wasm32") && *error == AppError::SignedOut {
        let _ = window().location().reload();
    }
}
