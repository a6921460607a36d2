//! Settling a request: by the customer, by time, or taken back. What was decided is evidence; the ticket goes on from where it
//! came, or rests on where nothing was released and nothing is left (E3).
use crate::approval::approver::{everybody, reach};
use crate::approval::meter;
use crate::approval::row::{RequestRow, by_id, of_ticket};
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, one_row, run};
use crate::ticket::history::By;
use crate::ticket::row::{find, find_to_change};
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::approval::api::Answer;
use app::approval::word::{release, release_less};
use app::call::Call;
use app::error::AppError;
use domain::access::Action;
use domain::approval::{Event, LONGEST_REASON, Reach, State, Way, price};
use domain::id::ApprovalId;
use domain::input::{Reason, clean_text};
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use domain::ticket::workflow;

/// What happens to a request, and by whom.
pub struct Decision {
    /// Who; nobody where its time is over.
    pub by: By,
    /// What.
    pub event: Event,
    /// How many minutes are released, where that is less than was asked for.
    pub less: Option<u32>,
    /// What was said about it.
    pub note: String,
    /// By which way; `None` where no customer decides.
    pub way: Option<Way>,
}

impl Decision {
    /// What no customer decides, and about which nothing is said.
    pub const fn plain(by: By, event: Event) -> Self {
        Self { by, event, less: None, note: String::new(), way: None }
    }
}

/// What somebody decides who may release something of a request. Who may not release all of it releases a part, or leaves it to
/// others: they may want to release more.
pub fn decided(answer: Answer, reach: Reach, by: By, way: Way) -> Result<Decision, AppError> {
    let (event, less, note) = match answer {
        Answer::Less(typed) => {
            let minutes = reach.read(&typed).map_err(|reason| AppError::field("minutes", reason))?;
            (Event::Approve, Some(minutes).filter(|minutes| *minutes < reach.asked), String::new())
        }
        Answer::Approve | Answer::Decline(_) if !reach.is_whole() => return Err(AppError::NotYours),
        Answer::Approve => (Event::Approve, None, String::new()),
        Answer::Decline(why) => (Event::Decline, None, why_not(&why)?),
    };
    Ok(Decision { by, event, less, note, way: Some(way) })
}

/// Who does not release says why.
fn why_not(why: &str) -> Result<String, AppError> {
    let why = clean_text(why);
    if why.is_empty() {
        return Err(AppError::field("note", Reason::Missing));
    }
    if why.chars().count() > LONGEST_REASON as usize {
        return Err(AppError::field("note", Reason::TooLong { max: LONGEST_REASON }));
    }
    Ok(why)
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
    let Decision { by, event, less, note, way } = decision;
    let state =
        request.state()?.after(event).map_err(|_| AppError::Outdated { version: work.row.version })?;
    let (all, tariff, lang) = (request.minutes()?, request.tariff()?, work.call.lang);
    let asked = less.map(|_| all);
    let (minutes, cents) = less.map_or((all, request.cents), |less| (less, price(tariff.hour_cents(), less)));
    let number = work.house.policy().number.write(work.row.number());
    let wording = match (state, asked) {
        (State::Approved, None) => release(lang, &number, minutes, cents, tariff),
        (State::Approved, Some(asked)) => release_less(lang, &number, minutes, cents, tariff, asked),
        _ => String::new(),
    };
    let sql = "UPDATE approval SET state = $2, next_at = NULL, settled_at = $3, settled_by_id = $4, settled_by = $5, way = $6,
      wording = $7, answer = $8, minutes = $9, cents = $10, asked_minutes = $11, asked_cents = $12 WHERE id = $1";
    let values = [
        request.id.into(),
        state.code().into(),
        work.call.now.as_millisecond().into(),
        by.id.into(),
        by.name.clone().into(),
        way.map(Way::code).into(),
        wording.clone().into(),
        note.clone().into(),
        i64::from(minutes).into(),
        cents.into(),
        asked.map(i64::from).into(),
        asked.map(|_| request.cents).into(),
    ];
    run(change.db(), sql, values).await?;
    let approval = ApprovalId(request.id);
    work.happened(by.clone(), What::Approval { approval, state, minutes, asked, cents, note, wording, way });
    if work.stage != Stage::WaitingForApproval {
        return Ok(());
    }
    let level = meter::level(work.house, change.db(), &work.row, work.call.now).await?;
    if state.goes_on(level) {
        let back = came_from(work, change, request).await?;
        let used = work.house.policy().workflow.state(back).is_some();
        work.move_by(by, if used { back } else { Stage::InProgress }, String::new());
    }
    Ok(())
}

/// Where a ticket goes on that waited: where it came from, or where an answer leads that came meanwhile to what was asked there.
async fn came_from(work: &Work<'_>, change: &Change, request: &RequestRow) -> Result<Stage, Fault> {
    let from = request.came_from()?;
    let (triage, present) = (Stage::InTriage, work.row.present(true));
    let policy = work.house.policy();
    if from != Stage::Question || policy.workflow.check(from, triage, workflow::By::System, present).is_err()
    {
        return Ok(from);
    }
    let sql = "SELECT 1 AS yes FROM entry e WHERE e.ticket_id = $1 AND e.at >= $2 AND e.what = 'message' AND e.internal = FALSE
      AND e.by_staff = FALSE AND e.by_name <> ''
      AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = e.by_id AND p.kind = 'partner') LIMIT 1";
    let values = [work.row.id.into(), work.row.stage_since.into()];
    Ok(if one_row(change.db(), sql, values).await?.is_some() { triage } else { from })
}

/// Takes back the request that waits on a ticket, where one does.
pub async fn take_back(work: &mut Work<'_>, change: &Change, by: &By) -> Result<(), Fault> {
    for request in of_ticket(change.db(), work.row.id).await? {
        if request.state()? == State::Open {
            settle(work, change, &request, Decision::plain(by.clone(), Event::Withdraw)).await?;
        }
    }
    Ok(())
}

/// Releases, all or less, or not, signed in.
pub async fn decide(
    house: &House,
    call: &Call,
    key: &str,
    id: ApprovalId,
    answer: Answer,
) -> Result<(), Fault> {
    let actor = call.actor()?;
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
    // As it is now that nobody else decides.
    let request = by_id(change.db(), id.0).await?.ok_or(AppError::NotFound)?;
    let everybody = everybody(change.db(), &ticket, Some(request.id)).await?;
    let reach = reach(&everybody, &request, actor.id.0)?.filter(|_| actor.may(Action::Approve, &relation));
    let decision = decided(answer, reach.ok_or(AppError::NotYours)?, By::of(actor), Way::Portal);
    if request.state()? != State::Open || request.is_over(call.now) || !ticket.stage()?.is_open() {
        return Err(AppError::Outdated { version: ticket.version }.into());
    }
    let mut work = Work::on(house, call, ticket)?;
    settle(&mut work, &change, &request, decision?).await?;
    if !relation.author && !relation.participant {
        work.join(actor.id.0);
    }
    done(work, change, key, "approval/decide").await
}
