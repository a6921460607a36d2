//! Members of staff, their roles and teams.
use crate::contains::folded;
use crate::fault::Fault;
use crate::house::House;
use crate::person::query::{by_email, by_id, end_sessions, set_account};
use crate::person::{factor, invitation};
use crate::store::{Change, all, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::person::view::{StaffLine, StaffView};
use domain::access::{Actor, Area};
use domain::id::{PersonId, TeamId};
use domain::input::{Checks, Reason};
use domain::person::{Account, Role};
use sea_orm::{DbBackend, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    name: String,
    email: String,
    account: String,
    roles: Option<String>,
    teams: Option<String>,
}

#[derive(FromQueryResult)]
struct TeamRow {
    id: i64,
    name: String,
}

fn manager(call: &Call) -> Result<&Actor, Fault> {
    let actor = call.actor()?;
    if actor.may_enter(Area::ManageStaff) { Ok(actor) } else { Err(AppError::NotFound.into()) }
}

/// People and teams.
pub async fn show(house: &House, call: &Call) -> Result<StaffView, Fault> {
    manager(call)?;
    let (roles, teams) = match house.store.backend() {
        DbBackend::Postgres => ("string_agg(r.role, ',')", "string_agg(t.team_id::text, ',')"),
        _ => ("group_concat(r.role)", "group_concat(t.team_id)"),
    };
    let sql = format!(
        "SELECT p.id, p.name, p.email, p.account, (SELECT {roles} FROM staff_role r WHERE r.person_id = p.id) AS roles, \
         (SELECT {teams} FROM team_member t WHERE t.person_id = p.id) AS teams FROM person p WHERE p.kind = 'staff' ORDER BY {}, p.id",
        folded("p.name")
    );
    let people: Vec<Row> = all(house.store.read(), &sql, []).await?;
    let sql = format!("SELECT id, name FROM team ORDER BY {}", folded("name"));
    let teams: Vec<TeamRow> = all(house.store.read(), &sql, []).await?;
    Ok(StaffView {
        people: people.into_iter().map(Row::into_line).collect::<Result<_, _>>()?,
        teams: teams.into_iter().map(|team| (TeamId(team.id), team.name)).collect(),
    })
}

impl Row {
    fn into_line(self) -> Result<StaffLine, Fault> {
        let account = Account::of_code(&self.account)
            .ok_or_else(|| Fault::impossible_row("person", self.id, &self.account))?;
        let mut roles: Vec<_> = self.roles.unwrap_or_default().split(',').filter_map(Role::of_code).collect();
        roles.sort();
        let teams = self.teams.unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect();
        Ok(StaffLine { id: PersonId(self.id), name: self.name, email: self.email, account, roles, teams })
    }
}

/// Invites somebody onto the staff.
pub async fn invite(
    house: &House,
    call: &Call,
    key: &str,
    name: &str,
    email: &str,
    roles: &[Role],
    teams: &[TeamId],
) -> Result<(), Fault> {
    let actor = manager(call)?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "staff/invite").await? {
        return Ok(done);
    }
    let mut checks = Checks::default();
    let name = checks.line("name", name, 120);
    let email = checks.address("email", email);
    if roles.is_empty() {
        checks.add("roles", Reason::Missing);
    }
    if by_email(change.db(), &email).await?.is_some() {
        checks.add("email", Reason::Taken);
    }
    checks.done(())?;
    let person = invitation::make(&change, call, "staff", &name, &email).await?;
    set(&change, person, roles, teams).await?;
    invitation::send(&change, house, call, person, None).await?;
    change.people_changed(person);
    change.remember(actor.id.0, key, "staff/invite", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Sets roles and teams; without roles the person leaves.
pub async fn set_roles(
    house: &House,
    call: &Call,
    key: &str,
    person: PersonId,
    roles: &[Role],
    teams: &[TeamId],
) -> Result<(), Fault> {
    let actor = manager(call)?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "staff/roles").await? {
        return Ok(done);
    }
    let row = by_id(change.db(), person.0).await?.filter(crate::person::query::PersonRow::is_staff);
    let Some(row) = row else { return Err(AppError::NotFound.into()) };
    // Nobody may shut the last door behind them.
    if person == actor.id && !roles.contains(&Role::Administrator) {
        return Err(AppError::field("roles", Reason::NotAChoice).into());
    }
    set(&change, person, roles, teams).await?;
    let now = call.now.as_millisecond();
    if roles.is_empty() {
        set_account(change.db(), person, Account::Left).await?;
        end_sessions(change.db(), person.0, 0, now).await?;
    } else if row.account == Account::Left.code() {
        // Who comes back knows the password; who never had one is invited once more.
        let back = if row.password_hash.is_some() { Account::Active } else { Account::Invited };
        set_account(change.db(), person, back).await?;
        if back == Account::Invited {
            invitation::send(&change, house, call, person, None).await?;
        }
    }
    change.people_changed(person);
    change.remember(actor.id.0, key, "staff/roles", &(), now).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Takes away the second factor of somebody who lost the device, customers included. They set up a new one when they
/// sign in next. The own one is replaced from the account page instead.
pub async fn reset_factor(house: &House, call: &Call, key: &str, person: PersonId) -> Result<(), Fault> {
    let actor = manager(call)?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "staff/reset-second-factor").await? {
        return Ok(done);
    }
    let found = by_id(change.db(), person.0).await?.filter(|row| row.id != actor.id.0);
    let Some(row) = found else { return Err(AppError::NotFound.into()) };
    let now = call.now.as_millisecond();
    let sql =
        "UPDATE person SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL WHERE id = $1";
    run(change.db(), sql, [person.0.into()]).await?;
    end_sessions(change.db(), person.0, 0, now).await?;
    factor::tell_reset(&change, house, call, &row).await?;
    change.people_changed(person);
    change.remember(actor.id.0, key, "staff/reset-second-factor", &(), now).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

async fn set(change: &Change, person: PersonId, roles: &[Role], teams: &[TeamId]) -> Result<(), Fault> {
    run(change.db(), "DELETE FROM staff_role WHERE person_id = $1", [person.0.into()]).await?;
    run(change.db(), "DELETE FROM team_member WHERE person_id = $1", [person.0.into()]).await?;
    for role in roles {
        let sql = "INSERT INTO staff_role (person_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        run(change.db(), sql, [person.0.into(), role.code().into()]).await?;
    }
    for team in teams {
        if one_row(change.db(), "SELECT id FROM team WHERE id = $1", [team.0.into()]).await?.is_none() {
            return Err(AppError::field("teams", Reason::NotAChoice).into());
        }
        let sql = "INSERT INTO team_member (team_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        run(change.db(), sql, [team.0.into(), person.0.into()]).await?;
    }
    Ok(())
}

/// Opens a team.
pub async fn open_team(house: &House, call: &Call, key: &str, name: &str) -> Result<(), Fault> {
    let actor = manager(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "staff/team").await? {
        return Ok(done);
    }
    let mut checks = Checks::default();
    let name = checks.line("name", name, 60);
    if one_row(change.db(), "SELECT id FROM team WHERE name = $1", [name.clone().into()]).await?.is_some() {
        checks.add("name", Reason::Taken);
    }
    checks.done(())?;
    run(change.db(), "INSERT INTO team (name) VALUES ($1)", [name.into()]).await?;
    change.remember(actor.id.0, key, "staff/team", &(), call.now.as_millisecond()).await?;
    change.commit().await
}
