//! Booked times that stand in the history one after the other: all but the last are folded away, so that what people wrote stays
//! in sight.
use super::{Shown, told_once};
use crate::parts::icon::Icon;
use crate::parts::say::tn;
use crate::ticket::page::here::here;
use crate::ticket::view::Entry;
use crate::words::effort as w;
use domain::ticket::timeline::What;
use leptos::prelude::*;

/// So many of a row are shown.
const SHOWN: usize = 2;
/// Fewer than so many are not worth a fold.
const WORTH: usize = 3;

/// The entries one by one, but for booked times before others, which stand together.
pub fn grouped(entries: &[Entry]) -> Vec<Vec<Entry>> {
    let booked = |entry: &Entry| matches!(entry.what, What::Booked { .. } | What::Rebooked { .. });
    let mut groups = Vec::with_capacity(entries.len());
    for row in entries.chunk_by(|one, next| booked(one) && booked(next)) {
        let folded = row.len().saturating_sub(SHOWN);
        let (earlier, shown) = row.split_at(if folded < WORTH { 0 } else { folded });
        groups.extend((!earlier.is_empty()).then(|| earlier.to_vec()));
        groups.extend(shown.iter().map(|entry| vec![entry.clone()]));
    }
    groups
}

/// Those that begin with an entry. What is booked meanwhile joins them without folding them up.
#[component]
pub fn Earlier(
    /// Its id.
    first: i64,
) -> impl IntoView {
    let entries = here().part(move |ticket| {
        let mut groups = grouped(&told_once(&ticket.entries)).into_iter();
        groups.find(|group| group.len() > 1 && group[0].id == first).unwrap_or_default()
    });
    view! {
        <li class="entry">
            <details class="fold earlier">
                <summary class="fold__line">
                    <span class="fold__words">
                        {move || tn(w::EARLIER_TIMES, entries.with(Vec::len) as u64)}
                    </span>
                    <Icon name=Icon::ChevronDown />
                </summary>
                <ol class="earlier__entries">
                    <For each=move || entries.get() key=|entry| entry.id let:entry>
                        <Shown entry />
                    </For>
                </ol>
            </details>
        </li>
    }
}
