//! Below what was written: to whom it was mailed, and how far each mail came. For staff.
use crate::letter::outbox_page::StateBadge;
use crate::letter::trouble::said;
use crate::letter::view::LetterState;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tn};
use crate::ticket::view::EntryLetter;
use crate::words::letter as w;
use leptos::prelude::*;

/// The mails of an entry; open by itself where one did not arrive.
#[component]
pub fn Sent(
    /// One a reader.
    letters: Vec<EntryLetter>,
) -> impl IntoView {
    let count = |state| letters.iter().filter(|letter| letter.state == state).count() as u64;
    let (lost, unsure) = (count(LetterState::Failed), count(LetterState::Uncertain));
    let bad = lost + unsure;
    let words = match (lost, unsure) {
        (0, 0) => tn(w::MAILED_TO, letters.len() as u64),
        (0, unsure) => tn(w::MAILED_UNSURE, unsure),
        (lost, _) => tn(w::MAILED_BADLY, lost),
    };
    let rows: Vec<_> = letters
        .into_iter()
        .map(|EntryLetter { to, email, state, trouble }| {
            view! {
                <li class="sent__one">
                    <span class="sent__to">
                        {to.clone()} {(to != email).then(|| view! { <span class="muted">" " {email}</span> })}
                    </span>
                    <StateBadge state />
                    {trouble
                        .filter(|_| is_bad(state))
                        .map(|trouble| {
                            view! { <span class="sent__why muted">{said(lang(), &trouble)}</span> }
                        })}
                </li>
            }
        })
        .collect();
    let icon = if bad > 0 { Icon::Alert } else { Icon::Send };
    view! {
        <details class="sent" class:sent--bad=bad != 0 open=bad != 0>
            <summary>
                <Icon name=icon />
                <span>{words}</span>
                <Icon name=Icon::ChevronDown />
            </summary>
            <ul>{rows}</ul>
            <p>
                <a href="/outbox">{t(w::TITLE)}</a>
            </p>
        </details>
    }
}

const fn is_bad(state: LetterState) -> bool {
    matches!(state, LetterState::Failed | LetterState::Uncertain)
}
