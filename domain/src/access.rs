//! Who may do what (A2–A6).
//!
//! Two questions: [`Actor::reach`] says which tickets a list may contain (it becomes part of the query), and
//! [`Actor::may`] decides one action on one ticket. What is not visible is *not found* (A6); callers ask
//! [`Action::See`] first and answer "not found" when it fails, and "refused" only for what the reader sees anyway.
pub mod deal;

use crate::id::{OrganisationId, PersonId, TeamId};
use crate::person::{Membership, Role, Standing};
use crate::report;
use serde::{Deserialize, Serialize};

/// The person who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub id: PersonId,
    /// Name as shown.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// What rights follow from.
    pub standing: Standing,
}

/// How an actor stands to one ticket; all that rights depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// The ticket's organisation; `None` while nobody has assigned one.
    pub organisation: Option<OrganisationId>,
    /// The actor opened it.
    pub author: bool,
    /// The actor was added to it.
    pub participant: bool,
    /// A ticket for staff only (C6).
    pub internal: bool,
}

/// What one may want to do with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// See it and its public history.
    See,
    /// See and write internal notes, effort, internal links.
    SeeInternal,
    /// Write a public message, upload documents.
    Reply,
    /// Answer a question to the customer, confirm or object.
    Decide,
    /// Accept a result on the test system (C5).
    AcceptResult,
    /// Read what it may cost: prices of types, of effort to be released (E2, E3).
    SeePrice,
    /// Release effort, as far as the own amount reaches ([`crate::approval::reaches`]).
    Approve,
    /// Classify, ask back, specify, hand over (C2).
    Triage,
    /// Take, assign, change state.
    Work,
    /// Invite further people to it.
    AddPeople,
}

impl Action {
    /// All actions, in the order of the permission matrix.
    pub const ALL: [Self; 10] = [
        Self::See,
        Self::SeeInternal,
        Self::Reply,
        Self::Decide,
        Self::AcceptResult,
        Self::SeePrice,
        Self::Approve,
        Self::Triage,
        Self::Work,
        Self::AddPeople,
    ];
}

/// Things of the house that are not about one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Area {
    /// Staff queues and board.
    Queues,
    /// The register of organisations, contacts, assets.
    Customers,
    /// Change organisations, invite their contacts.
    ManageCustomers,
    /// Members of staff, roles and teams.
    ManageStaff,
    /// Outgoing mail.
    Outbox,
    /// The company's configuration: hours, plans, promises.
    Policy,
    /// Taking calls of customers and writing them down (B7).
    Phone,
    /// Other people's times: seeing and correcting them.
    Times,
    /// Mailboxes: where mail is fetched, and what it becomes (B1).
    Mailboxes,
    /// Hour packages of all customers, line by line (E4).
    Packages,
    /// Adding hours to a package or taking them, with a reason.
    CorrectPackages,
    /// Signing agreements that pool the hours of several cycles.
    PoolPackages,
    /// Invoices of all customers, with what they were paid (G3).
    Invoices,
    /// Drawing up invoices, issuing them, taking them back, noting payments (G1).
    Billing,
}

impl Area {
    /// All areas.
    pub const ALL: [Self; 14] = [
        Self::Queues,
        Self::Customers,
        Self::ManageCustomers,
        Self::ManageStaff,
        Self::Outbox,
        Self::Policy,
        Self::Phone,
        Self::Times,
        Self::Mailboxes,
        Self::Packages,
        Self::CorrectPackages,
        Self::PoolPackages,
        Self::Invoices,
        Self::Billing,
    ];
}

/// How far results wait for a person to accept them, as its rights tell without a look at the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// The person may, wherever it belongs to.
    Always,
    /// Which organisation it is decides; or the person belongs to none.
    Sometimes,
    /// Others of its organisation do.
    Never,
}

/// The tickets a list may contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All, internal ones too.
    Everything,
    /// Not internal ones, and of those: all of `organisations`, in `own_in` those that `person` opened or takes part in,
    /// and those without organisation that `person` opened.
    Some {
        /// Whose tickets are all seen.
        organisations: Vec<OrganisationId>,
        /// Where only own tickets are seen.
        own_in: Vec<OrganisationId>,
        /// Who looks.
        person: PersonId,
    },
    /// Not internal ones, and of those where `person` takes part, in whatever organisation (A4).
    Invited {
        /// Who looks.
        person: PersonId,
    },
}

