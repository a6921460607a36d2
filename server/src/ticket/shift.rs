//! Moves: the workflow decides, and tells why where it refuses.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, one_row};
use crate::ticket::acceptance;
use crate::ticket::internal::{self, keeps_inner};
use crate::ticket::open::not_a_choice;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::api::{HandOver, Shift};
use domain::access::Action;
use domain::id::PersonId;
use domain::input::{Checks, Reason, clean_text};
use domain::ticket::Stage;
use domain::ticket::acceptance::{Testing, Verdict};
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::timeline::What;
use domain::ticket::workflow::{By, Present, WrongMove};

/// Moves to another state.
pub async fn shift(house: &House, call: &Call, key: &str, shift: Shift) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/move").await? {
        return Ok(done);
    }
    let mut work = Work::begin(house, call, &change, shift.number).await?;
    let note = note(&shift.note)?;
    if !work.row.internal && actor.is_staff() {
        keeps_inner(house, &change, &[("note", &note)]).await?;
    }
    let decides = work.may(Action::Decide) && work.stage == Stage::ReadyForAcceptance;
    if decides
        && Verdict::Refused.leads_to(&house.policy().workflow) == Some(shift.to)
        && acceptance::refuse_latest(&mut work, &change, &note).await?
    {
        return done(work, change, key, "ticket/move").await;
    }
    let relation = work.row.relation(actor);
    let named =
        shift.to == Stage::ReadyForAcceptance && !(shift.version.is_empty() && shift.place.is_empty());
    let testing = named.then(|| Testing::read(&shift.version, &shift.place)).transpose()?;
    if let Some(Testing { version, place }) = testing.as_ref().filter(|_| !work.row.internal) {
        keeps_inner(house, &change, &[("version", version), ("place", place)]).await?;
    }
    let mut present = work.row.present(!note.is_empty());
    (present.version, present.untested) = (testing.is_some(), shift.untested);
    let rules = &house.policy().workflow;
    rules.check(work.stage, shift.to, By::Person(actor, &relation), present)?;
    let warned = Present { untested: false, ..present };
    if rules.check(work.stage, shift.to, By::Person(actor, &relation), warned) == Err(WrongMove::Untested) {
        work.did(What::Untested { asset: work.row.asset.clone().unwrap_or_default() });
    }
    if shift.to == Stage::ReadyForAcceptance && !work.row.internal {
        acceptance::involve(&mut work, &change).await?;
    }
    work.shift(Some(actor), shift.to, note);
    if let Some(testing) = testing {
        acceptance::offer(&mut work, &change, testing).await?;
    }
    if !actor.is_staff() && !relation.author && !relation.participant {
        work.join(actor.id.0);
    }
    done(work, change, key, "ticket/move").await
}

/// Hands over to a team (C2).
pub async fn hand_over(house: &House, call: &Call, key: &str, hand_over: HandOver) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/hand-over").await? {
        return Ok(done);
    }
    let mut work = Work::begin(house, call, &change, hand_over.number).await?;
    if !work.may(Action::Triage) {
        return Err(AppError::NotYours.into());
    }
    let mut checks = Checks::default();
    let specification = checks.text("specification", &hand_over.specification, LONGEST_TEXT);
    let note = clean_text(&hand_over.note);
    if note.chars().count() > LONGEST_TEXT as usize {
        checks.add("note", Reason::TooLong { max: LONGEST_TEXT });
    }
    let sql = "SELECT name FROM team WHERE id = $1";
    let team = match one_row(change.db(), sql, [hand_over.team.0.into()]).await? {
        Some(row) => row.try_get::<String>("", "name")?,
        None => {
            checks.add("team", Reason::NotAChoice);
            String::new()
        }
    };
    checks.done(())?;
    if !work.row.internal {
        keeps_inner(house, &change, &[("specification", &specification)]).await?;
    }
    work.row.team_id = Some(hand_over.team.0);
    let specified = work.row.specification.replace(specification.clone()) != Some(specification.clone());
    let present = work.row.present(true);
    let relation = work.row.relation(actor);
    house.policy().workflow.check(work.stage, Stage::HandedOver, By::Person(actor, &relation), present)?;
    if specified {
        work.did(What::Specified { body: specification });
    }
    work.did(What::HandedOver { team });
    work.shift(Some(actor), Stage::HandedOver, String::new());
    if !note.is_empty() {
        work.did(What::Note { body: note, documents: Vec::new() });
    }
    done(work, change, key, "ticket/hand-over").await
}

/// Sets or clears the responsible person.
pub async fn assign(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    to: Option<PersonId>,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/assign").await? {
        return Ok(done);
    }
    let mut work = Work::begin(house, call, &change, number).await?;
    if !work.may(Action::Work) {
        return Err(AppError::NotYours.into());
    }
    let name = match to {
        None => None,
        Some(person) => {
            let sql = "SELECT name FROM person WHERE id = $1 AND kind = 'staff' AND account <> 'left'";
            let row =
                one_row(change.db(), sql, [person.0.into()]).await?.ok_or_else(|| not_a_choice("to"))?;
            Some(row.try_get::<String>("", "name")?)
        }
    };
    if work.row.assignee_id != to.map(|person| person.0) {
        work.row.assignee_id = to.map(|person| person.0);
        work.did(What::Assigned { to: name });
    }
    done(work, change, key, "ticket/assign").await
}

/// Finishes a change that answers nothing; one in which nothing happened leaves the ticket as it is.
pub async fn done(mut work: Work<'_>, mut change: Change, key: &str, what: &str) -> Result<(), Fault> {
    let (house, call) = (work.house, work.call);
    if !work.is_idle() {
        work.finish(&mut change).await?;
        internal::over(&mut change, &work).await?;
    }
    change.remember(call.actor()?.id.0, key, what, &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// What is said about a move.
pub fn note(text: &str) -> Result<String, AppError> {
    let note = clean_text(text);
    if note.chars().count() > LONGEST_TEXT as usize {
        return Err(AppError::field("note", Reason::TooLong { max: LONGEST_TEXT }));
    }
    Ok(note)
}
