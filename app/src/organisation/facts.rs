//! An organisation's facts, and the form that changes them.
use crate::organisation::api::ChangeOrganisation;
use crate::organisation::contact_list::done;
use crate::organisation::view::OrganisationView;
use crate::organisation::word::ending_words;
use crate::package::balance::LeftLine;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Select, Submit, TextArea, TextField, comes_back, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, lang, t, tf};
use crate::phone::api::KeepNumbers;
use crate::phone::numbers::{NumbersForm, PhoneLinks};
use crate::words::{common, organisation as w, package, phone};
use domain::effort::minutes::hours;
use domain::id::PersonId;
use domain::moment::date;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The facts; those that only staff see are left out for contacts.
#[component]
pub fn FactsCard(
    /// Whose.
    organisation: OrganisationView,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let manages = organisation.manages;
    let (id, phones) = (organisation.id.to_string(), organisation.phones.clone());
    view! {
        <section class="card" aria-labelledby="facts">
            <header class="card__head">
                <h2 class="card__title" id="facts">
                    {t(w::FACTS)}
                </h2>
            </header>
            <div class="card__body">
                <FactList organisation=organisation.clone() />
            </div>
            {manages
                .then(|| {
                    view! {
                        <Fold
                            label=w::FACTS_CHANGE
                            icon=Icon::Pencil
                            class="fold--in-card"
                            open=comes_back(ChangeOrganisation::url(), None)
                        >
                            <FactsForm organisation reload />
                        </Fold>
                        <Fold
                            label=phone::CHANGE_NUMBERS
                            icon=Icon::Phone
                            class="fold--in-card"
                            open=comes_back(KeepNumbers::url(), Some(("person", "")))
                        >
                            <NumbersForm organisation=id phones reload />
                        </Fold>
                    }
                })}
        </section>
    }
}

#[component]
fn FactList(organisation: OrganisationView) -> impl IntoView {
    let name_of = |post: Option<PersonId>| {
        organisation.staff.iter().find(|(id, _)| Some(*id) == post).map(|(_, name)| name.clone())
    };
    let (lead, manager) = (name_of(organisation.project_lead), name_of(organisation.account_manager));
    let plans = plan_lines(&organisation);
    view! {
        <dl class="facts">
            <dt>{t(w::ADDRESS)}</dt>
            <dd class="lines">{given(Some(organisation.address))}</dd>
            {is_staff()
                .then(|| {
                    view! {
                        <dt>{t(w::PROJECT_LEAD)}</dt>
                        <dd>{given(lead)}</dd>
                        <dt>{t(w::ACCOUNT_MANAGER)}</dt>
                        <dd>{given(manager)}</dd>
                        <dt>{t(w::MAIL_DOMAIN)}</dt>
                        <dd>{given(Some(organisation.mail_domain))}</dd>
                    }
                })}
            <dt>{t(phone::NUMBER)}</dt>
            <dd>
                {if organisation.phones.is_empty() {
                    given(None)
                } else {
                    view! { <PhoneLinks phones=organisation.phones /> }.erase()
                }}
            </dd>
            <dt>{t(w::PLAN)}</dt>
            {plans.into_iter().map(|plan| view! { <dd>{plan}</dd> }).collect::<Vec<_>>()}
            {organisation
                .ending
                .map(|ending| {
                    view! { <dd class="contract-end">{ending_words(ending)}</dd> }
                })}
            {organisation
                .hours
                .map(|left| {
                    view! {
                        <dt>{t(package::HOURS_LEFT)}</dt>
                        <dd>
                            <LeftLine left />
                        </dd>
                    }
                })}
        </dl>
    }
}

