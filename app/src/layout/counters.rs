//! The numbers beside the places. The browser asks for them after the page is there: pages need not wait for them.
use crate::parts::awake::when_awake;
use crate::parts::live::{on_mail, on_notice, on_reset};
use crate::parts::say::is_staff;
use crate::ticket::api::load_counters;
use crate::ticket::view::Counters;
use domain::live::Change;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// One change reaches all open pages in the same moment; their questions are spread over this long.
const SPREAD: f64 = 2_000.0;

#[derive(Clone, Copy)]
struct Shown(RwSignal<Counters>);

/// The present numbers; zero until they are known.
pub fn use_counters() -> Signal<Counters> {
    use_context::<Shown>()
        .map_or_else(|| Signal::stored(Counters::default()), |Shown(counters)| counters.into())
}

/// Loads the numbers and keeps them fresh. Called once, by `App`.
pub fn provide_counters(signed_in: bool) {
    let counters = RwSignal::new(Counters::default());
    provide_context(Shown(counters));
    if !signed_in {
        return;
    }
    let waiting = StoredValue::new(false);
    let load = move || {
        spawn_local(async move {
            if let Ok(fresh) = load_counters().await {
                counters.try_update(|shown| *shown = fresh);
            }
        });
    };
    let soon = move || {
        if waiting.try_get_value() == Some(false) {
            waiting.set_value(true);
            let after = 300.0 + js_sys::Math::random() * SPREAD;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // positive and small
            let after = Duration::from_millis(after as u64);
            set_timeout(
                move || {
                    if waiting.try_update_value(|waiting| *waiting = false).is_some() {
                        load();
                    }
                },
                after,
            );
        }
    };
    when_awake(load);
    on_notice(move |notice| {
        if matches!(notice.change, Change::Opened | Change::Stage | Change::Details) {
            soon();
        }
    });
    if is_staff() {
        on_mail(soon);
    }
    on_reset(soon);
}
