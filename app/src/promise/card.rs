//! A ticket's promises on its page: by when, how much service time is left, and why.
use crate::parts::awake::when_awake;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::promise::derivation::DerivationSteps;
use crate::promise::sentence::{by_when, dated, duration, left, metric_word};
use crate::promise::strip::StripPicture;
use crate::promise::view::{PromiseState, PromiseView};
use crate::words::promise as w;
use domain::moment::Moment;
use leptos::prelude::*;

/// All promises of a ticket.
#[component]
pub fn Promises(
    /// In the order in which they fall due.
    promises: Vec<PromiseView>,
    /// When they were read.
    now: Moment,
) -> impl IntoView {
    (!promises.is_empty()).then(|| {
        let title = if promises.len() == 1 { w::PROMISE } else { w::PROMISES };
        view! {
            <section class="facts-box promises" aria-labelledby="promises">
                <h2 class="facts-box__title" id="promises">
                    {t(title)}
                </h2>
                {promises.into_iter().map(|promise| view! { <OnePromise promise now /> }).collect::<Vec<_>>()}
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
    let counted: i64 =
        derivation.steps.iter().filter(|step| step.kind.counts()).map(|step| step.to.at - step.from.at).sum();
    let told = if standing { dated } else { by_when };
    let (start, end) = (told(lang, derivation.start, now), told(lang, due, now));
    let counted = duration(lang, counted / 60_000);
    let still = match state {
        PromiseState::Paused(since) => Some(since),
        _ => None,
    };
    let (heading, label) = match still {
        None => (
            tf(w::UNTIL, &[("when", &together(&end))]),
            tf(w::STRIP, &[("start", &start), ("due", &end), ("counted", &counted)]),
        ),
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
            {(!standing).then(|| view! { <Remaining promise now /> })}
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
fn Remaining(promise: PromiseView, now: Moment) -> impl IntoView {
    let clock = ticking(now.at);
    let used = promise.used.min(100).to_string();
    let runs = promise.state.is_open();
    let words = move || {
        let lang = lang();
        let told = |text, at: Moment| tf(text, &[("when", &at.told(now, lang))]);
        match promise.state {
            PromiseState::Running => {
                let at = clock.get();
                let minutes = left(&promise.spans, at);
                if promise.due.at < at {
                    tf(w::OVERDUE, &[("when", &promise.due.told(now, lang))])
                } else if minutes == 0 {
                    t(w::DUE_NOW).to_owned()
                } else {
                    // Of a long promise the browser knows the next stretches only.
                    let beyond = promise.left - left(&promise.spans, now.at);
                    tf(w::LEFT, &[("time", &duration(lang, minutes + beyond))])
                }
            }
            PromiseState::Paused(since) => {
                let time = duration(lang, promise.left);
                tf(w::PAUSED, &[("when", &since.told(now, lang)), ("time", &time)])
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

/// Milliseconds since 1970, moving on in the browser by the time that passed there since the page was read.
fn ticking(start: i64) -> ReadSignal<i64> {
    let (clock, set_clock) = signal(start);
    when_awake(move || {
        let began = js_now();
        let tick = move || {
            set_clock.try_set(start + (js_now() - began));
        };
        if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_secs(20)) {
            on_cleanup(move || handle.clear());
        }
    });
    clock
}

/// The browser's own clock, for differences only.
fn js_now() -> i64 {
    #[allow(clippy::cast_possible_truncation)] // milliseconds since 1970 fit
    let now = js_sys::Date::now() as i64;
    now
}
