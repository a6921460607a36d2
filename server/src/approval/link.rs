//! Deciding about a request by the link in a mail, without signing in (E3, A2).
//!
//! The link names request and reader under the house's seal. Whether that reader may decide is asked anew each time: who left,
//! or has lost the right since, decides nothing. It acts on POST only: mail scanners open links.
use crate::approval::approver::{approvers, decides};
use crate::approval::decide::{Decision, settle};
use crate::approval::row::{RequestRow, by_id};
use crate::fault::Fault;
use crate::house::House;
use crate::person::query;
use crate::sealed;
use crate::store::one_row;
use crate::ticket::history::By;
use crate::ticket::row::{TicketRow, by_id_to_change, by_id_to_read};
use crate::ticket::work::Work;
use app::approval::api::Verdict;
use app::approval::view::{Decides, RequestPage};
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
    let approvers = approvers(db, &ticket, request.cents, Some(request.id)).await?;
    let account = approvers.iter().any(|approver| approver.id == person && approver.sees);
    Ok(RequestPage {
        number: ticket.number(),
        title: ticket.title,
        name: reader.name,
        request: request.view(house)?,
        decides: decides(&approvers, person),
        account,
    })
}

/// Decides, once: where it is settled meanwhile, the page tells so.
pub async fn decide(
    house: &House,
    call: &Call,
    token: &str,
    verdict: Verdict,
    note: &str,
) -> Result<(), Fault> {
    let note = super::decide::checked(verdict, note)?;
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
    if decides(&approvers(change.db(), &ticket, request.cents, Some(request.id)).await?, person)
        != Decides::Reader
    {
        return Err(AppError::NotYours.into());
    }
    // The words were read in the page's language.
    let own = Call { lang: call.lang, ..Call::of_the_house(call.now) };
    let mut work = Work::on(house, &own, ticket)?;
    work.wrote(&reader.email);
    let by = By { id: Some(person), name: reader.name, staff: false };
    let decision = Decision { by, event: verdict.into(), note, way: Some(Way::Link) };
    settle(&mut work, &change, &request, decision).await?;
    work.finish(&mut change).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}
