//! What can be asked about calls. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::phone::view::{CallList, CallView, Found, OpenCall};
use domain::effort::Typed;
use domain::id::{CallId, OrganisationId, PersonId};
use domain::phone::call::Stranger;
use domain::ticket::TicketType;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is done with a call besides writing it down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallDeed {
    /// Its time stops; it can still be written down.
    HangUp,
    /// Forgets it.
    Drop,
    /// It was somebody else who called.
    Other,
}

/// The time of a call as a proposal: what is typed, or the call's own time, on the days on which it lasted unless one is typed;
/// `None` books nothing.
pub type Proposal = Option<Typed>;

/// A ticket that a call becomes.
#[derive(Clone, Debug)]
pub struct Concern {
    /// Title.
    pub title: String,
    /// What was said.
    pub description: String,
    /// Class code.
    pub class: Option<String>,
    /// Ticket type.
    pub kind: TicketType,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait PhoneDesk: Send + Sync {
    /// A call begins now; the reader's one that nothing is known of yet is taken up again.
    async fn begin(&self, call: &Call) -> Result<CallId, AppError>;
    /// The reader's call.
    async fn page(&self, call: &Call, id: CallId) -> Result<CallView, AppError>;
    /// The reader's calls that are not written down yet.
    async fn open(&self, call: &Call) -> Result<Vec<OpenCall>, AppError>;
    /// Who may be calling: by number, name, mail address, organisation.
    async fn find(&self, call: &Call, query: &str) -> Result<Vec<Found>, AppError>;
    /// The last calls, of the house or of an organisation.
    async fn list(&self, call: &Call, organisation: Option<OrganisationId>) -> Result<CallList, AppError>;
    /// Who calls is in the register.
    async fn name(
        &self,
        call: &Call,
        key: &str,
        id: CallId,
        person: Option<PersonId>,
        organisation: Option<OrganisationId>,
    ) -> Result<(), AppError>;
    /// Who calls is in no register.
    async fn name_stranger(
        &self,
        call: &Call,
        key: &str,
        id: CallId,
        stranger: Stranger,
    ) -> Result<(), AppError>;
    /// Hangs up, forgets, begins anew.
    async fn turn(&self, call: &Call, id: CallId, deed: CallDeed) -> Result<(), AppError>;
    /// The call becomes a ticket.
    async fn open_ticket(
        &self,
        call: &Call,
        key: &str,
        id: CallId,
        concern: Concern,
        time: Proposal,
    ) -> Result<TicketNumber, AppError>;
    /// The call is written down on a ticket.
    async fn log(
        &self,
        call: &Call,
        key: &str,
        id: CallId,
        number: &str,
        body: &str,
        time: Proposal,
    ) -> Result<TicketNumber, AppError>;
    /// Sets the phone numbers of a contact, of an organisation, or the reader's own.
    async fn keep_numbers(
        &self,
        call: &Call,
        key: &str,
        organisation: Option<OrganisationId>,
        person: Option<PersonId>,
        phones: &str,
    ) -> Result<(), AppError>;
}

/// One's call.
#[server(output = crate::wire::Json, endpoint = "phone/call")]
pub async fn load_call(id: CallId) -> Result<CallView, AppError> {
    crate::call::desk::<dyn PhoneDesk>()?.page(&crate::call::call()?, id).await
}

/// One's calls that are not written down.
#[server(output = crate::wire::Json, endpoint = "phone/open")]
pub async fn load_open_calls() -> Result<Vec<OpenCall>, AppError> {
    crate::call::desk::<dyn PhoneDesk>()?.open(&crate::call::call()?).await
}

/// Who may be calling.
#[server(output = crate::wire::Json, endpoint = "phone/find")]
pub async fn find_callers(#[server(default)] query: String) -> Result<Vec<Found>, AppError> {
    crate::call::desk::<dyn PhoneDesk>()?.find(&crate::call::call()?, &query).await
}

/// Calls; of an organisation where one is named.
#[server(output = crate::wire::Json, endpoint = "phone/calls")]
pub async fn load_calls(#[server(default)] organisation: String) -> Result<CallList, AppError> {
    let organisation = crate::ticket::address::optional("organisation", &organisation)?;
    crate::call::desk::<dyn PhoneDesk>()?.list(&crate::call::call()?, organisation).await
}

/// Begins a call and goes to it.
#[server(output = crate::wire::Json, endpoint = "phone/begin")]
pub async fn begin_call() -> Result<CallId, AppError> {
    let id = crate::call::desk::<dyn PhoneDesk>()?.begin(&crate::call::call()?).await?;
    crate::call::go(&format!("/calls/{id}"));
    Ok(id)
}

/// Says who calls; empty ids are none.
#[server(output = crate::wire::Json, endpoint = "phone/caller")]
pub async fn name_caller(
    key: String,
    id: CallId,
    #[server(default)] person: String,
    #[server(default)] organisation: String,
) -> Result<(), AppError> {
    let (person, organisation) = (
        crate::ticket::address::optional("person", &person)?,
        crate::ticket::address::optional("organisation", &organisation)?,
    );
    crate::call::desk::<dyn PhoneDesk>()?.name(&crate::call::call()?, &key, id, person, organisation).await?;
    crate::call::go(&format!("/calls/{id}"));
    Ok(())
}

/// Says who calls that is in no register.
#[server(output = crate::wire::Json, endpoint = "phone/stranger")]
pub async fn name_stranger(
    key: String,
    id: CallId,
    name: String,
    #[server(default)] number: String,
    #[server(default)] email: String,
) -> Result<(), AppError> {
    let stranger = Stranger { name, number, email };
    crate::call::desk::<dyn PhoneDesk>()?.name_stranger(&crate::call::call()?, &key, id, stranger).await?;
    crate::call::go(&format!("/calls/{id}"));
    Ok(())
}

/// Hangs up, forgets, begins anew.
#[server(output = crate::wire::Json, endpoint = "phone/turn")]
pub async fn turn_call(id: CallId, deed: CallDeed) -> Result<(), AppError> {
    crate::call::desk::<dyn PhoneDesk>()?.turn(&crate::call::call()?, id, deed).await?;
    if deed == CallDeed::Drop {
        crate::call::go("/calls");
    }
    Ok(())
}

/// Makes a ticket of the call and goes to it; `billing` is `none` where no time is to be booked.
#[server(output = crate::wire::Json, endpoint = "phone/open-ticket")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn open_from_call(
    key: String,
    id: CallId,
    title: String,
    description: String,
    #[server(default)] class: String,
    #[server(default)] kind: String,
    #[server(default)] minutes: String,
    #[server(default)] activity: String,
    #[server(default)] billing: String,
    #[server(default)] day: String,
) -> Result<TicketNumber, AppError> {
    let concern = Concern {
        title,
        description,
        class: (!class.is_empty()).then_some(class),
        kind: crate::ticket::address::choice("kind", &kind, TicketType::of_code)?.unwrap_or_default(),
    };
    let time = proposal(minutes, activity, billing, day);
    let number = crate::call::desk::<dyn PhoneDesk>()?
        .open_ticket(&crate::call::call()?, &key, id, concern, time)
        .await?;
    crate::call::go(&format!("/tickets/{}", number.0));
    Ok(number)
}

