//! What a month says of an organisation's tickets (H1): counted from facts, in no language yet. It holds nothing that a contact who
//! sees all tickets may not read: no cost, no notes, nobody's name on staff, nothing of internal tickets.
pub mod correction;
pub mod course;
pub mod facts;
pub mod package;
pub mod step;
pub mod terms;

use crate::moment::Moment;
use crate::organisation::month::Month;
use crate::policy::plan::Entitlement;
use crate::promise::target::Metric;
use crate::report::correction::Corrected;
use crate::report::package::Package;
use crate::report::step::Step;
use crate::ticket::Stage;
use crate::ticket::number::TicketNumber;
use crate::ticket::stage::WaitsFor;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Months that a report looks back on, its own included.
pub const MONTHS: i32 = 6;

/// What is made of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The month on a page.
    #[default]
    Standard,
    /// The month with everything that happened.
    Detailed,
    /// What is not done yet.
    OpenPoints,
    /// What happened to each ticket.
    History,
    /// What became of the hours of packages (E4).
    Package,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Standard, Self::Detailed, Self::OpenPoints, Self::History, Self::Package];

    /// Its code in addresses and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Detailed => "detailed",
            Self::OpenPoints => "open-points",
            Self::History => "history",
            Self::Package => "package",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What a plan with these entitlements offers: the monthly report that it names, and to everybody the lists. The statement of
    /// hours comes with the hours, whatever else the plan contains.
    pub fn offered(entitlements: &[Entitlement]) -> Vec<Self> {
        let has = |one| entitlements.contains(&one);
        let offers = |kind: &Self| match kind {
            Self::Standard => has(Entitlement::StandardReport) || has(Entitlement::DetailedReport),
            Self::Detailed => has(Entitlement::DetailedReport),
            Self::OpenPoints | Self::History => true,
            Self::Package => false,
        };
        Self::ALL.into_iter().filter(offers).collect()
    }

    /// The monthly report among what is offered: the fullest.
    pub fn monthly(offered: &[Self]) -> Option<Self> {
        [Self::Detailed, Self::Standard].into_iter().find(|kind| offered.contains(kind))
    }
}

/// A name as it was in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Named {
    /// In a language.
    pub fn say(&self, lang: crate::lang::Lang) -> &str {
        match lang {
            crate::lang::Lang::De => &self.de,
            crate::lang::Lang::En => &self.en,
        }
    }
}

/// A month of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Name of the organisation.
    pub organisation: String,
    /// Which month.
    pub month: Month,
    /// Name of the plan in force at its end.
    pub plan: Option<Named>,
    /// What the plan offers, and the statement of hours where there is one.
    pub kinds: Vec<Kind>,
    /// Months up to this one, the oldest first.
    pub flow: Vec<Flow>,
    /// Tickets that came in, by class, the most first; `None` for those that nobody classified.
    pub classes: Vec<(Option<Named>, u32)>,
    /// Promises that came to their end in the month, by what was promised.
    pub promises: Vec<Kept>,
    /// Those of them that were not kept.
    pub missed: Vec<Missed>,
    /// What is open at the end: first what waits for the customer, then the oldest first.
    pub points: Vec<Point>,
    /// Tickets on which something happened, the oldest first.
    pub tickets: Vec<Worked>,
    /// Work; `None` for who may not know of hours.
    pub hours: Option<Hours>,
    /// Cycles of hour packages that ran in the month; none for who may not know of hours.
    pub cycles: Vec<Cycle>,
    /// The statement of hours; `None` where there are none, and for who may not know of packages. Older reports know of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
}

/// What came and went in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Which.
    pub month: Month,
    /// Tickets that came in.
    pub came: u32,
    /// Tickets that were done.
    pub done: u32,
}

/// How promises of a kind were kept. Of what is promised again and again on a ticket, as the next answer, every round counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What was promised.
    pub metric: Metric,
    /// So many in time.
    pub kept: u32,
    /// So many not.
    pub missed: u32,
}

/// A promise that was not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// On which ticket.
    pub ticket: Title,
    /// What was promised.
    pub metric: Metric,
    /// By when.
    pub due: Moment,
    /// When it was kept after all.
    pub settled: Option<Moment>,
}

