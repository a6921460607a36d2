//! Buttons and links that look like them.
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::Label;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How loud a button is. One primary action per view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// Any other action.
    #[default]
    Plain,
    /// An action that must not compete.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    /// The class of the button.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Plain => "button",
            Self::Quiet => "button button--quiet",
            Self::Danger => "button button--danger",
        }
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// What it says.
    #[prop(into)]
    label: Label,
    /// How loud.
    #[prop(optional)]
    kind: ButtonKind,
    /// Beside the words.
    #[prop(optional)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <a href=href class=kind.class()>
            {icon.map(|name| view! { <Icon name /> })}
            <span>{label.say()}</span>
        </a>
    }
    .erase()
}

/// A button for scripts, with words.
#[component]
pub fn Button(
    /// What it says.
    #[prop(into)]
    label: Label,
    /// What it does.
    #[prop(into)]
    on_click: Callback<MouseEvent>,
    /// How loud.
    #[prop(optional)]
    kind: ButtonKind,
    /// Beside the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button type="button" class=kind.class() disabled=disabled on:click=move |event| on_click.run(event)>
            {icon.map(|name| view! { <Icon name /> })}
            <span>{label.say()}</span>
        </button>
    }
    .erase()
}

/// A button for scripts that shows only an icon; its words are for screen readers and as a tip.
#[component]
pub fn IconButton(
    /// The icon.
    icon: Icon,
    /// What it does, in words.
    #[prop(into)]
    label: Label,
    /// What it does.
    #[prop(into)]
    on_click: Callback<MouseEvent>,
) -> impl IntoView {
    let label = label.say();
    view! {
        <button
            type="button"
            class="button button--quiet button--icon"
            title=label.clone()
            aria-label=label
            on:click=move |event| on_click.run(event)
        >
            <Icon name=icon />
        </button>
    }
    .erase()
}
