//! The rows of items. Without scripts there are always two empty ones, and the buttons send the form, which comes back with
//! one row more or less.
use crate::deal::paper::sums;
use crate::echo::Echo;
use crate::parts::button::ButtonKind;
use crate::parts::effect::effect;
use crate::parts::form::{FormState, Hidden, Select, TextArea, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::quote::api::WriteQuote;
use crate::quote::editor::{kinds, taxes};
use crate::words::quote as w;
use domain::quote::item::{Totals, totals};
use domain::quote::offer::{LONGEST_ITEM, TypedItem};
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use std::sync::Arc;
use wasm_bindgen::JsCast as _;
use web_sys::{FormData, HtmlElement, HtmlFormElement};

/// Empty rows below those that are filled in.
const SPARE: u32 = 2;

/// The rows.
#[component]
pub fn Rows(
    /// What is filled in.
    items: Vec<TypedItem>,
    /// What a new row begins with.
    blank: TypedItem,
) -> impl IntoView {
    let first = first_rows(items, &blank);
    let next = RwSignal::new(first.iter().map(|item| item.row + 1).max().unwrap_or(0));
    let rows = RwSignal::new(first);
    let form = FormState::around();
    // What was sent and comes back is counted as soon as scripts run.
    let known = if comes_back(WriteQuote::url(), None) { Vec::new() } else { rows.get_untracked() };
    let sum = RwSignal::new(total(&known));
    let list = NodeRef::<html::Fieldset>::new();
    let count = move || {
        let list = list.try_get_untracked().flatten();
        if let Some(now) = list.and_then(|list| typed(&list, &rows.get_untracked())) {
            sum.set(total(&now));
        }
    };
    effect(move || {
        rows.track();
        request_animation_frame(count);
    });
    let shown = move |item: TypedItem| {
        // New rows are drawn after the forms that follow have left their state in context.
        provide_context(form.clone());
        let row = item.row;
        let remove = move |()| rows.update(|rows| rows.retain(|one| one.row != row));
        view! { <Row item remove=Callback::new(remove) /> }
    };
    let add = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let row = next.get_untracked();
        next.set(row + 1);
        rows.update(|rows| rows.push(TypedItem { row, ..blank.clone() }));
    };
    view! {
        <fieldset class="items" node_ref=list on:input=move |_| count()>
            <legend class="field__label">{t(w::ITEMS)}</legend>
            <p class="field__hint">{t(w::ITEMS_HINT)}</p>
            <For each=move || rows.get() key=|item: &TypedItem| item.row children=shown />
            <button type="submit" class=ButtonKind::Plain.class() name="deed" value="more" on:click=add>
                <Icon name=Icon::Plus />
                <span>{t(w::ADD_ROW)}</span>
            </button>
            {move || {
                let sum = sum.get();
                let any = !sum.taxes.is_empty();
                any.then(|| {
                    view! {
                        <div class="items__sums">{sums(&sum, [w::NET, w::TAX_OF, w::GROSS], Vec::new())}</div>
                    }
                })
            }}
        </fieldset>
    }
}

/// What rows come to, as far as they have a price.
fn total(rows: &[TypedItem]) -> Totals {
    let items: Vec<_> = rows.iter().filter_map(TypedItem::priced).collect();
    totals(&items)
}

/// The rows as they stand in the form now.
fn typed(list: &HtmlElement, rows: &[TypedItem]) -> Option<Vec<TypedItem>> {
    let form = list.closest("form").ok()??.dyn_into::<HtmlFormElement>().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    let typed = |row: &TypedItem| {
        let value = |name: &str| data.get(&TypedItem::field(row.row, name)).as_string().unwrap_or_default();
        TypedItem {
            row: row.row,
            kind: value("kind"),
            text: value("text"),
            quantity: value("quantity"),
            price: value("price"),
            vat: value("vat"),
        }
    };
    Some(rows.iter().map(typed).collect())
}

/// What is filled in and some empty rows; as many as were sent where the form comes back.
fn first_rows(items: Vec<TypedItem>, blank: &TypedItem) -> Vec<TypedItem> {
    let echo = use_context::<Arc<Echo>>().filter(|echo| echo.path == WriteQuote::url());
    let sent = echo.iter().flat_map(|echo| &echo.values).filter_map(|(name, _)| row_of(name)).max();
    let filled = items.iter().map(|item| item.row + 1).max().unwrap_or(0);
    let count = sent.map_or(filled + SPARE, |last| last + 1).max(filled);
    let spare = (filled..count).map(|row| TypedItem { row, ..blank.clone() });
    items.into_iter().chain(spare).collect()
}

/// The row of a field `items[2][price]`.
fn row_of(name: &str) -> Option<u32> {
    name.strip_prefix("items[")?.split(']').next()?.parse().ok().filter(|row| *row < 500)
}

#[component]
fn Row(item: TypedItem, remove: Callback<()>) -> impl IntoView {
    let row = item.row;
    let name = |field: &str| TypedItem::field(row, field);
    view! {
        <div class="item">
            <Hidden name=name("row") value=row.to_string() />
            <div class="item__text">
                <TextArea
                    name=name("text")
                    label=w::ITEM
                    value=item.text
                    rows=2
                    max=LONGEST_ITEM
                    required=false
                />
            </div>
            <Select name=name("kind") label=w::KIND options=kinds() value=item.kind />
            <TextField
                name=name("quantity")
                label=w::QUANTITY
                value=item.quantity
                max=20
                inputmode="decimal"
            />
            <TextField name=name("price") label=w::PRICE value=item.price max=20 inputmode="decimal" />
            <Select name=name("vat") label=w::VAT options=taxes() value=item.vat />
            <button
                type="submit"
                class="button button--quiet button--icon item__remove"
                name="deed"
                value=format!("remove-{row}")
                title=t(w::REMOVE_ROW)
                aria-label=t(w::REMOVE_ROW)
                on:click=move |event| {
                    event.prevent_default();
                    remove.run(());
                }
            >
                <Icon name=Icon::Trash />
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_of_a_field_is_found() {
        assert_eq!(row_of("items[12][price]"), Some(12));
        for other in ["title", "items", "items[x][price]", "items[9999][price]"] {
            assert_eq!(row_of(other), None, "{other}");
        }
    }
}
