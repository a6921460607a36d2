//! What is left, and what becomes of it.
use crate::package::cycles::bar;
use crate::package::view::HoursLeft;
use crate::package::word::{forecast_words, left_words};
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf};
use crate::words::package as w;
use domain::effort::minutes::hours;
use domain::moment::short_date;
use domain::package::Totals;
use domain::package::forecast::Forecast;
use leptos::prelude::*;

/// The balance, large and calm.
#[component]
pub fn Balance(
    /// The hours of today; `None` where no package is in force.
    forecast: Option<Forecast>,
) -> impl IntoView {
    let Some(forecast) = forecast else {
        return view! {
            <section class="card card__body package__balance">
                <p class="package__sentence">{t(w::NO_PACKAGE)} " " {t(w::NO_PACKAGE_HELP)}</p>
            </section>
        }
        .erase();
    };
    let lang = lang();
    let until = tf(w::LEFT_UNTIL, &[("day", &short_date(forecast.last, lang))]);
    let used =
        tf(w::USED_OF, &[("used", &hours(lang, forecast.used)), ("granted", &hours(lang, forecast.granted))]);
    let totals =
        Totals { granted: forecast.granted, used: forecast.used, expired: 0, overage: forecast.overage };
    view! {
        <section class="card card__body package__balance" aria-labelledby="balance">
            <h2 class="package__left" id="balance">
                <strong>{hours(lang, forecast.left())}</strong>
                <span>{until}</span>
            </h2>
            {bar(&totals, "package__bar package__bar--large")}
            <p class="package__used">{used}</p>
            <p class="package__sentence">{forecast_words(lang, &forecast, short_date).join(" ")}</p>
        </section>
    }
    .erase()
}

/// Hours that are left in a line of facts, with the way to the statement.
#[component]
pub fn LeftLine(
    /// Which.
    left: HoursLeft,
) -> impl IntoView {
    let words = left_words(&left);
    let href = format!("/packages?organisation={}", left.organisation);
    if left.opens { view! { <a href=href>{words}</a> }.erase() } else { words.erase() }
}
