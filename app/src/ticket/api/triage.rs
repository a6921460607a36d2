//! Deciding whose a ticket is and what it is promised.
use crate::error::AppError;
use crate::ticket::view::Forecast;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// Hands over to a team.
#[server(output = crate::wire::Json, endpoint = "ticket/hand-over")]
pub async fn hand_over_ticket(
    key: String,
    number: TicketNumber,
    team: String,
    specification: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let team = crate::ticket::address::required("team", &team)?;
    crate::call::desk::<dyn super::TicketDesk>()?
        .hand_over(&crate::call::call()?, &key, super::HandOver { number, team, specification, note })
        .await
}

/// Sets or clears (`to` empty) the responsible person.
#[server(output = crate::wire::Json, endpoint = "ticket/assign")]
pub async fn assign(
    key: String,
    number: TicketNumber,
    #[server(default)] to: String,
) -> Result<(), AppError> {
    let to = crate::ticket::address::optional("to", &to)?;
    crate::call::desk::<dyn super::TicketDesk>()?.assign(&crate::call::call()?, &key, number, to).await
}

/// Sets facts; the form sends all of them, empty where there is none.
#[server(output = crate::wire::Json, endpoint = "ticket/classify")]
pub async fn classify(
    key: String,
    number: TicketNumber,
    #[server(default)] class: String,
    #[server(default)] priority: String,
    #[server(default)] kind: String,
    #[server(default)] organisation: String,
    #[server(default)] asset: String,
    #[server(default)] planned: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    use crate::ticket::address::{choice, optional};
    let facts = super::Facts {
        number: Some(number),
        class: (!class.is_empty()).then_some(class),
        priority: (!priority.is_empty()).then_some(priority),
        kind: choice("kind", &kind, domain::ticket::TicketType::of_code)?,
        organisation: optional("organisation", &organisation)?,
        asset: Some(optional("asset", &asset)?),
        planned: Some(optional("planned", &planned)?),
        why,
    };
    crate::call::desk::<dyn super::TicketDesk>()?.classify(&crate::call::call()?, &key, facts).await
}

/// Runs a ticket for who wrote first what somebody on staff passed on.
#[server(output = crate::wire::Json, endpoint = "ticket/on-behalf")]
pub async fn run_on_behalf(
    key: String,
    number: TicketNumber,
    #[server(default)] organisation: String,
) -> Result<(), AppError> {
    let organisation = crate::ticket::address::optional("organisation", &organisation)?;
    crate::call::desk::<dyn super::TicketDesk>()?
        .run_on_behalf(&crate::call::call()?, &key, number, organisation)
        .await
}

/// What would be promised under another classification; empty values stay as they are.
#[server(output = crate::wire::Json, endpoint = "ticket/forecast")]
pub async fn load_forecast(
    number: TicketNumber,
    #[server(default)] class: String,
    #[server(default)] priority: String,
    #[server(default)] kind: String,
) -> Result<Forecast, AppError> {
    let wanted = super::Wanted { class, priority, kind };
    crate::call::desk::<dyn super::TicketDesk>()?.forecast(&crate::call::call()?, number, wanted).await
}

/// Decides that a wish will be part of a release.
#[server(output = crate::wire::Json, endpoint = "ticket/include")]
pub async fn include_wish(
    key: String,
    number: i64,
    #[server(default)] release: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let desk = crate::call::desk::<dyn super::TicketDesk>()?;
    desk.include(&crate::call::call()?, &key, TicketNumber(number), &release, &note).await?;
    crate::call::go(&format!("/tickets/{number}"));
    Ok(())
}
