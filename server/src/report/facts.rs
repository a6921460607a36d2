//! The facts of a report: a handful of statements, whatever the number of tickets. Internal tickets, notes and what was withdrawn
//! are left out here, where they would be read.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::package::contract::contract_on;
use crate::report::correction::corrections;
use crate::report::package;
use crate::report::told::Told;
use crate::report::work::{later, work};
use crate::store::all;
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::promise::clock::Promise;
use domain::report::course::Course;
use domain::report::facts::{Asked, Facts, TicketFacts, Window};
use domain::report::step::{Happened, Step};
use domain::report::{Kind, MONTHS, Named, Report, Title};
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::HashMap;

/// Which tickets count: `$1` an organisation, `$2` the end of the month, `$3` the beginning of the months before. Served by the indexes
/// of an organisation's tickets.
const TICKETS: &str =
    "t.organisation_id = $1 AND t.internal = FALSE AND t.merged_into IS NULL AND t.opened_at < $2
  AND (t.is_open = TRUE OR t.changed_at >= $3)";

/// What a month says of an organisation, as of `now`.
pub async fn report(
    house: &House,
    organisation: (OrganisationId, &str),
    month: Month,
    now: Timestamp,
) -> Result<Report, Fault> {
    Ok(read(house, house.store.read(), organisation, month, now).await?.0)
}

/// The same, with what is told by it.
pub(super) async fn read<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: (OrganisationId, &str),
    month: Month,
    now: Timestamp,
) -> Result<(Report, Told), Fault> {
    let (id, name) = organisation;
    let windows = windows(house, month, now)?;
    let today = house.clock.moment(now).civil().date();
    let later = later(house, db, id, month, now).await?;
    let (corrected, mut told) = match later {
        Some(_) => corrections(house, db, id).await?,
        None => (Vec::new(), Vec::new()),
    };
    let (work, counted) = work(house, db, id, month, later, now).await?;
    // Of what is corrected and counted too, as where its day became one of this month, the sums tell what is true.
    told.extend(counted);
    let found = package::read(house, db, id, month, later.is_some(), now).await?;
    let mut facts = Facts {
        organisation: name.to_owned(),
        tickets: tickets(house, db, id, &windows).await?,
        work,
        corrected,
        cycles: found.cycles,
        package: found.package,
        ..plan(house, db, id, month.last().min(today)).await?
    };
    facts.windows = windows;
    if facts.package.is_some() {
        facts.kinds.push(Kind::Package);
    }
    let report = Report::of(facts, &|at| house.clock.moment(at));
    Ok((report, Told { efforts: told, postings: found.told }))
}

/// The months up to this one; one that is not over ends now, with what happens in this very moment.
fn windows(house: &House, month: Month, now: Timestamp) -> Result<Vec<Window>, Fault> {
    let begin = |month: Month| {
        let day = month.first().to_zoned(house.clock.zone().clone()).map_err(Fault::broken)?;
        Ok::<_, Fault>(day.timestamp().as_millisecond())
    };
    let window = |back: i32| {
        let month = month.plus(-back);
        Ok(Window { month, from: begin(month)?, to: begin(month.plus(1))?.min(now.as_millisecond() + 1) })
    };
    (0..MONTHS).rev().map(window).collect()
}

/// Facts without tickets: the plan and what it offers.
async fn plan<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: OrganisationId,
    day: Date,
) -> Result<Facts, Fault> {
    let policy = house.policy();
    let contract = contract_on(db, organisation.0, day).await?;
    let plan = contract.and_then(|contract| policy.plan(&contract.plan).cloned());
    let entitlements = plan.as_ref().map(|plan| plan.entitlements.clone()).unwrap_or_default();
    Ok(Facts {
        organisation: String::new(),
        plan: plan.map(|plan| Named { de: plan.de, en: plan.en }),
        kinds: Kind::offered(&entitlements),
        windows: Vec::new(),
        tickets: Vec::new(),
        work: Vec::new(),
        corrected: Vec::new(),
        cycles: Vec::new(),
        package: None,
    })
}

#[derive(FromQueryResult)]
struct TicketRow {
    id: i64,
    number: i64,
    title: String,
    class: Option<String>,
    project: Option<String>,
    opened_at: i64,
    planned_on: Option<String>,
}

#[derive(FromQueryResult)]
struct EntryRow {
    ticket_id: i64,
    at: i64,
    by_staff: bool,
    data: String,
}

#[derive(FromQueryResult)]
struct AskedRow {
    ticket_id: i64,
    at: i64,
    refused: Option<i64>,
}

#[derive(FromQueryResult)]
struct PromiseRow {
    ticket_id: i64,
    data: String,
}

