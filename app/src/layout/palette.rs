//! The command palette (Ctrl K): goes to a number, a ticket, an organisation, an invoice or a page by typing.
mod goal;

use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{t, tn};
use crate::words::frame as w;
use goal::{Goal, ask, matching, pages};
use leptos::html;
use leptos::lazy;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// Id of the dialog.
const ID: &str = "palette";
/// Rest after the last key before the server is asked.
const REST: Duration = Duration::from_millis(140);

thread_local! {
    // Browser only: whether the one palette is open.
    static OPEN: Cell<Option<RwSignal<bool>>> = const { Cell::new(None) };
}

/// Opens the palette.
pub fn open_palette() {
    let Some(dialog) =
        document().get_element_by_id(ID).and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok())
    else {
        return;
    };
    if !dialog.open()
        && dialog.show_modal().is_ok()
        && let Some(open) = OPEN.get()
    {
        open.set(true);
    }
}

/// What is typed and pressed. The field is there from the start, so that no key is lost while the rest is on its way.
#[derive(Clone, Copy)]
struct Asking {
    input: NodeRef<html::Input>,
    typed: RwSignal<String>,
    pressed: RwSignal<Option<Key>>,
}

/// A key that does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Down,
    Up,
    Enter,
}

fn key_of(event: &KeyboardEvent) -> Option<Key> {
    match event.key().as_str() {
        "ArrowDown" => Some(Key::Down),
        "ArrowUp" => Some(Key::Up),
        "Enter" => Some(Key::Enter),
        _ => None,
    }
}

/// The dialog. The goals, and the code that finds them, come when it is opened for the first time.
#[component]
pub fn Palette() -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let open = RwSignal::new(false);
    effect(move || OPEN.set(Some(open)));
    on_shortcut();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let navigate = use_navigate();
    let go = Callback::new(move |href: String| {
        close();
        navigate(&href, NavigateOptions::default());
    });
    let on_click = move |event: web_sys::MouseEvent| {
        // a click beside the panel lands on the dialog itself
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.id() == ID) {
            close();
        }
    };
    let asking = Asking { input: NodeRef::new(), typed: RwSignal::default(), pressed: RwSignal::default() };
    let on_close = move |_| {
        open.set(false);
        asking.typed.set(String::new());
        if let Some(input) = asking.input.get_untracked() {
            input.set_value("");
        }
    };
    let on_input = move |event| asking.typed.set(event_target_value(&event));
    let on_key = move |event: KeyboardEvent| {
        if let Some(key) = key_of(&event) {
            event.prevent_default();
            asking.pressed.set(Some(key));
        }
    };
    view! {
        <dialog
            node_ref=dialog
            id=ID
            class="palette"
            aria-label=t(w::PALETTE)
            on:close=on_close
            on:click=on_click
        >
            <div class="palette__panel">
                <div class="palette__ask">
                    <Icon name=Icon::Search />
                    <input
                        node_ref=asking.input
                        class="palette__input"
                        type="text"
                        role="combobox"
                        autocomplete="off"
                        spellcheck="false"
                        aria-label=t(w::PALETTE)
                        aria-expanded="true"
                        aria-controls="palette-goals"
                        aria-autocomplete="list"
                        placeholder=t(w::PALETTE_PLACEHOLDER)
                        on:input=on_input
                        on:keydown=on_key
                    />
                </div>
                {move || open.get().then(|| Suspend::new(async move { goals(asking, go).await }))}
            </div>
        </dialog>
    }
    .erase()
}

/// Where one can go, by what was typed.
#[lazy]
fn goals(asking: Asking, go: Callback<String>) -> AnyView {
    let Asking { input, typed, pressed } = asking;
    let found = RwSignal::new(Vec::<Goal>::new());
    let chosen = RwSignal::new(0_usize);
    let pages = StoredValue::new(pages());
    let goals = Memo::new(move |_| {
        let mut goals = typed.with(|typed| pages.with_value(|pages| matching(pages, typed)));
        goals.extend(found.get());
        goals
    });
    effect(move || {
        typed.track();
        chosen.set(0);
    });
    effect(move || {
        let there = chosen.get() < goals.with(Vec::len);
        if let Some(input) = input.get() {
            let _ = if there {
                input.set_attribute("aria-activedescendant", &goal_id(chosen.get()))
            } else {
                input.remove_attribute("aria-activedescendant")
            };
        }
    });
    effect(move || {
        let Some(key) = pressed.get() else { return };
        pressed.set(None);
        let last = goals.with_untracked(Vec::len).saturating_sub(1);
        match key {
            Key::Down => chosen.update(|n| *n = if *n >= last { 0 } else { *n + 1 }),
            Key::Up => chosen.update(|n| *n = n.checked_sub(1).unwrap_or(last)),
            Key::Enter => {
                let chosen = chosen.get_untracked();
                let goal = goals.with_untracked(|all| all.get(chosen).map(|goal| goal.href.clone()));
                if let Some(href) = goal {
                    go.run(href);
                }
            }
        }
    });
    ask_when_at_rest(typed, found);
    view! {
        <div id="palette-goals" class="palette__goals" role="listbox" aria-label=t(w::RESULTS)>
            {move || goals.with(|all| shown(all, chosen, go))}
        </div>
        <p class="palette__foot">
            <span role="status">
                {move || match goals.with(Vec::len) {
                    0 if typed.with(|typed| !typed.is_empty()) => t(w::PALETTE_NONE).to_owned(),
                    n => tn(w::PALETTE_FOUND, n as u64),
                }}
            </span>
            <span>{t(w::PALETTE_KEYS)}</span>
        </p>
    }
    .erase()
}

/// Asks the server for what was typed, once the keys rest; only the last question counts.
fn ask_when_at_rest(typed: RwSignal<String>, found: RwSignal<Vec<Goal>>) {
    let asked = StoredValue::new(0_u32);
    effect(move || {
        let words = typed.get();
        asked.update_value(|n| *n += 1);
        let this = asked.get_value();
        let ask_now = move || {
            if asked.try_get_value() == Some(this) {
                spawn_local(async move {
                    let goals = ask(words).await;
                    if asked.try_get_value() == Some(this) {
                        found.try_set(goals);
                    }
                });
            }
        };
        set_timeout(ask_now, REST);
    });
}

/// The goals under the headings of their groups.
fn shown(goals: &[Goal], chosen: RwSignal<usize>, go: Callback<String>) -> Vec<AnyView> {
    let mut group = None;
    goals
        .iter()
        .enumerate()
        .map(|(index, goal)| {
            let heading = (group != Some(goal.group)).then(|| {
                view! {
                    <p class="palette__group" role="presentation">
                        {t(goal.group)}
                    </p>
                }
            });
            group = Some(goal.group);
            let target = goal.href.clone();
            view! {
                {heading}
                <div
                    id=goal_id(index)
                    class="palette__goal"
                    role="option"
                    aria-selected=move || (chosen.get() == index).to_string()
                    on:click=move |_| go.run(target.clone())
                    on:pointermove=move |_| chosen.set(index)
                >
                    <Icon name=goal.icon />
                    <span class="palette__title">{goal.title.clone()}</span>
                    <span class="palette__detail">{goal.detail.clone()}</span>
                </div>
            }
            .erase()
        })
        .collect()
}

fn goal_id(index: usize) -> String {
    format!("palette-goal-{index}")
}

fn on_shortcut() {
    effect(|| {
        let handle = window_event_listener(leptos::ev::keydown, |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                open_palette();
            }
        });
        on_cleanup(move || handle.remove());
    });
}
