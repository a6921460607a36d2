//! Writing letters into the outbox, and showing it.
mod form;
mod letter;
mod outbox;
mod write;

pub use form::{forms, occasion};
pub use letter::{About, Addressee, Letter, blocks};
pub use outbox::state;
pub use write::{write, write_all, write_on_deal, write_with_invoice};

use crate::house::House;
use crate::letter::{mails, original, outgoing, preview};
use app::call::Call;
use app::error::AppError;
use app::letter::api::{LetterDesk, MailDeed, MailsAsked};
use app::letter::view::{MailsView, MoveView, OriginalView, OutboxView, OutgoingView};
use domain::id::{LetterId, MailId};
use domain::ticket::number::TicketNumber;

#[async_trait::async_trait]
impl LetterDesk for House {
    async fn outbox(&self, call: &Call, query: &str) -> Result<OutboxView, AppError> {
        Ok(outbox::read(self, call, query).await?)
    }

    async fn outgoing(&self, call: &Call) -> Result<Option<OutgoingView>, AppError> {
        Ok(outgoing::read(self, call).await?)
    }

    async fn settle(&self, call: &Call, id: LetterId, again: bool) -> Result<(), AppError> {
        Ok(outbox::settle(self, call, id, again).await?)
    }

    async fn mails(&self, call: &Call, asked: &MailsAsked) -> Result<MailsView, AppError> {
        Ok(mails::read(self, call, asked).await?)
    }

    async fn mail_move(&self, call: &Call, id: MailId, ticket: &str) -> Result<MoveView, AppError> {
        Ok(preview::read(self, call, id, ticket).await?)
    }

    async fn mail(&self, call: &Call, id: MailId) -> Result<OriginalView, AppError> {
        Ok(original::read(self, call, id).await?)
    }

    async fn settle_mail(
        &self,
        call: &Call,
        id: MailId,
        deed: MailDeed,
        ticket: &str,
        join: bool,
    ) -> Result<Option<TicketNumber>, AppError> {
        Ok(mails::settle(self, call, id, deed, ticket, join).await?)
    }
}
