//! The agency's people and its customers.
mod named;

use crate::demo::chance::Chance;
use crate::fault::Fault;
use crate::house::House;
use crate::person::password;
use crate::store::{Change, run};
use domain::id::{AssetId, OrganisationId, PersonId, TeamId};
use domain::person::{Rights, Role};
use domain::policy::Policy;
use jiff::Timestamp;
use named::{FIRMS, Firm, STAFF, Staff, TEAMS};
use serde::Serialize;

/// Everybody's password in the demo.
pub const PASSWORD: &str = "Kranich-am-Uferweg-7";

/// One account, for people and scripts.
#[derive(Debug, Serialize)]
pub struct AccountLine {
    /// Name.
    pub name: &'static str,
    /// Mail address.
    pub email: String,
    /// Password.
    pub password: &'static str,
    /// Secret of the second factor in Base32; staff only.
    pub totp_secret: Option<String>,
    /// `staff`, `customer`, `partner`.
    pub kind: &'static str,
    /// Roles; staff only.
    pub roles: Vec<&'static str>,
    /// Organisation; customers only.
    pub organisation: Option<&'static str>,
    /// Rights there; customers only.
    pub rights: Option<Rights>,
}

/// Somebody who acts in a course.
#[derive(Clone, Copy, Debug)]
pub struct Player {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: &'static str,
    /// Mail name.
    pub mail: &'static str,
}

/// An organisation that opens tickets.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Id.
    pub id: OrganisationId,
    /// Plan, by code.
    pub plan: Option<String>,
    /// Its project lead.
    pub lead: Player,
    /// Who writes.
    pub contacts: Vec<Player>,
    /// Domain of their addresses.
    pub domain: &'static str,
    /// Their systems.
    pub assets: Vec<AssetId>,
}

/// Everybody who acts.
pub struct Cast {
    /// Customers.
    pub customers: Vec<Customer>,
    /// Teams with their members.
    pub teams: Vec<(TeamId, &'static str, Vec<Player>)>,
}

/// Writes everybody; answers the cast and who can sign in.
pub async fn write(
    change: &Change,
    house: &House,
    chance: &mut Chance,
    now: Timestamp,
) -> Result<(Cast, Vec<AccountLine>), Fault> {
    let mut book = Book {
        change,
        house,
        hash: password::hash(PASSWORD).await?,
        at: now.as_millisecond() - 400 * 86_400_000,
        people: 0,
        accounts: Vec::new(),
    };
    for (id, name) in (1_i64..).zip(TEAMS) {
        run(change.db(), "INSERT INTO team (id, name) VALUES ($1, $2)", [id.into(), name.into()]).await?;
    }
    let mut staff = Vec::new();
    for Staff(name, mail, roles, teams) in &STAFF {
        staff.push(book.staff(chance, name, mail, roles, teams).await?);
    }
    let mut customers = Vec::new();
    let (mut asset, mut project) = (0, 0);
    for (id, firm) in (1_i64..).zip(&FIRMS) {
        let customer = book.firm(id, firm, &staff, &mut asset, &mut project).await?;
        customers.push(customer);
    }
    // One contact of two organisations, and an external partner.
    let wagner = customers[5].contacts[1];
    book.membership(wagner.id, 7, "a").await?;
    book.person("partner", "Rechenzentrum Nord (Sven Paulsen)", "sven.paulsen", "rz-nord.example", None)
        .await?;
    let line = AccountLine {
        name: "Rechenzentrum Nord (Sven Paulsen)",
        email: "sven.paulsen@rz-nord.example".into(),
        password: PASSWORD,
        totp_secret: None,
        kind: "partner",
        roles: vec![],
        organisation: None,
        rights: None,
    };
    book.accounts.push(line);
    let teams = (1_i64..).zip(TEAMS).enumerate().map(|(index, (id, name))| {
        let members = STAFF
            .iter()
            .zip(&staff)
            .filter(|(s, _)| s.3.contains(&index))
            .map(|(_, player)| *player)
            .collect();
        (TeamId(id), name, members)
    });
    Ok((Cast { teams: teams.collect(), customers }, book.accounts))
}

/// Of those with a package half have the biggest plan and half the one below; of the others every second has the least.
fn plan_of(policy: &Policy, id: i64, package: bool) -> Option<String> {
    let plans = &policy.plans;
    let plan = match (package, id % 2 == 0) {
        (true, true) => plans.last(),
        (true, false) => plans.get(plans.len().saturating_sub(2)).or_else(|| plans.last()),
        (false, true) => plans.first(),
        (false, false) => None,
    };
    plan.map(|plan| plan.code.clone())
}

struct Book<'a> {
    change: &'a Change,
    house: &'a House,
    hash: String,
    at: i64,
    people: i64,
    accounts: Vec<AccountLine>,
}

