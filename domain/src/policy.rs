//! The company's configuration: everything in which companies differ (I5, P). It travels as one readable file, is kept in
//! versions that never change, and is refused as a whole where anything in it is wrong.
pub mod billing;
pub mod book;
pub mod cost;
pub mod edit;
pub mod limit;
pub mod plan;
pub mod template;

use crate::effort::gate::{self, Gate};
use crate::effort::{Activity, usual_activities};
use crate::invoice::check::Why;
use crate::policy::billing::Billing;
use crate::policy::limit::{MOST_BUSINESS_DAYS, MOST_CALENDAR_DAYS, MOST_MINUTES, RANKS};
use crate::policy::plan::Plan;
use crate::policy::template::Template;
use crate::promise::calendar::{Calendar, WrongCalendar};
use crate::promise::place::Place;
use crate::promise::target::{Key, Target};
use crate::quote::terms::{QuoteTerms, REMIND_DAYS, VALID_DAYS};
use crate::report::terms::{REPORT_DAYS, ReportTerms};
use crate::ticket::number::NumberFormat;
use crate::ticket::objection::Objection;
use crate::ticket::queue::Severity;
use crate::ticket::workflow::Workflow;
use crate::ticket::{Class, TicketType};
use serde::{Deserialize, Serialize};

/// A company's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Version of the file's form; [`FORM`].
    pub form: u16,
    /// What kind of company it is.
    pub about: About,
    /// Where public holidays are kept, for calendars that leave it open; `None` for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How ticket numbers are written.
    pub number: NumberFormat,
    /// By which doors customers come in (B9).
    pub channels: Vec<Door>,
    /// Class of a ticket that nobody classified yet, by code.
    pub default_class: String,
    /// Level of priority of a ticket that nobody gave one yet, by code; `None` where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_priority: Option<String>,
    /// Days of objection after a ticket is done (C4).
    pub objection: Objection,
    /// What an hour of work costs that no contract covers, in cents before tax; zero where work is not charged by the hour.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hourly_rate_cents: i64,
    /// From how much effort on the customer has to release more (E3); `None` where nobody asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<Gate>,
    /// What quotes begin with, and when they are brought to mind (F1).
    #[serde(default)]
    pub quote: QuoteTerms,
    /// When reports are made, and who receives them (H1).
    #[serde(default)]
    pub report: ReportTerms,
    /// Ticket types that customers choose from (E2).
    #[serde(rename = "type")]
    pub types: Vec<TypeLine>,
    /// Classes.
    #[serde(rename = "class")]
    pub classes: Vec<Class>,
    /// A second scheme beside the classes (D3): levels of priority. None where classes say it all.
    #[serde(default, rename = "priority", skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<Class>,
    /// Plans, the least first; none where customers have none.
    #[serde(default, rename = "plan", skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Plan>,
    /// Calendars; the first is the company's own.
    #[serde(rename = "calendar")]
    pub calendars: Vec<Calendar>,
    /// Targets.
    #[serde(default, rename = "target", skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    /// Kinds of work that time is booked on (E1).
    #[serde(default = "usual_activities", rename = "activity")]
    pub activities: Vec<Activity>,
    /// Free texts of the support policy (D11).
    #[serde(default, rename = "text", skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<TextBlock>,
    /// What its mails say in its own words.
    #[serde(default, rename = "template", skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Template>,
    /// Terms and texts of invoices, and the company that writes them (G2).
    #[serde(default)]
    pub billing: Billing,
    /// The state machine.
    pub workflow: Workflow,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
const fn is_zero(cents: &i64) -> bool {
    *cents == 0
}

/// The form of files that this version reads and writes.
pub const FORM: u16 = 1;

/// What kind of company it is, in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// German name of this kind of configuration.
    pub de: String,
    /// English name.
    pub en: String,
    /// German sentence about it.
    pub help_de: String,
    /// English sentence about it.
    pub help_en: String,
}

/// A door by which customers reach the company (B, H4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Mail.
    Mail,
    /// The portal.
    Portal,
    /// The public form.
    PublicForm,
    /// The phone.
    Phone,
    /// A button inside the vendor's product (B8).
    InApp,
    /// Remote help (H4).
    Remote,
    /// Downloads of releases (H3).
    Downloads,
}

impl Door {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Mail, Self::Portal, Self::PublicForm, Self::Phone, Self::InApp, Self::Remote, Self::Downloads];
}

