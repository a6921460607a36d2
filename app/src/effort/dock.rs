//! Time within reach of the thumb: on tablets, which are held in both hands, a corner of the ticket page starts, stops and
//! books (I4).
use crate::approval::meter::advice;
use crate::approval::view::MeterView;
use crate::effort::chip::Watch;
use crate::effort::form::TapForm;
use crate::effort::panel::TimerRow;
use crate::effort::word::limit_word;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::effort as w;
use domain::effort::timer::Timer;
use leptos::prelude::*;

/// The corner.
#[component]
pub fn TimeDock(
    /// The reader's timer here.
    timer: Memo<Option<Timer>>,
    /// How far the effort is at the gate, where there is one.
    meter: Memo<Option<MeterView>>,
    /// The activity that the reader booked last.
    usual: Option<String>,
) -> impl IntoView {
    let usual = usual.unwrap_or_default();
    let runs = move || timer.with(|timer| timer.is_some_and(|timer| timer.since.is_some()));
    let word = move || match timer.get() {
        Some(timer) => view! { <Watch timer /> }.erase(),
        None => view! { <span>{t(w::TIME)}</span> }.erase(),
    };
    let limit = Memo::new(move |_| {
        let MeterView { meter, warn_percent, .. } = meter.get()?;
        let level = meter.level(warn_percent);
        limit_word(level).map(|_| (meter, level))
    });
    let limit_said = move || limit.get().and_then(|(_, level)| limit_word(level)).map(t);
    let label = move || match limit_said() {
        Some(limit) => format!("{}. {limit}", t(w::BOOK_HERE)),
        None => t(w::BOOK_HERE).to_owned(),
    };
    let mark = move || {
        limit_said().map(|limit| {
            view! {
                <span class="time-dock__limit">
                    <Icon name=Icon::Alert />
                    <span>{limit}</span>
                </span>
            }
        })
    };
    let advised = move || {
        let advice = limit.get().and_then(|(meter, level)| advice(meter, level));
        advice.map(|advice| view! { <p class="field__hint">{advice}</p> })
    };
    view! {
        <details class="menu menu--up menu--end time-dock" class:time-dock--runs=runs>
            <summary class="button button--primary time-dock__open" aria-label=label>
                <Icon name=Icon::Clock />
                {word}
                {mark}
            </summary>
            <div class="menu__panel time-dock__panel effort">
                {move || view! { <TimerRow timer=timer.get() /> }}
                {advised}
                <TapForm timer usual label=w::BOOK_HERE />
            </div>
        </details>
    }
    .erase()
}
