//! Cycles of a package: what came and what became of it, a small bar each.
use crate::package::view::CycleLine;
use crate::package::word::cycle_words;
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf};
use crate::words::package as w;
use domain::effort::minutes::hours;
use domain::id::OrganisationId;
use domain::money::euros;
use domain::package::Totals;
use leptos::prelude::*;

/// The cycles, the newest first; each leads to its postings.
#[component]
pub fn Cycles(
    /// Whose.
    organisation: OrganisationId,
    /// Which.
    cycles: Vec<CycleLine>,
    /// The one whose postings are shown.
    chosen: String,
) -> impl IntoView {
    let rows: Vec<_> = cycles
        .into_iter()
        .map(|cycle| {
            let href = format!("/packages?organisation={organisation}&cycle={}#postings", cycle.key);
            let current = (cycle.key == chosen).then_some("true");
            let name = cycle_words(lang(), cycle.first, cycle.last);
            let label =
                cycle.runs.then(|| view! { <span class="chip chip--accent">{t(w::CYCLE_RUNS)}</span> });
            view! {
                <li>
                    <a class="package__cycle" href=href aria-current=current>
                        <span class="package__name">{name} " " {label}</span>
                        {bar(&cycle.totals, "package__bar")}
                        <span class="package__facts">{facts(&cycle)}</span>
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="cycles">
            <header class="card__head">
                <h2 class="card__title" id="cycles">
                    {t(w::CYCLES)}
                </h2>
            </header>
            <ul class="package__cycles">{rows}</ul>
        </section>
    }
    .erase()
}

/// What a bar shows, in words.
fn facts(cycle: &CycleLine) -> String {
    let lang = lang();
    let Totals { granted, used, expired, overage } = cycle.totals;
    let mut words =
        vec![tf(w::CYCLE_USED, &[("used", &hours(lang, used)), ("granted", &hours(lang, granted))])];
    let said = |text, minutes| tf(text, &[("hours", &hours(lang, minutes))]);
    if cycle.totals.left() > 0 {
        words.push(said(w::CYCLE_LEFT, cycle.totals.left()));
    }
    if expired > 0 {
        words.push(said(w::CYCLE_EXPIRED, expired));
    }
    match (overage, cycle.price_cents) {
        (0, _) => {}
        (_, None) => words.push(said(w::CYCLE_BEYOND, overage)),
        (_, Some(cents)) => {
            let gaps = [("hours", hours(lang, overage)), ("amount", euros(lang, cents))];
            words.push(tf(w::CYCLE_BEYOND_PRICE, &[(gaps[0].0, &gaps[0].1), (gaps[1].0, &gaps[1].1)]));
        }
    }
    words.join(" · ")
}

/// What was used, expired and went beyond, as shares of what came and what went beyond. The words beside it say the same.
pub fn bar(totals: &Totals, class: &'static str) -> AnyView {
    let all = (totals.granted + totals.overage).max(1);
    let share = |minutes: i64| {
        let thousandths = minutes.clamp(0, all) * 1000 / all;
        format!("{}.{}%", thousandths / 10, thousandths % 10)
    };
    let mut from = 0;
    let parts: Vec<_> = [
        ("package__share package__share--used", totals.used),
        ("package__share package__share--expired", totals.expired),
        ("package__share package__share--left", totals.left()),
        ("package__share package__share--beyond", totals.overage),
    ]
    .into_iter()
    .map(|(class, minutes)| {
        let (x, width) = (share(from), share(minutes));
        from += minutes;
        // Attributes, not styles: pages allow no styles in their markup.
        view! { <rect class=class x=x width=width y="0" height="100%"></rect> }
    })
    .collect();
    view! {
        <svg class=class width="100%" aria-hidden="true">
            {parts}
        </svg>
    }
    .into_any()
}
