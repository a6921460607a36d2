//! The command palette (Ctrl K): goes to a number, a ticket, an organisation, an invoice or a page by typing.
use crate::invoice::api::{InvoiceFilter, address as invoice_address, load_invoices};
use crate::invoice::word::standing_word;
use crate::layout::place::places;
use crate::organisation::api::load_organisations;
use crate::parts::badge::say_stage;
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{me, t, tf, tn, written};
use crate::ticket::address::address;
use crate::ticket::api::load_tickets;
use crate::words::{Text, frame as w};
use domain::person::Standing;
use domain::search::fold;
use domain::ticket::filter::Filter;
use futures::future::join3;
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

/// Something to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Goal {
    group: Text,
    icon: Icon,
    title: String,
    detail: String,
    href: String,
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

/// The places and actions of this reader.
fn pages() -> Vec<Goal> {
    let Some(actor) = me().actor else { return Vec::new() };
    let page = |icon, title: Text, href: &str| Goal {
        group: w::PALETTE_PAGES,
        icon,
        title: t(title).to_owned(),
        detail: String::new(),
        href: href.to_owned(),
    };
    let mut pages: Vec<_> = places(&actor, me().takes_calls)
        .into_iter()
        .map(|place| page(place.icon, place.name, place.href))
        .collect();
    if actor.standing != Standing::Partner {
        pages.push(page(Icon::Plus, w::NEW_TICKET, "/tickets/new"));
    }
    pages.push(page(Icon::Settings, w::ACCOUNT, "/account"));
    pages
}

/// Pages whose words begin as typed; all of them while nothing is typed. A number comes first.
fn matching(pages: &[Goal], typed: &str) -> Vec<Goal> {
    let wanted = fold(typed);
    let begins = |title: &str| {
        fold(title).split(' ').any(|word| word.starts_with(&wanted)) || fold(title).starts_with(&wanted)
    };
    let number = me().number.read(typed).map(|number| Goal {
        group: w::PALETTE_TICKETS,
        icon: Icon::ArrowRight,
        title: tf(w::GO_TO_NUMBER, &[("number", &written(number))]),
        detail: String::new(),
        href: format!("/tickets/{}", number.0),
    });
    number
        .into_iter()
        .chain(pages.iter().filter(|page| wanted.is_empty() || begins(&page.title)).cloned())
        .collect()
}

/// Tickets, organisations and invoices that the server finds.
async fn ask(typed: String) -> Vec<Goal> {
    let query = typed.trim().to_owned();
    if query.chars().count() < 2 {
        return Vec::new();
    }
    let filter = Filter { query: query.clone(), ..Filter::default() };
    let address = address("", &filter).trim_start_matches('?').to_owned();
    let (tickets, organisations, invoices) =
        join3(load_tickets(address), load_organisations(query.clone(), String::new()), invoices(query)).await;
    let tickets = tickets.map(|list| list.lines).unwrap_or_default().into_iter().take(7).map(|line| Goal {
        group: w::PALETTE_TICKETS,
        icon: Icon::Ticket,
        title: format!("{} {}", written(line.number), line.title),
        detail: [line.organisation.unwrap_or_default(), say_stage(line.stage).to_owned()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        href: format!("/tickets/{}", line.number.0),
    });
    let organisations = organisations.unwrap_or_default().into_iter().take(4).map(|line| Goal {
        group: w::PALETTE_ORGANISATIONS,
        icon: Icon::Building,
        title: line.name,
        detail: line.town,
        href: format!("/organisations/{}", line.id),
    });
    tickets.chain(organisations).chain(invoices).collect()
}

/// Invoices by their number, for who sees some; words are for the list of them.
async fn invoices(query: String) -> Vec<Goal> {
    let sees = me().actor.is_some_and(|actor| actor.sees_invoices());
    if !sees || !query.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let found = load_invoices(InvoiceFilter { query, page: 1, ..InvoiceFilter::default() }).await;
    let issued = found.map(|list| list.lines).unwrap_or_default().into_iter();
    let issued = issued.filter_map(|line| {
        Some(Goal {
            group: w::PALETTE_INVOICES,
            icon: Icon::FileText,
            title: format!("{} {}", line.number?, line.title),
            detail: format!("{} · {}", line.organisation, t(standing_word(line.standing))),
            href: invoice_address(&line.reference),
        })
    });
    issued.take(4).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str) -> Goal {
        Goal {
            group: w::PALETTE_PAGES,
            icon: Icon::Home,
            title: title.into(),
            detail: String::new(),
            href: "/".into(),
        }
    }

    #[test]
    fn a_number_leads_to_its_ticket_and_words_to_pages() {
        let pages = [page("Übersicht"), page("Warteschlange"), page("Neues Anliegen")];
        let titles = |typed: &str| {
            matching(&pages, typed).into_iter().map(|goal| goal.href + " " + &goal.title).collect::<Vec<_>>()
        };
        assert_eq!(titles("").len(), 3);
        assert_eq!(titles("ueb"), ["/ Übersicht"]);
        assert_eq!(titles("anl"), ["/ Neues Anliegen"]);
        assert_eq!(titles("#1042"), ["/tickets/1042 Anliegen #1042 öffnen"]);
    }
}
