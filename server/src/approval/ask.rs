//! Staff ask the customer to release more effort: the ticket waits, its processing clock with it, and who may release it, or a part
//! of it, is written to (E3).
use crate::approval::approver::{everybody, involve, whom};
use crate::approval::decide::{Decision, settle};
use crate::approval::{letter, meter, row, tariff};
use crate::effort::book::workable;
use crate::fault::Fault;
use crate::house::House;
use crate::store::insert;
use crate::ticket::history::By;
use crate::ticket::internal::keeps_inner;
use crate::ticket::row::{find, find_to_change};
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use domain::approval::{Asked, Event, State, Term, price};
use domain::id::ApprovalId;
use domain::input::Reason;
use domain::policy::template::Occasion;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use domain::ticket::workflow::{self, Present};

/// Asks for more.
pub async fn ask(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    asked: Asked,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "approval/ask").await? {
        return Ok(done);
    }
    let ticket = find_to_change(change.db(), actor, number).await?;
    workable(actor, &ticket)?;
    let gate = meter::gate(house, change.db(), &ticket).await?.ok_or(AppError::NotFound)?;
    let (minutes, reason) = asked.read()?;
    keeps_inner(house, &change, &[("reason", &reason)]).await?;
    let before = row::of_ticket(change.db(), ticket.id).await?;
    for earlier in &before {
        if earlier.state()? == State::Open {
            return Err(AppError::Outdated { version: ticket.version }.into());
        }
    }
    let tariff = tariff::of_ticket(house, change.db(), &ticket, call.now).await?;
    let cents = price(tariff.hour_cents(), minutes);
    let everybody = everybody(change.db(), &ticket, None).await?;
    if everybody.iter().all(|approver| approver.room < cents) {
        return Err(AppError::field("minutes", Reason::NobodyReleases).into());
    }
    let so_far = meter::read(house, change.db(), &ticket, &gate, call.now).await?;
    let mut work = Work::on(house, call, ticket)?;
    let waits = work.stage == Stage::WaitingForApproval;
    if !waits {
        let relation = work.row.relation(actor);
        let present = Present { request: true, ..work.row.present(true) };
        let by = workflow::By::Person(actor, &relation);
        house.policy().workflow.check(work.stage, Stage::WaitingForApproval, by, present)?;
    }
    // Asked once more it goes on, after a release, from where it came at first; a request that led on tells nothing of the next.
    let came_from = match before.last() {
        Some(earlier) if waits && matches!(earlier.state()?, State::Declined | State::Expired) => {
            earlier.came_from()?
        }
        _ if waits => Stage::InProgress,
        _ => work.stage,
    };
    let term = Term::of(&gate, call.now, house.clock.zone())
        .ok_or_else(|| Fault::broken("a request ends after the end of time"))?;
    let sql = "INSERT INTO approval (ticket_id, minutes, cents, rate_cents, factor_percent, kind, done, limit_minutes, reason,
        came_from, asked_by_id, asked_by, asked_at, expires_at, next_at, state)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'open') RETURNING id";
    let values = [
        work.row.id.into(),
        i64::from(minutes).into(),
        cents.into(),
        tariff.rate_cents.into(),
        i64::from(tariff.factor_percent).into(),
        tariff.kind.code().into(),
        i64::from(so_far.booked).into(),
        i64::from(so_far.limit()).into(),
        reason.clone().into(),
        came_from.code().into(),
        actor.id.0.into(),
        actor.name.clone().into(),
        call.now.as_millisecond().into(),
        term.expires.as_millisecond().into(),
        term.remind.min(term.expires).as_millisecond().into(),
    ];
    let id = insert(change.db(), sql, values).await?;
    let (note, wording) = (reason, String::new());
    let (approval, state) = (ApprovalId(id), State::Open);
    work.did(What::Approval { approval, state, minutes, asked: None, cents, note, wording, way: None });
    if !waits {
        // The reason stands with the request alone: partners read moves, too.
        work.shift(Some(actor), Stage::WaitingForApproval, String::new());
    }
    let request = row::by_id(change.db(), id).await?.ok_or(AppError::NotFound)?;
    let mut approvers = whom(everybody, &request)?;
    involve(&mut work, &mut approvers);
    letter::ask(&work, &change, &request, &approvers, Occasion::Approval).await?;
    done(work, change, key, "approval/ask").await
}

/// Takes a request back.
pub async fn withdraw(house: &House, call: &Call, key: &str, id: ApprovalId) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "approval/withdraw").await? {
        return Ok(done);
    }
    let request = row::by_id(change.db(), id.0).await?.ok_or(AppError::NotFound)?;
    let number = super::decide::number_of(&change, request.ticket_id).await?;
    // Seen first: who may not see the ticket must not hold it.
    find(change.db(), actor, number).await?;
    let ticket = find_to_change(change.db(), actor, number).await?;
    workable(actor, &ticket)?;
    let request = row::by_id(change.db(), id.0).await?.ok_or(AppError::NotFound)?;
    if matches!(request.state()?, State::Approved | State::Declined) {
        return Err(AppError::Outdated { version: ticket.version }.into());
    }
    let mut work = Work::on(house, call, ticket)?;
    if request.state()? == State::Open {
        let decision = Decision::plain(By::of(actor), Event::Withdraw);
        settle(&mut work, &change, &request, decision).await?;
    }
    done(work, change, key, "approval/withdraw").await
}
