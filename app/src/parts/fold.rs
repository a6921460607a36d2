//! What unfolds in its place: a heading that opens what belongs to it. Works without scripts.
use crate::parts::icon::Icon;
use crate::parts::say::Label;
use leptos::prelude::*;

/// A line that unfolds.
#[component]
pub fn Fold(
    /// What the line says.
    #[prop(into)]
    label: Label,
    /// Before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Unfolded at first, as when a refused form inside comes back.
    #[prop(optional)]
    open: bool,
    /// Further classes, such as `fold--danger`.
    #[prop(optional, into)]
    class: String,
    /// What unfolds.
    children: Children,
) -> impl IntoView {
    view! {
        <details class=format!("fold {class}") open=open>
            <summary class="fold__line">
                {icon.map(|name| view! { <Icon name /> })} <span class="fold__words">{label.say()}</span>
                <Icon name=Icon::ChevronDown />
            </summary>
            <div class="fold__body">{children()}</div>
        </details>
    }
}
