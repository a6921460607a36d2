//! What open pages are told of quotes and orders (I2).
use crate::access::Actor;
use crate::access::deal::{DealAction, Stake};
use crate::deal::Deal;
use crate::id::{OrganisationId, PersonId};
use serde::{Deserialize, Serialize};

/// What a page receives. It reads anew what it shows; pages that were away do so anyway when they are back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealNotice {
    /// Which quote or order.
    pub deal: Deal,
    /// Who did it.
    pub by: Option<PersonId>,
}

/// A notice with the facts that decide who may hear of it. Stays on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealEvent {
    /// What is sent.
    pub notice: DealNotice,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Who asked for it.
    pub asked_by: Option<PersonId>,
    /// Whether the customer knows of it.
    pub known: bool,
    /// Whether only staff may hear of it.
    pub internal: bool,
}

impl DealEvent {
    /// Whether this actor may hear of it.
    pub fn is_for(&self, actor: &Actor) -> bool {
        let stake = Stake {
            organisation: self.organisation,
            asked: self.asked_by == Some(actor.id),
            known: self.known,
            net: None,
        };
        actor.may_deal(if self.internal { DealAction::SeeInternal } else { DealAction::See }, &stake)
    }
}
