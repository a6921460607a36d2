//! Booking time and correcting it. Time moves no clock and mails nobody: a booking writes its row and its line in the
//! history, and nothing else of the ticket.
use crate::approval::{meter, tariff};
use crate::effort::row::{COLUMNS, EffortRow, may_correct};
use crate::effort::timer;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::source::is_billed;
use crate::package::draw;
use crate::store::{Change, insert, one, one_row, run};
use crate::ticket::history::{By, Spot, record};
use crate::ticket::row::{TicketRow, find, find_to_change};
use app::call::Call;
use app::error::AppError;
use domain::access::{Action, Actor};
use domain::effort::days::joined;
use domain::effort::timer::TimerDeed;
use domain::effort::{Billing, Effort, Typed};
use domain::id::{EffortId, OrganisationId};
use domain::input::Reason;
use domain::live::{LiveEvent, Notice};
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// Whether an actor works on a ticket. For who may not even see effort there is none to be found.
pub fn workable(actor: &Actor, ticket: &TicketRow) -> Result<(), AppError> {
    let relation = ticket.relation(actor);
    if !actor.may(Action::SeeInternal, &relation) {
        return Err(AppError::NotFound);
    }
    if actor.may(Action::Work, &relation) { Ok(()) } else { Err(AppError::NotYours) }
}

/// Books time; that of the reader's timer where `timed`, which ends then: on the days on which it ran, unless one is typed. Where
/// more has to be released first, the timer stands still and keeps what it ran (E3).
pub async fn book(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    typed: Typed,
    timed: bool,
) -> Result<(), Fault> {
    let booked = book_once(house, call, key, number, typed, timed).await;
    if timed && booked.as_ref().is_err_and(meter::refused) {
        // Each refusal pauses anew: it may have been started again since the one before.
        let pause = format!("{key}-{}", call.now.as_millisecond());
        if let Err(fault) = timer::time(house, call, &pause, number, TimerDeed::Pause, None).await {
            tracing::error!(error.source = %fault, ticket.number = number.0, "A timer could not be paused at the gate.");
        }
    }
    booked
}

async fn book_once(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    typed: Typed,
    timed: bool,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "effort/book").await? {
        return Ok(done);
    }
    let ticket = find_to_change(change.db(), actor, number).await?;
    workable(actor, &ticket)?;
    let typed = if timed {
        let days = timer::take(&change, house, call, actor, ticket.id).await?.unwrap_or_default();
        typed.on_days(joined(days, least(house, &change, &ticket, call).await?))
    } else {
        vec![typed]
    };
    let told = enter(house, call, &mut change, &ticket, &typed).await?;
    change.remember(actor.id.0, key, "effort/book", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    if told {
        house.letters.notify_one();
    }
    Ok(())
}

/// What the shortest booking on a ticket counts as: in its package, or on an invoice.
pub async fn least(house: &House, change: &Change, ticket: &TicketRow, call: &Call) -> Result<u32, Fault> {
    let terms = tariff::terms(house, change.db(), ticket, call.now).await?;
    let billed = house.policy().billing.rules.counted(1);
    Ok(terms.least().max(u32::try_from(billed).unwrap_or_default()))
}

/// Books time as part of a change; `ticket` as it stands in it. Returns whether a letter was written about its limit.
pub async fn enter(
    house: &House,
    call: &Call,
    change: &mut Change,
    ticket: &TicketRow,
    typed: &[Typed],
) -> Result<bool, Fault> {
    let actor = call.actor()?;
    let today = house.clock.moment(call.now).civil().date();
    let mut efforts = Vec::with_capacity(typed.len());
    for typed in typed {
        let effort = typed.read(today, &house.policy().activities, None).map_err(AppError::from)?;
        somebody_to_bill(ticket, effort.billing)?;
        fits(change, actor.id.0, None, &effort).await?;
        efforts.push(effort);
    }
    // Work across midnight is one piece of work: what is told of the gate is told of all of it.
    let billed: Vec<u32> = efforts.iter().map(billable).filter(|minutes| *minutes > 0).collect();
    if !billed.is_empty() {
        meter::admit(house, change, ticket, &billed, 0, call.now).await?;
    }
    // All draw before anything is written to the history.
    let mut entered = Vec::with_capacity(efforts.len());
    for booked in efforts {
        entered.push(put(house, call, change, ticket, booked).await?);
    }
    for booked in entered {
        note(change, call, actor, ticket, booked).await?;
    }
    meter::tell(house, change, ticket.id, call.now).await
}

