//! Reading organisations: a few queries a page, none per row.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::ending::query::LAST_DAY;
use crate::organisation::glance::{self, looked_after};
use crate::package::contract::contracts_of;
use crate::package::list::hours_left;
use crate::phone::query::written;
use crate::store::{all, one, one_row};
use app::call::Call;
use app::error::AppError;
use app::organisation::view::{
    AssetLine, ContactLine, OrganisationLine, OrganisationView, PlanAhead, ProjectLine,
};
use domain::access::{Actor, Area};
use domain::id::{AssetId, OrganisationId, PersonId, ProjectId};
use domain::organisation::ending::Ending;
use domain::person::{Account, AssetKind, Phase};
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::HashMap;

/// Most rows of the register; a search narrows it.
const MOST: i64 = 200;

#[derive(FromQueryResult)]
struct LineRow {
    id: i64,
    name: String,
    town: String,
    project_lead: Option<String>,
    contacts: i64,
    open_tickets: i64,
}

/// The register, by name; with `mine` those that a member of staff looks after. Staff see all organisations, contacts their own.
pub async fn list(
    house: &House,
    call: &Call,
    query: &str,
    mine: bool,
) -> Result<Vec<OrganisationLine>, Fault> {
    let actor = call.actor()?;
    let staff = actor.may_enter(Area::Customers);
    let own: Vec<String> = actor.memberships().iter().map(|m| m.organisation.to_string()).collect();
    let visible = match (staff, own.is_empty()) {
        (true, _) if mine => looked_after("$3"),
        (true, _) => "TRUE".to_owned(),
        (false, true) => return Ok(Vec::new()),
        // Ids of our own, whole numbers.
        (false, false) => format!("o.id IN ({})", own.join(",")),
    };
    let (by_name, by_town) = (folded("o.name"), folded("o.town"));
    let sql = format!(
        "SELECT o.id, o.name, o.town, p.name AS project_lead, \
         (SELECT count(*) FROM membership m WHERE m.organisation_id = o.id AND m.left_at IS NULL) AS contacts, \
         (SELECT count(*) FROM ticket t WHERE t.organisation_id = o.id AND t.is_open = TRUE AND t.internal = FALSE) AS open_tickets \
         FROM organisation o LEFT JOIN person p ON p.id = o.project_lead_id \
         WHERE {visible} AND ({by_name} LIKE $1 ESCAPE '!' OR {by_town} LIKE $1 ESCAPE '!') ORDER BY {by_name}, o.id LIMIT $2"
    );
    let mut values: Vec<Value> = vec![pattern(query).into(), MOST.into()];
    values.extend((staff && mine).then(|| actor.id.0.into()));
    let rows: Vec<LineRow> = all(house.store.read(), &sql, values).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut glances = if staff { glance::of(house, call, &ids).await? } else { HashMap::new() };
    let sees_count =
        |id: i64| actor.is_staff() || actor.membership(OrganisationId(id)).is_some_and(|m| m.rights.sees_all);
    Ok(rows
        .into_iter()
        .map(|row| OrganisationLine {
            glance: glances.remove(&row.id),
            open_tickets: if sees_count(row.id) { row.open_tickets } else { 0 },
            id: OrganisationId(row.id),
            name: row.name,
            town: row.town,
            project_lead: row.project_lead,
            contacts: row.contacts,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Row {
    name: String,
    town: String,
    address: String,
    mail_domain: Option<String>,
    project_lead_id: Option<i64>,
    account_manager_id: Option<i64>,
    last_on: Option<String>,
}

#[derive(FromQueryResult)]
struct ContactRow {
    id: i64,
    name: String,
    email: String,
    account: String,
    rights: String,
    gone: bool,
}

#[derive(FromQueryResult)]
struct ProjectRow {
    id: i64,
    name: String,
    phase: String,
}

#[derive(FromQueryResult)]
struct AssetRow {
    id: i64,
    name: String,
    kind: String,
    url: String,
    built_by_us: bool,
    project_id: Option<i64>,
}

/// The phone numbers of an organisation's contacts.
async fn phones_of(house: &House, id: OrganisationId) -> Result<HashMap<i64, Vec<String>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: i64,
        written: String,
    }
    let sql =
        "SELECT n.person_id, n.written FROM membership m JOIN phone_number n ON n.person_id = m.person_id
      WHERE m.organisation_id = $1 ORDER BY n.id";
    let rows: Vec<Row> = all(house.store.read(), sql, [id.0.into()]).await?;
    let mut phones: HashMap<i64, Vec<String>> = HashMap::new();
    for row in rows {
        phones.entry(row.person_id).or_default().push(row.written);
    }
    Ok(phones)
}

#[derive(FromQueryResult)]
struct StaffRow {
    id: i64,
    name: String,
}

/// Whether an organisation is there.
pub async fn is_there<C: ConnectionTrait>(db: &C, id: OrganisationId) -> Result<bool, Fault> {
    Ok(one_row(db, "SELECT 1 FROM organisation WHERE id = $1", [id.0.into()]).await?.is_some())
}

/// The name of an organisation, where it is there.
pub async fn name_of<C: ConnectionTrait>(db: &C, id: OrganisationId) -> Result<Option<String>, Fault> {
    let row = one_row(db, "SELECT name FROM organisation WHERE id = $1", [id.0.into()]).await?;
    Ok(row.map(|row| row.try_get("", "name")).transpose()?)
}

/// Whether the actor sees the organisation at all; else it is not found (A6).
pub fn seen(actor: &Actor, id: OrganisationId) -> Result<(), Fault> {
    if actor.may_enter(Area::Customers) || actor.membership(id).is_some() {
        Ok(())
    } else {
        Err(AppError::NotFound.into())
    }
}

/// One organisation. Contacts who manage nobody see neither the other contacts' addresses nor their rights.
pub async fn page(house: &House, call: &Call, id: OrganisationId) -> Result<OrganisationView, Fault> {
    let actor = call.actor()?;
    seen(actor, id)?;
    let db = house.store.read();
    let here = || -> [Value; 1] { [id.0.into()] };
    let sql = format!(
        "SELECT o.name, o.town, o.address, o.mail_domain, o.project_lead_id, o.account_manager_id, {LAST_DAY} AS last_on
         FROM organisation o WHERE o.id = $1"
    );
    let Some(row) = one::<Row, _>(db, &sql, here()).await? else { return Err(AppError::NotFound.into()) };
    let manages_contacts = actor.manages_contacts_of(id);
    let by_name = folded("p.name");
    let sql = format!(
        "SELECT p.id, p.name, p.email, p.account, m.rights, m.left_at IS NOT NULL AS gone FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE m.organisation_id = $1 ORDER BY m.left_at IS NOT NULL, {by_name}, p.id"
    );
    let contacts: Vec<ContactRow> = all(db, &sql, here()).await?;
    let mut phones = phones_of(house, id).await?;
    let by_name = folded("name");
    let sql =
        format!("SELECT id, name, phase FROM project WHERE organisation_id = $1 ORDER BY {by_name}, id");
    let projects: Vec<ProjectRow> = all(db, &sql, here()).await?;
    let sql = format!(
        "SELECT id, name, kind, url, built_by_us, project_id FROM asset WHERE organisation_id = $1 ORDER BY {by_name}, id"
    );
    let assets: Vec<AssetRow> = all(db, &sql, here()).await?;
    let manages = actor.may_enter(Area::ManageCustomers);
    let staff: Vec<StaffRow> = if manages {
        let sql = format!(
            "SELECT id, name FROM person WHERE kind = 'staff' AND account <> 'left' ORDER BY {by_name}, id"
        );
        all(db, &sql, []).await?
    } else if actor.is_staff() {
        let named = [row.project_lead_id.into(), row.account_manager_id.into()];
        all(db, "SELECT id, name FROM person WHERE id = $1 OR id = $2", named).await?
    } else {
        Vec::new()
    };
    let today = house.clock.moment(call.now).civil().date();
    let (mut present, mut plans_ahead) = (None, Vec::new());
    for contract in contracts_of(db, id.0).await? {
        let days = contract.cycles()?;
        let term_months = u16::try_from(contract.term_months).unwrap_or(0);
        if days.to.is_some_and(|to| to < days.from.max(today)) {
            continue;
        }
        let read = PlanAhead { plan: contract.plan, from: days.from, until: days.to, term_months };
        if read.from > today {
            plans_ahead.insert(0, read);
        } else {
            present.get_or_insert(read);
        }
    }
    let last = row.last_on.as_deref().filter(|_| actor.may_enter(Area::Customers)).map(str::parse::<Date>);
    let last = last.transpose();
    let last = last.map_err(|_| Fault::impossible_row("contract of organisation", id.0, "to_on"))?;
    let sees_contacts = actor.is_staff() || manages_contacts;
    Ok(OrganisationView {
        id,
        name: row.name,
        town: row.town,
        address: row.address,
        phones: written(db, "organisation_id", Some(id.0)).await?,
        mail_domain: row.mail_domain.unwrap_or_default(),
        term_months: present.as_ref().map_or(0, |plan| plan.term_months),
        plan_until: present.as_ref().and_then(|plan| plan.until),
        plans_ahead,
        ending: last.and_then(|last| Ending::waiting(last, today)),
        hours: hours_left(house, actor, call, Some(id.0)).await?,
        plan: present.map(|plan| plan.plan),
        plans: house
            .policy()
            .plans
            .iter()
            .map(|plan| (plan.code.clone(), plan.name(call.lang).to_owned()))
            .collect(),
        project_lead: row.project_lead_id.map(PersonId),
        account_manager: row.account_manager_id.map(PersonId),
        contacts: contacts
            .into_iter()
            .filter(|c| sees_contacts || c.id == actor.id.0)
            .map(|row| row.into_line(&mut phones))
            .collect::<Result<_, _>>()?,
        projects: projects.into_iter().map(ProjectRow::into_line).collect::<Result<_, _>>()?,
        assets: assets.into_iter().map(AssetRow::into_line).collect::<Result<_, _>>()?,
        staff: staff.into_iter().map(|s| (PersonId(s.id), s.name)).collect(),
        manages_contacts,
        manages,
    })
}

impl ContactRow {
    fn into_line(self, phones: &mut HashMap<i64, Vec<String>>) -> Result<ContactLine, Fault> {
        let account = Account::of_code(&self.account)
            .ok_or_else(|| Fault::impossible_row("person", self.id, &self.account))?;
        Ok(ContactLine {
            id: PersonId(self.id),
            name: self.name,
            email: self.email,
            phones: phones.remove(&self.id).unwrap_or_default(),
            account: if self.gone { Account::Left } else { account },
            rights: serde_json::from_str(&self.rights)?,
        })
    }
}

impl ProjectRow {
    fn into_line(self) -> Result<ProjectLine, Fault> {
        let phase = Phase::of_code(&self.phase)
            .ok_or_else(|| Fault::impossible_row("project", self.id, &self.phase))?;
        Ok(ProjectLine { id: ProjectId(self.id), name: self.name, phase })
    }
}

impl AssetRow {
    fn into_line(self) -> Result<AssetLine, Fault> {
        let kind = AssetKind::of_code(&self.kind)
            .ok_or_else(|| Fault::impossible_row("asset", self.id, &self.kind))?;
        Ok(AssetLine {
            id: AssetId(self.id),
            name: self.name,
            kind,
            url: self.url,
            built_by_us: self.built_by_us,
            project: self.project_id.map(ProjectId),
        })
    }
}
