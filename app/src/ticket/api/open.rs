//! Opening a ticket.
use crate::error::AppError;
use crate::ticket::view::Assistance;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::Opening;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Help while typing.
#[server(output = crate::wire::Json, endpoint = "ticket/assist")]
pub async fn assist(opening: Opening) -> Result<Assistance, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.assist(&crate::call::call()?, opening).await
}

/// Opens a ticket and goes to it. Ids are empty where nothing is chosen; `documents` are ids with commas.
#[server(output = crate::wire::Json, endpoint = "ticket/open")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn open_ticket(
    key: String,
    title: String,
    description: String,
    #[server(default)] organisation: String,
    #[server(default)] on_behalf_of: String,
    #[server(default)] asset: String,
    #[server(default)] class: String,
    #[server(default)] kind: String,
    #[server(default)] urgency: String,
    #[server(default)] software_version: String,
    #[server(default)] technical_contact: String,
    #[server(default)] documents: String,
    #[server(default)] consent: BTreeMap<String, String>,
) -> Result<TicketNumber, AppError> {
    use crate::ticket::address::{choice, ids, optional};
    use domain::ticket::{TicketType, Urgency};
    let kind = choice("kind", &kind, TicketType::of_code)?.unwrap_or_default();
    let opening = Opening {
        // Each type has its own box, which says the price that was read there.
        consent: consent.get(kind.code()).and_then(|cents| cents.parse().ok()),
        organisation: optional("organisation", &organisation)?,
        on_behalf_of: optional("on_behalf_of", &on_behalf_of)?,
        title,
        description,
        asset: optional("asset", &asset)?,
        class: (!class.is_empty()).then_some(class),
        kind,
        urgency: choice("urgency", &urgency, Urgency::of_code)?.unwrap_or_default(),
        software_version,
        technical_contact: optional("technical_contact", &technical_contact)?,
        documents: ids("documents", &documents)?,
    };
    let number =
        crate::call::desk::<dyn super::TicketDesk>()?.open(&crate::call::call()?, &key, opening).await?;
    crate::call::go(&format!("/tickets/{}", number.0));
    Ok(number)
}

/// Opens a ticket from the public form. `website` is a trap for machines and stays empty.
#[server(output = crate::wire::Json, endpoint = "contact")]
pub async fn open_publicly(
    key: String,
    name: String,
    email: String,
    subject: String,
    message: String,
    #[server(default)] website: String,
) -> Result<(), AppError> {
    if website.is_empty() {
        let request = domain::ticket::opening::PublicRequest { name, email, subject, message };
        crate::call::desk::<dyn super::TicketDesk>()?
            .open_publicly(&crate::call::call()?, &key, request)
            .await?;
    }
    crate::call::go("/contact/thanks");
    Ok(())
}
