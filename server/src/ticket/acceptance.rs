//! Acceptance on the test system (C5): a version is put there, the customer accepts or refuses it, and both stay on record.
use crate::deal::contact::{Contact, contacts};
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, insert, one, run};
use crate::ticket::merge::FAMILY;
use crate::ticket::shift::{done, note};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::acceptance::{AcceptanceView, Decided, Judgement, wording};
use domain::access::{Action, Actor, Relation};
use domain::id::OrganisationId;
use domain::input::Reason;
use domain::ticket::Stage;
use domain::ticket::acceptance::{Testing, Verdict, joiners};
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::timeline::What;
use domain::ticket::workflow::{By, Present, WrongMove};
use sea_orm::FromQueryResult;

/// Lets the customer's contacts who accept results take part, so that they hear of the version and see the ticket. Refused where
/// nobody could accept it.
pub async fn involve(work: &mut Work<'_>, change: &Change) -> Result<(), Fault> {
    let contacts = deciders(work, change).await?;
    for id in joiners(&work.house.policy().workflow, &contacts)? {
        let added = contacts.iter().find(|(actor, _)| actor.id == id);
        let name = added.map(|(actor, _)| actor.name.clone()).unwrap_or_default();
        work.join(id.0);
        work.did(What::PersonAdded { name });
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Participant {
    person_id: i64,
}

/// Everybody at the customer, with the relation to the ticket; without organisation only its author, who needs an account to accept.
async fn deciders(work: &Work<'_>, change: &Change) -> Result<Vec<(Actor, Relation)>, Fault> {
    let Some(organisation) = work.row.organisation_id.map(OrganisationId) else {
        return Ok(work.row.author_id.map(|_| work.customer()).into_iter().collect());
    };
    let sql = "SELECT person_id FROM participant WHERE ticket_id = $1";
    let there: Vec<Participant> = all(change.db(), sql, [work.row.id.into()]).await?;
    let (author, internal) = (work.row.author_id, work.row.internal);
    let with_relation = |Contact { actor, .. }: Contact| {
        let author = author == Some(actor.id.0);
        let participant = there.iter().any(|row| row.person_id == actor.id.0);
        (actor, Relation { organisation: Some(organisation), author, participant, internal })
    };
    Ok(contacts(change.db(), organisation).await?.into_iter().map(with_relation).collect())
}

/// Puts a version on record as the one to be tested.
pub async fn offer(work: &mut Work<'_>, change: &Change, testing: Testing) -> Result<(), Fault> {
    let sql = "INSERT INTO acceptance (ticket_id, version, place, offered_at, offered_by) VALUES ($1, $2, $3, $4, $5)
      RETURNING id";
    let values = [
        work.row.id.into(),
        testing.version.clone().into(),
        testing.place.clone().into(),
        work.call.now.as_millisecond().into(),
        work.call.actor()?.name.clone().into(),
    ];
    insert(change.db(), sql, values).await?;
    work.did(What::ForTest(testing));
    Ok(())
}

#[derive(FromQueryResult)]
struct Latest {
    id: i64,
    version: String,
}

/// The customer decides about the version that the page showed.
pub async fn judge(house: &House, call: &Call, key: &str, judgement: Judgement) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/judge").await? {
        return Ok(done);
    }
    let mut work = Work::begin(house, call, &change, judgement.number).await?;
    let sql = "SELECT id, version FROM acceptance WHERE ticket_id = $1 ORDER BY id DESC LIMIT 1";
    let latest: Option<Latest> = one(change.db(), sql, [work.row.id.into()]).await?;
    let latest = latest.filter(|latest| latest.id == judgement.offer);
    let Some(latest) = latest else {
        return Err(AppError::Outdated { version: work.row.version }.into());
    };
    decide(&mut work, &change, &latest, judgement.verdict, &judgement.reason).await?;
    done(work, change, key, "ticket/judge").await
}

/// A customer who sends a result back by a plain move refuses the version that lies there.
pub async fn refuse_latest(work: &mut Work<'_>, change: &Change, reason: &str) -> Result<bool, Fault> {
    let sql = "SELECT id, version FROM acceptance WHERE ticket_id = $1 AND verdict IS NULL ORDER BY id DESC LIMIT 1";
    let latest: Option<Latest> = one(change.db(), sql, [work.row.id.into()]).await?;
    let Some(latest) = latest else { return Ok(false) };
    decide(work, change, &latest, Verdict::Refused, reason).await?;
    Ok(true)
}

