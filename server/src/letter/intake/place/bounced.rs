//! What a delivery report brings about.
use super::{Placed, Placing};
use crate::fault::Fault;
use crate::letter::intake::query::{self, Returned};
use crate::letter::returned::{Claim, claimed, gave_up, mark};
use crate::store::Change;
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use domain::lang::Lang;
use domain::letter::bounce::{Bounce, named};
use domain::ticket::number::TicketNumber;
use domain::ticket::remark::Remark;
use std::collections::BTreeSet;

impl Placing<'_> {
    /// A delivery report on a letter of ours: the outbox says that the letter did not arrive, and staff read it on its ticket,
    /// where it is about one. Whatever a report says, told is to whom the letter went.
    pub(super) async fn bounced(
        &self,
        change: &mut Change,
        ticket: Option<TicketNumber>,
        bounce: &Bounce,
    ) -> Result<Option<Placed>, Fault> {
        let id = ticket.map(|number| self.ticket(number)).transpose()?;
        // The ticket before its letters, as the mailer takes them; and whoever comes second sees what the first one wrote down.
        let id = match id {
            Some(id) => Some(by_id_to_change(change.db(), id).await?.id),
            None => None,
        };
        let (letters, answered) = self.returned(change, id).await?;
        let fresh: Vec<&Returned> = letters.iter().filter(|letter| !letter.failed).collect();
        if bounce.gave_up {
            for letter in &fresh {
                query::fail(change, letter.id, &bounce.reason, self.now).await?;
                // A report may name anybody: marked is to whom the letter went.
                if bounce.permanent {
                    mark(change, &letter.to_email, &bounce.reason, self.now).await?;
                }
            }
        }
        let (Some(number), Some(id)) = (ticket, id) else { return Ok(None) };
        let placed = Placed { ticket: id, number, entry: None };
        if letters.is_empty() {
            self.claimed(change, id, bounce, answered).await?;
            return Ok(Some(placed));
        }
        // The same letter may be sent back more than once; it is told once.
        if fresh.is_empty() {
            return Ok(Some(placed));
        }
        let to: BTreeSet<&str> = fresh.iter().map(|letter| letter.to_email.as_str()).collect();
        let email = to.into_iter().collect::<Vec<_>>().join(", ");
        if bounce.gave_up {
            gave_up(self.house, change, id, (&email, &bounce.reason), self.now).await?;
        } else {
            self.delayed(change, id, Remark::Delayed { email, reason: bounce.reason.clone() }).await?;
        }
        Ok(Some(placed))
    }

    /// The letters, about a ticket or about none, that a report names; where there are none, the latest one that it names and whose
    /// reader wrote since.
    async fn returned(
        &self,
        change: &Change,
        ticket: Option<i64>,
    ) -> Result<(Vec<Returned>, Option<Returned>), Fault> {
        for ids in named(&self.mail.incoming) {
            let named = query::returned(change, ticket, &ids).await?;
            let (answered, letters): (Vec<_>, Vec<_>) = named.into_iter().partition(|letter| letter.answered);
            if !letters.is_empty() || !answered.is_empty() {
                return Ok((letters, answered.into_iter().next_back()));
            }
        }
        Ok((Vec::new(), None))
    }

    /// A letter is still under way; servers say so again and again.
    async fn delayed(&self, change: &mut Change, ticket: i64, remark: Remark) -> Result<(), Fault> {
        if self.was_told(change, ticket, &remark).await? {
            return Ok(());
        }
        let call = self.call(Lang::default());
        let mut work = Work::on(self.house, &call, by_id_to_change(change.db(), ticket).await?)?;
        work.remarked(Some(remark));
        work.finish(change).await
    }

    /// A report that leads to a ticket and names no letter of ours there, or one whose reader `answered` since: whoever knows the
    /// ticket can make it up.
    async fn claimed(
        &self,
        change: &mut Change,
        ticket: i64,
        bounce: &Bounce,
        answered: Option<Returned>,
    ) -> Result<(), Fault> {
        let latest = match (&bounce.recipient, answered) {
            (_, Some(letter)) => Some(letter),
            (Some(email), None) => query::latest_to(change, ticket, email).await?,
            (None, None) => None,
        };
        if latest.as_ref().is_some_and(|letter| letter.failed) {
            return Ok(());
        }
        let email = latest.as_ref().map(|letter| letter.to_email.clone()).unwrap_or_default();
        let reason = bounce.briefly();
        let answered = latest.as_ref().is_some_and(|letter| letter.answered);
        let remark = Remark::Reported { email: email.clone(), reason: reason.clone(), held: false, answered };
        let told = self.was_told(change, ticket, &remark).await?;
        let doubted = latest.filter(|_| bounce.gave_up).map(|letter| letter.id);
        let claim = Claim { email: &email, reason: &reason, doubted, answered };
        claimed(self.house, change, ticket, claim, told, self.now).await
    }

    /// Whether the same stands on the ticket since lately: whoever can send one such report can send a thousand.
    async fn was_told(&self, change: &Change, ticket: i64, remark: &Remark) -> Result<bool, Fault> {
        let lately = self.now - Remark::ONCE_IN;
        Ok(query::remarks(change, ticket, lately).await?.iter().any(|told| remark.repeats(told)))
    }
}
