//! Changing a configuration part by part, as forms send it. A changed one may be unfinished: a target may name a plan that
//! is gone. Whether it can be published is what [`Policy::validate`] says.
mod books;
mod code;
mod form;
mod part;
mod seller;
mod spot;

pub use books::account_field;
pub use code::{code_of, of_code};
pub use seller::footer_field;
pub use spot::Spotted;

use crate::id::OrganisationId;
use crate::input::{FieldError, Reason};
use crate::policy::limit::RATES;
use crate::policy::template::Occasion;
use crate::policy::{Door, OBJECTION_DAYS, Policy};
use crate::promise::calendar::Calendar;
use books::read_books;
use form::Form;
use part::{
    read_calendar, read_class, read_closure, read_gate, read_hours, read_opening, read_plan, read_quote,
    read_report, read_target, read_template, read_text,
};
use seller::{read_billing, read_seller};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which part of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Place, format of numbers, ticket types, channels, default class, days of objection.
    Company,
    /// The effort gate.
    Gate,
    /// What quotes begin with, and when they are brought to mind.
    Quote,
    /// When reports are made, and who receives them.
    Report,
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
    /// What mails say on an occasion, in the company's own words.
    Template,
    /// The company as its invoices name it, its letterhead and its account.
    Seller,
    /// Terms and texts of invoices.
    Billing,
    /// The tax adviser's books.
    Datev,
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

/// One change, as a form sends it. Things are named by what tells them apart ([`Spotted`]), never by their place in a list: a
/// page that was opened earlier must not change another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Which part.
    pub part: Part,
    /// What is done.
    pub deed: Deed,
    /// Which one; for parts of a calendar the calendar.
    pub at: String,
    /// Which part of the calendar.
    pub sub: String,
    /// Fields by name; checkboxes that are not ticked are absent.
    pub fields: BTreeMap<String, String>,
}

/// Why a change was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongEdit {
    /// Fields that cannot be read.
    Fields(Vec<FieldError>),
    /// What should be changed is not there any more.
    Gone,
}

impl Policy {
    /// The configuration with one part changed. `customers` are those with whom openings may be agreed.
    pub fn edited(&self, edit: &Edit, customers: &[OrganisationId]) -> Result<Self, WrongEdit> {
        let mut form = Form { fields: &edit.fields, wrong: Vec::new() };
        let mut next = self.clone();
        let (deed, at, sub) = (edit.deed, edit.at.as_str(), edit.sub.as_str());
        match edit.part {
            Part::Company => next.set_company(&mut form),
            Part::Gate => next.gate = read_gate(&mut form),
            Part::Quote => next.quote = read_quote(&mut form),
            Part::Report => next.report = read_report(&mut form),
            Part::Calendar => put(&mut next.calendars, deed, at, |old| read_calendar(&mut form, old))?,
            Part::Hours => {
                let hours = &mut next.calendar_at(at)?.hours;
                put(hours, deed, sub, |_| read_hours(&mut form))?;
                hours.sort_by_key(|hours| hours.valid_from);
            }
            Part::Closure => {
                let closures = &mut next.calendar_at(at)?.closures;
                put(closures, deed, sub, |_| read_closure(&mut form))?;
                closures.sort_by_key(|closure| closure.from);
            }
            Part::Opening => {
                let openings = &mut next.calendar_at(at)?.openings;
                put(openings, deed, sub, |_| read_opening(&mut form, customers))?;
                openings.sort_by_key(|opening| opening.day);
            }
            Part::Class => put(&mut next.classes, deed, at, |old| read_class(&mut form, old))?,
            Part::Priority => {
                put(&mut next.priorities, deed, at, |old| read_class(&mut form, old))?;
                if next.default_priority.as_deref().is_some_and(|code| next.priority(code).is_none()) {
                    next.default_priority = None;
                }
            }
            Part::Plan => put(&mut next.plans, deed, at, |old| read_plan(&mut form, old))?,
            Part::Target => put(&mut next.targets, deed, at, |_| read_target(&mut form))?,
            Part::Template => {
                let code: Occasion = of_code(at).ok_or(WrongEdit::Gone)?;
                next.templates.retain(|template| template.code != code);
                next.templates.extend(read_template(&mut form, code));
                next.templates.sort_by_key(|template| template.code);
            }
            Part::Seller => next.billing.seller = Some(read_seller(&mut form)),
            Part::Billing => next.billing = read_billing(&mut form, std::mem::take(&mut next.billing)),
            Part::Datev => next.billing.datev = read_books(&mut form),
            Part::Text => put(&mut next.texts, deed, at, |old| read_text(&mut form, old))?,
        }
        if form.wrong.is_empty() { Ok(next) } else { Err(WrongEdit::Fields(form.wrong)) }
    }

    fn calendar_at(&mut self, code: &str) -> Result<&mut Calendar, WrongEdit> {
        self.calendars.iter_mut().find(|calendar| calendar.code == code).ok_or(WrongEdit::Gone)
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
        self.hourly_rate_cents = form.cents("hourly_rate", RATES);
        self.types = form.types();
        self.objection.days = form.number("objection_days", OBJECTION_DAYS);
        self.objection.unit = form.choice("objection_unit");
        self.default_class = form.line("default_class");
        self.default_priority = form.optional("default_priority");
        self.channels = form.boxes("channel_", &Door::ALL);
        if self.channels.is_empty() {
            form.refuse("channel_mail", Reason::Missing);
        }
    }
}

fn put<T: Spotted>(
    list: &mut Vec<T>,
    deed: Deed,
    at: &str,
    read: impl FnOnce(Option<&T>) -> T,
) -> Result<(), WrongEdit> {
    if deed == Deed::Add {
        list.push(read(None));
        return Ok(());
    }
    let at = list.iter().position(|thing| thing.spot() == at).ok_or(WrongEdit::Gone)?;
    match deed {
        Deed::Save => list[at] = read(Some(&list[at])),
        Deed::Remove => drop(list.remove(at)),
        Deed::Add => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests;
