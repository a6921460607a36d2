//! How a company bills, as its customers read it on the policy page (G1, G5).
use crate::effort::word::minutes;
use crate::words::{Text, count, fill, policy as w, say};
use domain::lang::Lang;
use domain::money::euros;
use domain::policy::Policy;

/// A sentence each.
pub fn billing_words(lang: Lang, policy: &Policy) -> Vec<String> {
    let (billing, rules) = (&policy.billing, &policy.billing.rules);
    let plain = |text: Text| say(lang, text).to_owned();
    let mut told = Vec::new();
    if rules.monthly {
        told.push(plain(w::SHEET_MONTHLY));
    }
    if policy.hourly_rate_cents > 0 {
        let time = |n: u16| minutes(lang, n.into());
        let (step, least) = (rules.step_minutes, rules.minimum_minutes);
        told.push(match (step, least) {
            (0 | 1, 0) => plain(w::SHEET_MINUTE),
            (0 | 1, least) => fill(lang, w::SHEET_MINIMUM, &[("least", &time(least))]),
            (step, 0) => fill(lang, w::SHEET_STEP, &[("step", &time(step))]),
            (step, least) => {
                fill(lang, w::SHEET_STEP_MINIMUM, &[("step", &time(step)), ("least", &time(least))])
            }
        });
    }
    told.push(match billing.due_days {
        0 => plain(w::SHEET_DUE_NOW),
        days => count(lang, w::SHEET_DUE, days.into()),
    });
    if billing.small_business {
        told.push(plain(w::SHEET_SMALL_BUSINESS));
    }
    if !rules.reminders.is_empty() {
        told.push(fill(lang, w::SHEET_REMINDERS, &[("days", &listed(lang, &rules.reminders))]));
        if rules.late_fee_cents > 0 {
            let text = if rules.reminders.len() == 1 { w::SHEET_LATE_FEE_ONLY } else { w::SHEET_LATE_FEE };
            told.push(fill(lang, text, &[("fee", &euros(lang, rules.late_fee_cents))]));
        }
    }
    told.push(plain(w::SHEET_INVOICE));
    told
}

/// `7, 21 und 35`.
fn listed(lang: Lang, days: &[u16]) -> String {
    let days: Vec<String> = days.iter().map(ToString::to_string).collect();
    match days.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} {} {last}", before.join(", "), say(lang, w::AND))
        }
        _ => days.join(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_told_as_customers_read_them() {
        let text = include_str!("../../../presets/shop-quick-tickets.toml");
        let mut policy: Policy = toml::from_str(text).unwrap();
        policy.billing.rules.step_minutes = 15;
        let told = billing_words(Lang::De, &policy);
        assert!(told.contains(&"Rechnungen sind innerhalb von 10 Tagen zahlbar.".to_owned()), "{told:?}");
        assert!(told.iter().any(|line| line.ends_with("Schritten von 15 Min.")), "{told:?}");
        assert!(told.iter().any(|line| line.contains("7, 21 und 35 Tage")), "{told:?}");
        policy.hourly_rate_cents = 0;
        policy.billing.due_days = 0;
        policy.billing.rules.reminders = vec![14];
        let told = billing_words(Lang::En, &policy);
        assert!(!told.iter().any(|line| line.contains("minutes")), "{told:?}");
        assert!(told.iter().any(|line| line.contains("14 days")), "{told:?}");
    }
}
