//! Changing a configuration part by part, as forms send it. A changed one may be unfinished: a target may name a plan that
//! is gone. Whether it can be published is what [`Policy::validate`] says.
mod form;
mod part;

use crate::input::{FieldError, Reason};
use crate::policy::{Door, Policy};
use crate::promise::calendar::Calendar;
use form::Form;
use part::{
    read_calendar, read_class, read_closure, read_hours, read_opening, read_plan, read_target, read_text,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which part of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Place, format of numbers, ticket types, channels, default class, days of objection.
    Company,
    /// A calendar with its present week.
    Calendar,
    /// Hours of a calendar from a day on.
    Hours,
    /// A closure of a calendar.
    Closure,
    /// A one-off opening of a calendar.
    Opening,
    /// A class.
    Class,
    /// A level of priority.
    Priority,
    /// A plan.
    Plan,
    /// A target.
    Target,
    /// A free text.
    Text,
}

/// What is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The fields become its content.
    Save,
    /// The fields become a new one, the last of its kind.
    Add,
    /// It goes.
    Remove,
}

/// One change, as a form sends it. `at` is the place in the list of its kind, for parts of a calendar the calendar's;
/// `sub` then is the place within.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Which part.
    pub part: Part,
    /// What is done.
    pub deed: Deed,
    /// Place in the list.
    pub at: usize,
    /// Place within.
    pub sub: usize,
    /// Fields by name; checkboxes that are not ticked are absent.
    pub fields: BTreeMap<String, String>,
}

/// The value of an enumeration's code, as it is written in files.
pub fn of_code<T: DeserializeOwned>(code: &str) -> Option<T> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(code)).ok()
}

/// The code of an enumeration's value, as it is written in files.
pub fn code_of<T: Serialize>(value: &T) -> String {
    struct Code(String);
    impl std::fmt::Write for Code {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.push_str(text);
            Ok(())
        }
    }
    let mut code = Code(String::new());
    // A `Formatter` takes unit variants by their code and nothing else.
    let _ = std::fmt::write(&mut code, format_args!("{}", Shown(value)));
    code.0
}

struct Shown<'a, T>(&'a T);

impl<T: Serialize> std::fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.serialize(f)
    }
}

impl Policy {
    /// The configuration with one part changed; else the fields that cannot be read. A place that is not there changes
    /// nothing.
    pub fn edited(&self, edit: &Edit) -> Result<Self, Vec<FieldError>> {
        let mut form = Form { fields: &edit.fields, wrong: Vec::new() };
        let mut next = self.clone();
        let calendar = |next: &mut Self, then: &mut dyn FnMut(&mut Calendar)| {
            if let Some(calendar) = next.calendars.get_mut(edit.at) {
                then(calendar);
            }
        };
        match edit.part {
            Part::Company => next.set_company(&mut form),
            Part::Calendar => {
                let old = self.calendars.get(edit.at).filter(|_| edit.deed == Deed::Save);
                put(&mut next.calendars, edit.deed, edit.at, || read_calendar(&mut form, old));
            }
            Part::Hours => calendar(&mut next, &mut |calendar| {
                put(&mut calendar.hours, edit.deed, edit.sub, || read_hours(&mut form));
                calendar.hours.sort_by_key(|hours| hours.valid_from);
            }),
            Part::Closure => calendar(&mut next, &mut |calendar| {
                put(&mut calendar.closures, edit.deed, edit.sub, || read_closure(&mut form));
                calendar.closures.sort_by_key(|closure| closure.from);
            }),
            Part::Opening => calendar(&mut next, &mut |calendar| {
                put(&mut calendar.openings, edit.deed, edit.sub, || read_opening(&mut form));
                calendar.openings.sort_by_key(|opening| opening.day);
            }),
            Part::Class => {
                let old = self.classes.get(edit.at).filter(|_| edit.deed == Deed::Save);
                put(&mut next.classes, edit.deed, edit.at, || read_class(&mut form, old));
            }
            Part::Priority => {
                let old = self.priorities.get(edit.at).filter(|_| edit.deed == Deed::Save);
                put(&mut next.priorities, edit.deed, edit.at, || read_class(&mut form, old));
                next.settle_priority();
            }
            Part::Plan => {
                let old = self.plans.get(edit.at).filter(|_| edit.deed == Deed::Save);
                put(&mut next.plans, edit.deed, edit.at, || read_plan(&mut form, old));
            }
            Part::Target => put(&mut next.targets, edit.deed, edit.at, || read_target(&mut form)),
            Part::Text => {
                let old = self.texts.get(edit.at).filter(|_| edit.deed == Deed::Save);
                put(&mut next.texts, edit.deed, edit.at, || read_text(&mut form, old));
            }
        }
        if form.wrong.is_empty() { Ok(next) } else { Err(form.wrong) }
    }

