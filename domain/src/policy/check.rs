//! Whether a configuration makes sense as a whole.
use super::wrong::{Found, WrongPart, WrongPolicy};
use super::{FACTORS, FORM, OBJECTION_DAYS, Policy};
use crate::effort::gate;
use crate::policy::limit::{MOST_BUSINESS_DAYS, MOST_CALENDAR_DAYS, MOST_MINUTES, RANKS};
use crate::promise::target::{Amount, Reading, Target};
use crate::promise::timetable::Timetable;
use crate::quote::terms::{REMIND_DAYS, VALID_DAYS};
use crate::report::terms::REPORT_DAYS;
use crate::ticket::Stage;

impl Policy {
    /// Whether it makes sense; everything that does not, with its place.
    pub fn validate(&self) -> Result<(), Vec<WrongPolicy>> {
        let mut found = Found::default();
        if self.form != FORM {
            found.add("form", WrongPart::OtherForm { form: self.form });
        }
        for (what, empty) in [
            ("class", self.classes.is_empty()),
            ("calendar", self.calendars.is_empty()),
            ("channels", self.channels.is_empty()),
            ("type", self.types.is_empty()),
            ("activity", self.activities.is_empty()),
        ] {
            if empty {
                found.add(what, WrongPart::None);
            }
        }
        self.check_names(&mut found);
        self.check_calendars(&mut found);
        self.check_plans(&mut found);
        self.check_targets(&mut found);
        self.check_limits(&mut found);
        self.check_templates(&mut found);
        self.check_gate(&mut found);
        self.check_quote(&mut found);
        self.check_report(&mut found);
        self.check_billing(&mut found);
        if !self.number.is_readable() {
            found.add("number", WrongPart::Prefix);
        }
        for (i, line) in self.types.iter().enumerate() {
            let place = format!("type {}", line.code.code());
            if self.types[..i].iter().any(|other| other.code == line.code) {
                found.add(&place, WrongPart::Twice);
            }
            if !FACTORS.contains(&line.factor_percent) {
                found.range(&place, "factor_percent", (*FACTORS.start()).into(), (*FACTORS.end()).into());
            }
        }
        if !OBJECTION_DAYS.contains(&self.objection.days) {
            found.range(
                "objection",
                "days",
                (*OBJECTION_DAYS.start()).into(),
                (*OBJECTION_DAYS.end()).into(),
            );
        }
        if self.class(&self.default_class).is_none() {
            found.unknown("default_class", "class", &self.default_class);
        }
        match self.default_priority.as_deref() {
            Some(code) if self.priority(code).is_none() => {
                found.unknown("default_priority", "priority", code);
            }
            _ => {}
        }
        if let Err(error) = self.workflow.validate() {
            found.add("workflow", WrongPart::Workflow(error.to_string()));
        }
        if found.0.is_empty() { Ok(()) } else { Err(found.0) }
    }

    fn check_names(&self, found: &mut Found) {
        found.codes(
            "class",
            self.classes.iter().map(|class| (class.code.as_str(), class.de.as_str(), class.en.as_str())),
        );
        found.codes(
            "priority",
            self.priorities.iter().map(|level| (level.code.as_str(), level.de.as_str(), level.en.as_str())),
        );
        found.codes(
            "plan",
            self.plans.iter().map(|plan| (plan.code.as_str(), plan.de.as_str(), plan.en.as_str())),
        );
        found.codes(
            "calendar",
            self.calendars.iter().map(|c| (c.code.as_str(), c.de.as_str(), c.en.as_str())),
        );
        found.codes(
            "activity",
            self.activities
                .iter()
                .map(|activity| (activity.code.as_str(), activity.de.as_str(), activity.en.as_str())),
        );
        found.codes(
            "text",
            self.texts.iter().map(|text| (text.code.as_str(), text.de.as_str(), text.en.as_str())),
        );
        let schemes = [("class", &self.classes), ("priority", &self.priorities)];
        for (scheme, level) in schemes.iter().flat_map(|(name, levels)| levels.iter().map(move |l| (name, l)))
        {
            if !u16::try_from(level.rank).is_ok_and(|rank| RANKS.contains(&rank)) {
                found.range(&format!("{scheme} {}", level.code), "rank", 1, 255);
            }
        }
    }

