//! Drafts: drawn up, corrected, and who pays them.
use crate::error::AppError;
use domain::id::{InvoiceLineId, OrganisationId};
use leptos::prelude::*;

/// Draws up a draft for a period, or for an order.
#[server(output = crate::wire::Json, endpoint = "invoice/draw")]
pub async fn draw_invoice(
    key: String,
    #[server(default)] organisation: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] order: String,
    #[server(default)] empty: String,
) -> Result<String, AppError> {
    let empty = !empty.is_empty();
    let wanted = super::Wanted { organisation: organisation.parse().ok(), from, to, order, empty };
    let reference =
        crate::call::desk::<dyn super::InvoiceDesk>()?.draw(&crate::call::call()?, &key, wanted).await?;
    crate::call::go(&super::address(&reference));
    Ok(reference)
}

/// Corrects a line of a draft, leaves it out, or puts it back.
#[server(output = crate::wire::Json, endpoint = "invoice/line")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn correct_line(
    key: String,
    reference: String,
    seen: i64,
    line: InvoiceLineId,
    deed: String,
    #[server(default)] name: String,
    #[server(default)] description: String,
    #[server(default)] quantity: String,
    #[server(default)] price: String,
    #[server(default)] vat: String,
    #[server(default)] discount: String,
    #[server(default)] discount_reason: String,
    #[server(default)] settles: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use domain::billing::change::Typed;
    let typed = Typed { name, description, quantity, price, vat, discount, discount_reason, reason };
    let call = crate::call::signed_in()?;
    let settles = !settles.is_empty();
    let deed = match deed.as_str() {
        "correct" => super::LineDeed::Correct { typed, settles },
        "leave_out" => super::LineDeed::LeaveOut { reason: typed.reason },
        "put_back" => super::LineDeed::PutBack,
        _ => return Err(AppError::field("deed", domain::input::Reason::NotAChoice)),
    };
    let seen = super::Seen { reference: &reference, version: seen };
    crate::call::desk::<dyn super::InvoiceDesk>()?.correct_line(&call, &key, seen, line, deed).await?;
    crate::call::go(&super::address(&reference));
    Ok(())
}

/// Corrects when the services of a draft were rendered.
#[server(output = crate::wire::Json, endpoint = "invoice/period")]
pub async fn correct_period(
    key: String,
    reference: String,
    seen: i64,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = domain::billing::change::TypedPeriod { from, to, reason };
    let seen = super::Seen { reference: &reference, version: seen };
    let desk = crate::call::desk::<dyn super::InvoiceDesk>()?;
    desk.correct_period(&crate::call::call()?, &key, seen, typed).await?;
    crate::call::go(&super::address(&reference));
    Ok(())
}

/// Keeps references of the customer's that stand on one draft alone.
#[server(output = crate::wire::Json, endpoint = "invoice/refer")]
pub async fn refer_invoice(
    key: String,
    reference: String,
    seen: i64,
    #[server(default)] buyer_reference: String,
    #[server(default)] purchase_order: String,
) -> Result<(), AppError> {
    let typed = domain::billing::reference::TypedReferences { buyer_reference, purchase_order };
    let seen = super::Seen { reference: &reference, version: seen };
    crate::call::desk::<dyn super::InvoiceDesk>()?.refer(&crate::call::call()?, &key, seen, typed).await?;
    crate::call::go(&super::address(&reference));
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
    use domain::billing::change::Typed;
    let typed = Typed { name, description, quantity, price, vat, reason, ..Typed::default() };
    let own = domain::billing::own::TypedOwn { typed, unit };
    let desk = crate::call::desk::<dyn super::InvoiceDesk>()?;
    desk.add_line(&crate::call::call()?, &key, &reference, own).await?;
    crate::call::go(&super::address(&reference));
    Ok(())
}

/// Takes something off a draft as a whole.
#[server(output = crate::wire::Json, endpoint = "invoice/discount")]
pub async fn discount_invoice(
    key: String,
    reference: String,
    seen: i64,
    #[server(default)] off: String,
    #[server(default)] off_in: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = domain::billing::allowance::TypedAllowance { off, off_in, reason };
    let seen = super::Seen { reference: &reference, version: seen };
    crate::call::desk::<dyn super::InvoiceDesk>()?.discount(&crate::call::call()?, &key, seen, typed).await?;
    crate::call::go(&super::address(&reference));
    Ok(())
}

/// Keeps who pays.
#[server(output = crate::wire::Json, endpoint = "invoice/payer")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn keep_payer(
    key: String,
    organisation: OrganisationId,
    reference: String,
    #[server(default)] seen: i64,
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
    let typed = domain::billing::payer::TypedPayer { payer, due_days };
    let desk = crate::call::desk::<dyn super::InvoiceDesk>()?;
    desk.keep_payer(&crate::call::call()?, &key, organisation, seen, typed).await?;
    crate::call::go(&super::address(&reference));
    Ok(())
}
