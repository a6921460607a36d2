//! Plans in the administration (D4).
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Checkbox, Select, TextArea, TextField, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::policy::calendar_form::named;
use crate::policy::part::{NameFields, PartForm, RemoveForm, Spot, dom_id, field};
use crate::policy::word::{class_kind_word, entitlement_word};
use crate::words::{common, package, policy as w};
use domain::money::amount;
use domain::package::terms::{MOST_TIERS, Terms};
use domain::policy::Policy;
use domain::policy::edit::{Part, Spotted as _, code_of};
use domain::policy::plan::{Entitlement, Plan};
use domain::ticket::ClassKind;
use leptos::prelude::*;

/// All plans.
#[component]
pub fn Plans(
    /// The draft.
    policy: Policy,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let calendars = calendar_options(&policy, w::CALENDAR_OWN);
    let empty = policy.plans.is_empty();
    let cards: Vec<_> = policy
        .plans
        .into_iter()
        .map(|plan| view! { <PlanCard plan calendars=calendars.clone() reload /> })
        .collect();
    let spot = Spot::add(Part::Plan, "");
    view! {
        {empty.then(|| view! { <p class="muted">{t(w::PLANS_EMPTY)}</p> })}
        {cards}
        <Fold label=w::PLAN_ADD icon=Icon::Plus class="fold--card" open=spot.comes_back()>
            <PartForm spot submit=common::ADD reload>
                <PlanFields plan=None calendars />
            </PartForm>
        </Fold>
    }
}

/// Calendars to choose from, with none first.
pub fn calendar_options(policy: &Policy, none: crate::words::Text) -> Vec<(String, String)> {
    let lang = lang();
    let of = |calendar: &domain::promise::calendar::Calendar| {
        (calendar.code.clone(), named(lang, &calendar.de, &calendar.en))
    };
    with_none(none, policy.calendars.iter().map(of))
}

#[component]
fn PlanCard(plan: Plan, calendars: Vec<(String, String)>, reload: Callback<()>) -> impl IntoView {
    let name = plan.name(lang()).to_owned();
    let at = plan.spot();
    let spot = Spot::save(Part::Plan, &at);
    let (id, heading) = (dom_id(Part::Plan, &at), dom_id(Part::Plan, &at));
    let what = tf(w::REMOVE_WHAT, &[("what", &name)]);
    let help = named(lang(), &plan.help_de, &plan.help_en);
    view! {
        <section class="card setting" aria-labelledby=heading>
            <header class="card__head">
                <h2 class="card__title" id=id>
                    {name}
                </h2>
                <RemoveForm spot=Spot::remove(Part::Plan, &at, "") what reload />
            </header>
            <p class="card__body muted">{help}</p>
            <Fold label=w::CHANGE icon=Icon::Pencil class="fold--in-card" open=spot.comes_back()>
                <PartForm spot submit=common::SAVE reload>
                    <PlanFields plan=Some(plan) calendars />
                </PartForm>
            </Fold>
        </section>
    }
    .erase()
}

