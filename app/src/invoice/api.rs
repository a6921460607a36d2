//! What can be asked about invoices. Every function is public on the wire; rights are checked behind the desk.
mod asked;
mod document;
mod draft;
mod read;

pub use asked::*;
pub use document::*;
pub use draft::*;
pub use read::*;

use crate::call::Call;
use crate::error::AppError;
use crate::invoice::view::{InvoiceList, InvoiceView, Services};
use domain::billing::allowance::TypedAllowance;
use domain::billing::change::TypedPeriod;
use domain::billing::own::TypedOwn;
use domain::billing::payer::TypedPayer;
use domain::billing::posting::TypedPosting;
use domain::billing::reference::TypedReferences;
use domain::id::{InvoiceLineId, OrganisationId};
use domain::ticket::number::TicketNumber;

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait InvoiceDesk: Send + Sync {
    /// Invoices that the reader may see.
    async fn invoices(&self, call: &Call, filter: InvoiceFilter) -> Result<InvoiceList, AppError>;
    /// One of them.
    async fn invoice(&self, call: &Call, reference: &str) -> Result<InvoiceView, AppError>;
    /// Services that were billed.
    async fn services(&self, call: &Call, filter: InvoiceFilter) -> Result<Services, AppError>;
    /// Draws up a draft; answers how its address names it.
    async fn draw(&self, call: &Call, key: &str, wanted: Wanted) -> Result<String, AppError>;
    /// Corrects a line of a draft.
    async fn correct_line(
        &self,
        call: &Call,
        key: &str,
        draft: Seen<'_>,
        line: InvoiceLineId,
        deed: LineDeed,
    ) -> Result<(), AppError>;
    /// Corrects when the services of a draft were rendered.
    async fn correct_period(
        &self,
        call: &Call,
        key: &str,
        draft: Seen<'_>,
        typed: TypedPeriod,
    ) -> Result<(), AppError>;
    /// Keeps references of the customer's that stand on one draft alone.
    async fn refer(
        &self,
        call: &Call,
        key: &str,
        draft: Seen<'_>,
        typed: TypedReferences,
    ) -> Result<(), AppError>;
    /// Adds a line of one's own to a draft.
    async fn add_line(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        typed: TypedOwn,
    ) -> Result<(), AppError>;
    /// Takes something off a draft as a whole.
    async fn discount(
        &self,
        call: &Call,
        key: &str,
        draft: Seen<'_>,
        typed: TypedAllowance,
    ) -> Result<(), AppError>;
    /// Keeps what stands on all invoices of an organisation; `seen` is the version of it that was read.
    async fn keep_payer(
        &self,
        call: &Call,
        key: &str,
        organisation: OrganisationId,
        seen: i64,
        typed: TypedPayer,
    ) -> Result<(), AppError>;
    /// Issues a draft as it was seen; answers its number.
    async fn issue(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        issuing: Issuing,
    ) -> Result<String, AppError>;
    /// Takes an issued invoice back as a whole; answers the number of the document that does.
    async fn cancel(&self, call: &Call, key: &str, reference: &str, reason: &str)
    -> Result<String, AppError>;
    /// Does something about a document; answers where to go then.
    async fn turn(&self, call: &Call, key: &str, reference: &str, deed: Deed) -> Result<String, AppError>;
    /// Posts on the account of a document.
    async fn pay(&self, call: &Call, key: &str, reference: &str, typed: TypedPosting)
    -> Result<(), AppError>;
    /// Takes back a posting that was made by mistake.
    async fn unpay(&self, call: &Call, key: &str, reference: &str, payment: i64) -> Result<(), AppError>;
    /// Opens a ticket about a line; answers its number.
    async fn ask(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        line: InvoiceLineId,
        body: &str,
    ) -> Result<TicketNumber, AppError>;
}

/// Where a document is read.
pub fn address(reference: &str) -> String {
    format!("/invoices/{reference}")
}
