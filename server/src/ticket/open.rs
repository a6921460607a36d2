//! Opening tickets (B2, B3, B5, B6, B10).
use crate::approval::consent;
use crate::fault::Fault;
use crate::house::House;
use crate::mailbox::through::Through;
use crate::organisation::contract::plan_on;
use crate::organisation::query::is_there;
use crate::person::attempt;
use crate::store::{Change, insert, one, one_row, run};
use crate::ticket::history::By;
use crate::ticket::row::{fresh, waits_for};
use crate::ticket::search;
use crate::ticket::unowned;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use domain::access::Actor;
use domain::id::{AssetId, DocumentId, OrganisationId, PersonId};
use domain::input::Reason;
use domain::lang::Lang;
use domain::person::Standing;
use domain::sign_in::Attempt;
use domain::ticket::internal::Work as InnerWork;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::{Opening, PublicRequest};
use domain::ticket::queue::queue_key;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use domain::ticket::{Channel, Stage, TicketType, Urgency};
use sea_orm::FromQueryResult;

/// A ticket about to be made; everything in it is checked.
pub struct New {
    /// Title.
    pub title: String,
    /// First message.
    pub body: String,
    /// Its files.
    pub documents: Vec<DocumentId>,
    /// By which door.
    pub channel: Channel,
    /// Class code.
    pub class: Option<String>,
    /// Type.
    pub kind: TicketType,
    /// The customer's own view.
    pub urgency: Urgency,
    /// Whose.
    pub organisation: Option<i64>,
    /// Affected system.
    pub asset: Option<i64>,
    /// Version of the software.
    pub software_version: String,
    /// Whom to ask.
    pub technical_contact: Option<i64>,
    /// Who opens it.
    pub author: Author,
    /// Who takes part from the start.
    pub people: Vec<i64>,
    /// Who is responsible, where it is not the organisation's project lead.
    pub responsible: Option<i64>,
    /// The mailbox through which it came.
    pub through: Option<Through>,
    /// What development is to do, where it is for staff only (C6).
    pub internal: Option<InnerWork>,
}

/// Who opens a ticket.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Author {
    /// Account; `None` for people without.
    pub id: Option<i64>,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Language code.
    pub lang: Option<String>,
}

impl Author {
    /// Somebody who is signed in.
    pub fn of(actor: &Actor, lang: Lang) -> Self {
        Self {
            id: Some(actor.id.0),
            name: actor.name.clone(),
            email: actor.email.clone(),
            lang: Some(lang.code().to_owned()),
        }
    }
}

#[derive(FromQueryResult)]
struct Whose {
    name: String,
    lead: Option<i64>,
    lead_name: Option<String>,
}

/// Makes the row of a new ticket with the next number; [`Work::finish`] writes the rest.
pub async fn make<'a>(
    house: &'a House,
    call: &'a Call,
    change: &Change,
    by: By,
    new: New,
) -> Result<Work<'a>, Fault> {
    let db = change.db();
    let sql = "UPDATE counter SET value = value + 1 WHERE name = 'ticket' RETURNING value AS id";
    let number = TicketNumber(insert(db, sql, []).await?);
    let sql = "SELECT o.name, l.id AS lead, l.name AS lead_name FROM organisation o
      LEFT JOIN person l ON l.id = COALESCE($2, o.project_lead_id) AND l.account <> 'left' WHERE o.id = $1";
    let whose: Option<Whose> = match new.organisation {
        Some(id) => one(db, sql, [id.into(), new.responsible.into()]).await?,
        None => None,
    };
    let (stage, now) = (Stage::Received, call.now.as_millisecond());
    let policy = house.policy();
    let plan = plan_on(db, new.organisation, house.clock.moment(call.now)).await?;
    let severity = policy.severity(new.class.as_deref(), None);
    let package = policy.goes_first(plan.as_deref());
    let sql = "INSERT INTO ticket (plan, policy, number, title, stage, stage_since, is_open, waits_for, channel, class, kind,
        urgency, organisation_id, asset_id, software_version, technical_contact_id, author_id, author_name, author_email,
        author_lang, assignee_id, internal, opened_at, changed_at, queue_key, version, mailbox_id, team_id, inner_work)
      VALUES ($20, $21, $1, $2, $3, $4, TRUE, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $24, $4, $4, $19, 0, $22, $23, $25)
      RETURNING id";
    let values = [
        number.0.into(),
        new.title.clone().into(),
        stage.code().into(),
        now.into(),
        waits_for(stage).into(),
        new.channel.code().into(),
        new.class.into(),
        new.kind.code().into(),
        new.urgency.code().into(),
        new.organisation.into(),
        new.asset.into(),
        new.software_version.into(),
        new.technical_contact.into(),
        new.author.id.into(),
        new.author.name.clone().into(),
        new.author.email.clone().into(),
        new.author.lang.into(),
        whose.as_ref().and_then(|whose| whose.lead).into(),
        queue_key(true, severity, package, None, call.now).into(),
        plan.into(),
        policy.version.into(),
        new.through.as_ref().map(|through| through.mailbox).into(),
        new.through.as_ref().and_then(|through| through.team).into(),
        new.internal.is_some().into(),
        new.internal.map(InnerWork::code).into(),
    ];
    let id = insert(db, sql, values).await?;
    for person in &new.people {
        let sql = "INSERT INTO participant (ticket_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        run(db, sql, [id.into(), (*person).into()]).await?;
    }
    let people: Vec<i64> = new.author.id.into_iter().chain(new.people).collect();
    let organisation = whose.as_ref().map(|whose| whose.name.as_str()).unwrap_or_default();
    let sender = format!("{} {} {organisation}", new.author.name, new.author.email);
    search::enter(db, id, &new.title, &sender, new.organisation, &people).await?;
    let row = fresh(db, new.author.id.unwrap_or(0), number).await?;
    let mut work = Work::on(house, call, row)?;
    work.happened(by, What::Opened { channel: new.channel, body: new.body, documents: new.documents });
    if let Some(team) = new.through.and_then(|through| through.team_name) {
        work.happened(By::default(), What::HandedOver { team });
    }
    if let Some(lead) = whose.and_then(|whose| whose.lead_name) {
        work.happened(By::default(), What::Assigned { to: Some(lead) });
    }
    Ok(work)
}

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
    let ordered = consent::needed(&house.policy(), &opening)?;
    let new = accepted(house, call, &change, actor, opening).await?;
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
    let sql = "SELECT p.id, p.name, p.email, p.lang FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.person_id = $1 AND m.organisation_id = $2 AND m.left_at IS NULL AND p.account <> 'left'";
    let values = [person.0.into(), organisation.map(|id| id.0).into()];
    one(change.db(), sql, values).await?.ok_or_else(|| not_a_choice(field))
}