impl Actor {
    /// Whether the actor is on staff.
    pub fn is_staff(&self) -> bool {
        matches!(self.standing, Standing::Staff { .. })
    }

    /// Roles; none unless on staff.
    pub fn roles(&self) -> &[Role] {
        match &self.standing {
            Standing::Staff { roles, .. } => roles,
            Standing::Customer { .. } | Standing::Partner => &[],
        }
    }

    /// Teams; none unless on staff.
    pub fn teams(&self) -> &[TeamId] {
        match &self.standing {
            Standing::Staff { teams, .. } => teams,
            Standing::Customer { .. } | Standing::Partner => &[],
        }
    }

    /// Where the person is a contact.
    pub fn memberships(&self) -> &[Membership] {
        match &self.standing {
            Standing::Customer { memberships } => memberships,
            Standing::Staff { .. } | Standing::Partner => &[],
        }
    }

    /// Whether the actor has one of these roles. An administrator has none of them by that alone.
    pub fn has_role(&self, any: &[Role]) -> bool {
        self.roles().iter().any(|role| any.contains(role))
    }

    /// The membership in an organisation.
    pub fn membership(&self, organisation: OrganisationId) -> Option<&Membership> {
        self.memberships().iter().find(|m| m.organisation == organisation)
    }

    /// How far results wait for this person to accept them (C5).
    pub fn accepts(&self) -> Accepts {
        let rights: Vec<bool> = self.memberships().iter().map(|m| m.rights.accepts_results).collect();
        match (rights.contains(&true), rights.contains(&false)) {
            (true, false) => Accepts::Always,
            (false, true) => Accepts::Never,
            (true, true) | (false, false) => Accepts::Sometimes,
        }
    }

    /// Whether lists show the actor things of more than one organisation.
    pub fn meets_several(&self) -> bool {
        self.is_staff() || self.memberships().len() > 1
    }

    /// Which tickets may appear in lists, search and live events.
    pub fn reach(&self) -> Reach {
        match &self.standing {
            Standing::Staff { .. } => Reach::Everything,
            Standing::Partner => Reach::Invited { person: self.id },
            Standing::Customer { memberships } => {
                let (all, own): (Vec<_>, Vec<_>) = memberships.iter().partition(|m| m.rights.sees_all);
                let ids = |list: Vec<&Membership>| list.into_iter().map(|m| m.organisation).collect();
                Reach::Some { organisations: ids(all), own_in: ids(own), person: self.id }
            }
        }
    }

    /// Whether this action on a ticket in this relation is allowed.
    pub fn may(&self, action: Action, ticket: &Relation) -> bool {
        match &self.standing {
            Standing::Staff { roles, .. } => staff_may(roles, action, ticket.internal),
            Standing::Partner => {
                ticket.participant && !ticket.internal && matches!(action, Action::See | Action::Reply)
            }
            Standing::Customer { .. } => self.customer_may(action, ticket),
        }
    }

    fn customer_may(&self, action: Action, ticket: &Relation) -> bool {
        let member = ticket.organisation.and_then(|organisation| self.membership(organisation));
        // Taking part keeps access while the person belongs to the organisation; who left it loses access at once
        // (A2). Tickets without organisation belong to who wrote them.
        let involved = ticket.author || ticket.participant;
        let sees = !ticket.internal
            && match (member, ticket.organisation) {
                (Some(member), _) => member.rights.sees_all || involved,
                (None, None) => ticket.author,
                (None, Some(_)) => false,
            };
        sees && match action {
            Action::See | Action::Reply | Action::Decide | Action::SeePrice | Action::AddPeople => true,
            Action::Approve => member.is_some_and(|m| m.rights.approves_up_to.is_some()),
            Action::AcceptResult => member.is_some_and(|m| m.rights.accepts_results),
            Action::SeeInternal | Action::Triage | Action::Work => false,
        }
    }

