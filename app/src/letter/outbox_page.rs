//! Outgoing mail, as staff see it.
use crate::letter::api::{SettleLetter, load_outbox};
use crate::letter::outgoing::Outgoing;
use crate::letter::text::LetterText;
use crate::letter::trouble::why;
use crate::letter::view::{LetterState, LetterView, OutboxView};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::find::FindForm;
use crate::parts::form::{Form, Hidden, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, me, t, tn};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::parts::time::Time;
use crate::words::letter as w;
use domain::id::LetterId;
use domain::moment::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/outbox`
pub struct OutboxPage;

#[lazy_route]
impl LazyRoute for OutboxPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Outbox /> }.erase()
    }
}

/// The newest letters, each with its state and its text.
#[component]
fn Outbox() -> impl IntoView {
    let query = use_query_map();
    let words = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
    let settle = ServerAction::<SettleLetter>::new();
    let outbox =
        Resource::new(move || (words.get(), settle.version().get()), |(words, _)| load_outbox(words));
    view! {
        <PageHead title=w::TITLE lead=w::LEAD />
        {me().mail_held.then(|| view! { <Held /> })}
        <FindForm label=w::FIND what=w::SEARCH words />
        <Load
            resource=outbox
            skeleton=SkeletonKind::List
            view=move |outbox: OutboxView| {
                let OutboxView { letters, outgoing, now } = outbox;
                let letters = if letters.is_empty() {
                    view! { <Nothing searched=!words.get_untracked().is_empty() /> }.erase()
                } else {
                    view! { <Letters letters now settle /> }.erase()
                };
                view! {
                    <Outgoing outgoing />
                    {letters}
                }
                    .erase()
            }
        />
    }
}

#[component]
fn Held() -> impl IntoView {
    view! {
        <div class="note note--waiting outbox__held">
            <Icon name=Icon::Alert />
            <div>
                <p>
                    <strong>{t(w::HELD_TITLE)}</strong>
                </p>
                <p>{t(w::HELD)}</p>
            </div>
        </div>
    }
}

#[component]
fn Letters(letters: Vec<LetterView>, now: Moment, settle: ServerAction<SettleLetter>) -> impl IntoView {
    let (undecided, others): (Vec<_>, Vec<_>) = letters.into_iter().partition(|letter| letter.undecided);
    let full = others.len() >= 100;
    let count = u64::try_from(others.len()).unwrap_or(0);
    let both = !undecided.is_empty();
    view! {
        {both
            .then(|| {
                view! {
                    <h2 class="letters__head">{t(w::UNDECIDED)}</h2>
                    <Rows letters=undecided now settle />
                }
            })}
        {(both && !others.is_empty()).then(|| view! { <h2 class="letters__head">{t(w::OTHERS)}</h2> })}
        <Rows letters=others now settle />
        {full.then(|| view! { <p class="muted small letters__foot">{tn(w::NEWEST, count)}</p> })}
    }
}

#[component]
fn Rows(letters: Vec<LetterView>, now: Moment, settle: ServerAction<SettleLetter>) -> impl IntoView {
    (!letters.is_empty()).then(|| {
        view! {
            <ul class="rows letters">
                {letters.into_iter().map(|letter| view! { <Letter letter now settle /> }).collect::<Vec<_>>()}
            </ul>
        }
    })
}

#[component]
fn Letter(letter: LetterView, now: Moment, settle: ServerAction<SettleLetter>) -> impl IntoView {
    let LetterView {
        id,
        to,
        subject,
        occasion,
        text,
        state,
        trouble,
        written,
        sent,
        undecided,
        emptied,
        replaced,
    } = letter;
    view! {
        <li class="letter">
            <details class="unfold">
                <summary class="row letter__line">
                    <span class="letter__words">
                        <strong>{subject}</strong>
                        <span class="letter__begins small">{occasion}</span>
                        <span class="muted small">{t(w::TO)} " " {to}</span>
                    </span>
                    <span class="letter__facts">
                        <StateBadge state />
                        <span class="muted small">
                            <Time at=sent.unwrap_or(written) now />
                        </span>
                    </span>
                    <Icon name=Icon::ChevronDown />
                </summary>
                <div class="unfold__body">
                    {trouble
                        .map(|trouble| {
                            view! {
                                <p class="note note--late">
                                    <Icon name=Icon::Alert />
                                    <span>{why(lang(), &trouble)}</span>
                                </p>
                            }
                        })} <Settle id state undecided emptied replaced settle /> <LetterText text />
                </div>
            </details>
        </li>
    }
}

/// What staff can do about a letter that did not arrive, or of which nobody knows.
#[component]
fn Settle(
    id: LetterId,
    state: LetterState,
    undecided: bool,
    emptied: bool,
    replaced: bool,
    settle: ServerAction<SettleLetter>,
) -> impl IntoView {
    let uncertain = state == LetterState::Uncertain;
    let leave = if uncertain { w::TAKE_AS_SENT } else { w::LEAVE };
    matches!(state, LetterState::Failed | LetterState::Uncertain).then(|| {
        view! {
            {uncertain.then(|| view! { <p>{t(w::UNCERTAIN_TEXT)}</p> })}
            {emptied.then(|| view! { <p>{t(w::EMPTIED)}</p> })}
            {replaced.then(|| view! { <p>{t(w::REPLACED)}</p> })}
            <div class="form__actions">
                {(!emptied && !replaced)
                    .then(|| {
                        view! {
                            <Form action=settle class="form--inline">
                                <Hidden name="id" value=id.to_string() />
                                <Hidden name="again" value="1".to_owned() />
                                <Submit label=w::SEND_AGAIN icon=Icon::Send />
                            </Form>
                        }
                    })}
                {undecided
                    .then(|| {
                        view! {
                            <Form action=settle class="form--inline">
                                <Hidden name="id" value=id.to_string() />
                                <Submit label=leave kind=ButtonKind::Plain />
                            </Form>
                        }
                    })}
            </div>
        }
    })
}

/// How far a letter came, in a word.
#[component]
pub fn StateBadge(
    /// Its state.
    state: LetterState,
) -> impl IntoView {
    let (tone, word) = match state {
        LetterState::Waiting if me().mail_held => ("waiting", w::HELD_STATE),
        LetterState::Waiting => ("new", w::WAITING),
        LetterState::Sent => ("done", w::SENT),
        LetterState::Failed => ("late", w::FAILED),
        LetterState::Uncertain => ("waiting", w::UNCERTAIN),
    };
    view! {
        <span class=format!("badge badge--{tone}")>
            <span class="badge__dot" aria-hidden="true"></span>
            {t(word)}
        </span>
    }
}

#[component]
fn Nothing(searched: bool) -> impl IntoView {
    if searched {
        view! {
            <Empty icon=Icon::Search title=w::NONE_FOUND text=w::NONE_FOUND_TEXT>
                <LinkButton href="/outbox" label=w::SHOW_ALL />
            </Empty>
        }
        .erase()
    } else {
        view! { <Empty icon=Icon::Mail title=w::EMPTY text=w::EMPTY_TEXT /> }.erase()
    }
}
