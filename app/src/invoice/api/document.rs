//! Documents: issued, taken back, paid, asked about.
use crate::error::AppError;
use domain::id::InvoiceLineId;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// Issues a draft.
#[server(output = crate::wire::Json, endpoint = "invoice/issue")]
pub async fn issue_invoice(
    key: String,
    reference: String,
    seen: i64,
    #[server(default)] for_nothing: String,
) -> Result<String, AppError> {
    let issuing = super::Issuing { seen, for_nothing: !for_nothing.is_empty() };
    let desk = crate::call::desk::<dyn super::InvoiceDesk>()?;
    let number = desk.issue(&crate::call::call()?, &key, &reference, issuing).await?;
    crate::call::go(&super::address(&number));
    Ok(number)
}

/// Takes an invoice back as a whole.
#[server(output = crate::wire::Json, endpoint = "invoice/cancel")]
pub async fn cancel_invoice(
    key: String,
    reference: String,
    #[server(default)] reason: String,
) -> Result<String, AppError> {
    let desk = crate::call::desk::<dyn super::InvoiceDesk>()?;
    let number = desk.cancel(&crate::call::call()?, &key, &reference, &reason).await?;
    crate::call::go(&super::address(&number));
    Ok(number)
}

/// Draws up anew, discards, credits, reminds.
#[server(output = crate::wire::Json, endpoint = "invoice/turn")]
pub async fn turn_invoice(
    key: String,
    reference: String,
    deed: String,
    #[server(default)] seen: Option<i64>,
    #[server(default)] level: String,
) -> Result<String, AppError> {
    let call = crate::call::signed_in()?;
    let deed = match deed.as_str() {
        "redraw" => super::Deed::Redraw { seen },
        "discard" => super::Deed::Discard { seen },
        "credit" => super::Deed::Credit,
        "remind" => super::Deed::Remind { level: level.parse().ok() },
        _ => return Err(AppError::field("deed", domain::input::Reason::NotAChoice)),
    };
    let desk = crate::call::desk::<dyn super::InvoiceDesk>()?;
    let path = desk.turn(&call, &key, &reference, deed).await?;
    crate::call::go(&path);
    Ok(path)
}

/// Posts on the account of a document: a payment where no other kind is said.
#[server(output = crate::wire::Json, endpoint = "invoice/pay")]
pub async fn pay_invoice(
    key: String,
    reference: String,
    #[server(default)] kind: String,
    #[server(default)] amount: String,
    #[server(default)] day: String,
    #[server(default)] note: String,
    #[server(default)] other: String,
    #[server(default)] more: String,
) -> Result<(), AppError> {
    let typed =
        domain::billing::posting::TypedPosting { kind, amount, day, note, other, more: !more.is_empty() };
    crate::call::desk::<dyn super::InvoiceDesk>()?
        .pay(&crate::call::call()?, &key, &reference, typed)
        .await?;
    crate::call::go(&super::address(&reference));
    Ok(())
}

/// Takes a posting back.
#[server(output = crate::wire::Json, endpoint = "invoice/unpay")]
pub async fn unpay_invoice(key: String, reference: String, payment: i64) -> Result<(), AppError> {
    crate::call::desk::<dyn super::InvoiceDesk>()?
        .unpay(&crate::call::call()?, &key, &reference, payment)
        .await?;
    crate::call::go(&super::address(&reference));
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
    let desk = crate::call::desk::<dyn super::InvoiceDesk>()?;
    let number = desk.ask(&crate::call::call()?, &key, &reference, line, &body).await?;
    crate::call::go(&format!("/tickets/{}", number.0));
    Ok(number)
}
