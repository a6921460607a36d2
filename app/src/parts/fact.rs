//! A fact: what it is called, and how it is.
use crate::parts::erase::Erase as _;
use crate::parts::say::t;
use crate::words::Text;
use leptos::prelude::*;

/// One row of a list of facts (`<dl>`).
pub fn fact(name: Text, value: AnyView) -> AnyView {
    view! {
        <div class="fact">
            <dt>{t(name)}</dt>
            <dd>{value}</dd>
        </div>
    }
    .erase()
}
