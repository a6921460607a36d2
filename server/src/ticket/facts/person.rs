//! Who takes part in a ticket.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, one};
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use domain::access::{Action, Actor};
use domain::input::{Checks, Reason};
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Candidate {
    id: i64,
    name: String,
    kind: String,
    member: bool,
    there: bool,
}

/// Adds a person by address. Customers may add contacts of the ticket's organisation, staff also partners and staff; any
/// other address is *not a choice*, whether somebody has it or not.
pub async fn add_person(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    email: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/add-person").await? {
        return Ok(done);
    }
    let mut work = Work::begin(house, call, &change, number).await?;
    if !work.may(Action::AddPeople) {
        return Err(AppError::NotYours.into());
    }
    let mut checks = Checks::default();
    let email = checks.address("email", email);
    checks.done(())?;
    let candidate = candidate(&change, &work, &email).await?;
    let inner = work.row.internal;
    let fits = |person: &Candidate| may_add(actor, person) && (!inner || person.kind == "staff");
    let Some(person) = candidate.filter(fits) else {
        return Err(AppError::field("email", Reason::NotAChoice).into());
    };
    if !person.there && work.row.author_id != Some(person.id) {
        work.join(person.id);
        work.did(What::PersonAdded { name: person.name });
    }
    done(work, change, key, "ticket/add-person").await
}

async fn candidate(change: &Change, work: &Work<'_>, email: &str) -> Result<Option<Candidate>, Fault> {
    let sql = "SELECT p.id, p.name, p.kind,
        EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.organisation_id = $2 AND m.left_at IS NULL) AS member,
        EXISTS (SELECT 1 FROM participant x WHERE x.person_id = p.id AND x.ticket_id = $3) AS there
      FROM person p WHERE p.email = $1 AND p.account <> 'left'";
    let values = [email.into(), work.row.organisation_id.into(), work.row.id.into()];
    Ok(one(change.db(), sql, values).await?)
}

fn may_add(actor: &Actor, person: &Candidate) -> bool {
    match person.kind.as_str() {
        "customer" => person.member,
        _ => actor.is_staff(),
    }
}