/// Writes the call down on a ticket and goes to it; `other` is a number that was typed instead of chosen.
#[server(output = crate::wire::Json, endpoint = "phone/log")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn log_call(
    key: String,
    id: CallId,
    body: String,
    #[server(default)] number: String,
    #[server(default)] other: String,
    #[server(default)] minutes: String,
    #[server(default)] activity: String,
    #[server(default)] billing: String,
    #[server(default)] day: String,
) -> Result<TicketNumber, AppError> {
    let number = if other.trim().is_empty() { number } else { other };
    let time = proposal(minutes, activity, billing, day);
    let number = crate::call::desk::<dyn PhoneDesk>()?
        .log(&crate::call::call()?, &key, id, &number, &body, time)
        .await?;
    crate::call::go(&format!("/tickets/{}", number.0));
    Ok(number)
}

/// Sets phone numbers: of a contact of an organisation, of an organisation, or, where neither is named, one's own.
#[server(output = crate::wire::Json, endpoint = "phone/numbers")]
pub async fn keep_numbers(
    key: String,
    #[server(default)] organisation: String,
    #[server(default)] person: String,
    #[server(default)] phones: String,
) -> Result<(), AppError> {
    let (organisation, person) = (
        crate::ticket::address::optional("organisation", &organisation)?,
        crate::ticket::address::optional("person", &person)?,
    );
    crate::call::desk::<dyn PhoneDesk>()?
        .keep_numbers(&crate::call::call()?, &key, organisation, person, &phones)
        .await
}

pub fn proposal(minutes: String, activity: String, billing: String, day: String) -> Proposal {
    let note = String::new();
    (billing != "none").then_some(Typed { day, minutes, activity, note, billing })
}
