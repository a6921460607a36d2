//! What can be asked about invoices. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::invoice::view::{InvoiceList, InvoiceView, Services};
use domain::billing::account::Standing;
use domain::billing::allowance::TypedAllowance;
use domain::billing::change::{Typed, TypedPayment, TypedPeriod};
use domain::billing::own::TypedOwn;
use domain::billing::payer::TypedPayer;
use domain::id::{InvoiceLineId, OrganisationId};
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What narrows the list (G3); all of it together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceFilter {
    /// Beginnings of words of number, title and lines, all of them; or a part of the organisation's name.
    pub query: String,
    /// How it stands.
    pub standing: Option<Standing>,
    /// Issued on this day or later.
    pub from: Option<Date>,
    /// Issued on this day or earlier.
    pub to: Option<Date>,
    /// Whose.
    pub organisation: Option<OrganisationId>,
    /// With work for a project of this name.
    pub project: String,
    /// With an item or work of this order, or with work on this ticket, as they are written.
    pub about: String,
    /// At least so much with tax, as it was typed.
    pub least: String,
    /// At most so much with tax.
    pub most: String,
    /// Which page, counted from 1.
    pub page: u32,
}

/// For what a draft is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// For whom.
    pub organisation: Option<OrganisationId>,
    /// From which day on, as it was typed.
    pub from: String,
    /// Until which day.
    pub to: String,
    /// An order alone, as it is written; empty for all that is not billed.
    pub order: String,
}

/// What is done about a line of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineDeed {
    /// Says something else.
    Correct(Typed),
    /// Does not stand on this document.
    LeaveOut {
        /// Why.
        reason: String,
    },
    /// Stands there again.
    PutBack,
}

/// How a draft is to be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issuing {
    /// The version that was seen.
    pub seen: i64,
    /// That it asks for nothing is meant so.
    pub for_nothing: bool,
}

/// What is done about a document as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Draws a draft up anew.
    Redraw,
    /// Gives a draft up.
    Discard,
    /// Makes the draft of a credit note.
    Credit,
    /// Sends the reminder that is due.
    Remind {
        /// The level that was shown; where none was, any.
        level: Option<u32>,
    },
}

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
        reference: &str,
        line: InvoiceLineId,
        deed: LineDeed,
    ) -> Result<(), AppError>;
    /// Corrects when the services of a draft were rendered.
    async fn correct_period(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        typed: TypedPeriod,
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
        reference: &str,
        typed: TypedAllowance,
    ) -> Result<(), AppError>;
    /// Keeps what stands on all invoices of an organisation.
    async fn keep_payer(
        &self,
        call: &Call,
        key: &str,
        organisation: OrganisationId,
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
    /// Notes a payment.
    async fn pay(&self, call: &Call, key: &str, reference: &str, typed: TypedPayment)
    -> Result<(), AppError>;
    /// Takes back a payment that was noted by mistake.
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

/// The list.
#[server(output = crate::wire::Json, endpoint = "invoices")]
pub async fn load_invoices(filter: InvoiceFilter) -> Result<InvoiceList, AppError> {
    crate::call::desk::<dyn InvoiceDesk>()?.invoices(&crate::call::call()?, filter).await
}

/// One document.
#[server(output = crate::wire::Json, endpoint = "invoice")]
pub async fn load_invoice(reference: String) -> Result<InvoiceView, AppError> {
    crate::call::desk::<dyn InvoiceDesk>()?.invoice(&crate::call::call()?, &reference).await
}

/// Services that were billed.
#[server(output = crate::wire::Json, endpoint = "services")]
pub async fn load_services(filter: InvoiceFilter) -> Result<Services, AppError> {
    crate::call::desk::<dyn InvoiceDesk>()?.services(&crate::call::call()?, filter).await
}

/// Draws up a draft for a period, or for an order.
#[server(output = crate::wire::Json, endpoint = "invoice/draw")]
pub async fn draw_invoice(
    key: String,
    #[server(default)] organisation: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] order: String,
) -> Result<String, AppError> {
    let wanted = Wanted { organisation: organisation.parse().ok(), from, to, order };
    let reference = crate::call::desk::<dyn InvoiceDesk>()?.draw(&crate::call::call()?, &key, wanted).await?;
    crate::call::go(&address(&reference));
    Ok(reference)
}

/// Corrects a line of a draft, leaves it out, or puts it back.
#[server(output = crate::wire::Json, endpoint = "invoice/line")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn correct_line(
    key: String,
    reference: String,
    line: InvoiceLineId,
    deed: String,
    #[server(default)] name: String,
    #[server(default)] description: String,
    #[server(default)] quantity: String,
    #[server(default)] price: String,
    #[server(default)] vat: String,
    #[server(default)] discount: String,
    #[server(default)] discount_reason: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = Typed { name, description, quantity, price, vat, discount, discount_reason, reason };
    let deed = match deed.as_str() {
        "correct" => LineDeed::Correct(typed),
        "leave_out" => LineDeed::LeaveOut { reason: typed.reason },
        "put_back" => LineDeed::PutBack,
        _ => return Err(AppError::field("deed", domain::input::Reason::NotAChoice)),
    };
    crate::call::desk::<dyn InvoiceDesk>()?
        .correct_line(&crate::call::call()?, &key, &reference, line, deed)
        .await?;
    crate::call::go(&address(&reference));
    Ok(())
}