/// Windows for objections that make sense, in days.
pub const OBJECTION_DAYS: std::ops::RangeInclusive<u16> = 1..=90;

/// A ticket type in use (E2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeLine {
    /// Which.
    pub code: TicketType,
    /// Factor of the hourly rate in percent.
    pub factor_percent: u16,
}

/// Factors of the hourly rate that make sense, in percent.
pub const FACTORS: std::ops::RangeInclusive<u16> = 1..=1000;

/// A free text of the support policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextBlock {
    /// Code, stable.
    pub code: String,
    /// German heading.
    pub de: String,
    /// English heading.
    pub en: String,
    /// German text; empty lines part paragraphs.
    pub text_de: String,
    /// English text.
    pub text_en: String,
}

/// What is wrong with a configuration, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{place}: {why}")]
pub struct WrongPolicy {
    /// Where, as the file names it: `calendar office`, `target 3`.
    pub place: String,
    /// What.
    pub why: WrongPart,
}

/// What is wrong with a part of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongPart {
    /// The file's form is of another version.
    #[error("this version reads files of form {FORM}, not {form}")]
    #[serde(with = "crate::bare")]
    OtherForm {
        /// The file's.
        form: u16,
    },
    /// There must be at least one.
    #[error("there must be at least one")]
    None,
    /// The code is used twice.
    #[error("the code is used twice")]
    Twice,
    /// Not a code: 1 to 40 small letters, digits and underscores.
    #[error("a code has 1 to 40 small letters, digits and underscores")]
    NoCode,
    /// Names something that is not there.
    #[error("there is no {what} `{code}`")]
    Unknown {
        /// Kind of thing.
        what: String,
        /// Its code.
        code: String,
    },
    /// A prefix of ticket numbers cannot be told from what is around it.
    #[error("a prefix has 1 to 10 characters without spaces, the last of them no digit")]
    Prefix,
    /// A name is missing.
    #[error("a name is missing")]
    NoName,
    /// A number lies outside what makes sense.
    #[error("`{field}` must be between {min} and {max}")]
    OutOfRange {
        /// Which.
        field: String,
        /// Least.
        min: u32,
        /// Most.
        max: u32,
    },
    /// A text, or a list, is longer than allowed.
    #[error("longer than {most}")]
    #[serde(with = "crate::bare")]
    TooLong {
        /// Most characters, or lines.
        most: u32,
    },
    /// A text holds characters that nobody sees.
    #[error("a text holds control characters")]
    Hidden,
    /// A template has a gap that nothing fills.
    #[error("nothing is filled in at `{{{gap}}}`")]
    #[serde(with = "crate::bare")]
    UnknownGap {
        /// What stands in braces.
        gap: String,
    },
    /// A template lacks a gap without which the mail would not say what it must.
    #[error("`{{{gap}}}` must stand there")]
    #[serde(with = "crate::bare")]
    MissingGap {
        /// Which.
        gap: String,
    },
    /// A template has a brace that is not closed.
    #[error("a brace is not closed: `{at}`")]
    #[serde(with = "crate::bare")]
    OpenGap {
        /// The brace with what stands behind it.
        at: String,
    },
    /// Tiers of a rate that nobody could climb.
    #[error("tiers ascend, and only the last one is for all other hours")]
    Tiers,
    /// A day that no calendar of ours holds.
    #[error("a day is not between the years 1900 and 2199")]
    FarDay,
    /// Two targets of one metric are for the same tickets.
    #[error("another target promises the same to the same tickets")]
    SameTickets,
    /// The calendar cannot be counted with.
    #[error("{0}")]
    Calendar(WrongCalendar),
    /// The company cannot be named so on an invoice.
    #[error("{0}")]
    Seller(Why),
    /// The workflow makes no sense.
    #[error("{0}")]
    #[serde(with = "crate::bare")]
    Workflow(String),
}

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
            let table = crate::promise::timetable::Timetable::new(calendar, self.place.as_ref());
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
                use crate::promise::target::Amount;
                let (field, most) = match amount {
                    Amount::BusinessMinutes(_) => ("business_minutes", MOST_MINUTES),
                    Amount::BusinessDays(_) => ("business_days", MOST_BUSINESS_DAYS),
                    Amount::CalendarDays(_) => ("calendar_days", MOST_CALENDAR_DAYS),
                };
                if !(1..=most).contains(&amount.number()) {
                    found.range(&place, field, 1, most);
                }
            }
            if let crate::promise::target::Reading::Hours(minutes) = target.reading
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
        if self.workflow.state(crate::ticket::Stage::WaitingForApproval).is_none() {
            found.unknown("gate", "state", crate::ticket::Stage::WaitingForApproval.code());
        }
    }

    fn check_calendar(&self, found: &mut Found, place: &str, code: Option<&str>) {
        if let Some(code) = code.filter(|code| !self.calendars.iter().any(|calendar| calendar.code == *code))
        {
            found.unknown(place, "calendar", code);
        }
    }

    /// The class of a code.
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.code == code)
    }

    /// The level of priority of a code.
    pub fn priority(&self, code: &str) -> Option<&Class> {
        self.priorities.iter().find(|level| level.code == code)
    }

    /// Classes that a new ticket may be given: all by staff, by customers those that they may set (D3).
    pub fn offered_classes(&self, staff: bool) -> impl Iterator<Item = &Class> {
        self.classes.iter().filter(move |class| staff || class.customer_sets)
    }

    /// Whether a ticket type is in use.
    pub fn offers(&self, kind: TicketType) -> bool {
        self.types.iter().any(|line| line.code == kind)
    }

    /// The type of a ticket for which nobody chose one: the normal one, or the first in use.
    pub fn usual_type(&self) -> TicketType {
        let first = self.types.first().map(|line| line.code);
        if self.offers(TicketType::Normal) { TicketType::Normal } else { first.unwrap_or_default() }
    }

    /// The plan of a code.
    pub fn plan(&self, code: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.code == code)
    }

    /// What the promises of a ticket with these facts depend on; what is not classified counts as the default class
    /// and priority.
    pub fn key(
        &self,
        plan: Option<String>,
        kind: TicketType,
        class: Option<String>,
        priority: Option<String>,
    ) -> Key {
        let class = Some(class.unwrap_or_else(|| self.default_class.clone()));
        Key { plan, kind: Some(kind), class, priority: priority.or_else(|| self.default_priority.clone()) }
    }

    /// Whether customers with this plan come first in queues (C11).
    pub fn goes_first(&self, plan: Option<&str>) -> bool {
        plan.and_then(|code| self.plan(code)).is_some_and(|plan| plan.first)
    }

    /// How severe a ticket is; what is not classified ranks with the default class and priority.
    pub fn severity(&self, class: Option<&str>, priority: Option<&str>) -> Severity {
        let known = class.and_then(|code| self.class(code)).or_else(|| self.class(&self.default_class));
        let default = || self.default_priority.as_deref().and_then(|code| self.priority(code));
        let level = priority.and_then(|code| self.priority(code)).or_else(default);
        let rank = |level: Option<&Class>, none| level.map_or(none, |level| level.rank);
        // Where there are priorities, what has none comes last within its class.
        let without = if self.priorities.is_empty() { 0 } else { 255 };
        Severity { class: rank(known, i16::MAX), priority: rank(level, without) }
    }
}

