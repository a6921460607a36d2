//! Targets in the administration (D5): what is promised to which tickets, and who is told.
use crate::parts::badge::kind_word;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Checkbox, Select, TextField, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::person::staff_line::role_word;
use crate::policy::part::{PartForm, RemoveForm, Spot, dom_id, field};
use crate::policy::plan_form::calendar_options;
use crate::promise::sentence::{metric_word, within};
use crate::words::{common, policy as w};
use domain::person::Role;
use domain::policy::Policy;
use domain::policy::edit::{Part, Spotted as _, code_of};
use domain::promise::due::Allowance;
use domain::promise::target::{Amount, Metric, Reading, Target};
use leptos::prelude::*;

/// All targets.
#[component]
pub fn Targets(
    /// The draft.
    policy: Policy,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let empty = policy.targets.is_empty();
    let cards: Vec<_> = policy
        .targets
        .clone()
        .into_iter()
        .zip(1..)
        .map(|(target, number)| view! { <TargetCard target number policy=policy.clone() reload /> })
        .collect();
    let spot = Spot::add(Part::Target, "");
    view! {
        <p class="muted">{t(w::TARGETS_LEAD)}</p>
        {empty.then(|| view! { <p class="muted">{t(w::TARGETS_EMPTY)}</p> })}
        {cards}
        <Fold label=w::TARGET_ADD icon=Icon::Plus class="fold--card" open=spot.comes_back()>
            <PartForm spot submit=common::ADD reload>
                <TargetFields target=None policy />
            </PartForm>
        </Fold>
    }
}

/// Which tickets a target is for, in words.
pub fn whom(policy: &Policy, target: &Target) -> String {
    let lang = lang();
    let mut words = Vec::new();
    if let Some(code) = &target.plan {
        words.push(policy.plan(code).map_or_else(|| code.clone(), |plan| plan.name(lang).to_owned()));
    }
    if let Some(kind) = target.kind {
        words.push(t(kind_word(kind)).to_owned());
    }
    if let Some(code) = &target.class {
        words.push(policy.class(code).map_or_else(|| code.clone(), |class| class.name(lang).to_owned()));
    }
    if let Some(code) = &target.priority {
        words.push(policy.priority(code).map_or_else(|| code.clone(), |level| level.name(lang).to_owned()));
    }
    if words.is_empty() { t(w::ALL_TICKETS).to_owned() } else { words.join(" · ") }
}

/// What a target promises, in words.
pub fn promised(target: &Target) -> String {
    match target.amount {
        Some(amount) => within(lang(), Allowance { amount, reading: target.reading }),
        None => t(w::NO_TIME).to_owned(),
    }
}

#[component]
fn TargetCard(target: Target, number: usize, policy: Policy, reload: Callback<()>) -> impl IntoView {
    let at = target.spot();
    let spot = Spot::save(Part::Target, &at);
    let (title, sentence) = (whom(&policy, &target), promised(&target));
    let metric = t(metric_word(target.metric));
    let (id, heading) = (dom_id(Part::Target, &at), dom_id(Part::Target, &at));
    let what = tf(w::REMOVE_WHAT, &[("what", &format!("{title}: {metric}"))]);
    view! {
        // The number is the one by which a sentence about what is wrong names it.
        <section class="card setting" aria-labelledby=heading id=format!("target-{number}")>
            <header class="card__head">
                <h2 class="card__title" id=id>
                    <span class="muted">{number} ". "</span>
                    {title}
                </h2>
                <RemoveForm spot=Spot::remove(Part::Target, &at, "") what reload />
            </header>
            <p class="card__body">{metric} " " {sentence}</p>
            <Fold label=w::CHANGE icon=Icon::Pencil class="fold--in-card" open=spot.comes_back()>
                <PartForm spot submit=common::SAVE reload>
                    <TargetFields target=Some(target) policy />
                </PartForm>
            </Fold>
        </section>
    }
    .erase()
}

/// Number and unit as the form shows them.
const fn amount_fields(amount: Option<Amount>) -> (u32, &'static str) {
    match amount {
        None => (0, "business_days"),
        Some(Amount::BusinessMinutes(n)) if n % 60 == 0 => (n / 60, "business_hours"),
        Some(Amount::BusinessMinutes(n)) => (n, "business_minutes"),
        Some(Amount::BusinessDays(n)) => (n, "business_days"),
        Some(Amount::CalendarDays(n)) => (n, "calendar_days"),
    }
}

