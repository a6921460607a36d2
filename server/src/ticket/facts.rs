//! What triage and work set on a ticket: class, type, organisation, system, planned day; and who takes part.
use crate::approval::{consent, decide, tariff};
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::contract::plan_on;
use crate::package::draw;
use crate::store::{Change, one, one_row, run};
use crate::ticket::history::By;
use crate::ticket::open::not_a_choice;
use crate::ticket::open::portal::owns;
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::api::Facts;
use domain::access::{Action, Actor};
use domain::id::{AssetId, OrganisationId};
use domain::input::{Checks, Reason, may_be_planned};
use domain::policy::Policy;
use domain::ticket::TicketType;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use jiff::civil::Date;
use sea_orm::FromQueryResult;

/// Most characters of the reason for another class.
const LONGEST_WHY: u32 = 500;

/// Sets facts; what stays as it was is no change.
pub async fn classify(house: &House, call: &Call, key: &str, facts: Facts) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/classify").await? {
        return Ok(done);
    }
    let number = facts.number.ok_or(AppError::NotFound)?;
    let mut checks = Checks::default();
    let why = checks.optional_line("why", &facts.why, LONGEST_WHY).unwrap_or_default();
    let why = checks.done(why).map_err(AppError::from)?;
    let mut work = Work::begin(house, call, &change, number).await?;
    let (triage, works) = (work.may(Action::Triage), work.may(Action::Work));
    if !triage && !works {
        return Err(AppError::NotYours.into());
    }
    let hour = hour_cents(&work, &change).await?;
    if let Some(organisation) = facts.organisation
        && work.row.organisation_id != Some(organisation.0)
    {
        allowed(triage)?;
        place(&mut work, &mut change, organisation).await?;
    }
    let class = facts.class.filter(|class| work.row.class.as_ref() != Some(class));
    let kind = facts.kind.map(TicketType::code).filter(|code| work.row.kind != *code);
    let priority = facts.priority.filter(|level| work.row.priority.as_ref() != Some(level));
    if class.is_some() || kind.is_some() || priority.is_some() {
        allowed(triage)?;
    }
    offered(&house.policy(), class.as_deref(), facts.kind.filter(|_| kind.is_some()), priority.as_deref())?;
    if let Some(to) = priority {
        prioritise(&mut work, &change, to, &why).await?;
    }
    let kind = match kind.and_then(TicketType::of_code) {
        Some(kind) => ordered(&mut work, &change, kind).await?,
        None => None,
    };
    let asset = facts.asset.filter(|asset| asset.map(|id| id.0) != work.row.asset_id);
    let touched = class.is_some() || kind.is_some() || asset.is_some();
    let (from, to) = match &class {
        Some(to) => (work.row.class.clone(), Some(to.clone())),
        None => (None, None),
    };
    let before = work.key(&change).await?;
    if let Some(class) = class {
        work.row.class = Some(class);
    }
    if let Some(kind) = kind {
        retype(&mut work, &mut change, kind).await?;
    }
    if hour_cents(&work, &change).await? != hour {
        ask_anew(&mut work, &change).await?;
    }
    if touched {
        let after = work.key(&change).await?;
        let keys = (before != after).then(|| Box::new((before, after)));
        work.did(What::Classified { from, to, keys, moved: Vec::new(), why });
    }
    if let Some(asset) = asset {
        affect(&mut work, &change, asset).await?;
    }
    if let Some(day) = facts.planned
        && work.row.planned()? != day
    {
        let today = house.clock.moment(call.now).civil().date();
        let planned = day.map_or(Ok(()), |day| may_be_planned(day, today));
        planned.map_err(|reason| AppError::field("planned", reason))?;
        work.row.planned_on = day.map(|day| day.to_string());
        work.did(What::Planned { day });
    }
    done(work, change, key, "ticket/classify").await
}

/// Whether these can be chosen.
pub fn offered(
    policy: &Policy,
    class: Option<&str>,
    kind: Option<TicketType>,
    priority: Option<&str>,
) -> Result<(), Fault> {
    if kind.is_some_and(|kind| !policy.offers(kind)) {
        return Err(not_a_choice("kind"));
    }
    if class.is_some_and(|code| policy.class(code).is_none()) {
        return Err(not_a_choice("class"));
    }
    if priority.is_some_and(|code| policy.priority(code).is_none()) {
        return Err(not_a_choice("priority"));
    }
    Ok(())
}

/// The type that staff chose, where it may be set at once: a dearer one is proposed to the customer, who buys it (E2).
async fn ordered(
    work: &mut Work<'_>,
    change: &Change,
    kind: TicketType,
) -> Result<Option<TicketType>, Fault> {
    if let Some(wanted) = tariff::raised(work.house, change.db(), &work.row, kind, work.call.now).await? {
        consent::propose(work, change, wanted).await?;
        return Ok(None);
    }
    consent::take_back(work, change).await?;
    Ok(Some(kind))
}