/// Corrects when the services of a draft were rendered.
#[server(output = crate::wire::Json, endpoint = "invoice/period")]
pub async fn correct_period(
    key: String,
    reference: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = TypedPeriod { from, to, reason };
    let desk = crate::call::desk::<dyn InvoiceDesk>()?;
    desk.correct_period(&crate::call::call()?, &key, &reference, typed).await?;
    crate::call::go(&address(&reference));
    Ok(())
}

/// Adds a line of one's own to a draft.
#[server(output = crate::wire::Json, endpoint = "invoice/add")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn add_line(
    key: String,
    reference: String,
    #[server(default)] name: String,
    #[server(default)] description: String,
    #[server(default)] quantity: String,
    #[server(default)] unit: String,
    #[server(default)] price: String,
    #[server(default)] vat: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = Typed { name, description, quantity, price, vat, reason, ..Typed::default() };
    let desk = crate::call::desk::<dyn InvoiceDesk>()?;
    desk.add_line(&crate::call::call()?, &key, &reference, TypedOwn { typed, unit }).await?;
    crate::call::go(&address(&reference));
    Ok(())
}

/// Takes something off a draft as a whole.
#[server(output = crate::wire::Json, endpoint = "invoice/discount")]
pub async fn discount_invoice(
    key: String,
    reference: String,
    #[server(default)] off: String,
    #[server(default)] off_in: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = TypedAllowance { off, off_in, reason };
    crate::call::desk::<dyn InvoiceDesk>()?.discount(&crate::call::call()?, &key, &reference, typed).await?;
    crate::call::go(&address(&reference));
    Ok(())
}

/// Keeps who pays.
#[server(output = crate::wire::Json, endpoint = "invoice/payer")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn keep_payer(
    key: String,
    organisation: OrganisationId,
    reference: String,
    #[server(default)] name: String,
    #[server(default)] attention: String,
    #[server(default)] street: String,
    #[server(default)] more: String,
    #[server(default)] postcode: String,
    #[server(default)] town: String,
    #[server(default)] country: String,
    #[server(default)] email: String,
    #[server(default)] vat_id: String,
    #[server(default)] vat: String,
    #[server(default)] buyer_reference: String,
    #[server(default)] customer_number: String,
    #[server(default)] purchase_order: String,
    #[server(default)] xrechnung: String,
    #[server(default)] due_days: String,
) -> Result<(), AppError> {
    let address_ = domain::invoice::party::Address { street, more, postcode, town, country };
    let buyer = domain::invoice::party::Buyer {
        name,
        attention,
        address: address_,
        vat_id,
        email,
        reference: buyer_reference,
        customer_number,
    };
    let xrechnung = !xrechnung.is_empty();
    let vat = domain::vat::Vat::of_code(&vat);
    let payer = domain::billing::payer::Payer { buyer, vat, purchase_order, xrechnung, due_days: None };
    let desk = crate::call::desk::<dyn InvoiceDesk>()?;
    desk.keep_payer(&crate::call::call()?, &key, organisation, TypedPayer { payer, due_days }).await?;
    crate::call::go(&address(&reference));
    Ok(())
}

