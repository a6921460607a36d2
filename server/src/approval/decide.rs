//! Settling a request: by the customer, by time, or taken back. What was decided is evidence; the ticket goes on from where it
//! came, or rests on where nothing was released and nothing is left (E3).
use crate::approval::approver::{approvers, decides};
use crate::approval::meter;
use crate::approval::row::{RequestRow, by_id, of_ticket};
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, one_row, run};
use crate::ticket::history::By;
use crate::ticket::row::{find, find_to_change};
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::approval::api::Verdict;
use app::approval::view::Decides;
use app::approval::word::release;
use app::call::Call;
use app::error::AppError;
use domain::access::Action;
use domain::approval::{Event, LONGEST_REASON, State, Way};
use domain::effort::gate::Level;
use domain::id::ApprovalId;
use domain::input::{Reason, clean_text};
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;

/// What happens to a request, and by whom.
pub struct Decision {
    /// Who; nobody where its time is over.
    pub by: By,
    /// What.
    pub event: Event,
    /// What was said about it.
    pub note: String,
    /// By which way; `None` where no customer decides.
    pub way: Option<Way>,
}

/// What is said with a verdict; who does not release says why.
pub fn checked(verdict: Verdict, note: &str) -> Result<String, AppError> {
    let note = clean_text(note);
    if note.chars().count() > LONGEST_REASON as usize {
        return Err(AppError::field("note", Reason::TooLong { max: LONGEST_REASON }));
    }
    if verdict == Verdict::Decline && note.is_empty() {
        return Err(AppError::field("note", Reason::Missing));
    }
    Ok(note)
}

/// The number of a ticket's row.
pub async fn number_of(change: &Change, ticket: i64) -> Result<TicketNumber, Fault> {
    let row = one_row(change.db(), "SELECT number FROM ticket WHERE id = $1", [ticket.into()]).await?;
    Ok(TicketNumber(row.ok_or(AppError::NotFound)?.try_get("", "number")?))
}

/// Settles a request on a ticket that is held; the caller finishes the change.
pub async fn settle(
    work: &mut Work<'_>,
    change: &Change,
    request: &RequestRow,
    decision: Decision,
) -> Result<(), Fault> {
    let Decision { by, event, note, way } = decision;
    let state =
        request.state()?.after(event).map_err(|_| AppError::Outdated { version: work.row.version })?;
    let (minutes, cents) = (request.minutes()?, request.cents);
    let wording = if state == State::Approved {
        let number = work.house.policy().number.write(work.row.number());
        release(work.call.lang, &number, minutes, cents, request.tariff()?)
    } else {
        String::new()
    };
    let sql = "UPDATE approval SET state = $2, next_at = NULL, settled_at = $3, settled_by_id = $4, settled_by = $5, way = $6,
      wording = $7, answer = $8 WHERE id = $1";
    let values = [
        request.id.into(),
        state.code().into(),
        work.call.now.as_millisecond().into(),
        by.id.into(),
        by.name.clone().into(),
        way.map(Way::code).into(),
        wording.clone().into(),
        note.clone().into(),
    ];
    run(change.db(), sql, values).await?;
    let approval = ApprovalId(request.id);
    work.happened(by.clone(), What::Approval { approval, state, minutes, cents, note, wording, way });
    if work.stage == Stage::WaitingForApproval && state.goes_on(level(work, change).await?) {
        let back = request.came_from()?;
        let used = work.house.policy().workflow.state(back).is_some();
        work.move_by(by, if used { back } else { Stage::InProgress }, String::new());
    }
    Ok(())
}

/// How close a ticket is to the limit of its gate; `None` where it has none.
async fn level(work: &Work<'_>, change: &Change) -> Result<Option<Level>, Fault> {
    let (house, row) = (work.house, &work.row);
    let Some(gate) = meter::gate(house, change.db(), row).await? else { return Ok(None) };
    let meter = meter::read(house, change.db(), row, &gate, work.call.now).await?;
    Ok(Some(meter.level(gate.warn_percent)))
}

/// Takes back the request that waits on a ticket, where one does.
pub async fn take_back(work: &mut Work<'_>, change: &Change, by: &By) -> Result<(), Fault> {
    for request in of_ticket(change.db(), work.row.id).await? {
        if request.state()? == State::Open {
            let (by, note) = (by.clone(), String::new());
            settle(work, change, &request, Decision { by, event: Event::Withdraw, note, way: None }).await?;
        }
    }
    Ok(())
}

/// Releases or not, signed in.
pub async fn decide(
    house: &House,
    call: &Call,
    key: &str,
    id: ApprovalId,
    verdict: Verdict,
    note: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let note = checked(verdict, note);
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "approval/decide").await? {
        return Ok(done);
    }
    let request = by_id(change.db(), id.0).await?.ok_or(AppError::NotFound)?;
    let number = number_of(&change, request.ticket_id).await?;
    // Seen first: who may not see the ticket must not hold it.
    find(change.db(), actor, number).await?;
    let ticket = find_to_change(change.db(), actor, number).await?;
    let relation = ticket.relation(actor);
    if !actor.may(Action::SeePrice, &relation) {
        return Err(AppError::NotFound.into());
    }
    let approvers = approvers(change.db(), &ticket, request.cents, Some(request.id)).await?;
    if !actor.may(Action::Approve, &relation) || decides(&approvers, actor.id.0) != Decides::Reader {
        return Err(AppError::NotYours.into());
    }
    let note = note?;
    let request = by_id(change.db(), id.0).await?.ok_or(AppError::NotFound)?;
    if request.is_over(call.now) || !ticket.stage()?.is_open() {
        return Err(AppError::Outdated { version: ticket.version }.into());
    }
    let mut work = Work::on(house, call, ticket)?;
    let by = By::of(actor);
    let decision = Decision { by, event: verdict.into(), note, way: Some(Way::Portal) };
    settle(&mut work, &change, &request, decision).await?;
    if !relation.author && !relation.participant {
        work.join(actor.id.0);
    }
    done(work, change, key, "approval/decide").await
}
