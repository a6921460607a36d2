//! The support policy as people read and print it: generated from the configuration, with free texts between (D11).
mod calendar;
mod class;
pub mod plan;
pub mod types;

use crate::effort::word::minutes;
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf, tn};
use crate::policy::billing_words::billing_words;
use crate::policy::calendar_form::named;
use crate::policy::target_form::{promised, whom};
use crate::policy::view::PolicyView;
use crate::policy::word::door_word;
use crate::promise::sentence::metric_word;
use crate::ticket::page::prose::Prose;
use crate::words::{policy as w, report};
use calendar::CalendarPart;
use class::ClassPart;
use domain::policy::Policy;
use domain::policy::plan::Plan;
use domain::report::Kind;
use domain::report::terms::Recipients;
use domain::ticket::Stage;
use leptos::prelude::*;
use plan::PlanPart;
use types::TypePart;

/// The sheet.
#[component]
pub fn Sheet(
    /// What to show.
    policy: PolicyView,
) -> impl IntoView {
    let PolicyView { policy, holidays, customers, own_plans, now, .. } = policy;
    let lang = lang();
    let calendars: Vec<_> = policy
        .calendars
        .iter()
        .map(|calendar| {
            let days = holidays.iter().find(|(code, _)| *code == calendar.code).map(|(_, days)| days.clone());
            let place = calendar.holidays.as_ref().or(policy.place.as_ref()).map(|place| place.name(lang));
            let days = days.zip(place);
            view! { <CalendarPart calendar=calendar.clone() customers=customers.clone() days year=now.civil().year() /> }
        })
        .collect();
    let doors: Vec<_> =
        policy.channels.iter().map(|door| view! { <li class="chip">{t(door_word(*door))}</li> }).collect();
    let texts: Vec<_> = policy
        .texts
        .iter()
        .map(|text| {
            let (heading, body) =
                (named(lang, &text.de, &text.en), named(lang, text.text_de.trim(), text.text_en.trim()));
            view! {
                <section class="sheet__part">
                    <h2>{heading}</h2>
                    <Prose text=body />
                </section>
            }
        })
        .collect();
    let days = policy.objection.days;
    let tests = policy.workflow.state(Stage::ReadyForAcceptance).is_some();
    let quotes = tn(w::SHEET_QUOTE, policy.quote.valid_days.into());
    let quotes = match policy.quote.remind_before_days {
        0 => quotes,
        days => format!("{quotes} {}", tn(w::SHEET_QUOTE_REMIND, days.into())),
    };
    let billed: Vec<_> =
        billing_words(lang, &policy).into_iter().map(|told| view! { <li>{told}</li> }).collect();
    let gate = policy.gate.map(|gate| tf(w::SHEET_GATE, &[("time", &minutes(lang, gate.minutes))]));
    let reports = report_words(&policy);
    view! {
        <section class="sheet__part" aria-labelledby="hours">
            <h2 id="hours">{t(w::SHEET_HOURS)}</h2>
            {calendars}
        </section>
        <section class="sheet__part">
            <h2>{t(w::SHEET_CHANNELS)}</h2>
            <ul class="doors">{doors}</ul>
        </section>
        <PromisePart policy=policy.clone() />
        <PlanPart policy=policy.clone() own_plans />
        <ClassPart id="classes" title=w::SHEET_CLASSES classes=policy.classes.clone() />
        {(!policy.priorities.is_empty())
            .then(|| {
                view! { <ClassPart id="priorities" title=w::PRIORITIES classes=policy.priorities.clone() /> }
            })}
        <TypePart policy />
        <section class="sheet__part">
            <h2>{t(w::SHEET_PROCESS)}</h2>
            <p>{t(w::SHEET_PROCESS_TEXT)}</p>
            {tests.then(|| view! { <p>{t(w::SHEET_ACCEPTANCE)}</p> })}
            {gate.map(|gate| view! { <p>{gate}</p> })}
            <p>{tn(w::SHEET_OBJECTION, u64::from(days))}</p>
            <p>{quotes}</p>
            {reports.map(|reports| view! { <p>{reports}</p> })}
        </section>
        <section class="sheet__part" aria-labelledby="billed">
            <h2 id="billed">{t(w::SHEET_BILLING)}</h2>
            <ul>{billed}</ul>
        </section>
        {texts}
    }
    .erase()
}

/// When reports are made, where a plan contains one.
pub fn report_words(policy: &Policy) -> Option<String> {
    let contained = |plan: &Plan| Kind::monthly(&Kind::offered(&plan.entitlements)).is_some();
    if !policy.plans.iter().any(contained) {
        return None;
    }
    let made = tf(report::SHEET, &[("day", &policy.report.day.to_string())]);
    let sent = policy.report.to != Recipients::Nobody;
    Some(if sent { format!("{made} {}", t(report::SHEET_SENT)) } else { made })
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
