//! Who may do what with quotes and orders (A2, F1).
use crate::access::Actor;
use crate::id::OrganisationId;
use crate::person::{Membership, Role, Standing};

/// How an actor stands to one quote or order; all that rights depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stake {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The actor asked for it.
    pub asked: bool,
    /// The customer knows of it: it was asked for, or a version was sent. What staff only write is theirs.
    pub known: bool,
    /// What it costs before tax, in cents; `None` while nothing was sent.
    pub net: Option<i64>,
}

/// What one may want to do with a quote or an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DealAction {
    /// See it, its public history and documents.
    See,
    /// See and write notes; see what was not sent.
    SeeInternal,
    /// Comment, upload documents.
    Comment,
    /// Accept it: it then binds the customer.
    Accept,
    /// Decline it.
    Decline,
    /// Write it, send it, take it back; finish or cancel an order; link tickets, open one for its work.
    Write,
}

impl DealAction {
    /// All actions, in the order of the permission matrix.
    pub const ALL: [Self; 6] =
        [Self::See, Self::SeeInternal, Self::Comment, Self::Accept, Self::Decline, Self::Write];
}

/// The quotes and orders a list may contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DealReach {
    /// All.
    Everything,
    /// What customers know of: all of `organisations`, in `own_in` those that the actor asked for.
    Some {
        /// Whose are all seen.
        organisations: Vec<OrganisationId>,
        /// Where only own ones are seen.
        own_in: Vec<OrganisationId>,
    },
    /// None (A4: partners never see money).
    Nothing,
}

impl Actor {
    /// Which quotes and orders may appear in lists.
    pub fn deal_reach(&self) -> DealReach {
        match &self.standing {
            Standing::Staff { .. } => DealReach::Everything,
            Standing::Partner => DealReach::Nothing,
            Standing::Customer { memberships } => {
                let (all, own): (Vec<_>, Vec<_>) = memberships.iter().partition(|member| member.sees_money());
                let ids = |list: Vec<&Membership>| list.into_iter().map(|m| m.organisation).collect();
                DealReach::Some { organisations: ids(all), own_in: ids(own) }
            }
        }
    }

    /// Whether this action on a quote or an order is allowed.
    pub fn may_deal(&self, action: DealAction, stake: &Stake) -> bool {
        match &self.standing {
            Standing::Staff { roles, .. } => staff_may(roles, action),
            Standing::Partner => false,
            Standing::Customer { .. } => {
                let Some(member) = self.membership(stake.organisation) else { return false };
                let seen = stake.known && (member.sees_money() || stake.asked);
                let limit = member.rights.approves_up_to;
                seen && match action {
                    DealAction::See | DealAction::Comment => true,
                    // The limit is before tax, as are the hours that approvers release.
                    DealAction::Accept => stake.net.zip(limit).is_some_and(|(net, limit)| net <= limit),
                    // Declining spends nothing, whatever it would have cost.
                    DealAction::Decline => stake.net.is_some() && limit.is_some(),
                    DealAction::SeeInternal | DealAction::Write => false,
                }
            }
        }
    }

    /// Whether the actor may ask for quotes for an organisation, or write them where on staff.
    pub fn may_ask_quote(&self, organisation: OrganisationId) -> bool {
        self.writes_quotes() || self.membership(organisation).is_some()
    }

    /// Whether the actor writes quotes.
    pub fn writes_quotes(&self) -> bool {
        match &self.standing {
            Standing::Staff { roles, .. } => staff_may(roles, DealAction::Write),
            Standing::Customer { .. } | Standing::Partner => false,
        }
    }
}

fn staff_may(roles: &[Role], action: DealAction) -> bool {
    const WRITE: [Role; 5] = [
        Role::ProjectLead,
        Role::AccountManager,
        Role::SupportManager,
        Role::ProductOwner,
        Role::Administrator,
    ];
    match action {
        DealAction::See | DealAction::SeeInternal | DealAction::Comment => true,
        DealAction::Write => roles.iter().any(|role| WRITE.contains(role)),
        // The customer decides, nobody on staff in the customer's place.
        DealAction::Accept | DealAction::Decline => false,
    }
}
