//! What a delivery report brings about.
use super::{Placed, Placing};
use crate::fault::Fault;
use crate::letter::intake::query::{self, Returned};
use crate::letter::returned::{gave_up, mark};
use crate::store::Change;
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use domain::lang::Lang;
use domain::letter::bounce::{Bounce, named};
use domain::ticket::number::TicketNumber;
use domain::ticket::remark::Remark;

impl Placing<'_> {
    /// A delivery report on a letter of ours: the outbox says that the letter did not arrive, and staff read it on its ticket,
    /// where it is about one.
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
        let letters = if bounce.gave_up { self.returned(change, id, bounce).await? } else { Vec::new() };
        // The same letter may be sent back more than once; it is told once.
        let told = !letters.is_empty() && letters.iter().all(|letter| letter.failed);
        for letter in letters.iter().filter(|letter| !letter.failed) {
            query::fail(change, letter.id, &bounce.reason, self.now).await?;
            // A report may name anybody: marked is to whom the letter went.
            if bounce.permanent {
                mark(change, &letter.to_email, &bounce.reason, self.now).await?;
            }
        }
        let (Some(number), Some(id)) = (ticket, id) else { return Ok(None) };
        let placed = Placed { ticket: id, number, entry: None };
        let email = bounce.recipient.as_deref().unwrap_or_default();
        if told {
            return Ok(Some(placed));
        }
        if bounce.gave_up {
            gave_up(self.house, change, id, (email, &bounce.reason), self.now).await?;
        } else {
            let call = self.call(Lang::default());
            let mut work = Work::on(self.house, &call, by_id_to_change(change.db(), id).await?)?;
            let (email, reason) = (email.to_owned(), bounce.reason.clone());
            work.remarked(Some(Remark::Delayed { email, reason }));
            work.finish(change).await?;
        }
        Ok(Some(placed))
    }

    /// The letters, about a ticket or about none, that a report sends back.
    async fn returned(
        &self,
        change: &Change,
        ticket: Option<i64>,
        bounce: &Bounce,
    ) -> Result<Vec<Returned>, Fault> {
        for ids in named(&self.mail.incoming) {
            let letters = query::returned(change, ticket, &ids).await?;
            if !letters.is_empty() {
                return Ok(letters);
            }
        }
        let (Some(ticket), Some(email)) = (ticket, &bounce.recipient) else { return Ok(Vec::new()) };
        Ok(query::latest_to(change, ticket, email).await?.into_iter().collect())
    }
}
