//! What somebody on staff answers by mail and customers must not read, because it names an internal ticket (C6): it is kept as a note,
//! and who wrote it is told that it went to nobody.
use super::{Placing, Sender};
use crate::fault::Fault;
use crate::letter::compose::Block;
use crate::letter::desk::{Addressee, Letter};
use crate::letter::thread::Answered;
use crate::store::Change;
use crate::ticket::internal::names_internal;
use app::words::{fill, mail as w};
use domain::id::PersonId;

impl Placing<'_> {
    /// Whether words of somebody stay among staff although they were meant for customers.
    pub(super) async fn stays_inside(
        &self,
        change: &Change,
        sender: &Sender,
        body: &str,
    ) -> Result<bool, Fault> {
        Ok(sender.by.staff && names_internal(self.house, change, body).await?)
    }

    /// The letter that tells the writer, about the ticket, quote or order of a number.
    pub(super) fn kept_inside(&self, sender: &Sender, number: &str) -> Letter {
        let incoming = &self.mail.incoming;
        Letter {
            to: Addressee {
                person: sender.by.id.map(PersonId),
                name: sender.by.name.clone(),
                email: incoming.from.clone(),
                lang: sender.lang,
            },
            subject: fill(sender.lang, w::KEPT_INSIDE_SUBJECT, &[("number", number)]),
            blocks: vec![Block::Text(fill(sender.lang, w::KEPT_INSIDE, &[("number", number)]))],
            about: None,
            secret: false,
            acknowledges: true,
            answers: Some(Answered::by(incoming)),
        }
    }
}
