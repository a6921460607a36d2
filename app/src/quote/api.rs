//! What can be asked about quotes. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::deal::filters::DealFilter;
use crate::error::AppError;
use crate::quote::view::{QuoteForm, QuoteList, QuoteView};
use domain::deal::QuoteNumber;
use domain::id::{OrganisationId, ProjectId};
use domain::quote::QuoteKind;
use domain::quote::offer::{Typed, TypedItem};
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// What narrows the list.
pub type QuoteFilter = DealFilter<QuoteKind>;

/// Where a quote belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// For whom.
    pub organisation: Option<OrganisationId>,
    /// For which project.
    pub project: Option<ProjectId>,
    /// Made from this ticket.
    pub ticket: Option<TicketNumber>,
}

/// A version as it was typed, and what becomes of it.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The quote; `None` for a new one.
    pub number: Option<QuoteNumber>,
    /// The version of the row that was read.
    pub seen: i64,
    /// Where it belongs.
    pub place: Place,
    /// What was typed.
    pub typed: Typed,
    /// Words to the customer, when it is sent.
    pub note: String,
    /// It is sent, too.
    pub send: bool,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait QuoteDesk: Send + Sync {
    /// Quotes that the reader may see.
    async fn quotes(&self, call: &Call, filter: QuoteFilter) -> Result<QuoteList, AppError>;
    /// One quote, in a version (the newest that the reader may see where there is none).
    async fn quote(
        &self,
        call: &Call,
        number: QuoteNumber,
        version: Option<u32>,
    ) -> Result<QuoteView, AppError>;
    /// The form for a new quote, from a ticket where one is named, or for the next version of one.
    async fn quote_form(
        &self,
        call: &Call,
        number: Option<QuoteNumber>,
        ticket: Option<TicketNumber>,
    ) -> Result<QuoteForm, AppError>;
    /// A customer asks for a quote.
    async fn ask_quote(
        &self,
        call: &Call,
        key: &str,
        place: Place,
        title: &str,
        body: &str,
    ) -> Result<QuoteNumber, AppError>;
    /// Staff write a version, and send it where that is wanted.
    async fn write_quote(&self, call: &Call, key: &str, written: Written) -> Result<QuoteNumber, AppError>;
    /// A customer accepts a version. `confirmed` says that the sentence was ticked.
    async fn accept_quote(
        &self,
        call: &Call,
        key: &str,
        number: QuoteNumber,
        version: u32,
        confirmed: bool,
    ) -> Result<(), AppError>;
    /// A customer declines a version.
    async fn decline_quote(
        &self,
        call: &Call,
        key: &str,
        number: QuoteNumber,
        version: u32,
        reason: &str,
    ) -> Result<(), AppError>;
    /// Staff take a quote back.
    async fn withdraw_quote(
        &self,
        call: &Call,
        key: &str,
        number: QuoteNumber,
        reason: &str,
    ) -> Result<(), AppError>;
}

/// The list.
#[server(output = crate::wire::Json, endpoint = "quotes")]
pub async fn load_quotes(filter: QuoteFilter) -> Result<QuoteList, AppError> {
    crate::call::desk::<dyn QuoteDesk>()?.quotes(&crate::call::call()?, filter).await
}

/// One quote.
#[server(output = crate::wire::Json, endpoint = "quote")]
pub async fn load_quote(number: String, version: Option<u32>) -> Result<QuoteView, AppError> {
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    crate::call::desk::<dyn QuoteDesk>()?.quote(&crate::call::call()?, number, version).await
}

/// The form: `number` is `new` for a new quote.
#[server(output = crate::wire::Json, endpoint = "quote/form")]
pub async fn load_quote_form(number: String, ticket: String) -> Result<QuoteForm, AppError> {
    let number = known(&number)?;
    let ticket = crate::ticket::address::optional("ticket", &ticket)?.map(TicketNumber);
    crate::call::desk::<dyn QuoteDesk>()?.quote_form(&crate::call::call()?, number, ticket).await
}

