//! What opens above the page: menus made of `<details>`, which work without scripts.
use crate::parts::button::ButtonKind;
use crate::parts::effect::effect;
use crate::parts::erase::{Erase as _, Inner};
use crate::parts::icon::Icon;
use crate::parts::say::Label;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A button that opens a small panel below it. Without scripts it opens and closes by itself; with scripts it also closes
/// on Escape, on a click elsewhere and when the reader goes to another page ([`close_when_left`]).
#[component]
pub fn Disclosure(
    /// What the button says.
    #[prop(into)]
    label: Label,
    /// Beside the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// How loud.
    #[prop(optional)]
    kind: ButtonKind,
    /// Further classes, such as `menu--end` for a panel that ends where the button ends.
    #[prop(optional, into)]
    class: String,
    /// The panel.
    children: Inner,
) -> impl IntoView {
    view! {
        <details class=format!("menu {class}")>
            <summary class=kind
                .class()>
                {icon.map(|name| view! { <Icon name /> })} <span>{label.say()}</span>
                <Icon name=Icon::ChevronDown />
            </summary>
            <div class="menu__panel">{children.view()}</div>
        </details>
    }
    .erase()
}

/// Closes open menus when the reader leaves them. Called once, by the frame.
pub fn close_when_left() {
    effect(|| {
        let clicked = window_event_listener(leptos::ev::click, |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            close_menus(|menu| !menu.contains(target.as_ref()));
        });
        let pressed = window_event_listener(leptos::ev::keydown, |event| {
            if event.key() == "Escape" {
                close_menus(|menu| {
                    if let Ok(Some(summary)) = menu.query_selector("summary") {
                        let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
                    }
                    true
                });
            }
        });
        on_cleanup(move || {
            clicked.remove();
            pressed.remove();
        });
    });
}

/// Closes open menus that fit.
pub fn close_menus(fits: impl Fn(&web_sys::Element) -> bool) {
    let Ok(open) = document().query_selector_all("details.menu[open]") else { return };
    for index in 0..open.length() {
        let Some(menu) = open.get(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else {
            continue;
        };
        if fits(&menu) {
            let _ = menu.remove_attribute("open");
        }
    }
}
