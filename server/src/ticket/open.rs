//! Making tickets, whatever the door (B2, B3, B10).
pub mod portal;
pub mod public;

use crate::fault::Fault;
use crate::house::House;
use crate::mailbox::through::Through;
use crate::organisation::contract::plan_on;
use crate::store::{Change, insert, one, run};
use crate::ticket::history::By;
use crate::ticket::row::{fresh, waits_for};
use crate::ticket::search::Words;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use domain::access::Actor;
use domain::id::DocumentId;
use domain::input::Reason;
use domain::lang::Lang;
use domain::ticket::internal::Work as InnerWork;
use domain::ticket::number::TicketNumber;
use domain::ticket::queue::queue_key;
use domain::ticket::timeline::What;
use domain::ticket::{Channel, Stage, TicketType, Urgency};
use jiff::Timestamp;
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
    let row = fresh(db, new.author.id.unwrap_or(0), number).await?;
    let mut work = Work::on(house, call, row)?;
    work.found = Some(Words::first(&new.title, sender, new.organisation, &people));
    work.happened(by, What::Opened { channel: new.channel, body: new.body, documents: new.documents });
    if let Some(team) = new.through.and_then(|through| through.team_name) {
        work.happened(By::default(), What::HandedOver { team });
    }
    if let Some(lead) = whose.and_then(|whose| whose.lead_name) {
        work.happened(By::default(), What::Assigned { to: Some(lead) });
    }
    Ok(work)
}

/// A ticket that is being made came in before it is written down; what is promised counts from then (D8).
pub async fn came_in(change: &Change, work: &mut Work<'_>, at: Timestamp) -> Result<(), Fault> {
    let at = at.as_millisecond();
    if at != work.row.opened_at {
        work.row.opened_at = at;
        let sql = "UPDATE ticket SET opened_at = $2 WHERE id = $1";
        run(change.db(), sql, [work.row.id.into(), at.into()]).await?;
    }
    Ok(())
}

/// The error of a value that is not offered; the same whether it exists elsewhere or not.
pub fn not_a_choice(field: &str) -> Fault {
    AppError::field(field, Reason::NotAChoice).into()
}
