//! Tickets that began with a mail which somebody on staff passed on: who wrote first, and running the ticket for them (B1, B3).
//!
//! What a passed on text says of its writer proves nothing; it is shown to staff, and one of them decides.
mod query;

use crate::fault::Fault;
use crate::house::House;
use crate::person::query::by_email;
use crate::session::actor_of;
use crate::ticket::facts::kind::{ask_anew, hour_cents};
use crate::ticket::facts::place::place;
use crate::ticket::open::not_a_choice;
use crate::ticket::row::TicketRow;
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::view::PassedOn;
use domain::access::{Action, Actor};
use domain::id::{OrganisationId, PersonId};
use domain::input::Reason;
use domain::letter::original::{Known, Lead, Original, lead};
use domain::letter::reply::forwarded::forwarded;
use domain::person::Account;
use domain::ticket::number::TicketNumber;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use sea_orm::ConnectionTrait;

/// What was passed on.
struct Found {
    by: String,
    original: Original,
    text: String,
}

/// For staff: who wrote first what began this ticket, while it is run for whoever passed it on.
pub async fn of_ticket(house: &House, actor: &Actor, row: &TicketRow) -> Result<Option<PassedOn>, Fault> {
    if !actor.is_staff() || !row.stage()?.is_open() {
        return Ok(None);
    }
    let db = house.store.read();
    let Some(Found { by, original, .. }) = found(db, row).await? else { return Ok(None) };
    let lead = stands(db, &original.email, row).await?;
    Ok(Some(PassedOn { by, original, lead }))
}

/// Who wrote first what began this ticket, while it is run for whoever passed it on.
pub async fn original<C: ConnectionTrait>(db: &C, row: &TicketRow) -> Result<Option<Original>, Fault> {
    Ok(found(db, row).await?.map(|found| found.original))
}

/// Runs a ticket for who wrote first: a contact of its organisation, or of the one that it gets with them. Only while it is open:
/// whoever gets it done or closed was told neither that nor until when they may object, and its window would run on.
pub async fn run(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    organisation: Option<OrganisationId>,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/on-behalf").await? {
        return Ok(done);
    }
    let mut work = Work::begin(house, call, &change, number).await?;
    if !work.may(Action::Triage) {
        return Err(AppError::NotYours.into());
    }
    // A colleague was quicker, it is over, or nothing was passed on.
    let found = found(change.db(), &work.row).await?.filter(|_| work.stage.is_open());
    let Some(found) = found else {
        return Err(AppError::Outdated { version: work.row.version }.into());
    };
    let offered = match stands(change.db(), &found.original.email, &work.row).await? {
        Lead::Offered(organisations) => organisations,
        Lead::Unknown | Lead::Elsewhere | Lead::Inside => Vec::new(),
    };
    let organisation = match (organisation, offered.as_slice()) {
        (Some(chosen), offered) if offered.contains(&chosen) => chosen,
        (None, [only]) => *only,
        (None, [_, _, ..]) => return Err(AppError::field("organisation", Reason::Missing).into()),
        (Some(_), _) | (None, []) => return Err(not_a_choice("organisation")),
    };
    let person = by_email(change.db(), &found.original.email).await?;
    let person = person.ok_or_else(|| not_a_choice("organisation"))?;
    let hour = hour_cents(&work, &change).await?;
    work.row.author_id = Some(person.id);
    work.row.author_name = person.name.clone();
    work.row.author_email = person.email;
    work.row.author_lang = Some(person.lang);
    work.passed_on = found.text;
    work.did(What::OnBehalf { name: person.name, passed_on_by: found.by });
    if work.row.organisation_id != Some(organisation.0) {
        place(&mut work, &mut change, organisation).await?;
    }
    if hour_cents(&work, &change).await? != hour {
        ask_anew(&mut work, &change).await?;
    }
    done(work, change, key, "ticket/on-behalf").await
}

/// Who wrote first what began a ticket of somebody without account; nothing on internal ones, which are for nobody (C6).
async fn found<C: ConnectionTrait>(db: &C, row: &TicketRow) -> Result<Option<Found>, Fault> {
    if row.author_id.is_some() || row.internal {
        return Ok(None);
    }
    let (mut opening, mut passed_on) = (None, None);
    for what in query::beginning(db, row.id).await? {
        match what {
            What::Opened { body, .. } => opening = Some(body),
            What::Remark(Remark::FromStaff { name, original: Some(original) }) => {
                passed_on = Some((name, original));
            }
            _ => {}
        }
    }
    let (Some(body), Some((by, original))) = (opening, passed_on) else { return Ok(None) };
    // That it was passed on was told when it came in. The words of an attached mail stand in its file.
    let text = forwarded(&body, true).filter(|found| found.email == original.email);
    let text = text.map(|found| found.text).unwrap_or_default();
    Ok(Some(Found { by, original, text }))
}

/// Whether the ticket can be run for whose address this is.
async fn stands<C: ConnectionTrait>(db: &C, email: &str, row: &TicketRow) -> Result<Lead, Fault> {
    let place = row.organisation_id.map(OrganisationId);
    let person = by_email(db, email).await?.filter(|person| person.account != Account::Left.code());
    let known = match person {
        None => Known::Nobody,
        Some(person) if person.kind != "customer" => Known::Inside,
        Some(person) => {
            let contact = actor_of(db, PersonId(person.id)).await?;
            let places = contact.iter().flat_map(Actor::memberships);
            Known::Contact(places.map(|place| place.organisation).collect())
        }
    };
    Ok(lead(known, place))
}
