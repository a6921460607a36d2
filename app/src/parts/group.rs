//! Fields of a form that belong together, under one heading.
use crate::parts::erase::Erase as _;
use crate::parts::say::Label;
use leptos::prelude::*;

/// The group.
#[component]
pub fn Group(
    /// Its heading.
    #[prop(into)]
    title: Label,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="form form__group">
            <legend class="form__legend">{title.say()}</legend>
            {children()}
        </fieldset>
    }
    .erase()
}
