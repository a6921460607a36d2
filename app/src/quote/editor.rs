//! Staff write a version: a plain form whose rows can be added and taken away with and without scripts.
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Select, Submit, TextArea, TextField};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::quote::api::WriteQuote;
use crate::quote::rows::Rows;
use crate::quote::view::QuoteForm;
use crate::quote::wording::vat_word;
use crate::ticket::page::prose::Prose;
use crate::words::{deal, quote as w};
use domain::deal::LONGEST_COMMENT;
use domain::money::{amount, decimal};
use domain::quote::item::{Item, ItemKind};
use domain::quote::offer::TypedItem;
use domain::vat::Vat;
use leptos::prelude::*;

/// The form.
#[component]
pub fn Editor(
    /// What it begins with.
    form: QuoteForm,
) -> impl IntoView {
    let title = match form.number {
        Some(number) => tf(w::WRITE_NUMBER, &[("number", &number.to_string())]),
        None => t(w::NEW).to_owned(),
    };
    let number = form.number.map_or_else(|| "new".to_owned(), |number| number.to_string());
    let ticket = form.ticket.as_ref().map(|(number, _)| number.0.to_string()).unwrap_or_default();
    let offer = form.offer.clone();
    let (name, intro, closing) = match &offer {
        Some(offer) => (offer.title.clone(), offer.intro.clone(), offer.closing.clone()),
        None => (form.title.clone(), String::new(), String::new()),
    };
    let items = offer.map(|offer| offer.items).unwrap_or_default();
    let typed: Vec<TypedItem> = items.iter().zip(0..).map(|(item, row)| typed(row, item)).collect();
    let blank = blank(&form);
    let valid_until = form.valid_until.to_string();
    let seen = form.seen.to_string();
    view! {
        <PageHead title=title lead=w::WRITE_LEAD />
        <Asked form=form.clone() />
        <Form action={ServerAction::<WriteQuote>::new()} class="form--page quote-form">
            // What Enter in a field does: save, and nothing that a row's button would.
            <button type="submit" class="hidden" tabindex="-1" aria-hidden="true"></button>
            <Hidden name="number" value=number />
            <Hidden name="seen" value=seen />
            <Hidden name="ticket" value=ticket />
            <Places form=form.clone() />
            <TextField name="title" label=w::FOR_WHAT value=name required=true max=200 />
            <TextArea name="intro" label=w::INTRO value=intro rows=3 max=LONGEST_COMMENT />
            <Rows items=typed blank />
            <TextArea
                name="closing"
                label=w::CLOSING
                hint=w::CLOSING_HINT
                value=closing
                rows=3
                max=LONGEST_COMMENT
            />
            <TextField
                name="valid_until"
                label=w::VALID_UNTIL
                hint=w::VALID_HINT
                kind="date"
                value=valid_until
                required=true
            />
            <TextArea name="note" label=w::NOTE_TO_CUSTOMER hint=w::NOTE_HINT rows=2 max=LONGEST_COMMENT />
            <div class="form__actions">
                <Submit label=w::SEND icon=Icon::Send name="deed" value="send" />
                <Submit label=w::SAVE kind=ButtonKind::Plain name="deed" value="save" />
            </div>
        </Form>
    }
}

/// What was asked for, and the ticket it comes from.
#[component]
fn Asked(form: QuoteForm) -> impl IntoView {
    view! {
        {form
            .ticket
            .map(|(number, title)| {
                view! {
                    <p class="note">
                        <Icon name=Icon::Ticket />
                        <a href=format!(
                            "/tickets/{}",
                            number.0,
                        )>{format!("{} {} {title}", t(deal::TICKET), written(number))}</a>
                    </p>
                }
            })}
        {(!form.request.is_empty())
            .then(|| {
                view! {
                    <Fold label=w::WISH icon=Icon::Message class="fold--card" open=true>
                        <Prose text=form.request />
                    </Fold>
                }
            })}
    }
}

/// For whom, and for which project.
#[component]
fn Places(form: QuoteForm) -> impl IntoView {
    let chosen = form.organisation.map(|id| id.to_string()).unwrap_or_default();
    let none = |word| std::iter::once((String::new(), t(word).to_owned()));
    let organisations: Vec<_> = none(w::CHOOSE)
        .chain(form.organisations.iter().map(|one| (one.id.to_string(), one.name.clone())))
        .collect();
    let only = form.number.and(form.organisation);
    let name = |id| form.organisations.iter().find(|one| one.id == id).map(|one| one.name.clone());
    let projects: Vec<_> = none(w::NO_PROJECT)
        .chain(form.projects.iter().filter(|(whose, _)| only.is_none_or(|only| only == *whose)).filter_map(
            |(whose, project)| {
                Some((project.id.to_string(), format!("{} · {}", name(*whose)?, project.name)))
            },
        ))
        .collect();
    let project = form.project.map(|id| id.to_string()).unwrap_or_default();
    let fixed = form.number.is_some();
    view! {
        <div class="quote-form__places">
            {if fixed {
                view! { <Hidden name="organisation" value=chosen /> }.erase()
            } else {
                view! {
                    <Select
                        name="organisation"
                        label=deal::ORGANISATION
                        options=organisations
                        value=chosen
                        required=true
                    />
                }
                    .erase()
            }} <Select name="project" label=deal::PROJECT options=projects value=project />
        </div>
    }
}

/// An item as it is typed.
fn typed(row: u32, item: &Item) -> TypedItem {
    let lang = lang();
    TypedItem {
        row,
        kind: item.kind.code().to_owned(),
        text: item.text.clone(),
        quantity: match item.kind {
            ItemKind::Hours => format!("{}:{:02}", item.quantity / 60, item.quantity % 60),
            ItemKind::Material => decimal(lang, item.quantity),
            ItemKind::Flat => String::new(),
        },
        price: amount(lang, item.price, false),
        vat: item.vat.code().to_owned(),
    }
}

/// What a new row begins with: the company's hourly rate.
fn blank(form: &QuoteForm) -> TypedItem {
    let last = form.offer.as_ref().and_then(|offer| offer.items.last());
    TypedItem {
        kind: ItemKind::Hours.code().to_owned(),
        vat: last.map_or(form.vat, |item| item.vat).code().to_owned(),
        ..TypedItem::default()
    }
}

/// All kinds of tax with their words.
pub fn taxes() -> Vec<(String, String)> {
    Vat::ALL.map(|vat| (vat.code().to_owned(), t(vat_word(vat)).to_owned())).to_vec()
}

/// All kinds of item with their words.
pub fn kinds() -> Vec<(String, String)> {
    let word = |kind| match kind {
        ItemKind::Hours => w::KIND_HOURS,
        ItemKind::Material => w::KIND_MATERIAL,
        ItemKind::Flat => w::KIND_FLAT,
    };
    ItemKind::ALL.map(|kind| (kind.code().to_owned(), t(word(kind)).to_owned())).to_vec()
}
