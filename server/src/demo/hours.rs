//! What became of hours in the last months, where the company sells packages: worked through the ledger's own rules, so that its
//! statements add up.
use crate::demo::chance::Chance;
use crate::fault::Fault;
use crate::house::House;
use crate::package::{draw, sign};
use crate::secret;
use crate::store::{all, insert, one};
use crate::ticket::row::by_id_to_read;
use app::call::Call;
use app::package::api::{Agreement, Correction};
use domain::access::Actor;
use domain::effort::{Billing, Effort};
use domain::id::{EffortId, OrganisationId, PersonId};
use domain::lang::Lang;
use domain::person::{Role, Standing};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// Months that are told of, this one included.
const MONTHS: i32 = 5;
/// What a person works on a day, in minutes.
const WORKDAY: u64 = 8 * 60;
/// Used shares of a month's hours in percent, this month's first; where one firm is sparing another is not.
const SHARES: [[u64; 5]; 3] = [[55, 112, 78, 93, 64], [84, 70, 100, 41, 88], [20, 96, 60, 75, 130]];
const DONE: [(&str, &str); 6] = [
    ("bug_fixing", "Fehler nachgestellt und behoben"),
    ("design", "Darstellung auf kleinen Bildschirmen angepasst"),
    ("development", "Umgesetzt wie besprochen, mit Tests"),
    ("quality_assurance", "Auf dem Testsystem durchgespielt"),
    ("project_management", "Planung des Monats abgestimmt"),
    ("security_updates", "Aktualisierungen eingespielt"),
];

#[derive(FromQueryResult)]
struct Contract {
    organisation_id: i64,
    plan: String,
    from_on: String,
}

#[derive(FromQueryResult)]
struct Ticket {
    id: i64,
    opened_at: i64,
    assignee_id: i64,
    assignee: String,
}

#[derive(FromQueryResult)]
struct Manager {
    id: i64,
    name: String,
}

/// Plays the months.
pub async fn play(house: &House, chance: &mut Chance, now: Timestamp) -> Result<(), Fault> {
    let sql = "SELECT organisation_id, plan, from_on FROM contract ORDER BY organisation_id";
    let contracts: Vec<Contract> = all(house.store.read(), sql, []).await?;
    let policy = house.policy();
    let with_hours = contracts.into_iter().filter_map(|one| {
        policy.plan(&one.plan).map(|plan| plan.hours).filter(|hours| *hours > 0).map(|hours| (one, hours))
    });
    let mut worked = Worked::new();
    for (index, (contract, hours)) in with_hours.enumerate() {
        let sql = "SELECT t.id, t.opened_at, t.assignee_id, p.name AS assignee FROM ticket t
          JOIN person p ON p.id = t.assignee_id WHERE t.organisation_id = $1 AND t.internal = FALSE ORDER BY t.opened_at";
        let tickets: Vec<Ticket> = all(house.store.read(), sql, [contract.organisation_id.into()]).await?;
        let today = house.clock.moment(now).civil().date();
        for back in (0..MONTHS).rev() {
            let first = today.first_of_month().checked_sub(back.months()).map_err(Fault::broken)?;
            let last = if back == 0 { today } else { first.last_of_month() };
            let share = SHARES[index % SHARES.len()][usize::try_from(back).unwrap_or(0)];
            let month = Month { first, last, minutes: u64::from(hours) * 60 * share / 100, now };
            decide(house, &contract, index, back, first).await?;
            work(house, chance, &tickets, &month, &mut worked).await?;
        }
    }
    Ok(())
}

/// One customer's summer was pooled, another one was given an hour.
async fn decide(
    house: &House,
    contract: &Contract,
    index: usize,
    back: i32,
    first: Date,
) -> Result<(), Fault> {
    let organisation = OrganisationId(contract.organisation_id);
    let sql = "SELECT p.id, p.name FROM person p JOIN staff_role r ON r.person_id = p.id
      WHERE r.role = 'support_manager' ORDER BY p.id LIMIT 1";
    let manager: Option<Manager> = one(house.store.read(), sql, []).await?;
    let Some(manager) = manager else { return Ok(()) };
    let actor = actor(manager.id, manager.name, Role::SupportManager);
    let call = call(house, actor, first, 9)?;
    match (index, back) {
        (0, 3) => {
            let from: Date = contract.from_on.parse().map_err(Fault::broken)?;
            let cycles = domain::package::cycle::Cycles { from, to: None };
            let Some(cycle) = cycles.of(first) else { return Ok(()) };
            let note = "Mit Frau Albers vereinbart: Der Relaunch fällt in beide Monate.".to_owned();
            let agreement = Agreement { organisation, cycles: format!("{cycle}-2"), note };
            sign::pool(house, &call, &secret::key(), agreement).await
        }
        (1, 1) => {
            let reason = "Kulanz für die Störung der Schnittstelle".to_owned();
            let correction = Correction { organisation, minutes: "60 min".to_owned(), takes: false, reason };
            sign::correct(house, &call, &secret::key(), correction).await
        }
        _ => Ok(()),
    }
}

