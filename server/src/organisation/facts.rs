//! Changing an organisation: its facts, projects, systems.
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::contract::{self, plan_on};
use crate::organisation::query::is_there;
use crate::package::{draw, settle};
use crate::store::{Change, insert, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::organisation::api::{NewAsset, OrganisationFacts};
use domain::access::{Actor, Area};
use domain::id::{OrganisationId, PersonId};
use domain::input::{Checks, Reason};
use domain::organisation::is_free_mail;
use domain::person::Phase;
use domain::policy::limit::TERMS;

fn manager(call: &Call) -> Result<&Actor, Fault> {
    let actor = call.actor()?;
    if actor.may_enter(Area::ManageCustomers) { Ok(actor) } else { Err(AppError::NotFound.into()) }
}

async fn exists(change: &Change, id: OrganisationId) -> Result<(), Fault> {
    if is_there(change.db(), id).await? { Ok(()) } else { Err(AppError::NotFound.into()) }
}

/// Opens an organisation.
pub async fn open(house: &House, call: &Call, key: &str, name: &str) -> Result<OrganisationId, Fault> {
    let actor = manager(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "organisation/open").await? {
        return Ok(done);
    }
    let mut checks = Checks::default();
    let name = checks.line("name", name, 160);
    checks.done(())?;
    let now = call.now.as_millisecond();
    let sql =
        "INSERT INTO organisation (name, town, address, created_at) VALUES ($1, '', '', $2) RETURNING id";
    let id = OrganisationId(insert(change.db(), sql, [name.into(), now.into()]).await?);
    change.remember(actor.id.0, key, "organisation/open", &id, now).await?;
    change.commit().await?;
    Ok(id)
}

/// Changes the facts.
pub async fn change(
    house: &House,
    call: &Call,
    key: &str,
    id: OrganisationId,
    facts: OrganisationFacts,
) -> Result<(), Fault> {
    let actor = manager(call)?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "organisation/change").await? {
        return Ok(done);
    }
    exists(&change, id).await?;
    let mut checks = Checks::default();
    let name = checks.line("name", &facts.name, 160);
    let town = checks.optional_line("town", &facts.town, 80).unwrap_or_default();
    let domain = checks.optional_line("mail_domain", &facts.mail_domain.to_lowercase(), 120);
    check_domain(&change, &mut checks, id, domain.as_deref()).await?;
    for (field, person) in [("project_lead", facts.project_lead), ("account_manager", facts.account_manager)]
    {
        if let Some(person) = person
            && !is_staff(&change, person).await?
        {
            checks.add(field, Reason::NotAChoice);
        }
    }
    let address = domain::input::clean_text(&facts.address);
    if address.chars().count() > 500 {
        checks.add("address", Reason::TooLong { max: 500 });
    }
    if facts.plan.as_deref().is_some_and(|code| house.policy().plan(code).is_none()) {
        checks.add("plan", Reason::NotAChoice);
    }
    let term_months = term(&mut checks, &facts.term_months);
    checks.done(())?;
    give_plan(house, call, &mut change, id, facts.plan.as_deref(), term_months).await?;
    let sql = "UPDATE organisation SET name = $1, town = $2, address = $3, mail_domain = $4, project_lead_id = $5, account_manager_id = $6 WHERE id = $7";
    let values = [
        name.into(),
        town.into(),
        address.into(),
        domain.into(),
        facts.project_lead.map(|p| p.0).into(),
        facts.account_manager.map(|p| p.0).into(),
        id.0.into(),
    ];
    run(change.db(), sql, values).await?;
    change.remember(actor.id.0, key, "organisation/change", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// A term in months; empty is none.
fn term(checks: &mut Checks, text: &str) -> u16 {
    let months = if text.trim().is_empty() { Ok(0) } else { text.trim().parse() };
    months.ok().filter(|months| TERMS.contains(months)).unwrap_or_else(|| {
        checks.add("term_months", Reason::NotBetween { min: 0, max: (*TERMS.end()).into() });
        0
    })
}

/// Gives a plan from today on. Hours of what was agreed before expire, those of the new plan come at once, and what was worked
/// today draws from them.
async fn give_plan(
    house: &House,
    call: &Call,
    change: &mut Change,
    id: OrganisationId,
    plan: Option<&str>,
    term_months: u16,
) -> Result<(), Fault> {
    let today = house.clock.moment(call.now);
    let day = today.civil().date();
    let changes = plan_on(change.db(), Some(id.0), today).await?.as_deref() != plan;
    let worked = if changes { draw::worked_since(change, id.0, day).await? } else { Vec::new() };
    if contract::set(change.db(), id.0, plan, term_months, today).await? {
        settle::of_organisation(change, house, call, id).await?;
        for ticket in &worked {
            draw::follow_ticket(change, house, call, ticket, day).await?;
        }
    }
    Ok(())
}

/// A mail domain belongs to one organisation, and never to everybody (B1).
async fn check_domain(
    change: &Change,
    checks: &mut Checks,
    id: OrganisationId,
    domain: Option<&str>,
) -> Result<(), Fault> {
    let Some(domain) = domain else { return Ok(()) };
    if !domain::input::is_address(&format!("a@{domain}")) {
        checks.add("mail_domain", Reason::NotReadable);
    } else if is_free_mail(domain) {
        checks.add("mail_domain", Reason::NotAChoice);
    } else if one_row(
        change.db(),
        "SELECT id FROM organisation WHERE mail_domain = $1 AND id <> $2",
        [domain.into(), id.0.into()],
    )
    .await?
    .is_some()
    {
        checks.add("mail_domain", Reason::Taken);
    }
    Ok(())
}

async fn is_staff(change: &Change, person: PersonId) -> Result<bool, Fault> {
    let sql = "SELECT id FROM person WHERE id = $1 AND kind = 'staff' AND account <> 'left'";
    Ok(one_row(change.db(), sql, [person.0.into()]).await?.is_some())
}

/// Adds a project.
pub async fn add_project(
    house: &House,
    call: &Call,
    key: &str,
    id: OrganisationId,
    name: &str,
    phase: Phase,
) -> Result<(), Fault> {
    let actor = manager(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "organisation/add-project").await? {
        return Ok(done);
    }
    exists(&change, id).await?;
    let mut checks = Checks::default();
    let name = checks.line("name", name, 160);
    checks.done(())?;
    let sql = "INSERT INTO project (organisation_id, name, phase) VALUES ($1, $2, $3)";
    run(change.db(), sql, [id.0.into(), name.into(), phase.code().into()]).await?;
    change.remember(actor.id.0, key, "organisation/add-project", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Adds a system.
pub async fn add_asset(
    house: &House,
    call: &Call,
    key: &str,
    id: OrganisationId,
    asset: NewAsset,
) -> Result<(), Fault> {
    let actor = manager(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "organisation/add-asset").await? {
        return Ok(done);
    }
    exists(&change, id).await?;
    let mut checks = Checks::default();
    let name = checks.line("name", &asset.name, 160);
    let url = checks.optional_line("url", &asset.url, 500).unwrap_or_default();
    if !url.is_empty() && !url::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
        checks.add("url", Reason::NotReadable);
    }
    if let Some(project) = asset.project {
        let sql = "SELECT id FROM project WHERE id = $1 AND organisation_id = $2";
        if one_row(change.db(), sql, [project.0.into(), id.0.into()]).await?.is_none() {
            checks.add("project", Reason::NotAChoice);
        }
    }
    checks.done(())?;
    let sql = "INSERT INTO asset (organisation_id, project_id, name, kind, url, built_by_us) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        id.0.into(),
        asset.project.map(|p| p.0).into(),
        name.into(),
        asset.kind.code().into(),
        url.into(),
        asset.built_by_us.into(),
    ];
    run(change.db(), sql, values).await?;
    change.remember(actor.id.0, key, "organisation/add-asset", &(), call.now.as_millisecond()).await?;
    change.commit().await
}