/// Issues a draft.
#[server(output = crate::wire::Json, endpoint = "invoice/issue")]
pub async fn issue_invoice(
    key: String,
    reference: String,
    seen: i64,
    #[server(default)] for_nothing: String,
) -> Result<String, AppError> {
    let issuing = Issuing { seen, for_nothing: !for_nothing.is_empty() };
    let desk = crate::call::desk::<dyn InvoiceDesk>()?;
    let number = desk.issue(&crate::call::call()?, &key, &reference, issuing).await?;
    crate::call::go(&address(&number));
    Ok(number)
}

/// Takes an invoice back as a whole.
#[server(output = crate::wire::Json, endpoint = "invoice/cancel")]
pub async fn cancel_invoice(
    key: String,
    reference: String,
    #[server(default)] reason: String,
) -> Result<String, AppError> {
    let desk = crate::call::desk::<dyn InvoiceDesk>()?;
    let number = desk.cancel(&crate::call::call()?, &key, &reference, &reason).await?;
    crate::call::go(&address(&number));
    Ok(number)
}

/// Draws up anew, discards, credits, reminds.
#[server(output = crate::wire::Json, endpoint = "invoice/turn")]
pub async fn turn_invoice(
    key: String,
    reference: String,
    deed: String,
    #[server(default)] level: String,
) -> Result<String, AppError> {
    let deed = match deed.as_str() {
        "redraw" => Deed::Redraw,
        "discard" => Deed::Discard,
        "credit" => Deed::Credit,
        "remind" => Deed::Remind { level: level.parse().ok() },
        _ => return Err(AppError::field("deed", domain::input::Reason::NotAChoice)),
    };
    let desk = crate::call::desk::<dyn InvoiceDesk>()?;
    let path = desk.turn(&crate::call::call()?, &key, &reference, deed).await?;
    crate::call::go(&path);
    Ok(path)
}

/// Notes a payment.
#[server(output = crate::wire::Json, endpoint = "invoice/pay")]
pub async fn pay_invoice(
    key: String,
    reference: String,
    #[server(default)] amount: String,
    #[server(default)] day: String,
    #[server(default)] note: String,
    #[server(default)] more: String,
) -> Result<(), AppError> {
    let typed = TypedPayment { amount, day, note, more: !more.is_empty() };
    crate::call::desk::<dyn InvoiceDesk>()?.pay(&crate::call::call()?, &key, &reference, typed).await?;
    crate::call::go(&address(&reference));
    Ok(())
}

/// Takes a payment back.
#[server(output = crate::wire::Json, endpoint = "invoice/unpay")]
pub async fn unpay_invoice(key: String, reference: String, payment: i64) -> Result<(), AppError> {
    crate::call::desk::<dyn InvoiceDesk>()?.unpay(&crate::call::call()?, &key, &reference, payment).await?;
    crate::call::go(&address(&reference));
    Ok(())
}

/// Asks about a line.
#[server(output = crate::wire::Json, endpoint = "invoice/ask")]
pub async fn ask_line(
    key: String,
    reference: String,
    line: InvoiceLineId,
    #[server(default)] body: String,
) -> Result<TicketNumber, AppError> {
    let desk = crate::call::desk::<dyn InvoiceDesk>()?;
    let number = desk.ask(&crate::call::call()?, &key, &reference, line, &body).await?;
    crate::call::go(&format!("/tickets/{}", number.0));
    Ok(number)
}
