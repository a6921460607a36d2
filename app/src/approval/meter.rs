//! The meter of staff: how much of what may be booked is worked (E3).
use crate::approval::view::MeterView;
use crate::effort::word::minutes;
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf};
use crate::words::approval as w;
use domain::effort::gate::{Level, Meter};
use leptos::prelude::*;

/// The bar with its figures, and what to do where the limit comes near.
#[component]
pub fn EffortMeter(
    /// How far it is.
    meter: MeterView,
) -> impl IntoView {
    let MeterView { meter, warn_percent, .. } = meter;
    let lang = lang();
    let time = |amount| minutes(lang, amount);
    let level = meter.level(warn_percent);
    let class = match level {
        Level::Within => "meter",
        Level::Near => "meter meter--near",
        Level::Beyond => "meter meter--beyond",
    };
    let used = tf(w::METER, &[("used", &time(meter.used())), ("limit", &time(meter.limit()))]);
    let parts = [
        (w::METER_BOOKED, meter.booked),
        (w::METER_RUNNING, meter.running),
        (w::METER_RELEASED, meter.released),
    ];
    let parts = parts.into_iter().filter(|(_, amount)| *amount > 0);
    let parts = parts.map(|(text, amount)| tf(text, &[("time", &time(amount))])).collect::<Vec<_>>();
    let advice = advice(meter, level);
    let (booked, running) = widths(meter);
    view! {
        <div class=class>
            <p class="meter__words">
                <span>{t(w::EFFORT)}</span>
                <strong class="meter__used">{used}</strong>
            </p>
            <svg class="meter__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="meter__running" width=(booked + running).to_string() height="4" />
                <rect class="meter__booked" width=booked.to_string() height="4" />
            </svg>
            {(!parts.is_empty()).then(|| view! { <p class="meter__parts">{parts.join(" · ")}</p> })}
            {advice.map(|advice| view! { <p class="meter__advice">{advice}</p> })}
        </div>
    }
    .erase()
}

/// What to do where the limit comes near; nothing where it is far.
pub fn advice(meter: Meter, level: Level) -> Option<String> {
    match level {
        Level::Within => None,
        Level::Beyond => Some(tf(w::METER_BEYOND, &[("time", &minutes(lang(), meter.missing()))])),
        Level::Near if meter.left() == 0 => Some(t(w::METER_FULL).to_owned()),
        Level::Near => Some(t(w::METER_NEAR).to_owned()),
    }
}

/// Widths of what is booked and of what is on timers, in percent of the limit, together at most all of it.
fn widths(meter: Meter) -> (u32, u32) {
    let all = meter.limit().max(1);
    let share = |amount: u32| (amount.saturating_mul(100) / all).min(100);
    let booked = share(meter.booked);
    (booked, share(meter.used()).saturating_sub(booked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_never_runs_over() {
        for (booked, running, expected) in
            [(0, 0, (0, 0)), (30, 15, (50, 25)), (60, 60, (100, 0)), (45, 60, (75, 25))]
        {
            let meter = Meter { included: 60, released: 0, booked, running };
            assert_eq!(widths(meter), expected);
        }
        assert_eq!(widths(Meter::default()), (0, 0));
    }
}
