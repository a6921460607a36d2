//! The company's configuration: everything in which companies differ (I5, P). It travels as one readable file, is kept in
//! versions that never change, and is refused as a whole where anything in it is wrong.
pub mod billing;
pub mod book;
mod check;
pub mod cost;
pub mod edit;
pub mod limit;
pub mod plan;
pub mod sheet;
pub mod template;
mod wrong;

pub use wrong::{WrongPart, WrongPolicy, is_code};

use crate::effort::gate::Gate;
use crate::effort::{Activity, usual_activities};
use crate::policy::billing::Billing;
use crate::policy::plan::Plan;
use crate::policy::sheet::SheetPart;
use crate::policy::template::Template;
use crate::promise::calendar::Calendar;
use crate::promise::place::Place;
use crate::promise::target::{Key, Target};
use crate::quote::terms::QuoteTerms;
use crate::report::terms::ReportTerms;
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
    /// After which generated part it stands; `None` for the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<SheetPart>,
    /// German text; empty lines part paragraphs.
    pub text_de: String,
    /// English text.
    pub text_en: String,
}

impl Policy {
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

#[cfg(test)]
mod tests;
