//! What staff set on a ticket: who is responsible, which team, what was agreed, how it is classified.
use crate::parts::badge::kind_word;
use crate::parts::button::ButtonKind;
use crate::parts::form::{Form, FormState, Select, Submit, TextArea, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::parts::sentence::need_word;
use crate::ticket::api::{Assign, Classify, HandOverTicket};
use crate::ticket::page::act::done;
use crate::ticket::page::head::class_name;
use crate::ticket::page::here::{Here, here};
use crate::ticket::view::{Choice, Choices};
use crate::words::common;
use crate::words::ticket as w;
use domain::ticket::TicketType;
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::workflow::Need;
use leptos::prelude::*;
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
    view! {
        <Form action on_success=done(here) class="act__form">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            {chosen_from(
                here,
                move |choices| {
                    let chosen = chosen.clone().unwrap_or_default();
                    view! {
                        <Select
                            name="to"
                            label=w::ASSIGNEE
                            options=options(t(common::NOBODY), &choices.staff)
                            value=chosen
                            required=false
                        />
                    }
                        .into_any()
                },
            )}
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
        return view! {
            <p class="act__missing">{t(need_word(need))} " " <a href="#classify">{t(w::TO_CLASSIFY)}</a></p>
        }
        .into_any();
    }
    let action = ServerAction::<HandOverTicket>::new();
    let (team, specification) = here.ticket.with_untracked(|ticket| {
        let team = ticket.team.as_ref().map(|team| team.id.to_string());
        (team.unwrap_or_default(), ticket.specification.clone().unwrap_or_default())
    });
    view! {
        <Form action on_success=done(here) class="act__form">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            {chosen_from(
                here,
                move |choices| {
                    let team = team.clone();
                    view! {
                        <Select
                            name="team"
                            label=w::TEAM
                            options=options(t(common::PLEASE_CHOOSE), &choices.teams)
                            value=team
                            required=true
                        />
                    }
                        .into_any()
                },
            )}
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
    .into_any()
}

/// Sets class, type, system, planned day, and the organisation where there is none yet.
#[component]
pub fn ClassifyForm() -> impl IntoView {
    let here = here();
    let action = ServerAction::<Classify>::new();
    let ticket = here.ticket.get_untracked();
    let class = ticket.class.map(|class| class.code).unwrap_or_default();
    let placed = ticket.organisation.is_some();
    let asset = ticket.asset.as_ref().map(|asset| asset.id.to_string()).unwrap_or_default();
    let kinds = TicketType::ALL.map(|kind| (kind.code().to_owned(), t(kind_word(kind)).to_owned()));
    let planned = ticket.planned.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <Form action on_success=done(here) class="act__form">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            {chosen_from(
                here,
                move |choices| {
                    let class = class.clone();
                    let none = (class.is_empty())
                        .then(|| (String::new(), t(crate::words::kind::NO_CLASS).to_owned()));
                    let classes = choices
                        .classes
                        .iter()
                        .map(|class| (class.code.clone(), class_name(class, lang())));
                    let classes = none.into_iter().chain(classes).collect::<Vec<_>>();
                    let organisations = (!placed)
                        .then(|| options(t(w::NO_ORGANISATION), &choices.organisations));
                    view! {
                        {organisations
                            .map(|options| {
                                view! { <Select name="organisation" label=w::ORGANISATION options /> }
                            })}
                        <Select name="class" label=w::CLASS options=classes value=class required=true />
                    }
                        .into_any()
                },
            )}
            <Select name="kind" label=w::KIND options=kinds.to_vec() value=ticket.kind.code() required=true />
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
            {ticket.assets.is_empty().then(|| view! { <input type="hidden" name="asset" value=asset.clone() /> })}
            <TextField name="planned" label=w::PLANNED kind="date" value=planned hint=w::PLANNED_HINT />
            <Submit label=common::SAVE kind=ButtonKind::Plain />
        </Form>
    }
}

/// Fields that need the choices, as soon as these are there.
fn chosen_from(here: Here, fields: impl Fn(Choices) -> AnyView + Send + Sync + 'static) -> impl IntoView {
    let form = FormState::around();
    move || {
        // Runs after the forms that follow have left their state in context.
        provide_context(form.clone());
        here.choices.get().and_then(Result::ok).flatten().map(&fields)
    }
}

/// Choices as options, with words for none of them first.
fn options<Id: Display>(none: &str, choices: &[Choice<Id>]) -> Vec<(String, String)> {
    let none = (String::new(), none.to_owned());
    let choices = choices.iter().map(|choice| (choice.id.to_string(), choice.name.clone()));
    std::iter::once(none).chain(choices).collect()
}
