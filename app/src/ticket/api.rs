//! What can be asked about tickets. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::ticket::acceptance::Judgement;
use crate::ticket::internal::{InternalOpening, Telling};
use crate::ticket::merge::{Preview, Split};
use crate::ticket::view::{
    Assistance, Board, Choices, Counters, Forecast, NewTicketForm, Present, QueueName, TicketList, TicketView,
};
use domain::id::{AssetId, DocumentId, OrganisationId, PersonId, TeamId};
use domain::ticket::acceptance::Verdict;
use domain::ticket::draft::DraftKind;
use domain::ticket::filter::Filter;
use domain::ticket::internal::Work;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::{Opening, PublicRequest};
use domain::ticket::{Stage, TicketType};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Fulfilled by the server. Every change takes a key: sent twice, it acts once and answers the same.
#[async_trait::async_trait]
pub trait TicketDesk: Send + Sync {
    /// One page of the reader's tickets.
    async fn list(&self, call: &Call, filter: Filter) -> Result<TicketList, AppError>;
    /// One page of a staff queue in the order of C11.
    async fn queue(&self, call: &Call, queue: QueueName, filter: Filter) -> Result<TicketList, AppError>;
    /// The board, for one team or all.
    async fn board(&self, call: &Call, team: Option<TeamId>) -> Result<Board, AppError>;
    /// Numbers beside the navigation; zero for nobody.
    async fn counters(&self, call: &Call) -> Result<Counters, AppError>;
    /// One ticket as this reader sees it.
    async fn page(&self, call: &Call, number: TicketNumber) -> Result<TicketView, AppError>;
    /// What filters and staff forms choose from.
    async fn choices(&self, call: &Call) -> Result<Choices, AppError>;
    /// What the form for a new ticket offers.
    async fn new_form(&self, call: &Call) -> Result<NewTicketForm, AppError>;
    /// Help while typing: similar open tickets, hints.
    async fn assist(&self, call: &Call, opening: Opening) -> Result<Assistance, AppError>;
    /// Opens a ticket.
    async fn open(&self, call: &Call, key: &str, opening: Opening) -> Result<TicketNumber, AppError>;
    /// Opens a ticket from the public form.
    async fn open_publicly(
        &self,
        call: &Call,
        key: &str,
        request: PublicRequest,
    ) -> Result<TicketNumber, AppError>;
    /// Writes a public message or a note.
    async fn write(&self, call: &Call, key: &str, message: Message) -> Result<(), AppError>;
    /// Moves to another state.
    async fn shift(&self, call: &Call, key: &str, shift: Shift) -> Result<(), AppError>;
    /// The customer decides about the version on the test system (C5).
    async fn judge(&self, call: &Call, key: &str, judgement: Judgement) -> Result<(), AppError>;
    /// Opens an internal ticket for a customer's ticket (C6).
    async fn open_internal(
        &self,
        call: &Call,
        key: &str,
        asked: InternalOpening,
    ) -> Result<TicketNumber, AppError>;
    /// Links a customer's ticket with the internal one of that number as it was typed, or takes the link away (`off`).
    async fn link_internal(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        internal: &str,
        off: bool,
    ) -> Result<(), AppError>;
    /// Writes to customers whose tickets hang on an internal one.
    async fn tell_hanging(&self, call: &Call, key: &str, asked: Telling) -> Result<(), AppError>;
    /// What merging into the ticket of the typed number would bring about (C7).
    async fn preview_merge(&self, call: &Call, number: TicketNumber, into: &str)
    -> Result<Preview, AppError>;
    /// Lets a ticket lead to another; answers the survivor.
    async fn merge(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        into: &str,
    ) -> Result<TicketNumber, AppError>;
    /// Takes a merge back.
    async fn unmerge(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        merged: TicketNumber,
    ) -> Result<(), AppError>;
    /// Takes messages out into a new ticket; answers its number.
    async fn split(&self, call: &Call, key: &str, asked: Split) -> Result<TicketNumber, AppError>;
    /// Hands over to a team with the agreed specification (C2).
    async fn hand_over(&self, call: &Call, key: &str, hand_over: HandOver) -> Result<(), AppError>;
    /// Decides that a wish will be part of a release, free of charge (F2).
    async fn include(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        release: &str,
        note: &str,
    ) -> Result<(), AppError>;
    /// Sets or clears the responsible person.
    async fn assign(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        to: Option<PersonId>,
    ) -> Result<(), AppError>;
    /// Sets class, type, organisation, affected system, planned day.
    async fn classify(&self, call: &Call, key: &str, facts: Facts) -> Result<(), AppError>;
    /// What would be promised if it were classified like this.
    async fn forecast(&self, call: &Call, number: TicketNumber, wanted: Wanted)
    -> Result<Forecast, AppError>;
    /// Adds a person by mail address: a contact of the organisation, a partner or staff.
    async fn add_person(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        email: &str,
    ) -> Result<(), AppError>;
    /// Saves a draft as it is typed; an empty one is removed.
    async fn save_draft(
        &self,
        call: &Call,
        number: TicketNumber,
        kind: DraftKind,
        body: &str,
    ) -> Result<(), AppError>;
    /// Says that the reader looks at the ticket, perhaps writing; answers who else does (C9).
    async fn look(&self, call: &Call, number: TicketNumber, writing: bool) -> Result<Vec<Present>, AppError>;
}

