//! Targets (D5): how much time a promise leaves, for which tickets, and who is told when it runs out.
use crate::person::Role;
use crate::ticket::TicketType;
use serde::{Deserialize, Serialize};

/// What is promised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// The first public message or logged call by a person on staff (D7). Never pauses.
    #[default]
    FirstReaction,
    /// The answer to what the customer wrote after that. Never pauses.
    NextReaction,
    /// The customer is told the state regularly (C10). Pauses with the processing.
    PeriodicUpdate,
    /// A way around the fault. Pauses with the processing.
    Workaround,
    /// The work is done (D7). Pauses while somebody else must act.
    Processing,
}

impl Metric {
    /// All, in the order in which they fall due.
    pub const ALL: [Self; 5] =
        [Self::FirstReaction, Self::NextReaction, Self::PeriodicUpdate, Self::Workaround, Self::Processing];

    /// The code in database and configuration.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FirstReaction => "first_reaction",
            Self::NextReaction => "next_reaction",
            Self::PeriodicUpdate => "periodic_update",
            Self::Workaround => "workaround",
            Self::Processing => "processing",
        }
    }

    /// The metric of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.code() == code)
    }

    /// Whether its clock pauses while somebody else must act.
    pub const fn pauses(self) -> bool {
        match self {
            Self::FirstReaction | Self::NextReaction => false,
            Self::PeriodicUpdate | Self::Workaround | Self::Processing => true,
        }
    }
}

/// How much time; each at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// Minutes of open time.
    BusinessMinutes(u32),
    /// Open days (D6), by the [`Reading`] of the target.
    BusinessDays(u32),
    /// Days of the calendar, open or not. The day of receipt does not count (§ 187 Abs. 1 BGB); the promise ends at closing
    /// time of the last day, or of the next open day where that is closed (as § 193 BGB does).
    CalendarDays(u32),
}

impl Amount {
    /// The bare number.
    pub const fn number(self) -> u32 {
        match self {
            Self::BusinessMinutes(n) | Self::BusinessDays(n) | Self::CalendarDays(n) => n,
        }
    }
}

/// How business days are read (D6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The day of receipt does not count; ends at closing time of the n-th following open day.
    #[default]
    ClosingTime,
    /// Ends on the n-th following open day at the time of day of the receipt, or of the next opening where it came in
    /// outside opening hours. Where that time is not open on the last day: the next opening of that day, else its closing
    /// time.
    SameTime,
    /// n times so many minutes of open time.
    Hours(u32),
}

/// Which tickets: any mix of plan, type, class and priority; what is `None` fits all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Plan, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Ticket type.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "type")]
    pub kind: Option<TicketType>,
    /// Class, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Level of priority, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
}

impl Key {
    /// Whether a ticket with these facts is meant.
    fn fits(&self, ticket: &Self) -> bool {
        let same = |own: &Option<String>, other: &Option<String>| own.is_none() || own == other;
        same(&self.plan, &ticket.plan)
            && (self.kind.is_none() || self.kind == ticket.kind)
            && same(&self.class, &ticket.class)
            && same(&self.priority, &ticket.priority)
    }

    /// How many facts it names.
    fn weight(&self) -> usize {
        usize::from(self.plan.is_some())
            + usize::from(self.kind.is_some())
            + usize::from(self.class.is_some())
            + usize::from(self.priority.is_some())
    }
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// What is promised.
    pub metric: Metric,
    /// For which plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// For which ticket type.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "type")]
    pub kind: Option<TicketType>,
    /// For which class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// For which level of priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// How much time; `None` promises nothing: such a target takes a promise away from some tickets, or only tells roles on
    /// entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// How business days are read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reading: Reading,
    /// By which calendar; `None` takes the plan's, else the company's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// At which shares of the time staff are warned, in percent, 1 to 99.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warn: Vec<u8>,
    /// Who is told when it is missed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalate: Vec<Role>,
    /// Who is told as soon as such a ticket comes in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_entry: Vec<Role>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
fn is_default(reading: &Reading) -> bool {
    *reading == Reading::default()
}

impl Target {
    /// Which tickets it is for.
    pub fn key(&self) -> Key {
        Key {
            plan: self.plan.clone(),
            kind: self.kind,
            class: self.class.clone(),
            priority: self.priority.clone(),
        }
    }
}

/// The target of a metric for a ticket: of those that fit, the one that names most facts; among these the first.
pub fn lookup<'a>(targets: &'a [Target], metric: Metric, ticket: &Key) -> Option<&'a Target> {
    let fitting = targets.iter().filter(|target| target.metric == metric && target.key().fits(ticket));
    fitting.reduce(|best, next| if next.key().weight() > best.key().weight() { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(plan: Option<&str>, class: Option<&str>, days: u32) -> Target {
        Target {
            metric: Metric::FirstReaction,
            plan: plan.map(str::to_owned),
            kind: None,
            class: class.map(str::to_owned),
            priority: None,
            amount: Some(Amount::BusinessDays(days)),
            reading: Reading::ClosingTime,
            calendar: None,
            warn: vec![],
            escalate: vec![],
            on_entry: vec![],
        }
    }

    #[test]
    fn the_target_that_names_most_facts_counts() {
        let targets = [
            target(Some("plus"), None, 1),
            target(Some("plus"), Some("outage"), 2),
            target(None, Some("outage"), 3),
            target(Some("premium"), None, 4),
        ];
        let found = |plan: Option<&str>, class: &str| {
            let class = Some(class.to_owned());
            let key = Key { plan: plan.map(str::to_owned), kind: None, class, priority: None };
            lookup(&targets, Metric::FirstReaction, &key).map(|target| target.amount.unwrap().number())
        };
        assert_eq!(found(Some("plus"), "outage"), Some(2));
        assert_eq!(found(Some("plus"), "standard"), Some(1));
        assert_eq!(found(Some("premium"), "outage"), Some(3), "among equals the first");
        assert_eq!(found(None, "outage"), Some(3));
        assert_eq!(found(None, "standard"), None);
    }

    #[test]
    fn class_and_priority_stand_side_by_side() {
        let urgent = Target { priority: Some("urgent".into()), ..target(None, None, 1) };
        let both = Target { priority: Some("urgent".into()), ..target(None, Some("outage"), 2) };
        let targets = [target(None, Some("outage"), 3), urgent, both];
        let found = |class: &str, priority: Option<&str>| {
            let priority = priority.map(str::to_owned);
            let key = Key { plan: None, kind: None, class: Some(class.to_owned()), priority };
            lookup(&targets, Metric::FirstReaction, &key).map(|target| target.amount.unwrap().number())
        };
        assert_eq!(found("outage", Some("urgent")), Some(2));
        assert_eq!(found("outage", Some("low")), Some(3));
        assert_eq!(found("standard", Some("urgent")), Some(1));
        assert_eq!(found("standard", None), None);
    }
}
