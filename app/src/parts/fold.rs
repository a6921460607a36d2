//! What unfolds in its place: a heading that opens what belongs to it. Works without scripts.
use crate::parts::icon::Icon;
use crate::parts::say::{Label, t};
use crate::words::Text;
use leptos::html::Details;
use leptos::prelude::*;

/// The fold around a form, so that it can close it.
#[derive(Clone, Copy)]
pub struct Folded(NodeRef<Details>);

impl Folded {
    /// The nearest one.
    pub fn around() -> Option<Self> {
        use_context()
    }

    /// Folds it up.
    pub fn close(self) {
        if let Some(fold) = self.0.try_get_untracked().flatten() {
            fold.set_open(false);
        }
    }
}

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
    let fold = NodeRef::<Details>::new();
    provide_context(Folded(fold));
    view! {
        <details node_ref=fold class=format!("fold {class}") open=open>
            <summary class="fold__line">
                {icon.map(|name| view! { <Icon name /> })} <span class="fold__words">{label.say()}</span>
                <Icon name=Icon::ChevronDown />
            </summary>
            <div class="fold__body">{children()}</div>
        </details>
    }
}

/// A refusal behind its button, below the answer that is asked for first; what it needs unfolds.
#[component]
pub fn Refusal(
    /// What the button says.
    label: Text,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="completion__object">
            <summary class="button button--plain">
                <Icon name=Icon::Undo />
                <span>{t(label)}</span>
                <Icon name=Icon::ChevronDown />
            </summary>
            {children()}
        </details>
    }
}
