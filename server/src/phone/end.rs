//! Writing a call down: as a new ticket, or on one; and booking its time where that is wished.
use crate::effort::{book, timer};
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::name_of;
use crate::phone::query;
use crate::phone::row::{CallRow, own_to_change, taker, types};
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::internal::keeps_inner;
use crate::ticket::open::{Author, New, make, not_a_choice};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::phone::api::{Concern, Proposal};
use domain::access::{Action, Actor};
use domain::effort::days::joined;
use domain::id::{CallId, OrganisationId};
use domain::input::{Checks, Reason};
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::{LONGEST_TEXT, Opening};
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use domain::ticket::{Channel, Urgency};

/// Makes a ticket of a call.
pub async fn open_ticket(
    house: &House,
    call: &Call,
    key: &str,
    id: CallId,
    concern: Concern,
    time: Proposal,
) -> Result<TicketNumber, Fault> {
    let actor = taker(house, call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "phone/open-ticket").await? {
        return Ok(done);
    }
    let row = own_to_change(change.db(), actor, id).await?;
    let new = new(house, call, &change, &row, concern).await?;
    keeps_inner(house, &change, &[("title", &new.title), ("description", &new.body)]).await?;
    let by = By::of(actor);
    let mut work = make(house, call, &change, by, new).await?;
    if !row.caller_number.is_empty() {
        let (name, number) = (row.caller_name.clone(), row.caller_number.clone());
        work.remarked(Some(Remark::CallBack { name, number }));
    }
    finish(house, call, change, key, "phone/open-ticket", (work, row), time).await
}

/// What the ticket is to be; everything is checked against what is offered.
async fn new(
    house: &House,
    call: &Call,
    change: &Change,
    row: &CallRow,
    concern: Concern,
) -> Result<New, Fault> {
    let typed = Opening { title: concern.title, description: concern.description, ..Opening::default() };
    let Opening { title, description, .. } = typed.checked().map_err(AppError::from)?;
    let policy = house.policy();
    if let Some(code) = &concern.class
        && !policy.offered_classes(true).any(|class| class.code == *code)
    {
        return Err(not_a_choice("class"));
    }
    if !types(house, change.db(), row.organisation_id, call.now).await?.contains(&concern.kind) {
        return Err(not_a_choice("kind"));
    }
    if !row.named() {
        return Err(AppError::field("title", Reason::Missing).into());
    }
    let known = query::author(change, row.caller_id).await?;
    let stranger = || Author {
        id: None,
        name: row.caller_name.clone(),
        email: row.caller_email.clone(),
        lang: Some(call.lang.code().to_owned()),
    };
    Ok(New {
        title,
        body: description,
        documents: Vec::new(),
        channel: Channel::Phone,
        class: concern.class,
        kind: concern.kind,
        urgency: Urgency::default(),
        organisation: row.organisation_id,
        asset: None,
        software_version: String::new(),
        technical_contact: None,
        author: known.unwrap_or_else(stranger),
        people: Vec::new(),
        responsible: None,
        through: None,
        internal: None,
    })
}

/// Writes a call down on a ticket that the taker may answer on.
pub async fn log(
    house: &House,
    call: &Call,
    key: &str,
    id: CallId,
    number: &str,
    body: &str,
    time: Proposal,
) -> Result<TicketNumber, Fault> {
    let actor = taker(house, call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "phone/log").await? {
        return Ok(done);
    }
    let row = own_to_change(change.db(), actor, id).await?;
    let mut checks = Checks::default();
    let body = checks.text("body", body, LONGEST_TEXT);
    let format = house.policy().number.clone();
    let read = number.trim().parse().ok().map(TicketNumber).or_else(|| format.read(number));
    if read.is_none() {
        checks.add("other", if number.trim().is_empty() { Reason::Missing } else { Reason::NotAChoice });
    }
    checks.done(()).map_err(AppError::from)?;
    let number = read.ok_or(AppError::NotFound)?;
    let mut work = begin(house, call, &change, number).await?;
    if work.row.internal {
        // Customers never learn of it, so that no call of theirs belongs there (C6).
        return Err(not_a_choice("other"));
    }
    let strange = |theirs| work.row.organisation_id.is_some_and(|own| own != theirs);
    if row.organisation_id.is_some_and(strange) {
        // What one customer said is nothing that another may read.
        return Err(not_a_choice("other"));
    }
    keeps_inner(house, &change, &[("body", &body)]).await?;
    let caller = caller(&change, &row).await?;
    work.did(What::Called { caller, body });
    finish(house, call, change, key, "phone/log", (work, row), time).await
}

async fn begin<'a>(
    house: &'a House,
    call: &'a Call,
    change: &Change,
    number: TicketNumber,
) -> Result<Work<'a>, Fault> {
    match Work::begin(house, call, change, number).await {
        Ok(work) if work.may(Action::Reply) => Ok(work),
        Ok(_) => Err(AppError::NotYours.into()),
        Err(Fault::Told(AppError::NotFound)) => Err(not_a_choice("other")),
        Err(other) => Err(other),
    }
}

/// Who called, by name; of the organisation where no person was named.
async fn caller(change: &Change, row: &CallRow) -> Result<String, Fault> {
    if !row.caller_name.is_empty() {
        return Ok(row.caller_name.clone());
    }
    let Some(firm) = row.organisation_id else { return Ok(String::new()) };
    Ok(name_of(change.db(), OrganisationId(firm)).await?.unwrap_or_default())
}

/// Writes everything: the ticket, its time, and that the call is written down.
async fn finish(
    house: &House,
    call: &Call,
    change: Change,
    key: &str,
    what: &str,
    (mut work, row): (Work<'_>, CallRow),
    time: Proposal,
) -> Result<TicketNumber, Fault> {
    let actor: &Actor = call.actor()?;
    let mut change = change;
    if time.is_some() {
        timer::hold_person(&change, actor.id.0).await?;
    }
    work.finish(&mut change).await?;
    let number = work.row.number();
    if let Some(typed) = time {
        let typed = match row.days(house, call, &typed.minutes) {
            Some(days) => {
                let least = book::least(house, &change, &work.row, call).await?;
                typed.on_days(joined(days, least))
            }
            // Refused where it is read.
            None => vec![typed],
        };
        book::enter(house, call, &mut change, &work.row, &typed).await?;
    }
    if !query::write_down(&change, row.id, work.row.id, call.now).await? {
        return Err(AppError::NotFound.into());
    }
    change.remember(actor.id.0, key, what, &number, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(number)
}
