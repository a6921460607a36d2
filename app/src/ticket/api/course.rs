//! What people say and do on an open ticket.
use crate::error::AppError;
use crate::ticket::view::Present;
use domain::ticket::Stage;
use domain::ticket::acceptance::Verdict;
use domain::ticket::draft::DraftKind;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// Says that the reader looks; answers who else does.
#[server(output = crate::wire::Json, endpoint = "ticket/look")]
pub async fn look(number: TicketNumber, writing: bool) -> Result<Vec<Present>, AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.look(&crate::call::call()?, number, writing).await
}

/// Saves a draft.
#[server(output = crate::wire::Json, endpoint = "ticket/draft")]
pub async fn save_draft(
    number: TicketNumber,
    kind: DraftKind,
    #[server(default)] body: String,
) -> Result<(), AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?.save_draft(&crate::call::call()?, number, kind, &body).await
}

/// Writes a public message (`internal` empty) or a note (`internal=1`, or anything else but `0`); a public one may move the ticket (`to`).
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
    let documents = crate::ticket::address::ids("documents", &documents)?;
    let internal = crate::ticket::address::is_internal(&internal);
    let to = crate::ticket::address::choice("to", &to, Stage::of_code)?.filter(|_| !internal);
    let (anyway, workaround) = (anyway == "1", workaround == "1");
    let message = super::Message { number, body, internal, workaround, documents, seen, anyway, to };
    crate::call::desk::<dyn super::TicketDesk>()?.write(&crate::call::call()?, &key, message).await
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
    let shift = super::Shift { number, to, note, version, place, untested };
    crate::call::desk::<dyn super::TicketDesk>()?.shift(&crate::call::call()?, &key, shift).await
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
    let judgement = crate::ticket::acceptance::Judgement { number, offer, verdict, reason };
    crate::call::desk::<dyn super::TicketDesk>()?.judge(&crate::call::call()?, &key, judgement).await
}

/// Adds a person.
#[server(output = crate::wire::Json, endpoint = "ticket/add-person")]
pub async fn add_person(key: String, number: TicketNumber, email: String) -> Result<(), AppError> {
    crate::call::desk::<dyn super::TicketDesk>()?
        .add_person(&crate::call::call()?, &key, number, &email)
        .await
}