impl Book<'_> {
    async fn person(
        &mut self,
        kind: &str,
        name: &'static str,
        mail: &'static str,
        domain: &str,
        secret: Option<&[u8]>,
    ) -> Result<Player, Fault> {
        self.people += 1;
        let locked = secret.map(|secret| self.house.vault.lock(secret)).transpose()?;
        let confirmed = secret.map(|_| self.at);
        let sql = "INSERT INTO person (id, kind, name, email, lang, account, password_hash, totp_secret, totp_confirmed_at, created_at) VALUES ($1, $2, $3, $4, 'de', 'active', $5, $6, $7, $8)";
        let values = [
            self.people.into(),
            kind.into(),
            name.into(),
            format!("{mail}@{domain}").into(),
            self.hash.clone().into(),
            locked.into(),
            confirmed.into(),
            self.at.into(),
        ];
        run(self.change.db(), sql, values).await?;
        Ok(Player { id: PersonId(self.people), name, mail })
    }

    async fn staff(
        &mut self,
        chance: &mut Chance,
        name: &'static str,
        mail: &'static str,
        roles: &[Role],
        teams: &[usize],
    ) -> Result<Player, Fault> {
        let secret: Vec<u8> = (0..20).map(|_| chance.next().to_le_bytes()[0]).collect();
        let player = self.person("staff", name, mail, "nordlicht.example", Some(&secret)).await?;
        for role in roles {
            run(
                self.change.db(),
                "INSERT INTO staff_role (person_id, role) VALUES ($1, $2)",
                [player.id.0.into(), role.code().into()],
            )
            .await?;
        }
        for team in teams {
            let team = i64::try_from(*team).unwrap_or(0) + 1;
            run(
                self.change.db(),
                "INSERT INTO team_member (team_id, person_id) VALUES ($1, $2)",
                [team.into(), player.id.0.into()],
            )
            .await?;
        }
        let totp_secret = Some(totp_rs::Secret::Raw(secret).to_encoded().to_string());
        let roles = roles.iter().map(|role| role.code()).collect();
        self.accounts.push(AccountLine {
            name,
            email: format!("{mail}@nordlicht.example"),
            password: PASSWORD,
            totp_secret,
            kind: "staff",
            roles,
            organisation: None,
            rights: None,
        });
        Ok(player)
    }

    async fn firm(
        &mut self,
        id: i64,
        firm: &'static Firm,
        staff: &[Player],
        asset: &mut i64,
        project: &mut i64,
    ) -> Result<Customer, Fault> {
        let (lead, manager) = (staff[firm.lead], staff[firm.manager]);
        let sql = "INSERT INTO organisation (id, name, town, address, mail_domain, project_lead_id, account_manager_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let address =
            format!("{}\nBuchhaltung\nAm Hafen {}\n24{:03} {}", firm.name, id * 7, 100 + id * 13, firm.town);
        let values = [
            id.into(),
            firm.name.into(),
            firm.town.into(),
            address.into(),
            firm.domain.into(),
            lead.id.0.into(),
            manager.id.0.into(),
            self.at.into(),
        ];
        run(self.change.db(), sql, values).await?;
        let plan = plan_of(&self.house.policy(), id, firm.package);
        if let Some(plan) = &plan {
            let since = self.house.clock.shown(self.at).civil().date().first_of_month().to_string();
            let sql = "INSERT INTO contract (organisation_id, plan, from_on) VALUES ($1, $2, $3)";
            run(self.change.db(), sql, [id.into(), plan.clone().into(), since.into()]).await?;
        }
        *project += 1;
        let sql = "INSERT INTO project (id, organisation_id, name, phase) VALUES ($1, $2, $3, $4)";
        let phase = if id % 3 == 0 { "implementation" } else { "support" };
        run(
            self.change.db(),
            sql,
            [(*project).into(), id.into(), format!("{} – Betreuung", firm.assets[0].0).into(), phase.into()],
        )
        .await?;
        let mut assets = Vec::new();
        for (name, kind, url) in firm.assets {
            *asset += 1;
            let sql = "INSERT INTO asset (id, organisation_id, project_id, name, kind, url, built_by_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
            let values = [
                (*asset).into(),
                id.into(),
                (*project).into(),
                (*name).into(),
                (*kind).into(),
                (*url).into(),
                (*kind != "live").into(),
            ];
            run(self.change.db(), sql, values).await?;
            assets.push(AssetId(*asset));
        }
        let mut contacts = Vec::new();
        for (name, mail, letters) in firm.contacts {
            let player = self.person("customer", name, mail, firm.domain, None).await?;
            let rights = self.membership(player.id, id, letters).await?;
            self.accounts.push(AccountLine {
                name,
                email: format!("{mail}@{}", firm.domain),
                password: PASSWORD,
                totp_secret: None,
                kind: "customer",
                roles: vec![],
                organisation: Some(firm.name),
                rights: Some(rights),
            });
            contacts.push(player);
        }
        Ok(Customer { id: OrganisationId(id), plan, lead, contacts, domain: firm.domain, assets })
    }

    async fn membership(&self, person: PersonId, organisation: i64, letters: &str) -> Result<Rights, Fault> {
        let has = |letter| letters.contains(letter);
        let rights = Rights {
            sees_all: has('a'),
            technical_contact: has('t'),
            approves_up_to: has('p').then_some(250_000),
            accepts_results: has('r'),
            billing: has('b'),
            manages_contacts: has('m'),
        };
        let sql =
            "INSERT INTO membership (person_id, organisation_id, rights, joined_at) VALUES ($1, $2, $3, $4)";
        run(
            self.change.db(),
            sql,
            [person.0.into(), organisation.into(), serde_json::to_string(&rights)?.into(), self.at.into()],
        )
        .await?;
        Ok(rights)
    }
}
