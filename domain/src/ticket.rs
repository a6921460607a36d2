//! Tickets: each concern is one numbered ticket with one append-only history.
pub mod acceptance;
pub mod draft;
pub mod filter;
pub mod internal;
pub mod merge;
pub mod number;
pub mod objection;
pub mod opening;
pub mod planned;
pub mod queue;
pub mod remark;
pub mod split;
pub mod stage;
pub mod timeline;
pub mod workflow;

use crate::lang::Lang;
use serde::{Deserialize, Serialize};
pub use stage::Stage;

/// Who sees an entry of the history (C8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody who sees the ticket.
    Public,
    /// Staff.
    Internal,
}

/// By which door a ticket or message came (B1–B8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The portal form.
    Portal,
    /// The public form.
    PublicForm,
    /// A mail.
    Mail,
    /// A call, written down by staff.
    Phone,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 4] = [Self::Portal, Self::PublicForm, Self::Mail, Self::Phone];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::PublicForm => "public_form",
            Self::Mail => "mail",
            Self::Phone => "phone",
        }
    }

    /// The channel of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// Ticket type (E2): how fast, at which factor of the rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketType {
    /// Factor 1.
    #[default]
    Normal,
    /// Quick, "normal": factor 1.5.
    QuickNormal,
    /// Quick, "high": factor 2.
    QuickHigh,
}

impl TicketType {
    /// All types.
    pub const ALL: [Self; 3] = [Self::Normal, Self::QuickNormal, Self::QuickHigh];

    /// The code in database, configuration and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::QuickNormal => "quick_normal",
            Self::QuickHigh => "quick_high",
        }
    }

    /// The type of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The customer's own view of how urgent it is; never the class (D3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Can wait.
    Low,
    /// As usual.
    #[default]
    Normal,
    /// Presses.
    High,
}

impl Urgency {
    /// All, from low to high.
    pub const ALL: [Self; 3] = [Self::Low, Self::Normal, Self::High];

    /// The code in database and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }

    /// The urgency of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.code() == code)
    }
}

/// A level of the classification scheme (D3), as far as intake and queues need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Code, stable.
    pub code: String,
    /// Severity rank; 1 comes first in queues (C11).
    pub rank: i16,
    /// German name.
    pub de: String,
    /// English name.
    pub en: String,
    /// German sentence that says when it applies.
    pub help_de: String,
    /// English sentence that says when it applies.
    pub help_en: String,
    /// What kind of concern it is.
    #[serde(default)]
    pub kind: ClassKind,
    /// German examples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples_de: Vec<String>,
    /// English examples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples_en: Vec<String>,
    /// What staff look at before they classify so, in German.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist_de: Vec<String>,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist_en: Vec<String>,
    /// German sentence on what the company does about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effort_de: String,
    /// English sentence on what the company does about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effort_en: String,
    /// How the remedy may be delivered; any way where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delivery: Vec<Delivery>,
    /// Who may set it besides staff who triage.
    #[serde(default)]
    pub customer_sets: bool,
}

/// What kind of concern a class is for (D3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassKind {
    /// Something does not work.
    #[default]
    Incident,
    /// Nothing works.
    Outage,
    /// Something is to be done.
    Request,
    /// Something is to be explained.
    Question,
    /// Something is to be made.
    Wish,
}

impl ClassKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Incident, Self::Outage, Self::Request, Self::Question, Self::Wish];
}

/// How a remedy is delivered (D3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// At once, for one customer.
    Hotfix,
    /// With the next patch.
    Patch,
    /// With the next release.
    Release,
    /// By a quote of its own.
    Quote,
}

impl Delivery {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hotfix, Self::Patch, Self::Release, Self::Quote];
}

impl Class {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
    }

    /// Examples of it.
    pub fn examples(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::De => &self.examples_de,
            Lang::En => &self.examples_en,
        }
    }

    /// What staff look at before they classify so.
    pub fn checklist(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::De => &self.checklist_de,
            Lang::En => &self.checklist_en,
        }
    }
}