#[component]
fn PlanFields(plan: Option<Plan>, calendars: Vec<(String, String)>) -> impl IntoView {
    let new = plan.is_none();
    let plan = plan.unwrap_or_else(|| Plan {
        code: String::new(),
        de: String::new(),
        en: String::new(),
        help_de: String::new(),
        help_en: String::new(),
        first: true,
        calendar: None,
        entitlements: Vec::new(),
        covers: Vec::new(),
        fee_cents: 0,
        hours: 0,
        term_months: 0,
        discount_percent: 0,
        package: Terms::default(),
    });
    let boxes: Vec<_> = Entitlement::ALL
        .into_iter()
        .map(|entitlement| {
            let name = field(&format!("has_{}", code_of(&entitlement)));
            let checked = plan.entitlements.contains(&entitlement);
            view! { <Checkbox name=name label=entitlement_word(entitlement) checked=checked /> }
        })
        .collect();
    let covered: Vec<_> = ClassKind::ALL
        .into_iter()
        .map(|kind| {
            let name = field(&format!("covers_{}", code_of(&kind)));
            view! { <Checkbox name=name label=class_kind_word(kind) checked=plan.covers.contains(&kind) /> }
        })
        .collect();
    view! {
        <NameFields with_code=new de=plan.de en=plan.en />
        <div class="pair">
            <TextArea name=field("help_de") label=w::SENTENCE_DE value=plan.help_de rows=2 max=600 />
            <TextArea name=field("help_en") label=w::SENTENCE_EN value=plan.help_en rows=2 max=600 />
        </div>
        <fieldset class="field choices">
            <legend class="field__label">{t(w::ENTITLEMENTS)}</legend>
            <div class="choices__boxes">{boxes}</div>
        </fieldset>
        <fieldset class="field choices">
            <legend class="field__label">{t(w::COVERS)}</legend>
            <p class="field__hint">{t(w::COVERS_HINT)}</p>
            <div class="choices__boxes">{covered}</div>
        </fieldset>
        <div class="pair">
            <TextField
                name=field("fee")
                label=w::FEE
                value=amount(lang(), plan.fee_cents, true)
                inputmode="decimal"
                max=14
            />
            <TextField
                name=field("hours")
                label=w::PLAN_HOURS
                value=plan.hours.to_string()
                inputmode="numeric"
                max=4
            />
        </div>
        <div class="pair">
            <TextField
                name=field("term_months")
                label=w::TERM
                value=plan.term_months.to_string()
                inputmode="numeric"
                max=3
            />
            <TextField
                name=field("discount_percent")
                label=w::DISCOUNT
                value=plan.discount_percent.to_string()
                inputmode="numeric"
                max=3
            />
        </div>
        <TermFields terms=plan.package />
        {(calendars.len() > 2)
            .then(|| {
                let value = plan.calendar.clone().unwrap_or_default();
                view! { <Select name=field("calendar") label=w::CALENDAR options=calendars value=value /> }
            })}
        <Checkbox name=field("first") label=w::FIRST hint=w::FIRST_HINT checked=plan.first />
    }
}

/// What is agreed about the plan's hours (E4).
#[component]
fn TermFields(terms: Terms) -> impl IntoView {
    let shown = |minutes: u16| if minutes == 0 { String::new() } else { minutes.to_string() };
    let tiers: Vec<_> = (1..=MOST_TIERS)
        .map(|n| {
            let tier = terms.overage.get(n - 1);
            let hours = tier.and_then(|tier| tier.up_to_hours).map(|hours| hours.to_string());
            let rate = tier.map(|tier| amount(lang(), tier.rate_cents, true));
            let number = n.to_string();
            view! {
                <div class="pair">
                    <TextField
                        name=field(&format!("tier_hours_{n}"))
                        label=tf(package::TIER_HOURS, &[("n", &number)])
                        value=hours.unwrap_or_default()
                        inputmode="numeric"
                        max=4
                    />
                    <TextField
                        name=field(&format!("tier_rate_{n}"))
                        label=tf(package::TIER_RATE, &[("n", &number)])
                        value=rate.unwrap_or_default()
                        inputmode="decimal"
                        max=12
                    />
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="field choices">
            <legend class="field__label">{t(package::TERMS)}</legend>
            <div class="pair">
                <TextField
                    name=field("step_minutes")
                    label=package::STEP
                    hint=package::STEP_HINT
                    value=shown(terms.step_minutes)
                    inputmode="numeric"
                    max=3
                />
                <TextField
                    name=field("minimum_minutes")
                    label=package::MINIMUM
                    value=shown(terms.minimum_minutes)
                    inputmode="numeric"
                    max=3
                />
            </div>
            <Checkbox
                name=field("factor_draws")
                label=package::FACTOR_DRAWS
                hint=package::FACTOR_DRAWS_HINT
                checked=terms.factor_draws
            />
            <TextField
                name=field("pool_cycles")
                label=package::POOL_CYCLES
                hint=package::POOL_CYCLES_HINT
                value=shown(terms.pool_cycles.into())
                inputmode="numeric"
                max=2
            />
        </fieldset>
        <fieldset class="field choices">
            <legend class="field__label">{t(package::TIERS)}</legend>
            <p class="field__hint">{t(package::TIERS_HINT)}</p>
            {tiers}
        </fieldset>
    }
    .erase()
}
