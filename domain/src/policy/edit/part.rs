//! The parts of a configuration, each from its form. `old` is what a saved one was: its code stays, and what no form shows.
use super::form::Form;
use super::of_code;
use crate::effort::gate::{EXPIRES, Gate, MINUTES, WARNINGS};
use crate::id::OrganisationId;
use crate::input::Reason;
use crate::package::terms::{MOST_TIERS, POOLED, STEPS, Terms, Tier};
use crate::person::Role;
use crate::policy::TextBlock;
use crate::policy::limit::{
    FEES, MOST_BUSINESS_DAYS, MOST_CALENDAR_DAYS, MOST_MINUTES, PERCENTS, PLAN_HOURS, RANKS, RATES, TERMS,
};
use crate::policy::plan::{Entitlement, Plan};
use crate::policy::template::{LONGEST, Occasion, Template, WrongGap};
use crate::promise::calendar::{Calendar, Closure, Opened, Opening, time_zone};
use crate::promise::interval::Week;
use crate::promise::target::{Amount, Metric, Reading, Target};
use crate::quote::terms::{QuoteTerms, REMIND_DAYS, VALID_DAYS};
use crate::report::terms::{REPORT_DAYS, ReportTerms};
use crate::ticket::{Class, ClassKind, Delivery, TicketType};

pub(super) fn read_calendar(form: &mut Form<'_>, old: Option<&Calendar>) -> Calendar {
    let zone = form.line("zone");
    if !zone.is_empty() && time_zone(&zone).is_none() {
        form.refuse("zone", Reason::NotAZone);
    }
    let holidays = form.place("holidays");
    let week = form.week();
    let mut calendar = match old {
        Some(old) => old.clone(),
        None => Calendar {
            code: form.code("code"),
            de: String::new(),
            en: String::new(),
            zone: String::new(),
            holidays: None,
            hours: vec![Opened { valid_from: None, week: Week::default() }],
            closures: Vec::new(),
            openings: Vec::new(),
        },
    };
    if let Some(first) = calendar.hours.first_mut() {
        first.week = week;
    }
    Calendar { de: form.line("de"), en: form.line("en"), zone, holidays, ..calendar }
}

/// The gate; `None` where its box is not ticked.
pub(super) fn read_gate(form: &mut Form<'_>) -> Option<Gate> {
    if !form.ticked("on") {
        return None;
    }
    let expire_days = form.number("expire_days", EXPIRES);
    Some(Gate {
        minutes: form.number("minutes", MINUTES),
        warn_percent: form.number("warn_percent", WARNINGS),
        remind_days: form.number("remind_days", 1..=expire_days.max(1)),
        expire_days,
    })
}

pub(super) fn read_quote(form: &mut Form<'_>) -> QuoteTerms {
    QuoteTerms {
        valid_days: form.number("valid_days", VALID_DAYS),
        remind_before_days: form.number("remind_before_days", REMIND_DAYS),
        vat: form.choice("vat"),
    }
}

pub(super) fn read_report(form: &mut Form<'_>) -> ReportTerms {
    ReportTerms {
        day: form.number("day", REPORT_DAYS),
        to: form.choice("to"),
        account_manager: form.ticked("account_manager"),
    }
}

pub(super) fn read_hours(form: &mut Form<'_>) -> Opened {
    Opened { valid_from: Some(form.date("valid_from")), week: form.week() }
}

pub(super) fn read_closure(form: &mut Form<'_>) -> Closure {
    let (from, to) = (form.date("from"), form.date("to"));
    if to < from {
        form.refuse("to", Reason::EndsBeforeItBegins);
    }
    Closure { from, to, de: form.line("de"), en: form.line("en") }
}

pub(super) fn read_opening(form: &mut Form<'_>, customers: &[OrganisationId]) -> Opening {
    let hours = form.hours("hours");
    if hours.is_empty() && form.raw("hours").is_empty() {
        form.refuse("hours", Reason::Missing);
    }
    let asked = form.optional("customer");
    let customer = asked.as_ref().and_then(|id| id.parse().ok()).filter(|id| customers.contains(id));
    if asked.is_some() && customer.is_none() {
        form.refuse("customer", Reason::NotAChoice);
    }
    Opening { customer, day: form.date("day"), hours, de: form.line("de"), en: form.line("en") }
}

pub(super) fn read_class(form: &mut Form<'_>, old: Option<&Class>) -> Class {
    let code = old.map_or_else(|| form.code("code"), |old| old.code.clone());
    let rank = i16::try_from(form.number("rank", RANKS)).unwrap_or(i16::MAX);
    Class {
        code,
        rank,
        de: form.line("de"),
        en: form.line("en"),
        help_de: form.text("help_de", 600),
        help_en: form.text("help_en", 600),
        kind: form.choice::<ClassKind>("kind"),
        examples_de: form.lines("examples_de"),
        examples_en: form.lines("examples_en"),
        checklist_de: form.lines("checklist_de"),
        checklist_en: form.lines("checklist_en"),
        effort_de: form.text("effort_de", 600),
        effort_en: form.text("effort_en", 600),
        delivery: form.boxes("delivery_", &Delivery::ALL),
        customer_sets: form.ticked("customer_sets"),
    }
}