/// Books one time and draws what it costs; its line in the history remains to be written.
async fn put(
    house: &House,
    call: &Call,
    change: &mut Change,
    ticket: &TicketRow,
    booked: Effort,
) -> Result<What, Fault> {
    let actor = call.actor()?;
    let sql = "INSERT INTO effort (ticket_id, person_id, day, minutes, activity, note, billing, version, taken_back, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 1, FALSE, $8) RETURNING id";
    let values = [
        ticket.id.into(),
        actor.id.0.into(),
        booked.day.to_string().into(),
        i64::from(booked.minutes).into(),
        booked.activity.clone().into(),
        booked.note.clone().into(),
        booked.billing.code().into(),
        call.now.as_millisecond().into(),
    ];
    let effort = EffortId(insert(change.db(), sql, values).await?);
    draw::book(change, house, call, ticket, effort, &booked).await?;
    Ok(What::Booked { effort, booked })
}

/// Corrects booked time, or takes it back where nothing is typed. What it was before stays in the history.
pub async fn rebook(
    house: &House,
    call: &Call,
    key: &str,
    id: EffortId,
    version: i64,
    typed: Option<Typed>,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "effort/change").await? {
        return Ok(done);
    }
    let (ticket, row) = booked(&change, actor, id).await?;
    if !may_correct(actor, row.person_id, workable(actor, &ticket).is_ok()) {
        return Err(AppError::NotYours.into());
    }
    if is_billed(change.db(), row.id).await? {
        return Err(AppError::field("minutes", Reason::Billed).into());
    }
    if row.version != version {
        return Err(AppError::Outdated { version: row.version }.into());
    }
    let from = row.effort()?;
    let today = house.clock.moment(call.now).civil().date();
    let read = |typed: Typed| typed.read(today, &house.policy().activities, Some(&from.activity));
    let to = typed.map(read).transpose().map_err(AppError::from)?;
    // What was booked as billed before stays so until somebody says why not.
    if let Some(to) = to.as_ref().filter(|to| to.billing != from.billing) {
        somebody_to_bill(&ticket, to.billing)?;
    }
    if to.as_ref() != Some(&from) {
        let more = |to: &&Effort| to.day != from.day || to.minutes > from.minutes;
        if let Some(to) = to.as_ref().filter(more) {
            fits(&change, row.person_id, Some(id), to).await?;
        }
        let (before, after) = (billable(&from), to.as_ref().map_or(0, billable));
        meter::admit(house, &change, &ticket, &[after], before, call.now).await?;
        write(&change, id, to.as_ref()).await?;
        // A new note or activity costs nothing else.
        let cost = |effort: &Effort| (effort.day, effort.minutes, effort.billing);
        if to.as_ref().map(cost) != Some(cost(&from)) {
            draw::follow(&mut change, house, call, &ticket, id, to.as_ref()).await?;
        }
        let what = What::Rebooked { effort: id, whose: row.whose, from, to };
        note(&mut change, call, actor, &ticket, what).await?;
    }
    let told = meter::tell(house, &mut change, ticket.id, call.now).await?;
    change.remember(actor.id.0, key, "effort/change", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    if told {
        house.letters.notify_one();
    }
    Ok(())
}

/// Refuses billable time where nobody would be billed.
fn somebody_to_bill(ticket: &TicketRow, billing: Billing) -> Result<(), Fault> {
    if billing.fits(ticket.internal, ticket.fixed_price()?.as_ref()) {
        Ok(())
    } else {
        Err(AppError::field("billing", Reason::NobodyToBill).into())
    }
}

