//! Deciding about a request by the link in a mail, without signing in (E3, A2).
//!
//! The link names request and reader under the house's seal. Whether that reader may decide is asked anew each time: who left,
//! or has lost the right since, decides nothing. It acts on POST only: mail scanners open links.
use crate::approval::approver::{decides, everybody, reach};
use crate::approval::decide::{decided, settle};
use crate::approval::row::{RequestRow, by_id};
use crate::fault::Fault;
use crate::house::House;
use crate::person::query;
use crate::sealed;
use crate::store::one_row;
use crate::ticket::history::By;
use crate::ticket::row::{TicketRow, by_id_to_change, by_id_to_read};
use crate::ticket::work::Work;
use app::approval::api::Answer;
use app::approval::view::RequestPage;
use app::call::Call;
use app::error::AppError;
use domain::approval::{State, Way};
use domain::person::Rights;
use sea_orm::ConnectionTrait;

/// What the seal of its links is for.
const PURPOSE: &str = "approval";

/// The address that an approver may follow.
pub fn address(house: &House, request: i64, person: i64) -> String {
    house.link(&format!("/approval?token={}", sealed::token(&house.vault, PURPOSE, [request, person])))
}

struct Read {
    request: RequestRow,
    person: i64,
}

async fn read<C: ConnectionTrait>(house: &House, db: &C, token: &str) -> Result<Read, Fault> {
    let [request, person] = sealed::read(&house.vault, PURPOSE, token).ok_or(AppError::LinkEnded)?;
    let request = by_id(db, request).await?.ok_or(AppError::LinkEnded)?;
    Ok(Read { request, person })
}

/// The reader of a link, while still an approver of the ticket's organisation.
async fn reader<C: ConnectionTrait>(
    db: &C,
    person: i64,
    ticket: &TicketRow,
) -> Result<query::PersonRow, Fault> {
    let row = query::by_id(db, person).await?;
    let row = row.filter(|row| row.kind == "customer" && row.account != "left").ok_or(AppError::LinkEnded)?;
    let sql =
        "SELECT rights FROM membership WHERE person_id = $1 AND organisation_id = $2 AND left_at IS NULL";
    let values = [person.into(), ticket.organisation_id.into()];
    let member = one_row(db, sql, values).await?.ok_or(AppError::LinkEnded)?;
    let rights: Rights = serde_json::from_str(&member.try_get::<String>("", "rights")?)?;
    // Who may release less by now reads who may instead; who releases nothing any more has no business here.
    if rights.approves_up_to.is_none() {
        return Err(AppError::LinkEnded.into());
    }
    Ok(row)
}

/// What a link leads to; changes nothing.
pub async fn show(house: &House, token: &str) -> Result<RequestPage, Fault> {
    let db = house.store.read();
    let Read { request, person } = read(house, db, token).await?;
    let ticket = by_id_to_read(db, request.ticket_id).await?;
    let reader = reader(db, person, &ticket).await?;
    let everybody = everybody(db, &ticket, Some(request.id)).await?;
    let account = everybody.iter().any(|approver| approver.id == person && approver.sees);
    Ok(RequestPage {
        number: ticket.number(),
        title: ticket.title,
        name: reader.name,
        decides: decides(&everybody, &request, person)?,
        request: request.view(house)?,
        account,
    })
}

/// Decides, once: where it is settled meanwhile, the page tells so.
pub async fn decide(house: &House, call: &Call, token: &str, answer: Answer) -> Result<(), Fault> {
    let mut change = house.store.change().await?;
    let Read { request, person } = read(house, change.db(), token).await?;
    let ticket = by_id_to_change(change.db(), request.ticket_id).await?;
    let reader = reader(change.db(), person, &ticket).await?;
    // As it is now that nobody else decides.
    let request = by_id(change.db(), request.id).await?.ok_or(AppError::LinkEnded)?;
    if request.state()? != State::Open {
        return Ok(());
    }
    if request.is_over(call.now) || !ticket.stage()?.is_open() {
        return Err(AppError::LinkEnded.into());
    }
    let everybody = everybody(change.db(), &ticket, Some(request.id)).await?;
    let reach = reach(&everybody, &request, person)?.ok_or(AppError::NotYours)?;
    let by = By { id: Some(person), name: reader.name, staff: false };
    let decision = decided(answer, reach, by, Way::Link)?;
    // The words were read in the page's language.
    let own = Call { lang: call.lang, ..Call::of_the_house(call.now) };
    let mut work = Work::on(house, &own, ticket)?;
    work.wrote(&reader.email);
    settle(&mut work, &change, &request, decision).await?;
    work.finish(&mut change).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}
