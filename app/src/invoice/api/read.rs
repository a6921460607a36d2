//! Lists and documents, read.
use super::InvoiceFilter;
use crate::error::AppError;
use crate::invoice::view::{InvoiceList, InvoiceView, Services};
use leptos::prelude::*;

/// The list.
#[server(output = crate::wire::Json, endpoint = "invoices")]
pub async fn load_invoices(filter: InvoiceFilter) -> Result<InvoiceList, AppError> {
    crate::call::desk::<dyn super::InvoiceDesk>()?.invoices(&crate::call::call()?, filter).await
}

/// One document.
#[server(output = crate::wire::Json, endpoint = "invoice")]
pub async fn load_invoice(reference: String) -> Result<InvoiceView, AppError> {
    crate::call::desk::<dyn super::InvoiceDesk>()?.invoice(&crate::call::call()?, &reference).await
}

/// Services that were billed.
#[server(output = crate::wire::Json, endpoint = "services")]
pub async fn load_services(filter: InvoiceFilter) -> Result<Services, AppError> {
    crate::call::desk::<dyn super::InvoiceDesk>()?.services(&crate::call::call()?, filter).await
}