/// Collects what is wrong.
#[derive(Default)]
struct Found(Vec<WrongPolicy>);

impl Found {
    fn add(&mut self, place: &str, why: WrongPart) {
        self.0.push(WrongPolicy { place: place.to_owned(), why });
    }

    fn unknown(&mut self, place: &str, what: &str, code: &str) {
        self.add(place, WrongPart::Unknown { what: what.to_owned(), code: code.to_owned() });
    }

    fn range(&mut self, place: &str, field: &str, min: u32, max: u32) {
        self.add(place, WrongPart::OutOfRange { field: field.to_owned(), min, max });
    }

    /// Codes that are none or used twice, names that are missing.
    fn codes<'a>(&mut self, what: &str, things: impl Iterator<Item = (&'a str, &'a str, &'a str)>) {
        let mut seen = std::collections::BTreeSet::new();
        for (code, de, en) in things {
            let place = format!("{what} {code}");
            if !is_code(code) {
                self.add(&place, WrongPart::NoCode);
            } else if !seen.insert(code) {
                self.add(&place, WrongPart::Twice);
            }
            if de.trim().is_empty() || en.trim().is_empty() {
                self.add(&place, WrongPart::NoName);
            }
        }
    }
}

/// Whether a text can name a class, plan or calendar for ever.
pub fn is_code(text: &str) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=40).contains(&text.len()) && text.chars().all(fine)
}

#[cfg(test)]
mod tests;