/// Asks for a quote.
#[server(output = crate::wire::Json, endpoint = "quote/ask")]
pub async fn ask_quote(
    key: String,
    #[server(default)] organisation: String,
    #[server(default)] ticket: String,
    #[server(default)] title: String,
    #[server(default)] body: String,
) -> Result<String, AppError> {
    let place = place(&organisation, "", &ticket)?;
    let desk = crate::call::desk::<dyn QuoteDesk>()?;
    let number = desk.ask_quote(&crate::call::call()?, &key, place, &title, &body).await?;
    crate::call::go(&format!("/quotes/{number}"));
    Ok(number.to_string())
}

/// Writes a version. `number` is `new` for a new quote; `deed` is `send` to send it; `more` and
/// `remove-` with a row save it and lead back to the form with more or fewer rows, for browsers that run no scripts.
#[server(output = crate::wire::Json, endpoint = "quote/write")]
pub async fn write_quote(
    key: String,
    number: String,
    #[server(default)] seen: i64,
    #[server(default)] organisation: String,
    #[server(default)] project: String,
    #[server(default)] ticket: String,
    #[server(default)] title: String,
    #[server(default)] intro: String,
    #[server(default)] closing: String,
    #[server(default)] valid_until: String,
    #[server(default)] note: String,
    #[server(default)] items: Vec<TypedItem>,
    #[server(default)] deed: String,
) -> Result<String, AppError> {
    let call = crate::call::signed_in()?;
    let place = place(&organisation, &project, &ticket)?;
    let gone: Option<u32> = deed.strip_prefix("remove-").and_then(|row| row.parse().ok());
    if gone.is_none() && !matches!(deed.as_str(), "" | "save" | "send" | "more") {
        return Err(AppError::field("deed", domain::input::Reason::NotAChoice));
    }
    let items = items.into_iter().filter(|item| Some(item.row) != gone).collect();
    let typed = Typed { title, intro, items, closing, valid_until };
    let send = deed == "send";
    let written = Written { number: known(&number)?, seen, place, typed, note, send };
    let desk = crate::call::desk::<dyn QuoteDesk>()?;
    let number = desk.write_quote(&call, &key, written).await?;
    let more = if deed == "more" || gone.is_some() { "/edit" } else { "" };
    crate::call::go(&format!("/quotes/{number}{more}"));
    Ok(number.to_string())
}

/// Accepts a version.
#[server(output = crate::wire::Json, endpoint = "quote/accept")]
pub async fn accept_quote(
    key: String,
    number: String,
    version: u32,
    #[server(default)] confirmed: String,
) -> Result<(), AppError> {
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let desk = crate::call::desk::<dyn QuoteDesk>()?;
    desk.accept_quote(&crate::call::call()?, &key, number, version, !confirmed.is_empty()).await?;
    crate::call::go(&format!("/quotes/{number}"));
    Ok(())
}

/// Declines a version.
#[server(output = crate::wire::Json, endpoint = "quote/decline")]
pub async fn decline_quote(
    key: String,
    number: String,
    version: u32,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let desk = crate::call::desk::<dyn QuoteDesk>()?;
    desk.decline_quote(&crate::call::call()?, &key, number, version, &reason).await?;
    crate::call::go(&format!("/quotes/{number}"));
    Ok(())
}

/// Withdraws a quote.
#[server(output = crate::wire::Json, endpoint = "quote/withdraw")]
pub async fn withdraw_quote(
    key: String,
    number: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let desk = crate::call::desk::<dyn QuoteDesk>()?;
    desk.withdraw_quote(&crate::call::call()?, &key, number, &reason).await?;
    crate::call::go(&format!("/quotes/{number}"));
    Ok(())
}

/// The quote of a form; `None` for a new one.
pub fn known(number: &str) -> Result<Option<QuoteNumber>, AppError> {
    if number == "new" { Ok(None) } else { number.parse().map(Some).map_err(|_| AppError::NotFound) }
}

/// Where a form puts a quote.
pub fn place(organisation: &str, project: &str, ticket: &str) -> Result<Place, AppError> {
    use crate::ticket::address::optional;
    Ok(Place {
        organisation: optional("organisation", organisation)?,
        project: optional("project", project)?,
        ticket: optional("ticket", ticket)?.map(TicketNumber),
    })
}