struct Month {
    first: Date,
    last: Date,
    minutes: u64,
    now: Timestamp,
}

/// Minutes that a person worked on a day, for all customers.
type Worked = HashMap<(i64, Date), u64>;

/// The month's work, spread over its days. In the first days of a month that is no more than people work on a day.
async fn work(
    house: &House,
    chance: &mut Chance,
    tickets: &[Ticket],
    month: &Month,
    worked: &mut Worked,
) -> Result<(), Fault> {
    let mut pieces = Vec::new();
    let mut left = month.minutes;
    while left >= 15 {
        let minutes = (15 * (2 + chance.below(9))).min(left / 15 * 15);
        pieces.push(minutes);
        left -= minutes;
    }
    let days = domain::package::cycle::days_between(month.first, month.last);
    let count = i64::try_from(pieces.len()).unwrap_or(1).max(1);
    let mut change = house.store.change().await?;
    for (at, minutes) in (0_i64..).zip(pieces) {
        let day = month.first.checked_add((days * at / count).days()).map_err(Fault::broken)?;
        let opened: Vec<&Ticket> = tickets
            .iter()
            .filter(|ticket| house.clock.shown(ticket.opened_at).civil().date() <= day)
            .filter(|ticket| worked.get(&(ticket.assignee_id, day)).unwrap_or(&0) + minutes <= WORKDAY)
            .collect();
        // Of the tickets that were there by then a late one: older ones are long over.
        let Some(ticket) = opened.len().checked_sub(1 + usize::try_from(chance.below(4)).unwrap_or(0)) else {
            continue;
        };
        let ticket = opened[ticket];
        *worked.entry((ticket.assignee_id, day)).or_default() += minutes;
        let (activity, note) = DONE[usize::try_from(chance.below(6)).unwrap_or(0)];
        let booked = Effort {
            day,
            minutes: u32::try_from(minutes).unwrap_or(15),
            activity: activity.to_owned(),
            note: note.to_owned(),
            billing: Billing::Billable,
        };
        let worker = actor(ticket.assignee_id, ticket.assignee.clone(), Role::TeamMember);
        let call = call(house, worker, day, 15)?;
        let call = Call { now: call.now.min(month.now), ..call };
        let sql = "INSERT INTO effort (ticket_id, person_id, day, minutes, activity, note, billing, version, taken_back, at)
          VALUES ($1, $2, $3, $4, $5, $6, 'billable', 1, FALSE, $7) RETURNING id";
        let values = [
            ticket.id.into(),
            ticket.assignee_id.into(),
            day.to_string().into(),
            i64::from(booked.minutes).into(),
            activity.into(),
            note.into(),
            call.now.as_millisecond().into(),
        ];
        let effort = EffortId(insert(change.db(), sql, values).await?);
        let row = by_id_to_read(change.db(), ticket.id).await?;
        draw::book(&mut change, house, &call, &row, effort, &booked).await?;
    }
    change.commit().await
}

fn actor(id: i64, name: String, role: Role) -> Actor {
    let standing = Standing::Staff { roles: vec![role], teams: Vec::new() };
    Actor { id: PersonId(id), name, email: String::new(), standing }
}

fn call(house: &House, actor: Actor, day: Date, hour: i8) -> Result<Call, Fault> {
    let zoned = day.at(hour, 0, 0, 0).to_zoned(house.clock.zone().clone()).map_err(Fault::broken)?;
    let (source, user_agent, token) = (String::new(), String::new(), String::new());
    let now = zoned.timestamp();
    Ok(Call { actor: Some(actor), session: None, lang: Lang::De, now, source, user_agent, token })
}
