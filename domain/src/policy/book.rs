//! A configuration ready to promise with.
use crate::id::OrganisationId;
use crate::policy::Policy;
use crate::promise::due::Allowance;
use crate::promise::target::{Key, Metric, Target, lookup};
use crate::promise::timetable::Timetable;
use std::collections::BTreeSet;

/// A configuration with its calendars ready to count with. Making one costs less than a millisecond; keep it.
#[derive(Clone, Debug)]
pub struct Book {
    policy: Policy,
    tables: Vec<Timetable>,
}

/// What is promised to a ticket.
#[derive(Clone, Copy, Debug)]
pub struct Term<'a> {
    /// The target that applies.
    pub target: &'a Target,
    /// How much time; `None` where the target promises none.
    pub rule: Option<Allowance>,
    /// By which calendar, by code.
    pub calendar: &'a str,
    /// That calendar.
    pub table: &'a Timetable,
}

impl Book {
    /// Of a configuration; refused as a whole where anything is wrong.
    pub fn new(policy: Policy) -> Result<Self, Vec<crate::policy::WrongPolicy>> {
        policy.validate()?;
        let place = policy.place.as_ref();
        let tables =
            policy.calendars.iter().filter_map(|calendar| Timetable::new(calendar, place).ok()).collect();
        Ok(Self { policy, tables })
    }

    /// Customers with whom openings of their own are agreed (D1).
    pub fn customers(&self) -> BTreeSet<OrganisationId> {
        let openings = self.policy.calendars.iter().flat_map(|calendar| &calendar.openings);
        openings.filter_map(|opening| opening.customer).collect()
    }

    /// The same for one customer, with the openings agreed with it.
    #[must_use]
    pub fn opened_for(&self, customer: OrganisationId) -> Self {
        let calendars = self.policy.calendars.iter();
        let tables = self.tables.iter().cloned().zip(calendars);
        let tables = tables.map(|(table, calendar)| table.opened_for(customer, calendar)).collect();
        Self { policy: self.policy.clone(), tables }
    }

    /// The configuration.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What a metric promises to a ticket with these facts; `None` where no target fits.
    pub fn term(&self, metric: Metric, key: &Key) -> Option<Term<'_>> {
        let target = lookup(&self.policy.targets, metric, key)?;
        let plan = key.plan.as_deref().and_then(|code| self.policy.plan(code));
        let code = target.calendar.as_deref().or_else(|| plan.and_then(|plan| plan.calendar.as_deref()));
        let (calendar, table) = self.calendar(code)?;
        let rule = target.amount.map(|amount| Allowance { amount, reading: target.reading });
        Some(Term { target, rule, calendar, table })
    }

    /// The calendar of a code, or the company's own; with its code.
    pub fn calendar(&self, code: Option<&str>) -> Option<(&str, &Timetable)> {
        let own =
            |calendar: &&crate::promise::calendar::Calendar| code.is_none_or(|code| calendar.code == code);
        let at = self.policy.calendars.iter().position(|calendar| own(&calendar))?;
        Some((&self.policy.calendars[at].code, self.tables.get(at)?))
    }
}