    /// Whether an area of the house is open to the actor.
    pub fn may_enter(&self, area: Area) -> bool {
        match area {
            Area::Queues | Area::Customers => self.is_staff(),
            Area::ManageCustomers => self.has_role(&[
                Role::ProjectAssistance,
                Role::ProjectLead,
                Role::AccountManager,
                Role::SupportManager,
                Role::Administrator,
            ]),
            Area::ManageStaff | Area::Mailboxes => self.has_role(&[Role::Administrator]),
            Area::Policy => self.has_role(&[Role::Administrator, Role::SupportManager]),
            Area::Times => self.has_role(&[
                Role::ProjectLead,
                Role::AccountManager,
                Role::SupportManager,
                Role::HeadOfDevelopment,
                Role::Accounting,
                Role::Administrator,
            ]),
            // Who writes to customers also talks to them.
            Area::Phone => self.roles().iter().any(|role| *role != Role::Accounting),
            Area::Outbox => self.has_role(&[Role::Administrator, Role::SupportManager, Role::ProjectLead]),
            Area::Packages | Area::Invoices => self.has_role(&[
                Role::AccountManager,
                Role::SupportManager,
                Role::Accounting,
                Role::Administrator,
            ]),
            Area::CorrectPackages => {
                self.has_role(&[Role::AccountManager, Role::SupportManager, Role::Accounting])
            }
            Area::PoolPackages => self.has_role(&[Role::SupportManager]),
            Area::Billing => self.has_role(&[Role::Accounting]),
        }
    }

    /// Whether the actor sees this organisation's hours: what came, what was used for which ticket, what goes beyond. That is
    /// money, so of its contacts those who may spend or check it: approvers, and who has the right to see bills. Seeing all
    /// tickets alone does not open it (A2, E4).
    pub fn sees_package_of(&self, organisation: OrganisationId) -> bool {
        self.may_enter(Area::Packages) || self.membership(organisation).is_some_and(Membership::sees_money)
    }

    /// Whether the actor sees how many hours this organisation has left: everybody on staff, who plan by it, and who sees all.
    pub fn sees_hours_of(&self, organisation: OrganisationId) -> bool {
        self.is_staff() || self.sees_package_of(organisation)
    }

    /// Whether the actor sees this organisation's invoices and what was billed: of its contacts who has that right (A2, G3). Drafts
    /// are nobody's but staff's.
    pub fn sees_invoices_of(&self, organisation: OrganisationId) -> bool {
        self.may_enter(Area::Invoices) || self.membership(organisation).is_some_and(|m| m.rights.billing)
    }

    /// Whether the actor sees any invoice at all.
    pub fn sees_invoices(&self) -> bool {
        self.may_enter(Area::Invoices) || self.memberships().iter().any(|m| m.rights.billing)
    }

    /// Whether the actor reads what a month says of this organisation's tickets: everybody on staff, and who sees all of them (H1).
    /// Hours in it are for who sees those ([`Self::sees_hours_of`]).
    pub fn sees_reports_of(&self, organisation: OrganisationId) -> bool {
        self.is_staff() || self.membership(organisation).is_some_and(|member| member.rights.sees_all)
    }

    /// Whether the actor reads a kind of report of this organisation: the statement of hours who sees its package, all others who sees
    /// its reports.
    pub fn sees_report_of(&self, organisation: OrganisationId, kind: report::Kind) -> bool {
        match kind {
            report::Kind::Package => self.sees_package_of(organisation),
            report::Kind::Standard
            | report::Kind::Detailed
            | report::Kind::OpenPoints
            | report::Kind::History => self.sees_reports_of(organisation),
        }
    }

    /// Whether the actor may invite contacts of this organisation and change their rights (A2, A5).
    pub fn manages_contacts_of(&self, organisation: OrganisationId) -> bool {
        self.may_enter(Area::ManageCustomers)
            || self.membership(organisation).is_some_and(|m| m.rights.manages_contacts)
    }
}

fn staff_may(roles: &[Role], action: Action, internal: bool) -> bool {
    const TRIAGE: [Role; 5] = [
        Role::ProjectAssistance,
        Role::ProjectLead,
        Role::AccountManager,
        Role::SupportManager,
        Role::Administrator,
    ];
    match action {
        Action::See | Action::SeeInternal | Action::SeePrice => true,
        Action::Reply | Action::Work | Action::AddPeople => roles.iter().any(|r| *r != Role::Accounting),
        Action::Triage => roles.iter().any(|role| TRIAGE.contains(role)),
        // The customer decides, nobody on staff in the customer's place; on an internal ticket staff are the customer (C6).
        Action::Decide | Action::AcceptResult => internal && staff_may(roles, Action::Work, internal),
        Action::Approve => false,
    }
}
