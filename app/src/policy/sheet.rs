//! The support policy as people read and print it: generated from the configuration, with free texts between (D11).
mod calendar;
mod class;
pub mod plan;
pub mod types;

use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t};
use crate::policy::billing_words::billing_words;
use crate::policy::calendar_form::named;
use crate::policy::process_words::process_words;
use crate::policy::target_form::{promised, whom};
use crate::policy::view::PolicyView;
use crate::policy::word::door_word;
use crate::promise::sentence::metric_word;
use crate::ticket::page::prose::Prose;
use crate::words::policy as w;
use calendar::CalendarPart;
use class::ClassPart;
use domain::policy::sheet::SheetPart;
use domain::policy::{Policy, TextBlock};
use leptos::prelude::*;
use plan::PlanPart;
use types::TypePart;

/// The sheet.
#[component]
pub fn Sheet(
    /// What to show.
    policy: PolicyView,
) -> impl IntoView {
    let parts: Vec<_> = SheetPart::ALL
        .into_iter()
        .map(|part| {
            view! {
                {generated(part, &policy)}
                {texts(&policy.policy, Some(part))}
            }
        })
        .collect();
    let last = texts(&policy.policy, None);
    view! {
        {parts}
        {last}
    }
    .erase()
}

fn texts(policy: &Policy, after: Option<SheetPart>) -> Vec<AnyView> {
    let lang = lang();
    let own = |text: &TextBlock| {
        let (heading, body) =
            (named(lang, &text.de, &text.en), named(lang, text.text_de.trim(), text.text_en.trim()));
        view! {
            <section class="sheet__part">
                <h2>{heading}</h2>
                <Prose text=body />
            </section>
        }
        .erase()
    };
    policy.texts_after(after).map(own).collect()
}

/// A part; nothing where there is nothing to say in it.
fn generated(part: SheetPart, view: &PolicyView) -> AnyView {
    let policy = view.policy.clone();
    match part {
        SheetPart::Hours => hours(view),
        SheetPart::Channels => channels(&policy),
        SheetPart::Promises => view! { <PromisePart policy /> }.erase(),
        SheetPart::Plans => view! { <PlanPart policy own_plans=view.own_plans.clone() /> }.erase(),
        SheetPart::Classes => {
            view! { <ClassPart id="classes" title=w::SHEET_CLASSES classes=policy.classes /> }.erase()
        }
        SheetPart::Priorities => (!policy.priorities.is_empty())
            .then(|| view! { <ClassPart id="priorities" title=w::PRIORITIES classes=policy.priorities /> })
            .erase(),
        SheetPart::Types => view! { <TypePart policy /> }.erase(),
        SheetPart::Process => process(&policy),
        SheetPart::Billing => billing(&policy),
    }
}

fn hours(view: &PolicyView) -> AnyView {
    let PolicyView { policy, holidays, years, customers, .. } = view;
    let lang = lang();
    let calendars: Vec<_> = policy
        .calendars
        .iter()
        .map(|calendar| {
            let days = holidays.iter().find(|(code, _)| *code == calendar.code).map(|(_, days)| days.clone());
            let place = calendar.holidays.as_ref().or(policy.place.as_ref()).map(|place| place.name(lang));
            let days = days.zip(place);
            view! { <CalendarPart calendar=calendar.clone() customers=customers.clone() days years=years.clone() /> }
        })
        .collect();
    view! {
        <section class="sheet__part" aria-labelledby="hours">
            <h2 id="hours">{t(w::SHEET_HOURS)}</h2>
            {calendars}
        </section>
    }
    .erase()
}

fn channels(policy: &Policy) -> AnyView {
    let doors: Vec<_> =
        policy.channels.iter().map(|door| view! { <li class="chip">{t(door_word(*door))}</li> }).collect();
    view! {
        <section class="sheet__part">
            <h2>{t(w::SHEET_CHANNELS)}</h2>
            <ul class="doors">{doors}</ul>
        </section>
    }
    .erase()
}

fn process(policy: &Policy) -> AnyView {
    let told: Vec<_> = process_words(policy).into_iter().map(|told| view! { <p>{told}</p> }).collect();
    view! {
        <section class="sheet__part">
            <h2>{t(w::SHEET_PROCESS)}</h2>
            {told}
        </section>
    }
    .erase()
}

fn billing(policy: &Policy) -> AnyView {
    let told: Vec<_> =
        billing_words(lang(), policy).into_iter().map(|told| view! { <li>{told}</li> }).collect();
    view! {
        <section class="sheet__part" aria-labelledby="billed">
            <h2 id="billed">{t(w::SHEET_BILLING)}</h2>
            <ul>{told}</ul>
        </section>
    }
    .erase()
}

/// What is promised, a row each.
#[component]
fn PromisePart(policy: Policy) -> impl IntoView {
    let rows: Vec<_> = policy
        .targets
        .iter()
        .filter(|target| target.amount.is_some())
        .map(|target| {
            view! {
                <tr>
                    <th scope="row">{whom(&policy, target)}</th>
                    <td>{t(metric_word(target.metric))}</td>
                    <td>{promised(target)}</td>
                </tr>
            }
        })
        .collect();
    let empty = rows.is_empty();
    view! {
        <section class="sheet__part" aria-labelledby="promised">
            <h2 id="promised">{t(w::SHEET_PROMISES)}</h2>
            {if empty {
                view! { <p>{t(w::SHEET_NO_PROMISES)}</p> }.erase()
            } else {
                view! {
                    <div class="sheet__scroll" tabindex="0">
                        <table class="sheet__table">
                            <thead>
                                <tr>
                                    <th scope="col">{t(w::FOR_WHOM)}</th>
                                    <th scope="col">{t(w::METRIC)}</th>
                                    <th scope="col">{t(w::AMOUNT)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
                    .erase()
            }}
        </section>
    }
    .erase()
}
