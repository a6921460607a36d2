//! Opening a ticket from the portal: every choice of the form is checked against what is offered to the person.
use super::{Author, New, make, not_a_choice};
use crate::approval::consent;
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::is_there;
use crate::store::{Change, one, one_row};
use crate::ticket::history::By;
use crate::ticket::internal::keeps_inner;
use app::call::Call;
use app::error::AppError;
use domain::access::Actor;
use domain::id::{AssetId, OrganisationId, PersonId};
use domain::input::Reason;
use domain::person::Standing;
use domain::ticket::Channel;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::Opening;

/// Opens a ticket from the portal.
pub async fn open(house: &House, call: &Call, key: &str, opening: Opening) -> Result<TicketNumber, Fault> {
    let actor = call.actor()?;
    if actor.standing == Standing::Partner {
        return Err(AppError::NotYours.into());
    }
    let opening = opening.checked()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/open").await? {
        return Ok(done);
    }
    if actor.is_staff() {
        let said = [("title", opening.title.as_str()), ("description", opening.description.as_str())];
        keeps_inner(house, &change, &said).await?;
    }
    let (chosen, agreed) = (opening.organisation, opening.consent);
    let new = accepted(house, call, &change, actor, opening).await?;
    let bought = (new.organisation, new.kind);
    let ordered = match consent::needed(house, change.db(), bought, agreed, call.now).await {
        // The form shows the price of an organisation that is chosen there.
        Err(Fault::Told(_)) if actor.is_staff() && chosen.is_none() && new.organisation.is_some() => {
            return Err(AppError::field("organisation", Reason::Missing).into());
        }
        other => other?,
    };
    let by = By::of(actor);
    let mut work = make(house, call, &change, by.clone(), new).await?;
    if let Some(tariff) = ordered {
        consent::given(&mut work, &change, by, tariff).await?;
    }
    work.finish(&mut change).await?;
    let number = work.row.number();
    change.remember(actor.id.0, key, "ticket/open", &number, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(number)
}

/// Checks every choice of the form against what is offered to this person.
async fn accepted(
    house: &House,
    call: &Call,
    change: &Change,
    actor: &Actor,
    opening: Opening,
) -> Result<New, Fault> {
    let on_behalf = opening.on_behalf_of.filter(|person| *person != actor.id);
    if on_behalf.is_some() && !actor.is_staff() {
        return Err(not_a_choice("on_behalf_of"));
    }
    let organisation = organisation(change, actor, opening.organisation, on_behalf).await?;
    let policy = house.policy();
    if let Some(code) = &opening.class
        && !policy.offered_classes(actor.is_staff()).any(|class| class.code == *code)
    {
        return Err(not_a_choice("class"));
    }
    if !policy.offers(opening.kind) {
        return Err(not_a_choice("kind"));
    }
    if let Some(asset) = opening.asset
        && !owns(change, organisation, asset).await?
    {
        return Err(not_a_choice("asset"));
    }
    if let Some(contact) = opening.technical_contact {
        member(change, organisation, contact, "technical_contact").await?;
    }
    let author = match on_behalf {
        Some(person) => member(change, organisation, person, "on_behalf_of").await?,
        None => Author::of(actor, call.lang),
    };
    Ok(New {
        title: opening.title,
        body: opening.description,
        documents: opening.documents,
        channel: if on_behalf.is_some() { Channel::Phone } else { Channel::Portal },
        class: opening.class,
        kind: opening.kind,
        urgency: opening.urgency,
        organisation: organisation.map(|id| id.0),
        asset: opening.asset.map(|id| id.0),
        software_version: opening.software_version,
        technical_contact: opening.technical_contact.map(|id| id.0),
        author,
        people: Vec::new(),
        responsible: None,
        through: None,
        internal: None,
    })
}

/// For which organisation: the chosen one, the only one, or for staff none.
async fn organisation(
    change: &Change,
    actor: &Actor,
    chosen: Option<OrganisationId>,
    on_behalf: Option<PersonId>,
) -> Result<Option<OrganisationId>, Fault> {
    let mine = actor.memberships();
    match (chosen, actor.is_staff()) {
        (Some(id), false) if mine.iter().any(|m| m.organisation == id) => Ok(Some(id)),
        (Some(_), false) => Err(not_a_choice("organisation")),
        (None, false) if mine.len() > 1 => Err(AppError::field("organisation", Reason::Missing).into()),
        (None, false) => Ok(mine.first().map(|m| m.organisation)),
        (Some(id), true) => {
            if is_there(change.db(), id).await? {
                Ok(Some(id))
            } else {
                Err(not_a_choice("organisation"))
            }
        }
        (None, true) => match on_behalf {
            None => Ok(None),
            Some(person) => {
                let sql = "SELECT MIN(organisation_id) AS id, COUNT(*) AS n FROM membership
                  WHERE person_id = $1 AND left_at IS NULL";
                let row = one_row(change.db(), sql, [person.0.into()]).await?;
                let Some(row) = row else { return Err(not_a_choice("on_behalf_of")) };
                match row.try_get::<i64>("", "n")? {
                    0 => Err(not_a_choice("on_behalf_of")),
                    1 => Ok(row.try_get::<Option<i64>>("", "id")?.map(OrganisationId)),
                    _ => Err(AppError::field("organisation", Reason::Missing).into()),
                }
            }
        },
    }
}

/// Whether a system belongs to an organisation.
pub async fn owns(
    change: &Change,
    organisation: Option<OrganisationId>,
    asset: AssetId,
) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM asset WHERE id = $1 AND organisation_id = $2";
    let values = [asset.0.into(), organisation.map(|id| id.0).into()];
    Ok(one_row(change.db(), sql, values).await?.is_some())
}

/// A contact of the organisation, or an error at the field.
async fn member(
    change: &Change,
    organisation: Option<OrganisationId>,
    person: PersonId,
    field: &str,
) -> Result<Author, Fault> {
    contact(change, organisation, person).await?.ok_or_else(|| not_a_choice(field))
}

/// Somebody as the author of a ticket, where they are a contact of the organisation.
pub async fn contact(
    change: &Change,
    organisation: Option<OrganisationId>,
    person: PersonId,
) -> Result<Option<Author>, Fault> {
    let sql = "SELECT p.id, p.name, p.email, p.lang FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.person_id = $1 AND m.organisation_id = $2 AND m.left_at IS NULL AND p.account <> 'left'";
    let values = [person.0.into(), organisation.map(|id| id.0).into()];
    Ok(one(change.db(), sql, values).await?)
}
