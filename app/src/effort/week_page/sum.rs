//! What a person's time comes to.
use crate::effort::view::WeekLine;
use crate::effort::word::{billing_word, minutes};
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf, written};
use crate::words::effort as w;
use domain::effort::Billing;
use domain::effort::sum::{gap, sums};
use leptos::prelude::*;

/// Everything together, what of it is billed, and what of the day is not booked yet.
#[component]
pub fn Total(
    /// What was worked.
    lines: Vec<WeekLine>,
    /// Open minutes of the day by now, where there is one.
    missing: Option<u32>,
) -> impl IntoView {
    let sum: u32 = lines.iter().map(|line| line.effort.minutes).sum();
    let billable = lines.iter().filter(|line| line.effort.billing == Billing::Billable);
    let billable = minutes(lang(), billable.map(|line| line.effort.minutes).sum());
    let missing = missing.map(|open| gap(open, sum)).filter(|missing| *missing > 0);
    view! {
        <p class="times__sum">
            <span>{t(w::SUM)}</span>
            <strong>{minutes(lang(), sum)}</strong>
            <span class="muted">{tf(w::OF_IT_BILLABLE, &[("time", &billable)])}</span>
            {missing
                .map(|missing| {
                    let time = minutes(lang(), missing);
                    view! { <span class="times__gap">{tf(w::NOT_BOOKED_YET, &[("time", &time)])}</span> }
                })}
        </p>
    }
}

/// A day's time by ticket and by billing.
#[component]
pub fn Sums(
    /// What was worked.
    lines: Vec<WeekLine>,
) -> impl IntoView {
    let by_ticket = sums(lines.iter().map(|line| ((line.number, line.title.clone()), line.effort.minutes)));
    let by_billing = sums(lines.iter().map(|line| (line.effort.billing, line.effort.minutes)));
    let tickets: Vec<_> = by_ticket
        .into_iter()
        .map(|((number, title), sum)| {
            let name = format!("{} {title}", written(number));
            view! {
                <dt>
                    <a href=format!("/tickets/{}#effort", number.0)>{name}</a>
                </dt>
                <dd>{minutes(lang(), sum)}</dd>
            }
        })
        .collect();
    let billings: Vec<_> = by_billing
        .into_iter()
        .map(|(billing, sum)| {
            view! {
                <dt>{t(billing_word(billing))}</dt>
                <dd>{minutes(lang(), sum)}</dd>
            }
        })
        .collect();
    view! {
        <div class="times__sums">
            <section aria-labelledby="by-ticket">
                <h3 id="by-ticket">{t(w::BY_TICKET)}</h3>
                <dl>{tickets}</dl>
            </section>
            <section aria-labelledby="by-billing">
                <h3 id="by-billing">{t(w::BY_BILLING)}</h3>
                <dl>{billings}</dl>
            </section>
        </div>
    }
    .erase()
}