#[component]
fn TargetFields(target: Option<Target>, policy: Policy) -> impl IntoView {
    let target = target.unwrap_or_else(|| Target {
        metric: Metric::FirstReaction,
        plan: None,
        kind: None,
        class: None,
        priority: None,
        amount: Some(Amount::BusinessDays(1)),
        reading: Reading::ClosingTime,
        calendar: None,
        warn: vec![50, 80],
        escalate: Vec::new(),
        on_entry: Vec::new(),
    });
    let (number, unit) = amount_fields(target.amount);
    let (reading, per_day) = match target.reading {
        Reading::ClosingTime => ("closing_time", 8),
        Reading::SameTime => ("same_time", 8),
        Reading::Hours(minutes) => ("hours", minutes / 60),
    };
    let words = |pairs: &[(&str, crate::words::Text)]| -> Vec<(String, String)> {
        pairs.iter().map(|(code, text)| ((*code).to_owned(), t(*text).to_owned())).collect()
    };
    let units = words(&[
        ("business_hours", w::UNIT_HOURS),
        ("business_minutes", w::UNIT_MINUTES),
        ("business_days", w::UNIT_DAYS),
        ("calendar_days", w::UNIT_CALENDAR_DAYS),
    ]);
    let readings = words(&[
        ("closing_time", w::READING_CLOSING_TIME),
        ("same_time", w::READING_SAME_TIME),
        ("hours", w::READING_HOURS),
    ]);
    let metrics =
        Metric::ALL.map(|metric| (metric.code().to_owned(), t(metric_word(metric)).to_owned())).to_vec();
    let warn = target.warn.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let calendars = calendar_options(&policy, w::CALENDAR_OF_PLAN);
    view! {
        <Select
            name=field("metric")
            label=w::METRIC
            options=metrics
            value=target.metric.code()
            required=true
        />
        <KeyFields target=target.clone() policy />
        <div class="pair">
            <TextField
                name=field("number")
                label=w::AMOUNT
                hint=w::AMOUNT_HINT
                value=number.to_string()
                inputmode="numeric"
                max=6
            />
            <Select name=field("unit") label=w::UNIT options=units value=unit required=true />
        </div>
        <div class="pair">
            <Select name=field("reading") label=w::READING options=readings value=reading required=true />
            <TextField
                name=field("hours_per_day")
                label=w::HOURS_PER_DAY
                value=per_day.to_string()
                inputmode="numeric"
                max=2
            />
        </div>
        {(calendars.len() > 2)
            .then(|| {
                let value = target.calendar.clone().unwrap_or_default();
                view! { <Select name=field("calendar") label=w::CALENDAR options=calendars value=value /> }
            })}
        <TextField name=field("warn") label=w::WARN hint=w::WARN_HINT value=warn max=40 />
        <RoleBoxes prefix="escalate_" label=w::ESCALATE chosen=target.escalate />
        <RoleBoxes prefix="on_entry_" label=w::ON_ENTRY chosen=target.on_entry />
    }
}

/// For which tickets.
#[component]
fn KeyFields(target: Target, policy: Policy) -> impl IntoView {
    let lang = lang();
    let plans = policy.plans.iter().map(|plan| (plan.code.clone(), plan.name(lang).to_owned()));
    let classes = policy.classes.iter().map(|class| (class.code.clone(), class.name(lang).to_owned()));
    let levels = policy.priorities.iter().map(|level| (level.code.clone(), level.name(lang).to_owned()));
    let types =
        policy.types.iter().map(|line| (line.code.code().to_owned(), t(kind_word(line.code)).to_owned()));
    let (plans, classes) = (with_none(w::ANY_PLAN, plans), with_none(w::ANY_CLASS, classes));
    let (levels, types) = (with_none(w::ANY_PRIORITY, levels), with_none(w::ANY_TYPE, types));
    let kind = target.kind.map(|kind| kind.code().to_owned()).unwrap_or_default();
    view! {
        <div class="pair">
            <Select name=field("plan") label=w::PLAN options=plans value=target.plan.unwrap_or_default() />
            <Select
                name=field("class")
                label=w::CLASS
                options=classes
                value=target.class.unwrap_or_default()
            />
            {(levels.len() > 1)
                .then(|| {
                    view! {
                        <Select
                            name=field("priority")
                            label=w::PRIORITY
                            options=levels
                            value=target.priority.unwrap_or_default()
                        />
                    }
                })}
            <Select name=field("type") label=w::TYPE options=types value=kind />
        </div>
    }
}

#[component]
fn RoleBoxes(prefix: &'static str, label: crate::words::Text, chosen: Vec<Role>) -> impl IntoView {
    let boxes: Vec<_> = Role::ALL
        .into_iter()
        .map(|role| {
            let name = field(&format!("{prefix}{}", code_of(&role)));
            view! { <Checkbox name=name label=role_word(role) checked=chosen.contains(&role) /> }
        })
        .collect();
    view! {
        <fieldset class="field choices">
            <legend class="field__label">{t(label)}</legend>
            <div class="choices__boxes">{boxes}</div>
        </fieldset>
    }
}
