//! The reader's timers: kept for the whole frame, with the running one always in sight.
use crate::effort::api::load_timers;
use crate::effort::view::TimerView;
use crate::effort::waiting::{Waiting, provide_waiting};
use crate::effort::word::{limit_word, watch};
use crate::parts::awake::when_awake;
use crate::parts::icon::Icon;
use crate::parts::live::on_notice;
use crate::parts::say::{t, tf, written};
use crate::words::effort as w;
use domain::effort::timer::Timer;
use domain::live::Change;
use jiff::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

#[derive(Clone, Copy)]
struct Timers(RwSignal<Vec<TimerView>>);

/// Loads the reader's timers and keeps them fresh. Called once, by `App`.
pub fn provide_timers(staff: bool) {
    provide_context(Timers(RwSignal::new(Vec::new())));
    provide_waiting();
    if staff {
        let timers = use_context::<Timers>();
        when_awake(renew_timers);
        // A booking of the reader may have ended one, perhaps on another device; what is worked or released on its ticket moves how
        // close the limit is.
        on_notice(move |notice| {
            let mine = |Timers(timers): Timers| {
                timers.try_with_untracked(|timers| timers.iter().any(|timer| timer.number == notice.ticket))
            };
            let moves = matches!(notice.change, Change::Stage | Change::Details)
                && timers.and_then(mine).unwrap_or_default();
            if notice.change == Change::Effort || moves {
                renew(timers);
            }
        });
    }
}

/// Reads the timers again, after one was changed.
pub fn renew_timers() {
    renew(use_context::<Timers>());
}

fn renew(timers: Option<Timers>) {
    let Some(Timers(timers)) = timers else { return };
    spawn_local(async move {
        if let Ok(fresh) = load_timers().await {
            timers.try_set(fresh);
        }
    });
}

/// The running timer, in the bar; leads to its ticket. Says where something waits to be sent or was refused later.
#[component]
pub fn TimerChip() -> impl IntoView {
    let timers = use_context::<Timers>().map(|Timers(timers)| timers);
    let waiting = expect_context::<Waiting>();
    let running = Memo::new(move |_| {
        let timers = waiting.on_all(timers?.get());
        timers.into_iter().find(|timer| timer.timer.since.is_some())
    });
    let waits = Memo::new(move |_| waiting.any());
    let mark = move || {
        waits.get().then(|| {
            view! {
                <span class="timer-chip__waits" title=t(w::WAITS)>
                    <Icon name=Icon::WifiOff />
                    <span>{t(w::WAITS_SHORT)}</span>
                </span>
            }
        })
    };
    let refused = Memo::new(move |_| waiting.any_refused());
    let refusal = move || {
        refused.get().then(|| {
            view! {
                <a class="timer-chip timer-chip--refused" href="/times" aria-label=t(w::REFUSED_SHORT)>
                    <Icon name=Icon::Alert />
                    <span>{t(w::REFUSED_SHORT)}</span>
                </a>
            }
        })
    };
    let chip = move || match running.get() {
        Some(running) => {
            let number = written(running.number);
            let label = tf(w::TIMER_OF, &[("number", &number)]);
            let href = format!("/tickets/{}#effort", running.number.0);
            let limit = running.level.and_then(limit_word).map(t);
            let label = match limit {
                Some(limit) => format!("{label}. {limit}"),
                None => label,
            };
            let label = move || {
                if waits.get() { format!("{label}. {}", t(w::WAITS)) } else { label.clone() }
            };
            let limit_mark = limit.map(|limit| {
                view! {
                    <span class="timer-chip__limit">
                        <Icon name=Icon::Alert />
                        <span>{limit}</span>
                    </span>
                }
            });
            view! {
                <a class="timer-chip" href=href title=running.title aria-label=label>
                    <Icon name=Icon::Clock />
                    <Watch timer=running.timer />
                    <span class="timer-chip__number">{number}</span>
                    {limit_mark}
                    {mark}
                </a>
            }
            .into_any()
        }
        None => view! { <span class="timer-chip__alone">{mark}</span> }.into_any(),
    };
    view! {
        {refusal}
        {chip}
    }
}

/// What a timer shows, ticking while it runs.
#[component]
pub fn Watch(
    /// Which.
    timer: Timer,
    /// Shows seconds.
    #[prop(optional)]
    seconds: bool,
) -> impl IntoView {
    let shown = RwSignal::new(String::new());
    let tick = move || drop(shown.try_set(watch(timer.elapsed(browser_now()), seconds)));
    when_awake(move || {
        tick();
        if timer.since.is_none() {
            return;
        }
        let pace = Duration::from_secs(if seconds { 1 } else { 10 });
        if let Ok(handle) = set_interval_with_handle(tick, pace) {
            on_cleanup(move || handle.clear());
        }
    });
    view! { <span class="watch">{move || shown.get()}</span> }
}

/// The browser's clock. It may be some seconds off the server's, which is what books.
pub fn browser_now() -> Timestamp {
    #[allow(clippy::cast_possible_truncation)] // milliseconds since 1970 fit
    let now = js_sys::Date::now() as i64;
    Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH)
}