/// A ticket as lists name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// Number.
    pub number: TicketNumber,
    /// Number as it was written.
    pub written: String,
    /// Title.
    pub title: String,
}

/// What is not done yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The ticket.
    pub ticket: Title,
    /// Its class.
    pub class: Option<Named>,
    /// Its state at the end.
    pub stage: Stage,
    /// It waited for an approval that was not given: staff decide how it goes on (E3).
    #[serde(default)]
    pub rests: bool,
    /// Since when.
    pub since: Moment,
    /// When it came in.
    pub opened: Moment,
    /// For when it is planned.
    pub planned: Option<Date>,
}

impl Point {
    /// Who had to act next.
    pub const fn waits_for(&self) -> WaitsFor {
        if self.rests { WaitsFor::Staff } else { self.stage.waits_for() }
    }
}

/// A ticket on which something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worked {
    /// The ticket.
    pub ticket: Title,
    /// Its class.
    pub class: Option<Named>,
    /// Name of its project.
    pub project: Option<String>,
    /// When it came in.
    pub opened: Moment,
    /// Its state at the end.
    pub stage: Stage,
    /// What happened in the month, in order.
    pub steps: Vec<Step>,
    /// Messages that we wrote.
    pub ours: u32,
    /// Messages that the customer wrote.
    pub theirs: u32,
}

/// Work of the month and what was booked later of earlier ones, in minutes as they were booked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// All of it.
    pub minutes: u32,
    /// What of it is not charged.
    pub free: u32,
    /// By kind of work, the most first.
    pub activities: Vec<(Named, u32)>,
    /// By project, the most first; `None` for what belongs to none.
    pub projects: Vec<(Option<String>, u32)>,
    /// By ticket, the most first: minutes, and what of them is not charged.
    pub tickets: Vec<(Title, u32, u32)>,
    /// What of it was done in earlier months, but booked after their reports were made, by day. Older reports know of none.
    #[serde(default)]
    pub late: Vec<Late>,
    /// Time of earlier months that their reports told otherwise, by day; it is in no sum here. Older reports know of none.
    #[serde(default)]
    pub corrected: Vec<Corrected>,
}

/// Work of an earlier month that was booked after that month's report was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// On which ticket.
    pub ticket: Title,
    /// On which day it was done.
    pub day: Date,
    /// Minutes as they were booked.
    pub minutes: u32,
    /// What of them is not charged.
    pub free: u32,
}

/// What became of the hours of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// What was posted, in minutes.
    pub totals: crate::package::Totals,
}

impl Report {
    /// The month itself.
    pub fn own(&self) -> Flow {
        self.flow.last().copied().unwrap_or(Flow { month: self.month, came: 0, done: 0 })
    }

    /// Promises that were kept, and all that came to their end.
    pub fn promised(&self) -> (u32, u32) {
        let sum = |number: fn(&Kept) -> u32| self.promises.iter().map(number).sum::<u32>();
        let kept = sum(|one| one.kept);
        (kept, kept + sum(|one| one.missed))
    }

    /// Whether nothing happened and nothing is open.
    pub fn is_empty(&self) -> bool {
        let own = self.own();
        own.came == 0 && own.done == 0 && self.points.is_empty() && self.tickets.is_empty()
    }

    /// For who sees tickets, but not what becomes of hours.
    #[must_use]
    pub fn without_hours(self) -> Self {
        Self { hours: None, cycles: Vec::new(), package: None, ..self }
    }

    /// For who sees hours, but not what is agreed and charged of packages.
    #[must_use]
    pub fn without_package(self) -> Self {
        Self { package: None, ..self }
    }

    /// For who sees packages, but not all tickets.
    #[must_use]
    pub fn package_alone(self) -> Self {
        Self {
            flow: Vec::new(),
            classes: Vec::new(),
            promises: Vec::new(),
            missed: Vec::new(),
            points: Vec::new(),
            tickets: Vec::new(),
            hours: None,
            package: self.package.map(Package::without_titles),
            ..self
        }
    }
}
