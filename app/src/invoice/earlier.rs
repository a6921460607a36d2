//! What of a draft is of the time before the days that it was made for.
use crate::invoice::view::InvoiceView;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, tf};
use crate::words::invoice as w;
use domain::invoice::Kind;
use domain::moment::date;
use leptos::prelude::*;

/// Says that earlier services came in, and from which day on; nothing where none did.
#[component]
pub fn Earlier(
    /// The draft.
    draft: InvoiceView,
) -> impl IntoView {
    let first = draft.period.map(|days| days.from);
    // An order is billed as a whole, whenever it was carried out.
    let by_days = draft.kind == Kind::Invoice && draft.order.is_none();
    let Some(first) = first.filter(|first| by_days && *first < draft.asked.from) else { return ().erase() };
    let (from, first) = (date(draft.asked.from, lang()), date(first, lang()));
    view! {
        <p class="note">
            <Icon name=Icon::Info />
            <span>{tf(w::EARLIER, &[("from", &from), ("first", &first)])}</span>
        </p>
    }
    .erase()
}
