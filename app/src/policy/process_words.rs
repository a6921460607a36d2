//! The course of a ticket, as customers read it on the policy page and its paper (D11).
use crate::effort::word::minutes;
use crate::parts::say::{lang, t, tf, tn};
use crate::words::{policy as w, report};
use domain::policy::Policy;
use domain::policy::plan::Plan;
use domain::report::Kind;
use domain::report::terms::Recipients;
use domain::ticket::Stage;

/// A paragraph each.
pub fn process_words(policy: &Policy) -> Vec<String> {
    let mut told = vec![t(w::SHEET_PROCESS_TEXT).to_owned()];
    if policy.workflow.state(Stage::ReadyForAcceptance).is_some() {
        told.push(t(w::SHEET_ACCEPTANCE).to_owned());
    }
    if let Some(gate) = policy.gate {
        told.push(tf(w::SHEET_GATE, &[("time", &minutes(lang(), gate.minutes))]));
    }
    told.push(tn(w::SHEET_OBJECTION, u64::from(policy.objection.days)));
    told.push(quote_words(policy));
    told.extend(report_words(policy));
    told
}

/// How long quotes are valid, and when they are brought to mind.
fn quote_words(policy: &Policy) -> String {
    let valid = tn(w::SHEET_QUOTE, policy.quote.valid_days.into());
    match policy.quote.remind_before_days {
        0 => valid,
        days => format!("{valid} {}", tn(w::SHEET_QUOTE_REMIND, days.into())),
    }
}

/// When reports are made, where a plan contains one.
fn report_words(policy: &Policy) -> Option<String> {
    let contained = |plan: &Plan| Kind::monthly(&Kind::offered(&plan.entitlements)).is_some();
    if !policy.plans.iter().any(contained) {
        return None;
    }
    let made = tf(report::SHEET, &[("day", &policy.report.day.to_string())]);
    let sent = policy.report.to != Recipients::Nobody;
    Some(if sent { format!("{made} {}", t(report::SHEET_SENT)) } else { made })
}
