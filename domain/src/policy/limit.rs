//! Limits that hold at every door by which a configuration comes in: forms and files alike.
use super::wrong::{Found, WrongPart, WrongPolicy};
use super::{Policy, TextBlock};
use crate::id::OrganisationId;
use crate::input::is_day;
use crate::package::terms::{MOST_TIERS, POOLED, STEPS, Terms};
use crate::ticket::Class;
use jiff::civil::Date;
use std::ops::RangeInclusive;

/// Ranks of classes and priorities.
pub const RANKS: RangeInclusive<u16> = 1..=255;
/// Fees of plans in cents a month: up to a million euros.
pub const FEES: RangeInclusive<i64> = 0..=100_000_000;
/// Rates of an hour in cents: up to a thousand euros.
pub const RATES: RangeInclusive<i64> = 0..=100_000;
/// Hours a month in a plan.
pub const PLAN_HOURS: RangeInclusive<u32> = 0..=9_999;
/// Terms of plans in months.
pub const TERMS: RangeInclusive<u16> = 0..=120;
/// Percentages.
pub const PERCENTS: RangeInclusive<u8> = 0..=100;
/// Most open minutes of a target.
pub const MOST_MINUTES: u32 = 600_000;
/// Most business days of a target.
pub const MOST_BUSINESS_DAYS: u32 = 1_000;
/// Most calendar days of a target.
pub const MOST_CALENDAR_DAYS: u32 = 3_000;

const NAME: usize = 120;
const HELP: usize = 600;
const TEXT: usize = 5_000;
const LINES: usize = 20;

/// Something with a code that is gone; tickets and contracts may still name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// A class.
    Class(String),
    /// A priority.
    Priority(String),
    /// A plan.
    Plan(String),
}

impl Policy {
    /// What lies outside of the limits.
    pub(super) fn check_limits(&self, found: &mut Found) {
        let about = &self.about;
        for (text, most) in
            [(&about.de, NAME), (&about.en, NAME), (&about.help_de, HELP), (&about.help_en, HELP)]
        {
            found.text("about", text, most);
        }
        for (scheme, levels) in [("class", &self.classes), ("priority", &self.priorities)] {
            for level in levels {
                check_level(&format!("{scheme} {}", level.code), level, found);
            }
        }
        for plan in &self.plans {
            let place = format!("plan {}", plan.code);
            for (text, most) in
                [(&plan.de, NAME), (&plan.en, NAME), (&plan.help_de, HELP), (&plan.help_en, HELP)]
            {
                found.text(&place, text, most);
            }
            if !FEES.contains(&plan.fee_cents) {
                found.range(&place, "fee_cents", 0, 100_000_000);
            }
            if !PLAN_HOURS.contains(&plan.hours) {
                found.range(&place, "hours", *PLAN_HOURS.start(), *PLAN_HOURS.end());
            }
            if !TERMS.contains(&plan.term_months) {
                found.range(&place, "term_months", (*TERMS.start()).into(), (*TERMS.end()).into());
            }
        }
        if !RATES.contains(&self.hourly_rate_cents) {
            found.range("hourly_rate_cents", "hourly_rate_cents", 0, 100_000);
        }
        for text in &self.texts {
            let place = format!("text {}", text.code);
            for (words, most) in
                [(&text.de, NAME), (&text.en, NAME), (&text.text_de, TEXT), (&text.text_en, TEXT)]
            {
                found.text(&place, words, most);
            }
        }
        for activity in &self.activities {
            let place = format!("activity {}", activity.code);
            found.text(&place, &activity.de, NAME);
            found.text(&place, &activity.en, NAME);
        }
        self.check_days(found);
    }

    /// Openings agreed with customers who are not among these.
    pub fn unknown_customers(&self, customers: &[OrganisationId]) -> Vec<WrongPolicy> {
        let mut found = Found::default();
        for calendar in &self.calendars {
            let agreed = calendar.openings.iter().filter_map(|opening| opening.customer);
            for customer in agreed.filter(|customer| !customers.contains(customer)) {
                found.unknown(&format!("calendar {}", calendar.code), "customer", &customer.to_string());
            }
        }
        found.0
    }

