//! The box that narrows a list by words, which stand in its address.
use crate::parts::erase::{Erase as _, Inner};
use crate::parts::form::named_fields;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::{Text, common};
use leptos::prelude::*;
use leptos_router::components::Form as FilterForm;

/// The box above a list.
#[component]
pub fn FindForm(
    /// What it is, for screen readers.
    label: Text,
    /// What can be typed.
    what: Text,
    /// What is found at present.
    #[prop(into)]
    words: Signal<String>,
    /// The page of the list, where it is not this one.
    #[prop(optional)]
    action: &'static str,
    /// Most characters.
    #[prop(optional)]
    max: Option<u32>,
    /// Hidden fields with what else narrows the list.
    #[prop(optional)]
    children: Option<Inner>,
) -> impl IntoView {
    view! {
        <FilterForm
            method="GET"
            action=action
            on_form_data=named_fields()
            attr:class="find"
            attr:role="search"
            attr:aria-label=t(label)
        >
            {children.map(Inner::view)}
            <Icon name=Icon::Search />
            <input
                class="input find__input"
                type="search"
                name="q"
                maxlength=max.map(|max| max.to_string())
                aria-label=t(what)
                placeholder=t(what)
                prop:value=move || words.get()
                value=words.get_untracked()
            />
            <button class="button" type="submit">
                {t(common::SEARCH)}
            </button>
        </FilterForm>
    }
    .erase()
}
