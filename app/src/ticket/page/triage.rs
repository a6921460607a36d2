//! What staff set on a ticket: who is responsible, which team, what was agreed, how it is classified.
use crate::parts::badge::kind_word;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Select, Submit, TextArea, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::sentence::need_word;
use crate::ticket::api::{Assign, Classify, HandOverTicket};
use crate::ticket::page::act::done;
use crate::ticket::page::forecast::{Asking, ForecastPart, wanted};
use crate::ticket::page::here::here;
use crate::ticket::view::Choice;
use crate::words::common;
use crate::words::ticket as w;
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::workflow::Need;
use domain::ticket::{Class, TicketType};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::fmt::Display;

/// Makes the reader responsible.
#[component]
pub fn TakeForm() -> impl IntoView {
    let here = here();
    let action = ServerAction::<Assign>::new();
    let me = here.reader.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <Form action on_success=done(here) class="act__form">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <input type="hidden" name="to" value=me />
            <Submit label=w::TAKE icon=Icon::User />
        </Form>
    }
}

/// Sets who is responsible.
#[component]
pub fn AssignForm() -> impl IntoView {
    let here = here();
    let action = ServerAction::<Assign>::new();
    let chosen = here.ticket.with_untracked(|ticket| ticket.assignee.as_ref().map(|who| who.id.to_string()));
    let people = here.choices.with_value(|choices| options(t(common::NOBODY), &choices.staff));
    view! {
        <Form action on_success=done(here) class="act__form act__form--free">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <Select name="to" label=w::ASSIGNEE options=people value=chosen.unwrap_or_default() />
            <Submit label=common::SAVE kind=ButtonKind::Plain />
        </Form>
    }
}

/// Hands over to a team, with what was agreed.
#[component]
pub fn HandOverForm(
    /// What has to be there before.
    missing: Option<Need>,
) -> impl IntoView {
    let here = here();
    if let Some(need) = missing {
        return view! { <p class="act__missing">{t(need_word(need))} " " <a href="#classify">{t(w::TO_CLASSIFY)}</a></p> }
        .erase();
    }
    let action = ServerAction::<HandOverTicket>::new();
    let teams = here.choices.with_value(|choices| options(t(common::PLEASE_CHOOSE), &choices.teams));
    let (team, specification) = here.ticket.with_untracked(|ticket| {
        let team = ticket.team.as_ref().map(|team| team.id.to_string());
        (team.unwrap_or_default(), ticket.specification.clone().unwrap_or_default())
    });
    view! {
        <Form action on_success=done(here) class="act__form">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <Select name="team" label=w::TEAM options=teams value=team required=true />
            <TextArea
                name="specification"
                label=w::SPECIFICATION
                hint=w::SPECIFICATION_HINT
                value=specification
                rows=6
                required=true
                max=LONGEST_TEXT
            />
            <TextArea name="note" label=w::NOTE_TO_TEAM hint=w::NOTE_HINT rows=2 max=LONGEST_TEXT />
            <Submit label=w::MOVE_HAND_OVER icon=Icon::HandOver />
        </Form>
    }
    .erase()
}

