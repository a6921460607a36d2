//! A mail that staff moved and took back: one line that tells of both ways. What the move had left here unfolds below it, the words
//! themselves and who was sent them.
use super::caption::caption;
use super::one;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::parts::time::Time;
use crate::ticket::page::here::here;
use crate::ticket::view::Entry;
use crate::words::ticket as w;
use leptos::prelude::*;

/// The line, and below it what it folds.
#[component]
pub fn Returned(
    entry: Entry,
    /// Ids of the entries below it.
    folds: Vec<i64>,
) -> impl IntoView {
    let here = here();
    let now = here.ticket.with_untracked(|ticket| ticket.now);
    let said = caption(&entry.what, lang(), here.staff, &str::to_owned);
    let by = match &entry.by {
        Some(by) if Some(by.id) == here.reader => t(w::BY_YOU).to_owned(),
        Some(by) => by.name.clone(),
        None => t(w::BY_SYSTEM).to_owned(),
    };
    let entries = here.part(move |ticket| {
        let folded = ticket.entries.iter().filter(|entry| folds.contains(&entry.id));
        folded.cloned().collect::<Vec<_>>()
    });
    view! {
        <details class="fold earlier">
            <summary class="fold__line">
                <span class="fold__words">{said} " · " {by} " · " <Time at=entry.at now /></span>
                <Icon name=Icon::ChevronDown />
            </summary>
            <ol class="earlier__entries">
                <For each=move || entries.get() key=|entry| entry.id let:entry>
                    {one(entry)}
                </For>
            </ol>
        </details>
    }
}
