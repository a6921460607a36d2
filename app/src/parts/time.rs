//! Times as a person tells them, with the full time behind.
use crate::parts::say::lang;
use domain::moment::{self, Moment};
use jiff::civil::Date;
use leptos::prelude::*;

/// A moment: told, with the full time as tip and for machines.
#[component]
pub fn Time(
    /// When.
    at: Moment,
    /// Seen from when.
    now: Moment,
) -> impl IntoView {
    let lang = lang();
    view! {
        <time datetime=at.timestamp().to_string() title=at.full(lang)>
            {at.told(now, lang)}
        </time>
    }
}

/// A day.
#[component]
pub fn Day(
    /// Which.
    day: Date,
) -> impl IntoView {
    view! { <time datetime=day.to_string()>{moment::date(day, lang())}</time> }
}
