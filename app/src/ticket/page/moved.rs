//! Due times that moved with a classification, or would.
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t};
use crate::promise::sentence::{by_when, metric_word};
use crate::words::policy as w;
use domain::moment::Moment;
use domain::ticket::timeline::{DueMove, What};
use leptos::prelude::*;

/// Due times that moved with a classification, each with both times (D8).
pub fn moves(what: &What, now: Moment) -> Vec<AnyView> {
    let (What::Classified { moved, .. } | What::Prioritised { moved, .. }) = what else { return Vec::new() };
    moved.iter().map(|moved| view! { <Moved moved=*moved now /> }.erase()).collect()
}

/// A due time that moved, or would move.
#[component]
pub fn Moved(
    /// Which.
    moved: DueMove,
    /// Seen from when.
    now: Moment,
    /// It would be missed at once.
    #[prop(optional)]
    missed: bool,
) -> impl IntoView {
    let when =
        |at: Option<Moment>| at.map_or_else(|| t(w::NO_PROMISE).to_owned(), |at| by_when(lang(), at, now));
    let DueMove { metric, from, to } = moved;
    view! {
        <li>
            {t(metric_word(metric))} ": " <span class="moved">
                <del>{when(from)}</del>
                " → "
                <ins class:late=missed>{when(to)}</ins>
            </span>
            {missed
                .then(|| {
                    view! { <span class="chip chip--late">{t(w::MISSED_AT_ONCE)}</span> }
                })}
        </li>
    }
    .erase()
}
