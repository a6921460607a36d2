//! The state of a quote as a word with a colour that repeats it.
use crate::parts::say::{is_staff, t};
use crate::words::{Text, quote as w};
use domain::quote::QuoteKind;
use leptos::prelude::*;

/// The word for a state. `waits` says that it waits for this reader.
pub const fn state_word(state: QuoteKind, staff: bool, waits: bool) -> Text {
    match state {
        QuoteKind::Requested => w::REQUESTED,
        QuoteKind::Draft if staff => w::DRAFT,
        QuoteKind::Draft => w::BEING_WRITTEN,
        QuoteKind::Sent if staff => w::SENT_STAFF,
        QuoteKind::Sent if waits => w::SENT_YOURS,
        QuoteKind::Sent => w::SENT,
        QuoteKind::Accepted => w::ACCEPTED,
        QuoteKind::Declined => w::DECLINED,
        QuoteKind::Expired => w::EXPIRED,
        QuoteKind::Withdrawn => w::WITHDRAWN,
    }
}

const fn tone(state: QuoteKind, staff: bool, waits: bool) -> &'static str {
    match state {
        QuoteKind::Requested if staff => "yours",
        QuoteKind::Requested => "new",
        QuoteKind::Draft => "active",
        QuoteKind::Sent if waits => "yours",
        QuoteKind::Sent => "waiting",
        QuoteKind::Accepted => "done",
        QuoteKind::Declined | QuoteKind::Expired | QuoteKind::Withdrawn => "over",
    }
}

/// The state.
#[component]
pub fn QuoteBadge(
    /// Which.
    state: QuoteKind,
    /// It waits for this reader.
    #[prop(optional)]
    waits: bool,
) -> impl IntoView {
    let staff = is_staff();
    view! {
        <span class=format!("badge badge--{}", tone(state, staff, waits))>
            <span class="badge__dot" aria-hidden="true"></span>
            {t(state_word(state, staff, waits))}
        </span>
    }
}