    /// The first level that comes becomes what a ticket has by default, and the last one that goes takes that with it, so
    /// that nobody has to set it elsewhere.
    fn settle_priority(&mut self) {
        match (self.priorities.as_slice(), &self.default_priority) {
            ([], _) => self.default_priority = None,
            ([only], None) => self.default_priority = Some(only.code.clone()),
            _ => {}
        }
    }

    fn set_company(&mut self, form: &mut Form<'_>) {
        self.place = form.place("place");
        self.number = self.number.renamed(form.raw("prefix"));
        if !self.number.is_readable() {
            form.refuse(
                "prefix",
                if form.raw("prefix").is_empty() { Reason::Missing } else { Reason::NotReadable },
            );
        }
        self.types = form.types();
        self.objection.days = form.number("objection_days");
        if !(1..=90).contains(&self.objection.days) {
            form.refuse("objection_days", Reason::NotReadable);
        }
        self.default_class = form.line("default_class");
        self.default_priority = form.optional("default_priority");
        self.channels = form.boxes("channel_", &Door::ALL);
        if self.channels.is_empty() {
            form.refuse("channel_mail", Reason::Missing);
        }
    }
}

fn put<T>(list: &mut Vec<T>, deed: Deed, at: usize, read: impl FnOnce() -> T) {
    match deed {
        Deed::Add => list.push(read()),
        Deed::Save if at < list.len() => list[at] = read(),
        Deed::Remove if at < list.len() => drop(list.remove(at)),
        Deed::Save | Deed::Remove => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Role;
    use crate::policy::plan::Entitlement;
    use crate::promise::target::{Amount, Metric};

    fn agency() -> Policy {
        toml::from_str(include_str!("../../../presets/agency-plans.toml")).unwrap()
    }

    fn edit(part: Part, deed: Deed, at: usize, fields: &[(&str, &str)]) -> Edit {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Edit { part, deed, at, sub: 0, fields }
    }

    #[test]
    fn codes_are_those_of_the_files() {
        assert_eq!(code_of(&Role::HeadOfDevelopment), "head_of_development");
        assert_eq!(of_code::<Metric>("first_reaction"), Some(Metric::FirstReaction));
        assert_eq!(of_code::<Metric>("sometime"), None);
        assert!(Door::ALL.iter().all(|door| of_code::<Door>(&code_of(door)) == Some(*door)));
    }

    #[test]
    fn a_week_is_saved_and_what_cannot_be_read_is_told_at_its_field() {
        let fields = [
            ("de", "Zeiten"),
            ("en", "Hours"),
            ("zone", "Europe/Berlin"),
            ("monday", "9:00-12:00, 13:00-17:00"),
        ];
        let next = agency().edited(&edit(Part::Calendar, Deed::Save, 0, &fields)).unwrap();
        assert_eq!(next.calendars[0].hours[0].week.monday.to_string(), "09:00-12:00, 13:00-17:00");
        assert!(next.calendars[0].hours[0].week.friday.is_empty());
        assert_eq!(next.validate(), Ok(()));
        let fields = [
            ("de", ""),
            ("en", "x"),
            ("zone", "Mars"),
            ("monday", "9-12"),
            ("tuesday", "12:00-9:00"),
            ("friday", "8:00-12:00, 11:00-13:00"),
        ];
        let wrong = agency().edited(&edit(Part::Calendar, Deed::Save, 0, &fields)).unwrap_err();
        let told: Vec<_> = wrong.iter().map(|wrong| (wrong.field.as_str(), &wrong.reason)).collect();
        assert_eq!(
            told,
            [
                ("fields[zone]", &Reason::NotAChoice),
                ("fields[monday]", &Reason::NotHours),
                ("fields[tuesday]", &Reason::EndsBeforeItBegins),
                ("fields[friday]", &Reason::Overlapping),
                ("fields[de]", &Reason::Missing),
            ]
        );
    }

    #[test]
    fn targets_plans_classes_and_texts_come_and_go() {
        let policy = agency();
        let fields = [
            ("metric", "processing"),
            ("class", "outage"),
            ("number", "8"),
            ("unit", "business_hours"),
            ("warn", "80, 50 %"),
            ("escalate_support_manager", "1"),
        ];
        let next = policy.edited(&edit(Part::Target, Deed::Add, 0, &fields)).unwrap();
        let target = next.targets.last().unwrap();
        assert_eq!((target.amount, &target.warn[..]), (Some(Amount::BusinessMinutes(480)), &[50, 80][..]));
        assert_eq!(target.escalate, [Role::SupportManager]);
        assert_eq!(next.validate(), Ok(()));
        let back = next.edited(&edit(Part::Target, Deed::Remove, policy.targets.len(), &[])).unwrap();
        assert_eq!(back, policy);
        let without = policy.edited(&edit(Part::Plan, Deed::Remove, 0, &[])).unwrap();
        assert!(without.validate().is_err(), "targets still name it");
        let fields = [
            ("code", "gold"),
            ("de", "Gold"),
            ("en", "Gold"),
            ("fee", "99"),
            ("has_experts", "1"),
            ("first", "1"),
        ];
        let gold = policy.edited(&edit(Part::Plan, Deed::Add, 0, &fields)).unwrap().plans.pop().unwrap();
        assert_eq!((gold.fee_cents, gold.entitlements, gold.first), (9900, vec![Entitlement::Experts], true));
        assert_eq!(
            policy.edited(&edit(Part::Class, Deed::Remove, 9, &[])).as_ref(),
            Ok(&policy),
            "there is no tenth class"
        );
    }

    #[test]
    fn priorities_come_beside_classes_and_go_again() {
        let policy = agency();
        let fields = [("code", "urgent"), ("de", "Dringend"), ("en", "Urgent"), ("rank", "1")];
        let next = policy.edited(&edit(Part::Priority, Deed::Add, 0, &fields)).unwrap();
        assert_eq!((next.default_priority.as_deref(), next.validate()), (Some("urgent"), Ok(())));
        assert_eq!(next.edited(&edit(Part::Priority, Deed::Remove, 0, &[])), Ok(policy));
        let lost = Policy { default_priority: Some("low".into()), ..next };
        assert_eq!(lost.validate().unwrap_err()[0].place, "default_priority");
    }

    #[test]
    fn closures_and_later_hours_stand_in_order() {
        let policy = agency();
        let closed = |from: &'static str, to: &'static str| {
            [("from", from), ("to", to), ("de", "Ferien"), ("en", "Holidays")]
        };
        let next =
            policy.edited(&edit(Part::Closure, Deed::Add, 0, &closed("2026-12-28", "2026-12-30"))).unwrap();
        let next =
            next.edited(&edit(Part::Closure, Deed::Add, 0, &closed("2026-08-03", "2026-08-07"))).unwrap();
        let days: Vec<String> =
            next.calendars[0].closures.iter().map(|closure| closure.from.to_string()).collect();
        assert_eq!(days, ["2026-08-03", "2026-12-28"]);
        assert!(
            policy.edited(&edit(Part::Closure, Deed::Add, 0, &closed("2026-12-28", "2026-12-20"))).is_err()
        );
        let later = policy
            .edited(&edit(
                Part::Hours,
                Deed::Add,
                0,
                &[("valid_from", "2027-01-01"), ("monday", "9:00-12:00")],
            ))
            .unwrap();
        assert_eq!(later.calendars[0].hours.len(), 2);
        assert_eq!(later.validate(), Ok(()));
    }
}
