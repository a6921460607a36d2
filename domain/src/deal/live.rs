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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::QuoteNumber;
    use crate::person::{Membership, Rights, Standing};

    #[test]
    fn who_sees_all_tickets_but_no_money_hears_nothing() {
        let organisation = OrganisationId(1);
        let hears = |rights: Rights, asked_by| {
            let memberships = vec![Membership { organisation, name: String::new(), rights }];
            let standing = Standing::Customer { memberships };
            let actor = Actor { id: PersonId(7), name: String::new(), email: String::new(), standing };
            let deal = Deal::Quote(QuoteNumber { year: 2026, serial: 1 });
            let notice = DealNotice { deal, by: None };
            DealEvent { notice, organisation, asked_by, known: true, internal: false }.is_for(&actor)
        };
        let all = Rights { sees_all: true, ..Rights::default() };
        assert!(!hears(all.clone(), None));
        assert!(hears(all.clone(), Some(PersonId(7))), "her own");
        assert!(hears(Rights { approves_up_to: Some(0), ..all }, None));
        assert!(hears(Rights { billing: true, ..Rights::default() }, None));
    }
}