    fn check_calendars(&self, found: &mut Found) {
        for calendar in &self.calendars {
            let table = Timetable::new(calendar, self.place.as_ref());
            if let Err(error) = table {
                found.add(&format!("calendar {}", calendar.code), WrongPart::Calendar(error));
            }
        }
    }

    fn check_plans(&self, found: &mut Found) {
        for plan in &self.plans {
            let place = format!("plan {}", plan.code);
            self.check_calendar(found, &place, plan.calendar.as_deref());
            if plan.discount_percent > 100 {
                found.range(&place, "discount_percent", 0, 100);
            }
            plan.package.check(&place, found);
        }
    }

    fn check_targets(&self, found: &mut Found) {
        for (i, target) in self.targets.iter().enumerate() {
            let place = format!("target {}", i + 1);
            if let Some(code) = target.plan.as_deref().filter(|code| self.plan(code).is_none()) {
                found.unknown(&place, "plan", code);
            }
            if let Some(code) = target.class.as_deref().filter(|code| self.class(code).is_none()) {
                found.unknown(&place, "class", code);
            }
            if let Some(code) = target.priority.as_deref().filter(|code| self.priority(code).is_none()) {
                found.unknown(&place, "priority", code);
            }
            self.check_calendar(found, &place, target.calendar.as_deref());
            if let Some(amount) = target.amount {
                let (field, most) = match amount {
                    Amount::BusinessMinutes(_) => ("business_minutes", MOST_MINUTES),
                    Amount::BusinessDays(_) => ("business_days", MOST_BUSINESS_DAYS),
                    Amount::CalendarDays(_) => ("calendar_days", MOST_CALENDAR_DAYS),
                };
                if !(1..=most).contains(&amount.number()) {
                    found.range(&place, field, 1, most);
                }
            }
            if let Reading::Hours(minutes) = target.reading
                && !(1..=1440).contains(&minutes)
            {
                found.range(&place, "reading.hours", 1, 1440);
            }
            if target.warn.iter().any(|percent| !(1..=99).contains(percent)) {
                found.range(&place, "warn", 1, 99);
            }
            let same = |other: &Target| other.metric == target.metric && other.key() == target.key();
            if self.targets[..i].iter().any(same) {
                found.add(&place, WrongPart::SameTickets);
            }
        }
    }

    fn check_report(&self, found: &mut Found) {
        if !REPORT_DAYS.contains(&self.report.day) {
            found.range("report", "day", (*REPORT_DAYS.start()).into(), (*REPORT_DAYS.end()).into());
        }
    }

    fn check_quote(&self, found: &mut Found) {
        if !VALID_DAYS.contains(&self.quote.valid_days) {
            found.range("quote", "valid_days", (*VALID_DAYS.start()).into(), (*VALID_DAYS.end()).into());
        }
        if !REMIND_DAYS.contains(&self.quote.remind_before_days) {
            found.range(
                "quote",
                "remind_before_days",
                (*REMIND_DAYS.start()).into(),
                (*REMIND_DAYS.end()).into(),
            );
        }
    }

    fn check_gate(&self, found: &mut Found) {
        let Some(gate) = self.gate else { return };
        if !gate::MINUTES.contains(&gate.minutes) {
            found.range("gate", "minutes", *gate::MINUTES.start(), *gate::MINUTES.end());
        }
        if !gate::WARNINGS.contains(&gate.warn_percent) {
            let (min, max) = (*gate::WARNINGS.start(), *gate::WARNINGS.end());
            found.range("gate", "warn_percent", min.into(), max.into());
        }
        if !gate::EXPIRES.contains(&gate.expire_days) {
            let (min, max) = (*gate::EXPIRES.start(), *gate::EXPIRES.end());
            found.range("gate", "expire_days", min.into(), max.into());
        }
        // What is brought to mind after it expired is not brought to mind.
        if gate.remind_days == 0 || gate.remind_days > gate.expire_days {
            found.range("gate", "remind_days", 1, gate.expire_days.into());
        }
        if self.workflow.state(Stage::WaitingForApproval).is_none() {
            found.unknown("gate", "state", Stage::WaitingForApproval.code());
        }
    }

    fn check_calendar(&self, found: &mut Found, place: &str, code: Option<&str>) {
        if let Some(code) = code.filter(|code| !self.calendars.iter().any(|calendar| calendar.code == *code))
        {
            found.unknown(place, "calendar", code);
        }
    }
}
