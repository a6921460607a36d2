//! What forms offer, and what helps while one types (B5).
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::{Binds, Lines, Order};
use app::call::Call;
use app::ticket::view::{Assistance, Choice, Choices, NewTicketForm, TicketLine};
use domain::access::Actor;
use domain::id::{AssetId, OrganisationId, PersonId, TeamId};
use domain::search::likeness;
use domain::ticket::Stage;
use domain::ticket::filter::Sort;
use domain::ticket::opening::Opening;
use sea_orm::{FromQueryResult, Value};

/// So many of the latest open tickets are compared with what is typed.
const COMPARED: usize = 200;
/// So many similar ones are shown.
const SIMILAR: usize = 5;

#[derive(FromQueryResult)]
struct Named {
    id: i64,
    name: String,
}

#[derive(FromQueryResult)]
struct Owned {
    organisation_id: i64,
    id: i64,
    name: String,
}

/// What filters and staff forms choose from; customers learn their own organisations only.
pub async fn choices(house: &House, call: &Call) -> Result<Choices, Fault> {
    let actor = call.actor()?;
    let (staff, teams) = if actor.is_staff() {
        let sql = "SELECT id, name FROM person WHERE kind = 'staff' AND account <> 'left' ORDER BY name, id";
        (
            named(house, sql, PersonId).await?,
            named(house, "SELECT id, name FROM team ORDER BY name", TeamId).await?,
        )
    } else {
        (Vec::new(), Vec::new())
    };
    Ok(Choices {
        organisations: organisations(house, actor).await?,
        staff,
        teams,
        classes: house.policy().classes.clone(),
        priorities: house.policy().priorities.clone(),
        types: house.policy().types.iter().map(|line| line.code).collect(),
        activities: if actor.is_staff() { house.policy().activities.clone() } else { Vec::new() },
        stages: house.policy().workflow.states.iter().map(|state| state.stage).collect(),
    })
}

/// What the form for a new ticket offers; with prices and times of what was chosen in one that comes back.
pub async fn new_form(
    house: &House,
    call: &Call,
    organisation: Option<OrganisationId>,
    class: Option<String>,
) -> Result<NewTicketForm, Fault> {
    let actor = call.actor()?;
    let mut binds = Binds::default();
    let whose = if actor.is_staff() {
        String::new()
    } else {
        let mine = binds.list(actor.memberships().iter().map(|m| m.organisation.0));
        // `IN ()` is not everywhere SQL; nobody has the organisation 0.
        let mine = if mine.is_empty() { "0".to_owned() } else { mine };
        format!(" AND organisation_id IN ({mine})")
    };
    let sql = format!("SELECT organisation_id, id, name FROM asset WHERE TRUE{whose} ORDER BY name, id");
    let assets = owned(house, &sql, binds.0.clone(), AssetId).await?;
    let sql = format!(
        "SELECT organisation_id, p.id, p.name FROM membership JOIN person p ON p.id = person_id
         WHERE left_at IS NULL AND p.account <> 'left'{whose} ORDER BY p.name, p.id"
    );
    let contacts = owned(house, &sql, binds.0, PersonId).await?;
    let organisations = organisations(house, actor).await?;
    let policy = house.policy();
    let classes = policy.offered_classes(actor.is_staff()).cloned().collect();
    let types = crate::approval::types::first(house, call, organisation, class).await?;
    Ok(NewTicketForm { organisations, assets, contacts, classes, types })
}

/// The organisations that an actor can choose among.
pub async fn organisations(house: &House, actor: &Actor) -> Result<Vec<Choice<OrganisationId>>, Fault> {
    if actor.is_staff() {
        return named(house, "SELECT id, name FROM organisation ORDER BY name, id", OrganisationId).await;
    }
    let choice = |m: &domain::person::Membership| Choice { id: m.organisation, name: m.name.clone() };
    Ok(actor.memberships().iter().map(choice).collect())
}

async fn named<Id>(house: &House, sql: &str, id: fn(i64) -> Id) -> Result<Vec<Choice<Id>>, Fault> {
    let rows: Vec<Named> = all(house.store.read(), sql, []).await?;
    Ok(rows.into_iter().map(|row| Choice { id: id(row.id), name: row.name }).collect())
}

async fn owned<Id>(
    house: &House,
    sql: &str,
    values: Vec<Value>,
    id: fn(i64) -> Id,
) -> Result<Vec<(OrganisationId, Choice<Id>)>, Fault> {
    let rows: Vec<Owned> = all(house.store.read(), sql, values).await?;
    let choice =
        |row: Owned| (OrganisationId(row.organisation_id), Choice { id: id(row.id), name: row.name });
    Ok(rows.into_iter().map(choice).collect())
}

/// Help while typing: the reader's latest open tickets whose titles are alike, and what would complete this one.
pub async fn assist(house: &House, call: &Call, opening: Opening) -> Result<Assistance, Fault> {
    let actor = call.actor()?;
    let hints = opening.hints();
    let mut lines = Lines::reached(actor, Order::of(Sort::Changed), COMPARED)
        .only("t.is_open = TRUE AND t.internal = FALSE");
    match opening.organisation {
        Some(organisation) => {
            let place = lines.binds.put(organisation.0);
            lines = lines.only(&format!("t.organisation_id = {place}"));
        }
        // Without a customer there is nothing to compare with for staff.
        None if actor.is_staff() => return Ok(Assistance { similar: Vec::new(), hints }),
        None => {}
    }
    let mut alike: Vec<(usize, TicketLine)> = Vec::new();
    for row in lines.lines(house).await? {
        let line = row.shown(house)?;
        let common = likeness(&opening.title, &line.title);
        if common > 0 && line.stage != Stage::Done {
            alike.push((common, line));
        }
    }
    alike.sort_by_key(|(common, _)| std::cmp::Reverse(*common));
    Ok(Assistance { similar: alike.into_iter().take(SIMILAR).map(|(_, line)| line).collect(), hints })
}