async fn tickets<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: OrganisationId,
    windows: &[Window],
) -> Result<Vec<TicketFacts>, Fault> {
    let (from, to) = (windows.first().map_or(0, |one| one.from), windows.last().map_or(0, |one| one.to));
    let values = || -> [Value; 3] { [organisation.0.into(), to.into(), from.into()] };
    let sql = format!(
        "SELECT t.id, t.number, t.title, t.class, p.name AS project, t.opened_at, t.planned_on FROM ticket t
         LEFT JOIN asset a ON a.id = t.asset_id LEFT JOIN project p ON p.id = a.project_id WHERE {TICKETS} ORDER BY t.number"
    );
    let rows: Vec<TicketRow> = all(db, &sql, values()).await?;
    let mut found = Vec::with_capacity(rows.len());
    let mut places = HashMap::with_capacity(rows.len());
    for row in rows {
        places.insert(row.id, found.len());
        found.push(row.facts(house)?);
    }
    let codes = Happened::CODES.map(|code| format!("'{code}'")).join(", ");
    // The words of a message are nothing for a report; an empty text stands for one.
    let sql = format!(
        "SELECT e.ticket_id, e.at, e.by_staff, CASE e.what WHEN 'message' THEN '' ELSE e.data END AS data
         FROM entry e JOIN ticket t ON t.id = e.ticket_id WHERE {TICKETS} AND e.what IN ('message', {codes})
           AND e.internal = FALSE AND e.withdrawn = FALSE AND e.merged_from IS NULL AND e.at < $2 ORDER BY e.id"
    );
    let entries: Vec<EntryRow> = all(db, &sql, values()).await?;
    for row in entries {
        if let Some(one) = places.get(&row.ticket_id).and_then(|at| found.get_mut(*at)) {
            row.add_to(house, one)?;
        }
    }
    let sql = format!(
        "SELECT p.ticket_id, p.data FROM promise p JOIN ticket t ON t.id = p.ticket_id WHERE {TICKETS} ORDER BY p.ticket_id"
    );
    let promises: Vec<PromiseRow> = all(db, &sql, values()).await?;
    for row in promises {
        let promise: Promise = serde_json::from_str(&row.data)
            .map_err(|error| Fault::impossible_row("promise of ticket", row.ticket_id, &error.to_string()))?;
        if let Some(one) = places.get(&row.ticket_id).and_then(|at| found.get_mut(*at)) {
            one.promises.push(promise);
        }
    }
    // As the ticket's page has it: what was asked on a ticket that leads here counts, once it does, unless something was asked here.
    let sql = format!(
        "SELECT ticket_id, at, CASE WHEN state IN ('declined', 'expired') THEN settled_at END AS refused FROM (
           SELECT t.id AS ticket_id, a.asked_at AS at, a.state, a.settled_at, 1 AS own, a.id
           FROM approval a JOIN ticket t ON t.id = a.ticket_id WHERE {TICKETS}
           UNION ALL SELECT t.id AS ticket_id, f.merged_at AS at, a.state, a.settled_at, 0 AS own, a.id
           FROM ticket t JOIN ticket f ON f.merged_into = t.id JOIN approval a ON a.ticket_id = f.id WHERE {TICKETS}
         ) x ORDER BY ticket_id, own, id"
    );
    let asked: Vec<AskedRow> = all(db, &sql, values()).await?;
    for row in asked {
        if let Some(one) = places.get(&row.ticket_id).and_then(|at| found.get_mut(*at)) {
            one.asked.push(Asked { at: row.at, refused: row.refused });
        }
    }
    Ok(found)
}

impl TicketRow {
    fn facts(self, house: &House) -> Result<TicketFacts, Fault> {
        let policy = house.policy();
        let planned = self.planned_on.as_deref().map(str::parse::<Date>).transpose();
        let class = self.class.as_deref().map(|code| {
            let known = policy.class(code);
            known.map_or_else(|| unknown(code), |class| Named { de: class.de.clone(), en: class.en.clone() })
        });
        Ok(TicketFacts {
            ticket: title(house, self.number, self.title),
            class,
            project: self.project,
            opened: house.clock.shown(self.opened_at),
            planned: planned.map_err(|_| Fault::impossible_row("ticket", self.id, "planned_on"))?,
            course: Course { opened: self.opened_at, moves: Vec::new() },
            steps: Vec::new(),
            messages: Vec::new(),
            promises: Vec::new(),
            asked: Vec::new(),
        })
    }
}

/// A ticket as lists name it.
pub(super) fn title(house: &House, number: i64, title: String) -> Title {
    let number = TicketNumber(number);
    Title { number, written: house.policy().number.write(number), title }
}

/// What the company does not name any more.
pub(super) fn unknown(code: &str) -> Named {
    Named { de: code.to_owned(), en: code.to_owned() }
}

impl EntryRow {
    fn add_to(self, house: &House, ticket: &mut TicketFacts) -> Result<(), Fault> {
        if self.data.is_empty() {
            ticket.messages.push((self.at, self.by_staff));
            return Ok(());
        }
        let what: What = serde_json::from_str(&self.data)
            .map_err(|error| Fault::impossible_row("entry of ticket", self.ticket_id, &error.to_string()))?;
        if let What::Moved { to, .. } = &what {
            ticket.course.moves.push((self.at, *to));
        }
        let at = house.clock.moment(instant(self.at));
        ticket.steps.extend(Happened::of(&what).map(|what| Step { at, what }));
        Ok(())
    }
}
