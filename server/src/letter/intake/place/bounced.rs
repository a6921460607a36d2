//! What a delivery report brings about.
use super::{Placed, Placing};
use crate::fault::Fault;
use crate::letter::intake::query;
use crate::letter::returned::{gave_up, mark};
use crate::store::Change;
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use domain::lang::Lang;
use domain::letter::bounce::Bounce;
use domain::ticket::number::TicketNumber;
use domain::ticket::remark::Remark;

impl Placing<'_> {
    /// A delivery report on a letter of ours: staff read it on the ticket, and the outbox says that the letter did not arrive.
    pub(super) async fn bounced(
        &self,
        change: &mut Change,
        ticket: Option<TicketNumber>,
        bounce: &Bounce,
    ) -> Result<Option<Placed>, Fault> {
        let Some(number) = ticket else { return Ok(None) };
        let id = self.ticket(number)?;
        let recipient = bounce.recipient.as_deref().unwrap_or_default();
        let placed = Placed { ticket: id, number, entry: None };
        if bounce.gave_up && self.was_told(change, id).await? {
            return Ok(Some(placed));
        }
        if bounce.gave_up {
            for returned in &self.mail.incoming.returned {
                query::fail(change, id, returned, &bounce.reason).await?;
                // A report may name anybody: marked is to whom the letter went.
                if bounce.permanent
                    && let Some(email) = query::recipient(change, id, returned).await?
                {
                    mark(change, &email, &bounce.reason, self.now).await?;
                }
            }
            gave_up(self.house, change, id, (recipient, &bounce.reason), self.now).await?;
        } else {
            let call = self.call(Lang::default());
            let mut work = Work::on(self.house, &call, by_id_to_change(change.db(), id).await?)?;
            let (email, reason) = (recipient.to_owned(), bounce.reason.clone());
            work.remarked(Some(Remark::Delayed { email, reason }));
            work.finish(change).await?;
        }
        Ok(Some(placed))
    }

    /// Whether the ticket says already that the letter which a report sends back did not arrive.
    async fn was_told(&self, change: &Change, ticket: i64) -> Result<bool, Fault> {
        for returned in &self.mail.incoming.returned {
            if query::has_failed(change, ticket, returned).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
