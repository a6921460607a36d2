//! What a list is narrowed by: a form that writes the address, with and without scripts.
use crate::parts::badge::{kind_word, say_stage};
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Checkbox, Select, Submit, TextField, named_fields, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::ticket::view::{Choice, Choices};
use crate::words::{Text, list as w, stage};
use domain::ticket::filter::{Filter, RESTS, Show, Sort};
use domain::ticket::{Stage, TicketType};
use leptos::prelude::*;
use leptos_router::components::Form;
use std::fmt::Display;

/// The words of an order.
pub const fn sort_word(sort: Sort) -> Text {
    match sort {
        Sort::Changed => w::SORT_CHANGED,
        Sort::ChangedUp => w::SORT_CHANGED_UP,
        Sort::Number => w::SORT_NUMBER,
        Sort::NumberUp => w::SORT_NUMBER_UP,
        Sort::Queue => w::SORT_QUEUE,
    }
}

/// The form. What belongs to staff is only there where there is something to choose.
#[component]
pub fn Filters(
    /// What the address says now.
    filter: Filter,
    /// What can be chosen.
    choices: Choices,
) -> impl IntoView {
    let count = filter.to_pairs().iter().filter(|(key, _)| !matches!(*key, "q" | "sort" | "after")).count();
    let label = if count > 0 { format!("{} ({count})", t(w::FILTER)) } else { t(w::FILTER).to_owned() };
    view! {
        <Form
            method="GET"
            action="/tickets"
            on_form_data=named_fields()
            attr:class="filters"
            attr:role="search"
            attr:aria-label=t(w::FILTER)
        >
            <div class="filters__line">
                <TextField
                    name="q"
                    label=w::SEARCH
                    kind="search"
                    value=filter.query.clone()
                    max=200
                    quiet=true
                    placeholder=w::SEARCH
                />
                <details class="menu filters__menu">
                    <summary class=ButtonKind::Plain.class()>
                        <crate::parts::icon::Icon name=Icon::Filter />
                        <span>{label}</span>
                    </summary>
                    <div class="menu__panel filters__panel">
                        <Fields filter=filter.clone() choices />
                        <Submit label=w::APPLY />
                    </div>
                </details>
                <Submit label=crate::words::common::SEARCH kind=ButtonKind::Plain icon=Icon::Search />
            </div>
        </Form>
    }
    .erase()
}

#[component]
fn Fields(filter: Filter, choices: Choices) -> impl IntoView {
    let show = match filter.show {
        Show::All => "",
        Show::Open => "open",
        Show::Over => "over",
    };
    let shows = [("", w::SHOW_ALL), ("open", w::SHOW_OPEN), ("over", w::SHOW_OVER)];
    let shows = shows.map(|(value, word)| (value.to_owned(), t(word).to_owned())).to_vec();
    let kinds = TicketType::ALL.map(|kind| (kind.code().to_owned(), t(kind_word(kind)).to_owned()));
    let classes = choices.classes.iter().map(|class| (class.code.clone(), class.name(lang()).to_owned()));
    let levels = choices.priorities.iter().map(|level| (level.code.clone(), level.name(lang()).to_owned()));
    let sorts = Sort::ALL.map(|sort| (sort.code().to_owned(), t(sort_word(sort)).to_owned())).to_vec();
    let rest = choices.stages.contains(&Stage::WaitingForApproval);
    let stages = choices.stages.iter().map(|stage| {
        let checked = filter.stages.contains(stage);
        view! { <Checkbox name="state" label=say_stage(*stage) value=stage.code() checked /> }
    });
    view! {
        <div class="filters__fields">
            <Select name="show" label=w::SHOW options=shows value=show />
            <Select name="sort" label=w::SORT options=sorts value=filter.sort.code() />
            <Select
                name="class"
                label=w::CLASS
                options=with_none(w::ANY, classes)
                value=filter.class.clone().unwrap_or_default()
            />
            {(!choices.priorities.is_empty())
                .then(|| {
                    view! {
                        <Select
                            name="priority"
                            label=w::PRIORITY
                            options=with_none(w::ANY, levels)
                            value=filter.priority.clone().unwrap_or_default()
                        />
                    }
                })}
            <Select
                name="type"
                label=w::KIND
                options=with_none(w::ANY, kinds)
                value=filter.kind.map_or("", TicketType::code)
            />
            {choose("organisation", w::ORGANISATION, &choices.organisations, filter.organisation, 2)}
            {choose("assignee", w::ASSIGNEE, &choices.staff, filter.assignee, 1)}
            {choose("team", w::TEAM, &choices.teams, filter.team, 1)}
            <TextField
                name="from"
                label=w::FROM
                kind="date"
                value=filter.from.map_or_else(String::new, |d| d.to_string())
            />
            <TextField
                name="to"
                label=w::TO
                kind="date"
                value=filter.to.map_or_else(String::new, |d| d.to_string())
            />
        </div>
        <fieldset class="filters__states">
            <legend>{t(w::STATE)}</legend>
            {stages.collect::<Vec<_>>()}
            {rest
                .then(|| {
                    view! { <Checkbox name="state" label=stage::RESTS value=RESTS checked=filter.rests /> }
                })}
        </fieldset>
        <Checkbox name="mine" label=w::MINE checked=filter.mine />
    }
    .erase()
}

/// A choice among people or places, where there are at least `least`.
fn choose<Id: Display + Copy>(
    name: &'static str,
    label: Text,
    all: &[Choice<Id>],
    chosen: Option<Id>,
    least: usize,
) -> Option<AnyView> {
    let options = with_none(w::ANY, all.iter().map(|choice| (choice.id.to_string(), choice.name.clone())));
    let value = chosen.map_or_else(String::new, |id| id.to_string());
    (all.len() >= least).then(|| view! { <Select name label options value /> }.erase())
}