/// Sets class, type, system, planned day, and the organisation where there is none yet.
#[component]
pub fn ClassifyForm() -> impl IntoView {
    let here = here();
    let action = ServerAction::<Classify>::new();
    let ticket = here.ticket.get_untracked();
    let search = use_location().search;
    let wanted = search.with_untracked(|query| wanted(query)).unwrap_or_default();
    let class = ticket.class.map(|class| class.code).unwrap_or_default();
    let promised = ticket.release.as_ref().map(|release| tf(w::WISH_STAYS, &[("release", release)]));
    let placed = ticket.organisation.is_some();
    let asset = ticket.asset.as_ref().map(|asset| asset.id.to_string()).unwrap_or_default();
    let choices = here.choices.get_value();
    let organisations = options(t(w::NO_ORGANISATION), &choices.organisations);
    // Who has no class yet may leave it so: what is missing keeps nobody from setting the rest.
    let classified = !class.is_empty();
    let none = class.is_empty().then(|| (String::new(), t(crate::words::kind::NO_CLASS).to_owned()));
    let classes = choices.classes.iter().map(|class| (class.code.clone(), class.name(lang()).to_owned()));
    let classes = none.into_iter().chain(classes).collect::<Vec<_>>();
    let priority = ticket.priority.map(|level| level.code).unwrap_or_default();
    let prioritised = !priority.is_empty();
    let none = priority.is_empty().then(|| (String::new(), t(crate::words::kind::NO_PRIORITY).to_owned()));
    let levels = choices.priorities.iter().map(|level| (level.code.clone(), level.name(lang()).to_owned()));
    let levels = none.into_iter().chain(levels).collect::<Vec<_>>();
    // A type that is no longer offered stays a choice where the ticket has it.
    let kinds: Vec<_> = TicketType::ALL
        .into_iter()
        .filter(|kind| choices.types.contains(kind) || *kind == ticket.kind)
        .map(|kind| (kind.code().to_owned(), t(kind_word(kind)).to_owned()))
        .collect();
    let checklists: Vec<_> =
        choices.classes.iter().chain(&choices.priorities).filter_map(checklist).collect();
    let planned = ticket.planned.map(|day| day.to_string()).unwrap_or_default();
    let chosen = |asked: String, own: String| if asked.is_empty() { own } else { asked };
    let class = chosen(wanted.class, class);
    let priority = chosen(wanted.priority, priority);
    let kind = chosen(wanted.kind, ticket.kind.code().to_owned());
    let asking = Asking::about(here.number);
    view! {
        <Form action on_success=done(here) class="act__form">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            {(!placed)
                .then(|| {
                    view! { <Select name="organisation" label=w::ORGANISATION options=organisations /> }
                })}
            <div class="act__asks" on:change=move |event| asking.follow(&event)>
                <Select name="class" label=w::CLASS options=classes value=class required=classified />
                {promised.map(|words| view! { <p class="field__hint">{words}</p> })}
                {(!checklists.is_empty())
                    .then(|| {
                        view! {
                            <details class="checklists">
                                <summary>{t(w::CHECKLIST)}</summary>
                                {checklists}
                            </details>
                        }
                    })}
                {(!choices.priorities.is_empty())
                    .then(|| {
                        view! {
                            <Select
                                name="priority"
                                label=w::PRIORITY
                                options=levels
                                value=priority
                                required=prioritised
                            />
                        }
                    })}
                <Select name="kind" label=w::KIND options=kinds value=kind required=true />
                <ForecastPart asking />
            </div>
            <TextField name="why" label=w::WHY hint=w::WHY_HINT max=500 />
            {(!ticket.assets.is_empty())
                .then(|| {
                    view! {
                        <Select
                            name="asset"
                            label=w::ASSET
                            options=options(t(w::NO_ASSET), &ticket.assets)
                            value=asset.clone()
                        />
                    }
                })}
            {ticket
                .assets
                .is_empty()
                .then(|| view! { <input type="hidden" name="asset" value=asset.clone() /> })}
            <TextField name="planned" label=w::PLANNED kind="date" value=planned hint=w::PLANNED_HINT />
            <Submit label=common::SAVE kind=ButtonKind::Plain />
        </Form>
    }
}

/// What to look at before a class is chosen.
fn checklist(class: &Class) -> Option<impl IntoView + use<>> {
    let points: Vec<_> =
        class.checklist(lang()).iter().map(|point| view! { <li>{point.clone()}</li> }).collect();
    let name = class.name(lang()).to_owned();
    (!points.is_empty()).then(|| {
        view! {
            <p class="checklists__class">{name}</p>
            <ul class="checklists__points">{points}</ul>
        }
    })
}

/// Choices as options, with words for none of them first.
fn options<Id: Display>(none: &str, choices: &[Choice<Id>]) -> Vec<(String, String)> {
    let none = (String::new(), none.to_owned());
    let choices = choices.iter().map(|choice| (choice.id.to_string(), choice.name.clone()));
    std::iter::once(none).chain(choices).collect()
}
