//! Changing an organisation: its facts, projects, systems.
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::agree;
use crate::organisation::query::is_there;
use crate::store::{Change, insert, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::organisation::api::{NewAsset, OrganisationFacts};
use domain::access::{Actor, Area};
use domain::id::{OrganisationId, PersonId};
use domain::input::{Checks, Reason};
use domain::organisation::is_free_mail;
use domain::person::Phase;

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
    let agreed = agree::check(house, call, &change, &mut checks, id, &facts).await?;
    checks.done(())?;
    agree::give(house, call, &mut change, id, &agreed).await?;
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
