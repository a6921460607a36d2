//! `/completion?token=…`: where the buttons of the completion mail lead (C4). Looking changes nothing.
use crate::error::AppError;
use crate::parts::badge::StageBadge;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Refusal;
use crate::parts::form::{Form, Hidden, Submit, TextArea};
use crate::parts::frame::{DoneHead, PageHead};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::parts::state::{ErrorView, Load, SkeletonKind};
use crate::promise::sentence::weekday_word;
use crate::ticket::completion::{CompletionView, ConfirmCompletion, ObjectCompletion, load_completion};
use crate::ticket::page::prose::Prose;
use crate::words::completion as w;
use crate::words::ticket as words;
use domain::moment;
use domain::ticket::Stage;
use domain::ticket::opening::LONGEST_TEXT;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/completion`
pub struct CompletionPage;

#[lazy_route]
impl LazyRoute for CompletionPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Completion /> }.erase()
    }
}

#[component]
fn Completion() -> impl IntoView {
    let query = use_query_map();
    let part = |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let (token, objects) = (part("token"), !part("object").is_empty());
    if token.is_empty() {
        return view! { <ErrorView error=AppError::LinkEnded alone=true /> }.erase();
    }
    let (confirm, object) =
        (ServerAction::<ConfirmCompletion>::new(), ServerAction::<ObjectCompletion>::new());
    let asked = token.clone();
    let view = Resource::new(
        move || (confirm.version().get(), object.version().get()),
        move |_| load_completion(asked.clone()),
    );
    view! {
        <div class="completion">
            <Load
                resource=view
                skeleton=SkeletonKind::List
                alone=true
                view=move |view: CompletionView| {
                    let token = token.clone();
                    if view.open {
                        view! { <Open view token objects confirm object /> }.erase()
                    } else {
                        view! { <Decided view /> }.erase()
                    }
                }
            />
        </div>
    }
    .erase()
}

/// The result, and the two answers to it.
#[component]
fn Open(
    view: CompletionView,
    token: String,
    /// Whether the reader came to object.
    objects: bool,
    confirm: ServerAction<ConfirmCompletion>,
    object: ServerAction<ObjectCompletion>,
) -> impl IntoView {
    let CompletionView { number, title, name, said, last_day, .. } = view;
    let until = last_day.map(|day| {
        let day = format!("{}, {}", t(weekday_word(day.weekday())), moment::date(day, lang()));
        tf(w::UNTIL, &[("day", &day)])
    });
    let (title_word, lead) = if objects { (w::OBJECT_TITLE, w::OBJECT_LEAD) } else { (w::TITLE, w::LEAD) };
    let answers = AnswersProps { token, objects, confirm, object };
    view! {
        <PageHead title=title_word lead=tf(lead, &[("name", &name)]) />
        <section class="completion__card" aria-labelledby="what">
            <h2 class="completion__what" id="what">
                <span class="completion__number">{written(number)}</span>
                " "
                {title}
            </h2>
            {(!said.is_empty())
                .then(|| {
                    view! {
                        <blockquote class="next__asked">
                            <Prose text=said />
                        </blockquote>
                    }
                })}
            {until.map(|until| view! { <p class="muted">{until}</p> })}
            {Answers(answers)}
        </section>
        <p class="muted small">{t(w::WHY)}</p>
    }
}

/// The two answers, the one first for which the reader came.
#[component]
fn Answers(
    token: String,
    objects: bool,
    confirm: ServerAction<ConfirmCompletion>,
    object: ServerAction<ObjectCompletion>,
) -> impl IntoView {
    let again = token.clone();
    let confirms = move || {
        let kind = if objects { ButtonKind::Plain } else { ButtonKind::Primary };
        view! {
            <Form action=confirm keyed=false>
                <Hidden name="token" value=token />
                <Submit label=words::CONFIRM kind icon=Icon::Check />
            </Form>
        }
    };
    if objects {
        return view! {
            <Objection token=again object />
            <p class="muted">{t(w::OR_CONFIRM)}</p>
            {confirms()}
        }
        .erase();
    }
    view! {
        {confirms()}
        <Refusal label=words::OBJECT>
            <Objection token=again object />
        </Refusal>
    }
    .erase()
}

#[component]
fn Objection(token: String, object: ServerAction<ObjectCompletion>) -> impl IntoView {
    view! {
        <Form action=object keyed=false>
            <Hidden name="token" value=token />
            <TextArea
                name="note"
                label=words::ASK_OBJECT
                hint=words::ASK_OBJECT_HINT
                rows=5
                required=true
                max=LONGEST_TEXT
            />
            <Submit label=words::OBJECT_SEND icon=Icon::Send />
        </Form>
    }
}

/// What became of it.
#[component]
fn Decided(view: CompletionView) -> impl IntoView {
    let CompletionView { number, title, followed, stage, account, .. } = view;
    let (heading, text) = match stage {
        _ if followed.is_some() => (w::FOLLOWED_TITLE, w::FOLLOWED),
        Stage::Closed | Stage::Billed => (w::CLOSED_TITLE, w::CLOSED),
        Stage::Done => (w::ANEW_TITLE, w::ANEW),
        _ => (w::REOPENED_TITLE, w::REOPENED),
    };
    let number = followed.unwrap_or(number);
    view! {
        <DoneHead title=heading lead=text />
        <section class="completion__card">
            <p class="completion__what">
                <span class="completion__number">{written(number)}</span>
                " "
                {title}
            </p>
            {followed
                .is_none()
                .then(|| {
                    view! {
                        <p>
                            <StageBadge stage />
                        </p>
                    }
                })}
            {account
                .then(|| {
                    view! {
                        <LinkButton
                            href=format!("/tickets/{}", number.0)
                            label=w::LOOK
                            kind=ButtonKind::Plain
                        />
                    }
                })}
        </section>
    }
}
