//! When a month's report is made and who receives it (H1): a company's configuration.
use crate::person::Membership;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Days of a month on which reports may be made; every month has them.
pub const REPORT_DAYS: RangeInclusive<u16> = 1..=28;

/// The terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportTerms {
    /// On which day of the next month a month is frozen and its report sent: until then its work can be booked.
    pub day: u16,
    /// Which contacts receive it.
    #[serde(default)]
    pub to: Recipients,
    /// Whether who looks after the organisation receives it, too.
    #[serde(default)]
    pub account_manager: bool,
}

/// Which contacts of an organisation receive a report, of those who may read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipients {
    /// Nobody: it lies in the portal.
    #[default]
    Nobody,
    /// Who releases effort.
    Approvers,
    /// Everybody who sees all tickets.
    Everybody,
}

impl Recipients {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nobody, Self::Approvers, Self::Everybody];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Approvers => "approvers",
            Self::Everybody => "everybody",
        }
    }

    /// Whether a contact is among them.
    pub fn include(self, member: &Membership) -> bool {
        member.rights.sees_all
            && match self {
                Self::Nobody => false,
                Self::Approvers => member.rights.approves_up_to.is_some(),
                Self::Everybody => true,
            }
    }
}

impl Default for ReportTerms {
    fn default() -> Self {
        Self { day: 3, to: Recipients::Nobody, account_manager: false }
    }
}