/// A message or note to be written.
#[derive(Clone, Debug)]
pub struct Message {
    /// On which ticket.
    pub number: TicketNumber,
    /// Text.
    pub body: String,
    /// For staff only.
    pub internal: bool,
    /// It tells the customer a way around the fault; of staff only.
    pub workaround: bool,
    /// Files uploaded before.
    pub documents: Vec<DocumentId>,
    /// The version the writer saw.
    pub seen: i64,
    /// Send although the ticket has changed since.
    pub anyway: bool,
    /// Move there in the same change; the message counts as the note that the move may need. Never with a note.
    pub to: Option<Stage>,
}

/// A move to another state.
#[derive(Clone, Debug)]
pub struct Shift {
    /// Which ticket.
    pub number: TicketNumber,
    /// Where to.
    pub to: Stage,
    /// What is said about it.
    pub note: String,
    /// Which version lies on the test system, with a move to acceptance.
    pub version: String,
    /// Where it can be tested.
    pub place: String,
    /// The mover knows that nobody accepted what goes live.
    pub untested: bool,
}

/// A classification that somebody thinks about; empty values stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Class, by code.
    pub class: String,
    /// Priority, by code.
    pub priority: String,
    /// Ticket type, by code.
    pub kind: String,
}

/// Handing over.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Which ticket.
    pub number: TicketNumber,
    /// To which team.
    pub team: TeamId,
    /// What was agreed; pinned.
    pub specification: String,
    /// Internal note to the team; may be empty.
    pub note: String,
}

/// Facts that triage sets; `None` leaves a fact as it is.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Which ticket.
    pub number: Option<TicketNumber>,
    /// Class code.
    pub class: Option<String>,
    /// Code of the priority.
    pub priority: Option<String>,
    /// Ticket type.
    pub kind: Option<TicketType>,
    /// Organisation, where none is set yet.
    pub organisation: Option<OrganisationId>,
    /// Affected system; `Some(None)` clears it.
    pub asset: Option<Option<AssetId>>,
    /// Planned day; `Some(None)` clears it.
    pub planned: Option<Option<jiff::civil::Date>>,
    /// Why class or priority are others now.
    pub why: String,
}

/// One page of the reader's tickets; `query` as in the address bar, without `?`.
#[server(output = crate::wire::Json, endpoint = "tickets")]
pub async fn load_tickets(query: String) -> Result<TicketList, AppError> {
    crate::call::desk::<dyn TicketDesk>()?.list(&crate::call::call()?, super::address::filter(&query)).await
}