    /// Whether `next` promises other times while it says the same of plans and in free texts: those may still name the old
    /// times.
    pub fn may_tell_old_times(&self, next: &Self) -> bool {
        let helps = |policy: &Self| {
            policy.plans.iter().map(|plan| (plan.help_de.clone(), plan.help_en.clone())).collect::<Vec<_>>()
        };
        // A text that moved says what it said.
        let texts = |policy: &Self| {
            policy.texts.iter().map(|text| TextBlock { after: None, ..text.clone() }).collect::<Vec<_>>()
        };
        self.targets != next.targets && helps(self) == helps(next) && texts(self) == texts(next)
    }

    /// Classes, priorities and plans that a later configuration does not know any more.
    pub fn lost(&self, next: &Self) -> Vec<Lost> {
        let gone = |levels: &[Class], then: &[Class]| -> Vec<String> {
            let gone = levels.iter().filter(|level| !then.iter().any(|one| one.code == level.code));
            gone.map(|level| level.code.clone()).collect()
        };
        let plans = self.plans.iter().filter(|plan| next.plan(&plan.code).is_none());
        gone(&self.classes, &next.classes)
            .into_iter()
            .map(Lost::Class)
            .chain(gone(&self.priorities, &next.priorities).into_iter().map(Lost::Priority))
            .chain(plans.map(|plan| Lost::Plan(plan.code.clone())))
            .collect()
    }

    fn check_days(&self, found: &mut Found) {
        for calendar in &self.calendars {
            let place = format!("calendar {}", calendar.code);
            found.text(&place, &calendar.de, NAME);
            found.text(&place, &calendar.en, NAME);
            let closures = calendar.closures.iter().map(|one| (vec![one.from, one.to], &one.de, &one.en));
            let openings = calendar.openings.iter().map(|one| (vec![one.day], &one.de, &one.en));
            for (days, de, en) in closures.chain(openings) {
                found.text(&place, de, NAME);
                found.text(&place, en, NAME);
                if days.into_iter().any(is_far) {
                    found.add(&place, WrongPart::FarDay);
                }
            }
            if calendar.hours.iter().filter_map(|hours| hours.valid_from).any(is_far) {
                found.add(&place, WrongPart::FarDay);
            }
        }
    }
}

impl Terms {
    /// What of a plan's terms lies outside of the limits.
    pub(super) fn check(&self, place: &str, found: &mut Found) {
        for (field, minutes) in
            [("step_minutes", self.step_minutes), ("minimum_minutes", self.minimum_minutes)]
        {
            if !STEPS.contains(&minutes) {
                found.range(place, field, (*STEPS.start()).into(), (*STEPS.end()).into());
            }
        }
        if !POOLED.contains(&self.pool_cycles) {
            found.range(place, "pool_cycles", (*POOLED.start()).into(), (*POOLED.end()).into());
        }
        if self.overage.len() > MOST_TIERS {
            found.add(place, WrongPart::TooLong { most: u32::try_from(MOST_TIERS).unwrap_or(u32::MAX) });
        }
        if self.overage.iter().any(|tier| !RATES.contains(&tier.rate_cents)) {
            found.range(place, "rate_cents", 0, 100_000);
        }
        if !self.climbs() {
            found.add(place, WrongPart::Tiers);
        }
    }
}

fn is_far(day: Date) -> bool {
    !is_day(day)
}

fn check_level(place: &str, level: &Class, found: &mut Found) {
    for (text, most) in [
        (&level.de, NAME),
        (&level.en, NAME),
        (&level.help_de, HELP),
        (&level.help_en, HELP),
        (&level.effort_de, HELP),
        (&level.effort_en, HELP),
    ] {
        found.text(place, text, most);
    }
    for list in [&level.examples_de, &level.examples_en, &level.checklist_de, &level.checklist_en] {
        if list.len() > LINES {
            found.add(place, WrongPart::TooLong { most: 20 });
        }
        for line in list {
            found.text(place, line, HELP);
        }
    }
}

impl Found {
    /// A text that is too long, or holds what no reader sees: controls, or marks that turn the direction of what follows.
    pub(super) fn text(&mut self, place: &str, text: &str, most: usize) {
        if text.chars().count() > most {
            self.add(place, WrongPart::TooLong { most: u32::try_from(most).unwrap_or(u32::MAX) });
        }
        if crate::input::has_hidden(text) {
            self.add(place, WrongPart::Hidden);
        }
    }
}
