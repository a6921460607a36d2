//! People: what a contact may do in an organisation (A2), what staff are (A3), who is a partner (A4).
use crate::id::{OrganisationId, TeamId};
use serde::{Deserialize, Serialize};

/// A role of staff (A3). A person may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes requests in.
    ProjectAssistance,
    /// Triages and hands over.
    ProjectLead,
    /// Works in a team.
    TeamMember,
    /// Is asked by teams, and by customers whose plan includes experts.
    DevelopmentExpert,
    /// Looks after an organisation.
    AccountManager,
    /// Answers for support as a whole.
    SupportManager,
    /// Escalation of development.
    HeadOfDevelopment,
    /// Decides about the product.
    ProductOwner,
    /// Writes invoices.
    Accounting,
    /// Configures the system and its people.
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 10] = [
        Self::ProjectAssistance,
        Self::ProjectLead,
        Self::TeamMember,
        Self::DevelopmentExpert,
        Self::AccountManager,
        Self::SupportManager,
        Self::HeadOfDevelopment,
        Self::ProductOwner,
        Self::Accounting,
        Self::Administrator,
    ];

    /// The code in database, configuration and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ProjectAssistance => "project_assistance",
            Self::ProjectLead => "project_lead",
            Self::TeamMember => "team_member",
            Self::DevelopmentExpert => "development_expert",
            Self::AccountManager => "account_manager",
            Self::SupportManager => "support_manager",
            Self::HeadOfDevelopment => "head_of_development",
            Self::ProductOwner => "product_owner",
            Self::Accounting => "accounting",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What a contact may do in one organisation, per person and organisation (A2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// Sees all tickets of the organisation, not only own ones.
    #[serde(default)]
    pub sees_all: bool,
    /// Is named as technical contact.
    #[serde(default)]
    pub technical_contact: bool,
    /// Releases effort and accepts quotes up to this many cents; `None` where not an approver.
    #[serde(default)]
    pub approves_up_to: Option<i64>,
    /// Accepts results on the test system.
    #[serde(default)]
    pub accepts_results: bool,
    /// Sees invoices and billed services.
    #[serde(default)]
    pub billing: bool,
    /// Invites contacts, changes their rights, lets them leave.
    #[serde(default)]
    pub manages_contacts: bool,
}

/// A person's place in an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name, for headings and choices.
    pub name: String,
    /// What the person may do there.
    pub rights: Rights,
}

impl Membership {
    /// Whether the person reads the organisation's money, which is its quotes and orders (F1) and what becomes of its hours (E4):
    /// who may spend it or check bills. Seeing all tickets alone does not open it (A2).
    pub const fn sees_money(&self) -> bool {
        self.rights.billing || self.rights.approves_up_to.is_some()
    }
}

/// Which kind of person; the facts that rights follow from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Contact of one or more organisations. Without memberships (left everywhere) sees nothing.
    #[serde(with = "crate::bare")]
    Customer {
        /// Where the person belongs today.
        memberships: Vec<Membership>,
    },
    /// External partner: sees only tickets it was added to, never notes or money (A4).
    Partner,
    /// On staff.
    Staff {
        /// Roles.
        roles: Vec<Role>,
        /// Teams.
        teams: Vec<TeamId>,
    },
}

/// Where an account is in its life (A5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Invited, has not followed the link yet.
    Invited,
    /// Can sign in.
    Active,
    /// Left: cannot sign in, the history stays (A2).
    Left,
}

impl Account {
    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Left => "left",
        }
    }

    /// The account state of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Invited, Self::Active, Self::Left].into_iter().find(|state| state.code() == code)
    }
}

/// Kind of a customer's system (A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    /// What the customer's own customers use.
    Live,
    /// Where results are accepted.
    Test,
    /// Where is developed.
    Development,
    /// Connects two systems.
    Interface,
}

impl AssetKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Live, Self::Test, Self::Development, Self::Interface];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
            Self::Development => "development",
            Self::Interface => "interface",
        }
    }

    /// The kind of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Phase of a project (A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Being built.
    Implementation,
    /// In support.
    Support,
}

impl Phase {
    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Implementation => "implementation",
            Self::Support => "support",
        }
    }

    /// The phase of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Implementation, Self::Support].into_iter().find(|phase| phase.code() == code)
    }
}