/// Sets the type that the customer agreed to; its promises are counted anew.
pub async fn change_kind(work: &mut Work<'_>, change: &mut Change, kind: TicketType) -> Result<(), Fault> {
    let before = work.key(change).await?;
    retype(work, change, kind).await?;
    let after = work.key(change).await?;
    let keys = (before != after).then(|| Box::new((before, after)));
    work.did(What::Classified { from: None, to: None, keys, moved: Vec::new(), why: String::new() });
    Ok(())
}

/// Makes it another type. All its work costs by it, so what was drawn follows; a request to release effort was priced by the
/// former type and is taken back.
async fn retype(work: &mut Work<'_>, change: &mut Change, kind: TicketType) -> Result<(), Fault> {
    if work.row.kind == kind.code() {
        return Ok(());
    }
    kind.code().clone_into(&mut work.row.kind);
    let sql = "UPDATE ticket SET kind = $2 WHERE id = $1";
    run(change.db(), sql, [work.row.id.into(), kind.code().into()]).await?;
    draw::follow_ticket(change, work.house, work.call, &work.row, Date::MIN).await?;
    ask_anew(work, change).await
}

/// What an hour costs at most as the ticket stands now.
pub async fn hour_cents(work: &Work<'_>, change: &Change) -> Result<i64, Fault> {
    Ok(tariff::of_ticket(work.house, change.db(), &work.row, work.call.now).await?.hour_cents())
}

/// Takes back a request to release effort, which names the price of before: whoever needs more asks at the present one.
pub async fn ask_anew(work: &mut Work<'_>, change: &Change) -> Result<(), Fault> {
    let actor = work.call.actor()?;
    let by = By::of(actor);
    decide::take_back(work, change, &by).await
}

async fn prioritise(work: &mut Work<'_>, change: &Change, to: String, why: &str) -> Result<(), Fault> {
    let before = work.key(change).await?;
    let from = work.row.priority.replace(to.clone());
    let after = work.key(change).await?;
    let keys = (before != after).then(|| Box::new((before, after)));
    work.did(What::Prioritised { from, to, keys, moved: Vec::new(), why: why.to_owned() });
    Ok(())
}

fn allowed(may: bool) -> Result<(), AppError> {
    if may { Ok(()) } else { Err(AppError::NotYours) }
}

async fn affect(work: &mut Work<'_>, change: &Change, asset: Option<AssetId>) -> Result<(), Fault> {
    if let Some(asset) = asset
        && !owns(change, work.row.organisation_id.map(OrganisationId), asset).await?
    {
        return Err(not_a_choice("asset"));
    }
    work.row.asset_id = asset.map(|id| id.0);
    Ok(())
}

/// Gives a ticket without organisation one: its project lead becomes responsible where nobody is (B10), and whoever
/// wrote from an address of one of its contacts takes part from now on.
pub async fn place(
    work: &mut Work<'_>,
    change: &mut Change,
    organisation: OrganisationId,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        lead: Option<i64>,
        lead_name: Option<String>,
        sender: Option<i64>,
        sender_name: Option<String>,
    }
    // Internal work is for nobody (C6); its time must never reach a customer's hours.
    if work.row.organisation_id.is_some() || work.row.internal {
        return Err(not_a_choice("organisation"));
    }
    let sql = "SELECT o.name, l.id AS lead, l.name AS lead_name, s.id AS sender, s.name AS sender_name
      FROM organisation o
      LEFT JOIN person l ON l.id = o.project_lead_id AND l.account <> 'left'
      LEFT JOIN person s ON s.email = $2 AND s.account <> 'left' AND EXISTS (SELECT 1 FROM membership m
        WHERE m.person_id = s.id AND m.organisation_id = o.id AND m.left_at IS NULL)
      WHERE o.id = $1";
    let values = [organisation.0.into(), work.row.author_email.clone().into()];
    let row: Row = one(change.db(), sql, values).await?.ok_or_else(|| not_a_choice("organisation"))?;
    let before = work.key(change).await?;
    work.row.organisation_id = Some(organisation.0);
    work.row.plan =
        plan_on(change.db(), Some(organisation.0), work.house.clock.moment(work.call.now)).await?;
    draw::follow_ticket(change, work.house, work.call, &work.row, Date::MIN).await?;
    work.did(What::Placed { organisation: row.name });
    let after = work.key(change).await?;
    if before != after {
        let keys = Some(Box::new((before, after)));
        work.did(What::Classified { from: None, to: None, keys, moved: Vec::new(), why: String::new() });
    }
    if work.row.assignee_id.is_none()
        && let (Some(lead), Some(name)) = (row.lead, row.lead_name)
    {
        work.row.assignee_id = Some(lead);
        work.did(What::Assigned { to: Some(name) });
    }
    if work.row.author_id.is_none()
        && let (Some(sender), Some(name)) = (row.sender, row.sender_name)
    {
        work.join(sender);
        work.did(What::PersonAdded { name });
    }
    Ok(())
}

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
    Ok(one_row(change.db(), sql, values)
        .await?
        .map(|row| Candidate::from_query_result(&row, ""))
        .transpose()?)
}

fn may_add(actor: &Actor, person: &Candidate) -> bool {
    match person.kind.as_str() {
        "customer" => person.member,
        _ => actor.is_staff(),
    }
}