async fn decide(
    work: &mut Work<'_>,
    change: &Change,
    latest: &Latest,
    verdict: Verdict,
    reason: &str,
) -> Result<(), Fault> {
    let (house, call) = (work.house, work.call);
    let actor = call.actor()?;
    if !work.may(Action::Decide) {
        return Err(AppError::NotYours.into());
    }
    let policy = house.policy();
    let workflow = &policy.workflow;
    let from = work.stage;
    let to = verdict.leads_to(workflow).filter(|_| from == Stage::ReadyForAcceptance);
    let to = to.ok_or(WrongMove::NoSuchMove { from, to: Stage::GoingLive })?;
    let reason = said(reason)?;
    let relation = work.row.relation(actor);
    let present = Present { acceptance: verdict == Verdict::Accepted, ..work.row.present(true) };
    workflow.check(from, to, By::Person(actor, &relation), present)?;
    let version = latest.version.clone();
    let words = match verdict {
        Verdict::Accepted => wording(call.lang, &version, &work.row.title),
        Verdict::Refused if reason.is_empty() => {
            return Err(AppError::field("reason", Reason::Missing).into());
        }
        Verdict::Refused => reason,
    };
    let sql =
        "UPDATE acceptance SET verdict = $2, decided_at = $3, decided_id = $4, decided_by = $5, words = $6
      WHERE id = $1 AND verdict IS NULL";
    let values = [
        latest.id.into(),
        verdict.code().into(),
        call.now.as_millisecond().into(),
        actor.id.0.into(),
        actor.name.clone().into(),
        words.clone().into(),
    ];
    if run(change.db(), sql, values).await?.rows_affected() != 1 {
        return Err(AppError::Outdated { version: work.row.version }.into());
    }
    match verdict {
        Verdict::Accepted => {
            work.row.acceptance_id = Some(latest.id);
            work.did(What::ResultAccepted { version, wording: words });
        }
        Verdict::Refused => work.did(What::ResultRefused { version, reason: words }),
    }
    work.shift(Some(actor), to, String::new());
    if !actor.is_staff() && !relation.author && !relation.participant {
        work.join(actor.id.0);
    }
    Ok(())
}

/// What is said about a verdict; its form names it the reason.
fn said(reason: &str) -> Result<String, AppError> {
    note(reason).map_err(|_| AppError::field("reason", Reason::TooLong { max: LONGEST_TEXT }))
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    version: String,
    place: String,
    offered_at: i64,
    offered_by: String,
    verdict: Option<String>,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    words: Option<String>,
}

/// All versions that were put to the test, oldest first, its own after those of tickets that lead to it; none in houses
/// without a test system.
pub async fn of_ticket(house: &House, ticket: i64) -> Result<Vec<AcceptanceView>, Fault> {
    if house.policy().workflow.state(Stage::ReadyForAcceptance).is_none() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, version, place, offered_at, offered_by, verdict, decided_at, decided_by, words FROM acceptance
      WHERE ticket_id IN {FAMILY} ORDER BY CASE WHEN ticket_id = $1 THEN 1 ELSE 0 END, id"
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, [ticket.into()]).await?;
    rows.into_iter().map(|row| row.shown(house)).collect()
}

impl Row {
    fn shown(self, house: &House) -> Result<AcceptanceView, Fault> {
        let decided = match (self.verdict, self.decided_at) {
            (Some(code), Some(at)) => Some(Decided {
                verdict: Verdict::of_code(&code)
                    .ok_or_else(|| Fault::impossible_row("acceptance", self.id, &code))?,
                at: house.clock.shown(at),
                by: self.decided_by.unwrap_or_default(),
                words: self.words.unwrap_or_default(),
            }),
            _ => None,
        };
        Ok(AcceptanceView {
            id: self.id,
            version: self.version,
            place: self.place,
            offered: house.clock.shown(self.offered_at),
            by: self.offered_by,
            decided,
        })
    }
}