/// The plan of today with its last day where it ends, and those that are agreed for later.
fn plan_lines(organisation: &OrganisationView) -> Vec<String> {
    let say = |day: Date| date(day, lang());
    let name = |code: &String| plan_name(&organisation.plans, code);
    let present = match (&organisation.plan, organisation.plan_until) {
        (None, _) => t(w::PLAN_NONE).to_owned(),
        (Some(code), None) => name(code),
        (Some(code), Some(until)) => tf(w::PLAN_ENDS, &[("plan", &name(code)), ("day", &say(until))]),
    };
    let ahead = organisation.plans_ahead.iter().map(|ahead| {
        let (plan, from) = (name(&ahead.plan), say(ahead.from));
        match ahead.until {
            None => tf(w::PLAN_BEGINS, &[("plan", &plan), ("day", &from)]),
            Some(until) => tf(w::PLAN_BETWEEN, &[("plan", &plan), ("from", &from), ("day", &say(until))]),
        }
    });
    std::iter::once(present).chain(ahead).collect()
}

/// The name of a plan; its code where there is no such plan any more.
fn plan_name(plans: &[(String, String)], code: &str) -> String {
    plans.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name.clone())
}

/// A value, or that there is none.
fn given(value: Option<String>) -> AnyView {
    match value {
        Some(value) if !value.is_empty() => value.erase(),
        _ => view! { <span class="muted">{t(w::NOT_GIVEN)}</span> }.erase(),
    }
}

#[component]
fn FactsForm(organisation: OrganisationView, reload: Callback<()>) -> impl IntoView {
    let people = organisation.staff.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let people = with_none(common::NOBODY, people);
    let plans = with_none(w::PLAN_NONE, organisation.plans);
    // What is agreed last is what the form goes on from.
    let last = organisation.plans_ahead.last().cloned();
    let (plan, from, until, term) = match last {
        Some(ahead) => (ahead.plan, Some(ahead.from), ahead.until, ahead.term_months),
        None => {
            (organisation.plan.unwrap_or_default(), None, organisation.plan_until, organisation.term_months)
        }
    };
    let forfeits = organisation.hours.map(|left| left.forecast).filter(|forecast| forecast.left() > 0);
    let chosen = |post: Option<PersonId>| post.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <Form action={ServerAction::<ChangeOrganisation>::new()} on_success=done(common::SAVED, reload)>
            <Hidden name="id" value=organisation.id.to_string() />
            <TextField name="name" label=common::NAME value=organisation.name required=true max=120 />
            <TextField name="town" label=w::TOWN value=organisation.town max=80 />
            <TextArea name="address" label=w::ADDRESS value=organisation.address rows=3 max=500 />
            <Select
                name="project_lead"
                label=w::PROJECT_LEAD
                options=people.clone()
                value=chosen(organisation.project_lead)
            />
            <Select
                name="account_manager"
                label=w::ACCOUNT_MANAGER
                options=people
                value=chosen(organisation.account_manager)
            />
            <TextField
                name="mail_domain"
                label=w::MAIL_DOMAIN
                hint=w::MAIL_DOMAIN_HINT
                value=organisation.mail_domain
                max=120
            />
            {(plans.len() > 1)
                .then(|| {
                    let term = Some(term).filter(|months| *months > 0);
                    let typed = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                    view! {
                        <Select name="plan" label=w::PLAN hint=w::PLAN_HINT options=plans value=plan />
                        {forfeits
                            .map(|forecast| {
                                let day = date(forecast.last, lang());
                                let left = hours(lang(), forecast.left());
                                let gaps = [("day", day.as_str()), ("hours", left.as_str())];
                                view! { <p class="muted">{tf(w::PLAN_FORFEITS, &gaps)}</p> }
                            })}
                        <TextField
                            name="from"
                            label=w::PLAN_FROM
                            hint=w::PLAN_FROM_HINT
                            kind="date"
                            value=typed(from)
                        />
                        <TextField
                            name="until"
                            label=w::PLAN_UNTIL
                            hint=w::PLAN_UNTIL_HINT
                            kind="date"
                            value=typed(until)
                        />
                        <TextField
                            name="term_months"
                            label=package::TERM_MONTHS
                            hint=package::TERM_MONTHS_HINT
                            value=term.map(|months| months.to_string()).unwrap_or_default()
                            inputmode="numeric"
                            max=3
                        />
                    }
                })}
            <div class="form__actions">
                <Submit label=common::SAVE />
            </div>
        </Form>
    }
}