/// One page of a queue.
#[server(output = crate::wire::Json, endpoint = "queue")]
pub async fn load_queue(name: QueueName, query: String) -> Result<TicketList, AppError> {
    crate::call::desk::<dyn TicketDesk>()?
        .queue(&crate::call::call()?, name, super::address::filter(&query))
        .await
}

/// The board.
#[server(output = crate::wire::Json, endpoint = "board")]
pub async fn load_board(team: Option<TeamId>) -> Result<Board, AppError> {
    crate::call::desk::<dyn TicketDesk>()?.board(&crate::call::call()?, team).await
}

/// Numbers beside the navigation.
#[server(output = crate::wire::Json, endpoint = "counters")]
pub async fn load_counters() -> Result<Counters, AppError> {
    crate::call::desk::<dyn TicketDesk>()?.counters(&crate::call::call()?).await
}

/// One ticket.
#[server(output = crate::wire::Json, endpoint = "ticket")]
pub async fn load_ticket(number: TicketNumber) -> Result<TicketView, AppError> {
    let ticket = crate::call::desk::<dyn TicketDesk>()?.page(&crate::call::call()?, number).await?;
    if ticket.number != number {
        // It was merged: its address leads to the survivor.
        crate::call::go(&format!("/tickets/{}", ticket.number.0));
    }
    Ok(ticket)
}

/// What filters and staff forms choose from.
#[server(output = crate::wire::Json, endpoint = "choices")]
pub async fn load_choices() -> Result<Choices, AppError> {
    crate::call::desk::<dyn TicketDesk>()?.choices(&crate::call::call()?).await
}

/// What the form for a new ticket offers.
#[server(output = crate::wire::Json, endpoint = "ticket/form")]
pub async fn load_new_form() -> Result<NewTicketForm, AppError> {
    crate::call::desk::<dyn TicketDesk>()?.new_form(&crate::call::call()?).await
}

/// Help while typing.
#[server(output = crate::wire::Json, endpoint = "ticket/assist")]
pub async fn assist(opening: Opening) -> Result<Assistance, AppError> {
    crate::call::desk::<dyn TicketDesk>()?.assist(&crate::call::call()?, opening).await
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
    use super::address::{choice, ids, optional};
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
        urgency: choice("urgency", &urgency, domain::ticket::Urgency::of_code)?.unwrap_or_default(),
        software_version,
        technical_contact: optional("technical_contact", &technical_contact)?,
        documents: ids("documents", &documents)?,
    };
    let number = crate::call::desk::<dyn TicketDesk>()?.open(&crate::call::call()?, &key, opening).await?;
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
        let request = PublicRequest { name, email, subject, message };
        crate::call::desk::<dyn TicketDesk>()?.open_publicly(&crate::call::call()?, &key, request).await?;
    }
    crate::call::go("/contact/thanks");
    Ok(())
}

/// Writes a public message (`internal` empty) or a note (`internal=1`); a public one may move the ticket (`to`).
#[server(output = crate::wire::Json, endpoint = "ticket/write")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn write_message(
    key: String,
    number: TicketNumber,
    body: String,
    #[server(default)] internal: String,
    #[server(default)] documents: String,
    seen: i64,
    #[server(default)] anyway: String,
    #[server(default)] to: String,
    #[server(default)] workaround: String,
) -> Result<(), AppError> {
    let documents = super::address::ids("documents", &documents)?;
    let internal = internal == "1";
    let to = super::address::choice("to", &to, Stage::of_code)?.filter(|_| !internal);
    let (anyway, workaround) = (anyway == "1", workaround == "1");
    let message = Message { number, body, internal, workaround, documents, seen, anyway, to };
    crate::call::desk::<dyn TicketDesk>()?.write(&crate::call::call()?, &key, message).await
}

