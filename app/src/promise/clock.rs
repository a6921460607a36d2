//! A clock for countdowns.
use crate::parts::awake::when_awake;
use leptos::prelude::*;

/// Milliseconds since 1970, moving on in the browser by the time that passed there since the page was read.
pub fn ticking(start: i64) -> ReadSignal<i64> {
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
