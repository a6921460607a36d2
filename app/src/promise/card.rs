//! A ticket's promises on its page: by when, how much service time is left, and why.
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::promise::clock::ticking;
use crate::promise::derivation::DerivationSteps;
use crate::promise::sentence::{by_when, dated, duration, metric_word, still_left};
use crate::promise::strip::StripPicture;
use crate::promise::view::{PromiseState, PromiseView};
use crate::words::{Text, promise as w};
use domain::moment::Moment;
use domain::promise::derivation::StepKind;
use leptos::prelude::*;

/// All promises of a ticket.
#[component]
pub fn Promises(
    /// In the order in which they fall due.
    promises: Vec<PromiseView>,
    /// When they were read.
    now: Moment,
    /// What the ticket waits for, where it does.
    waits: Option<Text>,
) -> impl IntoView {
    (!promises.is_empty()).then(|| {
        let title = if promises.len() == 1 { w::PROMISE } else { w::PROMISES };
        view! {
            <section class="facts-box promises" aria-labelledby="promises">
                <h2 class="facts-box__title" id="promises">
                    {t(title)}
                </h2>
                {promises
                    .into_iter()
                    .map(|promise| view! { <OnePromise promise now waits /> })
                    .collect::<Vec<_>>()}
            </section>
        }
    })
}

/// One promise.
#[component]
pub fn OnePromise(
    /// Which.
    promise: PromiseView,
    /// When it was read.
    now: Moment,
    /// Its clock does not go on: an answer to what would be.
    #[prop(optional)]
    standing: bool,
    /// What the ticket waits for, where it does.
    #[prop(optional_no_strip)]
    waits: Option<Text>,
) -> impl IntoView {
    let lang = lang();
    let PromiseView { metric, state, due, derivation, strip, missed, .. } = promise.clone();
    let running = state == PromiseState::Running;
    let late = running && due.at < now.at || matches!(state, PromiseState::Late(_));
    let class = match state {
        _ if late => "promise promise--late",
        PromiseState::Running => "promise promise--running",
        PromiseState::Paused(_) => "promise promise--paused",
        PromiseState::Kept(_) => "promise promise--kept",
        PromiseState::Late(_) | PromiseState::Dropped(_) => "promise",
    };
    let told = if standing { dated } else { by_when };
    let (start, end) = (told(lang, derivation.start, now), told(lang, due, now));
    let counted = duration(lang, derivation.open_minutes());
    let days = derivation.steps.iter().any(|step| matches!(step.kind, StepKind::Day { .. }));
    let still = match state {
        PromiseState::Paused(since) => Some(since),
        _ => None,
    };
    let (heading, label) = match still {
        None => (
            tf(w::UNTIL, &[("when", &together(&end))]),
            tf(
                if days { w::STRIP_DAYS } else { w::STRIP },
                &[("start", &start), ("due", &end), ("counted", &counted)],
            ),
        ),
        Some(_) if days => (t(w::STANDS_STILL).to_owned(), tf(w::STRIP_DAYS_STILL, &[("start", &start)])),
        Some(_) => {
            (t(w::STANDS_STILL).to_owned(), tf(w::STRIP_STILL, &[("start", &start), ("counted", &counted)]))
        }
    };
    let heading = match still {
        None => view! { <time datetime=due.timestamp().to_string()>{heading}</time> }.into_any(),
        Some(_) => heading.into_any(),
    };
    let missed: Vec<_> = missed
        .into_iter()
        .map(|at| view! { <p class="promise__missed">{tf(w::MISSED, &[("when", &by_when(lang, at, now))])}</p> })
        .collect();
    view! {
        <div class=class>
            <p class="promise__what">{t(metric_word(metric))}</p>
            <p class="promise__due">{heading}</p>
            {(!standing).then(|| view! { <Remaining promise now waits /> })}
            {missed}
            <StripPicture strip label />
            <Fold label=w::WHY icon=Icon::Info class="fold--quiet">
                <DerivationSteps metric derivation still now standing />
            </Fold>
        </div>
    }
    .erase()
}

/// A date that does not break within day and month.
fn together(date: &str) -> String {
    date.replace(". ", ".\u{a0}").replace(" Uhr", "\u{a0}Uhr")
}

/// What is left, counted down in open time; or how it ended.
#[component]
fn Remaining(promise: PromiseView, now: Moment, waits: Option<Text>) -> impl IntoView {
    let clock = ticking(now.at);
    let used = promise.used.min(100).to_string();
    let runs = promise.state.is_open();
    let words = move || {
        let lang = lang();
        let told = |text, at: Moment| tf(text, &[("when", &at.told(now, lang))]);
        match promise.state {
            PromiseState::Running => {
                let at = clock.get();
                let minutes = still_left(&promise.spans, promise.left, now.at, at);
                if promise.due.at < at {
                    tf(w::OVERDUE, &[("when", &promise.due.told(now, lang))])
                } else if minutes == 0 {
                    t(w::DUE_NOW).to_owned()
                } else {
                    tf(w::LEFT, &[("time", &duration(lang, minutes))])
                }
            }
            PromiseState::Paused(since) => {
                let time = duration(lang, promise.left);
                let (when, waits) = (since.told(now, lang), waits.map(t));
                let text = if waits.is_some() { w::PAUSED_FOR } else { w::PAUSED };
                tf(text, &[("when", &when), ("time", &time), ("waits", waits.unwrap_or_default())])
            }
            PromiseState::Kept(at) => told(w::KEPT, at),
            PromiseState::Late(at) => told(w::KEPT_LATE, at),
            PromiseState::Dropped(at) => told(w::DROPPED, at),
        }
    };
    view! {
        {runs
            .then(|| {
                view! { <progress class="promise__bar" max="100" value=used aria-hidden="true"></progress> }
            })}
        <p class="promise__left">{words}</p>
    }
    .erase()
}