pub(super) fn read_plan(form: &mut Form<'_>, old: Option<&Plan>) -> Plan {
    let code = old.map_or_else(|| form.code("code"), |old| old.code.clone());
    Plan {
        code,
        de: form.line("de"),
        en: form.line("en"),
        help_de: form.text("help_de", 600),
        help_en: form.text("help_en", 600),
        first: form.ticked("first"),
        calendar: form.optional("calendar"),
        entitlements: form.boxes("has_", &Entitlement::ALL),
        covers: form.boxes("covers_", &ClassKind::ALL),
        fee_cents: form.cents("fee", FEES),
        hours: form.number("hours", PLAN_HOURS),
        term_months: form.number("term_months", TERMS),
        discount_percent: form.number("discount_percent", PERCENTS),
        package: read_terms(form),
    }
}

fn read_terms(form: &mut Form<'_>) -> Terms {
    let terms = Terms {
        step_minutes: form.number("step_minutes", STEPS),
        minimum_minutes: form.number("minimum_minutes", STEPS),
        factor_draws: form.ticked("factor_draws"),
        pool_cycles: form.number("pool_cycles", POOLED),
        overage: (1..=MOST_TIERS).filter_map(|n| read_tier(form, n)).collect(),
    };
    if !terms.climbs() {
        form.refuse("tier_hours_1", Reason::NotAscending);
    }
    terms
}

/// A tier; `None` where its row is empty.
fn read_tier(form: &mut Form<'_>, n: usize) -> Option<Tier> {
    let (hours, rate) = (format!("tier_hours_{n}"), format!("tier_rate_{n}"));
    if form.raw(&hours).is_empty() && form.raw(&rate).is_empty() {
        return None;
    }
    if form.raw(&rate).is_empty() {
        form.refuse(&rate, Reason::Missing);
    }
    let open = form.raw(&hours).is_empty();
    let up_to_hours = (!open).then(|| form.number(&hours, PLAN_HOURS));
    Some(Tier { up_to_hours, rate_cents: form.cents(&rate, RATES) })
}

pub(super) fn read_target(form: &mut Form<'_>) -> Target {
    let (most, amount): (u32, fn(u32) -> Amount) = match form.raw("unit") {
        "business_hours" => (MOST_MINUTES / 60, |n| Amount::BusinessMinutes(n.saturating_mul(60))),
        "business_minutes" => (MOST_MINUTES, Amount::BusinessMinutes),
        "calendar_days" => (MOST_CALENDAR_DAYS, Amount::CalendarDays),
        "business_days" | "" => (MOST_BUSINESS_DAYS, Amount::BusinessDays),
        _ => {
            form.refuse("unit", Reason::NotAChoice);
            (u32::MAX, Amount::BusinessDays)
        }
    };
    let number = form.number("number", 0..=most);
    let amount = (number > 0).then(|| amount(number));
    let reading = match form.raw("reading") {
        "same_time" => Reading::SameTime,
        "hours" => Reading::Hours(form.number("hours_per_day", 1..=24u32) * 60),
        "closing_time" | "" => Reading::ClosingTime,
        _ => {
            form.refuse("reading", Reason::NotAChoice);
            Reading::ClosingTime
        }
    };
    let kind = form.optional("type").and_then(|code| {
        let kind = TicketType::of_code(&code);
        if kind.is_none() {
            form.refuse("type", Reason::NotAChoice);
        }
        kind
    });
    Target {
        metric: form.choice::<Metric>("metric"),
        plan: form.optional("plan"),
        kind,
        class: form.optional("class"),
        priority: form.optional("priority"),
        amount,
        reading,
        calendar: form.optional("calendar"),
        warn: read_warn(form),
        escalate: form.boxes("escalate_", &Role::ALL),
        on_entry: form.boxes("on_entry_", &Role::ALL),
    }
}

/// `50, 80`
fn read_warn(form: &mut Form<'_>) -> Vec<u8> {
    let text = form.raw("warn").to_owned();
    let parts =
        text.split([',', ';', ' ']).map(|part| part.trim_end_matches('%')).filter(|part| !part.is_empty());
    let read: Result<Vec<u8>, ()> =
        parts.map(|part| part.parse().ok().filter(|n| (1..=99).contains(n)).ok_or(())).collect();
    let mut warn = read.unwrap_or_else(|()| {
        form.refuse("warn", Reason::NotPercents);
        Vec::new()
    });
    warn.sort_unstable();
    warn.dedup();
    warn
}

pub(super) fn read_text(form: &mut Form<'_>, old: Option<&TextBlock>) -> TextBlock {
    let code = old.map_or_else(|| form.code("code"), |old| old.code.clone());
    let after = form.optional("after").and_then(|part| {
        let known = of_code(&part);
        if known.is_none() {
            form.refuse("after", Reason::NotAChoice);
        }
        known
    });
    TextBlock {
        code,
        de: form.line("de"),
        en: form.line("en"),
        after,
        text_de: form.text("text_de", 5000),
        text_en: form.text("text_en", 5000),
    }
}

/// The company's own words on an occasion; `None` where both languages are left to the product.
pub(super) fn read_template(form: &mut Form<'_>, code: Occasion) -> Option<Template> {
    let mut text = |name: &str| {
        let text = form.text(name, LONGEST);
        match code.check(&text) {
            Ok(()) => {}
            Err(WrongGap::Unknown(gap)) => form.refuse(name, Reason::UnknownGap { gap }),
            Err(WrongGap::Missing(gap)) => form.refuse(name, Reason::MissingGap { gap }),
            Err(WrongGap::Open(at)) => form.refuse(name, Reason::OpenGap { at }),
        }
        text
    };
    let (de, en) = (text("de"), text("en"));
    (!de.is_empty() || !en.is_empty()).then_some(Template { code, de, en })
}
