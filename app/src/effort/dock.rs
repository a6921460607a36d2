//! Time within reach of the thumb: on tablets, which are held in both hands, a corner of the ticket page starts, stops and
//! books (I4).
use crate::effort::chip::Watch;
use crate::effort::form::TapForm;
use crate::effort::panel::TimerRow;
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
    /// The activity that the reader booked last.
    usual: Option<String>,
) -> impl IntoView {
    let usual = usual.unwrap_or_default();
    let runs = move || timer.with(|timer| timer.is_some_and(|timer| timer.since.is_some()));
    let word = move || match timer.get() {
        Some(timer) => view! { <Watch timer /> }.erase(),
        None => view! { <span>{t(w::TIME)}</span> }.erase(),
    };
    view! {
        <details class="menu menu--up menu--end time-dock" class:time-dock--runs=runs>
            <summary class="button button--primary time-dock__open" aria-label=t(w::BOOK_HERE)>
                <Icon name=Icon::Clock />
                {word}
            </summary>
            <div class="menu__panel time-dock__panel effort">
                {move || view! { <TimerRow timer=timer.get() /> }}
                <TapForm timer usual label=w::BOOK_HERE />
            </div>
        </details>
    }
    .erase()
}