/// Refuses what does not fit on its day beside what the same person booked there, in place of an entry of before. The person is
/// held: what they book elsewhere at the same time comes before or after it.
async fn fits(
    change: &Change,
    person: i64,
    instead_of: Option<EffortId>,
    booked: &Effort,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Others {
        minutes: i64,
    }
    timer::hold_person(change, person).await?;
    let sql = "SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes FROM effort
      WHERE person_id = $1 AND day = $2 AND taken_back = FALSE AND id <> $3";
    let not = instead_of.map_or(0, |id| id.0);
    let others: Option<Others> =
        one(change.db(), sql, [person.into(), booked.day.to_string().into(), not.into()]).await?;
    let others = others.and_then(|others| u32::try_from(others.minutes).ok()).unwrap_or_default();
    if booked.fits_beside(others) {
        Ok(())
    } else {
        Err(AppError::field("minutes", Reason::MoreThanADay).into())
    }
}

/// Minutes that are billed.
fn billable(effort: &Effort) -> u32 {
    if effort.billing == Billing::Billable { effort.minutes } else { 0 }
}

async fn write(change: &Change, id: EffortId, to: Option<&Effort>) -> Result<(), Fault> {
    let Some(to) = to else {
        let sql = "UPDATE effort SET taken_back = TRUE, version = version + 1 WHERE id = $1";
        run(change.db(), sql, [id.0.into()]).await?;
        return Ok(());
    };
    let sql = "UPDATE effort SET day = $2, minutes = $3, activity = $4, note = $5, billing = $6, version = version + 1
      WHERE id = $1";
    let values = [
        id.0.into(),
        to.day.to_string().into(),
        i64::from(to.minutes).into(),
        to.activity.clone().into(),
        to.note.clone().into(),
        to.billing.code().into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// Booked time with its ticket, held until the change is over; not found for who may not see effort there.
async fn booked(change: &Change, actor: &Actor, id: EffortId) -> Result<(TicketRow, EffortRow), Fault> {
    let db = change.db();
    let sql = "SELECT t.number FROM effort f JOIN ticket t ON t.id = f.ticket_id WHERE f.id = $1";
    let number = one_row(db, sql, [id.0.into()]).await?.ok_or(AppError::NotFound)?;
    let number = TicketNumber(number.try_get("", "number")?);
    // Seen first: who may not see the ticket must not hold it.
    find(db, actor, number).await?;
    let ticket = find_to_change(db, actor, number).await?;
    if !actor.may(Action::SeeInternal, &ticket.relation(actor)) {
        return Err(AppError::NotFound.into());
    }
    // Whoever issues an invoice holds the work on it: corrected before, or not any more.
    if db.get_database_backend() == DbBackend::Postgres {
        run(db, "SELECT id FROM effort WHERE id = $1 FOR NO KEY UPDATE", [id.0.into()]).await?;
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM effort f JOIN person p ON p.id = f.person_id WHERE f.id = $1 AND f.taken_back = FALSE"
    );
    let row: Option<EffortRow> = one(db, &sql, [id.0.into()]).await?;
    Ok((ticket, row.ok_or(AppError::NotFound)?))
}

/// Writes the line of the history and tells open pages of staff.
async fn note(
    change: &mut Change,
    call: &Call,
    actor: &Actor,
    ticket: &TicketRow,
    what: What,
) -> Result<(), Fault> {
    let version = ticket.version + 1;
    let sql = "UPDATE ticket SET version = $2 WHERE id = $1";
    run(change.db(), sql, [ticket.id.into(), version.into()]).await?;
    let stage = ticket.stage()?;
    let at = call.now.as_millisecond();
    let spot = Spot { ticket: ticket.id, at, version, stage, internal: ticket.internal };
    let by = By::of(actor);
    let id = record(change.db(), spot, &by, &what).await?;
    change.tell(LiveEvent {
        notice: Notice {
            id,
            ticket: ticket.number(),
            change: what.change(),
            stage,
            version,
            by: Some(actor.id),
        },
        organisation: ticket.organisation_id.map(OrganisationId),
        people: Vec::new(),
        internal: true,
    });
    Ok(())
}
