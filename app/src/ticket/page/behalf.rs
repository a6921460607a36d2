//! A mail that somebody on staff passed on: who wrote it first, and running the ticket for them (B1). For staff.
use crate::organisation::api::InviteContact;
use crate::organisation::rights::RightFields;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Select, Submit, TextField, comes_back, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{me, t, tf};
use crate::ticket::api::RunOnBehalf;
use crate::ticket::page::here::here;
use crate::ticket::view::{Choice, Entry, PassedOn, TicketView};
use crate::words::{Text, behalf as w, common, organisation, ticket};
use domain::id::OrganisationId;
use domain::letter::original::{Lead, Original};
use domain::person::Rights;
use domain::ticket::Audience;
use domain::ticket::timeline::What;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// Who wrote first, and what can be done about it; nothing where nothing was passed on.
#[component]
pub fn Behalf() -> impl IntoView {
    let here = here();
    let facts = here.part(|ticket| {
        let written = ticket.passed_on.is_some() && is_written(ticket);
        (ticket.passed_on.clone(), ticket.organisation.clone(), ticket.may.triage, written)
    });
    move || {
        let (passed_on, place, may, written) = facts.get();
        passed_on.map(|PassedOn { by, original, lead }| {
            let said = tf(w::PASSED_ON, &[("name", &by), ("original", &original.shown())]);
            let way = match lead {
                Lead::Offered(organisations) if may => view! { <Run by organisations written /> }.erase(),
                Lead::Offered(_) => ().erase(),
                Lead::Unknown if may => view! { <Invite original place /> }.erase(),
                Lead::Unknown => hint(w::UNKNOWN).erase(),
                Lead::Elsewhere => hint(w::ELSEWHERE).erase(),
                Lead::Inside => hint(w::INSIDE).erase(),
            };
            view! {
                <section class="facts-box passed-on" aria-labelledby="passed-on">
                    <h2 class="facts-box__title" id="passed-on">
                        {t(w::TITLE)}
                    </h2>
                    <p>{said}</p>
                    {hint(w::UNPROVEN)}
                    {way}
                </section>
            }
            .erase()
        })
    }
}

/// Whether anything was written below the mail that a customer would read. It does not matter by whom: what the colleague writes by
/// mail comes from nobody's account.
fn is_written(ticket: &TicketView) -> bool {
    let written = |entry: &Entry| {
        let begins = matches!(entry.what, What::Opened { .. }) && entry.from.is_none();
        let says =
            !entry.what.documents().is_empty() || entry.what.words().is_some_and(|words| !words.is_empty());
        let gone = entry.moved.as_ref().is_some_and(|moved| !moved.kept);
        entry.audience == Audience::Public && says && !begins && !gone
    };
    ticket.entries.iter().any(written)
}

fn hint(text: Text) -> impl IntoView {
    view! { <p class="field__hint">{t(text)}</p> }
}

/// Runs the ticket for a contact, of one of several organisations where they belong to several; warns where something was
/// `written` that they would read.
#[component]
fn Run(by: String, organisations: Vec<OrganisationId>, written: bool) -> impl IntoView {
    let here = here();
    let options = named(|id| organisations.contains(&id));
    let several = organisations.len() > 1;
    view! {
        <Form action={ServerAction::<RunOnBehalf>::new()} on_success=here.renewed()>
            <Hidden name="number" value=here.number.0.to_string() />
            {several
                .then(|| {
                    let options = with_none(common::PLEASE_CHOOSE, options);
                    view! { <Select name="organisation" label=ticket::ORGANISATION options required=true /> }
                })}
            {written
                .then(|| {
                    view! {
                        <div class="act__warning">
                            <p>
                                <Icon name=Icon::Alert />
                                <span>{t(w::WRITTEN)}</span>
                            </p>
                        </div>
                    }
                })}
            <p class="field__hint">{tf(w::RUN_HINT, &[("name", &by)])}</p>
            <Submit label=w::RUN icon=Icon::UserPlus kind=ButtonKind::Plain />
        </Form>
    }
    .erase()
}

/// Invites who wrote first as a contact, as on the page of their organisation; then the ticket can be run for them.
#[component]
fn Invite(original: Original, place: Option<Choice<OrganisationId>>) -> impl IntoView {
    let here = here();
    let actor = me().actor;
    let manages = |id| actor.as_ref().is_some_and(|actor| actor.manages_contacts_of(id));
    let options = match place {
        Some(place) if manages(place.id) => vec![(place.id.to_string(), place.name)],
        Some(_) => Vec::new(),
        None => named(manages),
    };
    let invites = !options.is_empty();
    let options = if options.len() > 1 { with_none(common::PLEASE_CHOOSE, options) } else { options };
    view! {
        {hint(w::UNKNOWN)}
        {invites
            .then(|| {
                view! {
                    <Fold
                        label=organisation::INVITE
                        icon=Icon::UserPlus
                        class="fold--card"
                        open=comes_back(InviteContact::url(), None)
                    >
                        <Form action={ServerAction::<InviteContact>::new()} on_success=here.renewed()>
                            <p class="muted small">{t(organisation::INVITE_HINT)}</p>
                            <Select name="id" label=ticket::ORGANISATION options required=true />
                            <TextField
                                name="name"
                                label=common::NAME
                                value=original.name
                                required=true
                                max=120
                                autocomplete="off"
                            />
                            <TextField
                                name="email"
                                label=common::EMAIL
                                value=original.email
                                kind="email"
                                required=true
                                max=254
                                autocomplete="off"
                            />
                            <RightFields rights=Rights::default() />
                            <Submit label=organisation::INVITE_BUTTON icon=Icon::Send />
                        </Form>
                    </Fold>
                }
            })}
    }
    .erase()
}

/// The organisations that staff choose from, of these ids.
fn named(which: impl Fn(OrganisationId) -> bool) -> Vec<(String, String)> {
    here().choices.with_value(|choices| {
        let named = choices.organisations.iter().filter(|choice| which(choice.id));
        named.map(|choice| (choice.id.to_string(), choice.name.clone())).collect()
    })
}