/// Moves to another state.
#[server(output = crate::wire::Json, endpoint = "ticket/move")]
pub async fn move_ticket(
    key: String,
    number: TicketNumber,
    to: Stage,
    #[server(default)] note: String,
    #[server(default)] version: String,
    #[server(default)] place: String,
    #[server(default)] untested: String,
) -> Result<(), AppError> {
    let untested = untested == "1";
    let shift = Shift { number, to, note, version, place, untested };
    crate::call::desk::<dyn TicketDesk>()?.shift(&crate::call::call()?, &key, shift).await
}

/// Accepts or refuses the version on the test system; `offer` is the one that the page showed.
#[server(output = crate::wire::Json, endpoint = "ticket/judge")]
pub async fn judge_result(
    key: String,
    number: TicketNumber,
    offer: i64,
    verdict: Verdict,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let judgement = Judgement { number, offer, verdict, reason };
    crate::call::desk::<dyn TicketDesk>()?.judge(&crate::call::call()?, &key, judgement).await
}

/// Opens an internal ticket and goes to it.
#[server(output = crate::wire::Json, endpoint = "internal/open")]
pub async fn open_internal(
    key: String,
    number: TicketNumber,
    work: Work,
    title: String,
    description: String,
    #[server(default)] team: String,
) -> Result<TicketNumber, AppError> {
    let team = super::address::optional("team", &team)?;
    let asked = InternalOpening { number, work, title, description, team };
    let opened =
        crate::call::desk::<dyn TicketDesk>()?.open_internal(&crate::call::call()?, &key, asked).await?;
    crate::call::go(&format!("/tickets/{}", opened.0));
    Ok(opened)
}

/// Links with an internal ticket by its number, or takes the link away (`off=1`).
#[server(output = crate::wire::Json, endpoint = "internal/link")]
pub async fn link_internal(
    key: String,
    number: TicketNumber,
    internal: String,
    #[server(default)] off: String,
) -> Result<(), AppError> {
    crate::call::desk::<dyn TicketDesk>()?
        .link_internal(&crate::call::call()?, &key, number, &internal, off == "1")
        .await
}

/// Writes to customers whose tickets hang on an internal one; `to` are numbers of tickets.
#[server(output = crate::wire::Json, endpoint = "internal/tell")]
pub async fn tell_hanging(
    key: String,
    number: TicketNumber,
    #[server(default)] to: Vec<i64>,
    #[server(default)] de: String,
    #[server(default)] en: String,
) -> Result<(), AppError> {
    let to = to.into_iter().map(TicketNumber).collect();
    let asked = Telling { number, to, de, en };
    crate::call::desk::<dyn TicketDesk>()?.tell_hanging(&crate::call::call()?, &key, asked).await
}

/// What a merge would bring about.
#[server(output = crate::wire::Json, endpoint = "ticket/merge/preview")]
pub async fn preview_merge(number: TicketNumber, into: String) -> Result<Preview, AppError> {
    crate::call::desk::<dyn TicketDesk>()?.preview_merge(&crate::call::call()?, number, &into).await
}

/// Merges and goes to the survivor.
#[server(output = crate::wire::Json, endpoint = "ticket/merge")]
pub async fn merge_ticket(key: String, number: TicketNumber, into: String) -> Result<TicketNumber, AppError> {
    let survivor =
        crate::call::desk::<dyn TicketDesk>()?.merge(&crate::call::call()?, &key, number, &into).await?;
    crate::call::go(&format!("/tickets/{}", survivor.0));
    Ok(survivor)
}

/// Takes a merge back.
#[server(output = crate::wire::Json, endpoint = "ticket/unmerge")]
pub async fn unmerge_ticket(key: String, number: TicketNumber, merged: TicketNumber) -> Result<(), AppError> {
    crate::call::desk::<dyn TicketDesk>()?.unmerge(&crate::call::call()?, &key, number, merged).await
}