/// The error of a value that is not offered; the same whether it exists elsewhere or not.
pub fn not_a_choice(field: &str) -> Fault {
    AppError::field(field, Reason::NotAChoice).into()
}

/// Opens a ticket from the public form. An address is no identity: whoever is not signed in stays without account, and
/// staff read in a note whose address it is.
pub async fn open_publicly(
    house: &House,
    call: &Call,
    key: &str,
    request: PublicRequest,
) -> Result<TicketNumber, Fault> {
    let request = request.checked()?;
    let asker = call.actor.as_ref().map_or(0, |actor| actor.id.0);
    // Sent twice, it counts once; so the question comes before the count, and again inside the change.
    if let Some(done) = house.store.change().await?.earlier(asker, key, "contact").await? {
        return Ok(done);
    }
    attempt::count(house, call, Attempt::PublicForm, &request.email).await?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(asker, key, "contact").await? {
        return Ok(done);
    }
    let known = known_address(&change, call, &request.email).await?;
    let signed_in = call.actor.as_ref().filter(|actor| !actor.is_staff());
    let organisation = match signed_in.map(Actor::memberships) {
        Some([only]) => Some(only.organisation.0),
        _ => None,
    };
    let author = Author {
        id: signed_in.map(|actor| actor.id.0),
        name: request.name.clone(),
        email: request.email.clone(),
        lang: Some(call.lang.code().to_owned()),
    };
    let by = By { id: author.id, name: author.name.clone(), staff: false };
    let new = New {
        title: request.subject,
        body: request.message,
        documents: Vec::new(),
        channel: Channel::PublicForm,
        class: None,
        kind: house.policy().usual_type(),
        urgency: Urgency::default(),
        organisation,
        asset: None,
        software_version: String::new(),
        technical_contact: None,
        author,
        people: Vec::new(),
        responsible: None,
        through: None,
        internal: None,
    };
    let mut work = make(house, call, &change, by, new).await?;
    work.remarked(known.map(|name| Remark::KnownAddress { email: request.email, name }));
    unowned::tell(&work, &change).await?;
    work.finish(&mut change).await?;
    let number = work.row.number();
    change.remember(asker, key, "contact", &number, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(number)
}

/// Whose address it is, with their organisations; `None` where nobody has it or its owner is signed in.
async fn known_address(change: &Change, call: &Call, email: &str) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Known {
        id: i64,
        name: String,
        organisation: Option<String>,
    }
    let sql = "SELECT p.id, p.name, o.name AS organisation FROM person p
      LEFT JOIN membership m ON m.person_id = p.id AND m.left_at IS NULL
      LEFT JOIN organisation o ON o.id = m.organisation_id WHERE p.email = $1 ORDER BY o.name";
    let known: Vec<Known> = crate::store::all(change.db(), sql, [email.into()]).await?;
    let Some(first) = known.first() else { return Ok(None) };
    if call.actor.as_ref().is_some_and(|actor| actor.id.0 == first.id) {
        return Ok(None);
    }
    let organisations: Vec<&str> = known.iter().filter_map(|row| row.organisation.as_deref()).collect();
    Ok(Some(if organisations.is_empty() {
        first.name.clone()
    } else {
        format!("{} ({})", first.name, organisations.join(", "))
    }))
}
