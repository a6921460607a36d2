//! Who takes part in a ticket.
use crate::parts::button::ButtonKind;
use crate::parts::form::{Form, Submit, TextField};
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{me, t};
use crate::ticket::api::AddPerson;
use crate::ticket::page::act::{Act, done};
use crate::ticket::page::here::here;
use crate::words::common;
use crate::words::ticket as w;
use leptos::prelude::*;

/// The people, and adding one.
#[component]
pub fn People() -> impl IntoView {
    let here = here();
    let people = here.part(|ticket| (ticket.people.clone(), ticket.unreachable.clone()));
    let may_add = here.part(|ticket| ticket.may.add_people);
    let shown = move || {
        people.with(|(people, unreachable)| {
            let row = |person: &crate::ticket::view::Who| {
                let why = unreachable.iter().find(|(id, _)| *id == person.id).map(|(_, why)| why.clone());
                let own = Some(person.id) == here.reader;
                let side = (person.staff && !here.staff).then(|| me().company);
                view! {
                    <li class="participant">
                        <Avatar name=person.name.clone() staff=person.staff />
                        <span class="participant__words">
                            <span class="participant__name">
                                {person.name.clone()} {own.then(|| format!(" ({})", t(w::YOU)))}
                            </span>
                            {side.map(|side| view! { <span class="participant__side">{side}</span> })}
                            {why
                                .map(|why| {
                                    view! {
                                        <span class="participant__bad">
                                            <Icon name=Icon::Alert />
                                            <span>{t(w::UNREACHABLE)} " " {why}</span>
                                        </span>
                                    }
                                })}
                        </span>
                    </li>
                }
            };
            people.iter().map(row).collect::<Vec<_>>()
        })
    };
    view! {
        <section class="facts-box" aria-labelledby="people">
            <h2 class="facts-box__title" id="people">
                {t(w::PEOPLE)}
            </h2>
            <ul class="people">{shown}</ul>
            {move || {
                may_add
                    .get()
                    .then(|| {
                        view! {
                            <Act label=w::ADD_PERSON icon=Icon::UserPlus>
                                <AddForm />
                            </Act>
                        }
                    })
            }}
        </section>
    }
}

#[component]
fn AddForm() -> impl IntoView {
    let here = here();
    let action = ServerAction::<AddPerson>::new();
    view! {
        <Form action on_success=done(here) reset=true class="act__form">
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <TextField
                name="email"
                label=common::EMAIL
                hint=if here.staff { w::ADD_PERSON_HINT_STAFF } else { w::ADD_PERSON_HINT }
                kind="email"
                autocomplete="off"
                required=true
            />
            <Submit label=common::ADD kind=ButtonKind::Plain />
        </Form>
    }
}