/// Takes messages out into a new ticket and goes to it; `entries` are ids of the history.
#[server(output = crate::wire::Json, endpoint = "ticket/split")]
pub async fn split_ticket(
    key: String,
    number: TicketNumber,
    title: String,
    #[server(default)] entries: Vec<i64>,
) -> Result<TicketNumber, AppError> {
    let asked = Split { number, title, entries };
    let made = crate::call::desk::<dyn TicketDesk>()?.split(&crate::call::call()?, &key, asked).await?;
    crate::call::go(&format!("/tickets/{}", made.0));
    Ok(made)
}

/// Hands over to a team.
#[server(output = crate::wire::Json, endpoint = "ticket/hand-over")]
pub async fn hand_over_ticket(
    key: String,
    number: TicketNumber,
    team: String,
    specification: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let team = super::address::required("team", &team)?;
    crate::call::desk::<dyn TicketDesk>()?
        .hand_over(&crate::call::call()?, &key, HandOver { number, team, specification, note })
        .await
}

/// Sets or clears (`to` empty) the responsible person.
#[server(output = crate::wire::Json, endpoint = "ticket/assign")]
pub async fn assign(
    key: String,
    number: TicketNumber,
    #[server(default)] to: String,
) -> Result<(), AppError> {
    let to = super::address::optional("to", &to)?;
    crate::call::desk::<dyn TicketDesk>()?.assign(&crate::call::call()?, &key, number, to).await
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
    use super::address::{choice, optional};
    let facts = Facts {
        number: Some(number),
        class: (!class.is_empty()).then_some(class),
        priority: (!priority.is_empty()).then_some(priority),
        kind: choice("kind", &kind, TicketType::of_code)?,
        organisation: optional("organisation", &organisation)?,
        asset: Some(optional("asset", &asset)?),
        planned: Some(optional("planned", &planned)?),
        why,
    };
    crate::call::desk::<dyn TicketDesk>()?.classify(&crate::call::call()?, &key, facts).await
}

/// What would be promised under another classification; empty values stay as they are.
#[server(output = crate::wire::Json, endpoint = "ticket/forecast")]
pub async fn load_forecast(
    number: TicketNumber,
    #[server(default)] class: String,
    #[server(default)] priority: String,
    #[server(default)] kind: String,
) -> Result<Forecast, AppError> {
    let wanted = Wanted { class, priority, kind };
    crate::call::desk::<dyn TicketDesk>()?.forecast(&crate::call::call()?, number, wanted).await
}

/// Adds a person.
#[server(output = crate::wire::Json, endpoint = "ticket/add-person")]
pub async fn add_person(key: String, number: TicketNumber, email: String) -> Result<(), AppError> {
    crate::call::desk::<dyn TicketDesk>()?.add_person(&crate::call::call()?, &key, number, &email).await
}

/// Saves a draft.
#[server(output = crate::wire::Json, endpoint = "ticket/draft")]
pub async fn save_draft(
    number: TicketNumber,
    kind: DraftKind,
    #[server(default)] body: String,
) -> Result<(), AppError> {
    crate::call::desk::<dyn TicketDesk>()?.save_draft(&crate::call::call()?, number, kind, &body).await
}

/// Says that the reader looks; answers who else does.
#[server(output = crate::wire::Json, endpoint = "ticket/look")]
pub async fn look(number: TicketNumber, writing: bool) -> Result<Vec<Present>, AppError> {
    crate::call::desk::<dyn TicketDesk>()?.look(&crate::call::call()?, number, writing).await
}

/// Decides that a wish will be part of a release.
#[server(output = crate::wire::Json, endpoint = "ticket/include")]
pub async fn include_wish(
    key: String,
    number: i64,
    #[server(default)] release: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let desk = crate::call::desk::<dyn TicketDesk>()?;
    desk.include(&crate::call::call()?, &key, TicketNumber(number), &release, &note).await?;
    crate::call::go(&format!("/tickets/{number}"));
    Ok(())
}
