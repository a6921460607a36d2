//! The monthly plan: what is planned for which organisation, and what its account manager notes about the month.
use crate::contains::folded;
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::ending::query::LAST_DAY;
use crate::organisation::glance::looked_after;
use crate::organisation::query::is_there;
use crate::store::{all, run};
use crate::ticket::row::RESTS;
use app::call::Call;
use app::error::AppError;
use app::organisation::view::{MonthOf, MonthView, Planned};
use domain::access::Area;
use domain::id::OrganisationId;
use domain::input::{Reason, clean_text};
use domain::organisation::ending::Ending;
use domain::organisation::month::{LONGEST_NOTE, Month};
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

/// Most organisations and most tickets of a plan.
const MOST: i64 = 200;

#[derive(FromQueryResult)]
struct Firm {
    id: i64,
    name: String,
    note: Option<String>,
    last_on: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    organisation_id: i64,
    planned_on: String,
    number: i64,
    title: String,
    stage: String,
    rests: bool,
}

/// The statement for what is planned between two days (`$1`, `$2`).
fn between() -> String {
    format!(
        "SELECT t.id, t.organisation_id, t.planned_on, t.number, t.title, t.stage, {RESTS} AS rests FROM ticket t
         WHERE t.planned_on >= $1 AND t.planned_on <= $2 AND t.organisation_id IS NOT NULL AND t.internal = FALSE
         ORDER BY t.planned_on, t.number LIMIT 2000"
    )
}

/// A month; of the organisations that the reader looks after, or of all.
pub async fn plan(
    house: &House,
    call: &Call,
    month: Option<Month>,
    everybody: bool,
) -> Result<MonthView, Fault> {
    let actor = call.actor()?;
    if !actor.may_enter(Area::Customers) {
        return Err(AppError::NotFound.into());
    }
    let now = house.clock.moment(call.now);
    let this = Month::of(now.civil().date());
    let month = month.unwrap_or(this);
    let whose = if everybody { "TRUE".to_owned() } else { looked_after("$2") };
    let by_name = folded("o.name");
    let sql = format!(
        "SELECT o.id, o.name, n.note, {LAST_DAY} AS last_on FROM organisation o
         LEFT JOIN month_note n ON n.organisation_id = o.id AND n.month = $1
         WHERE {whose} ORDER BY {by_name}, o.id LIMIT {MOST}"
    );
    let own = (!everybody).then(|| actor.id.0.into());
    let values: Vec<Value> = [month.to_string().into()].into_iter().chain(own).collect();
    let db = house.store.read();
    let firms: Vec<Firm> = all(db, &sql, values).await?;
    let days = [month.first().to_string().into(), month.last().to_string().into()];
    let rows: Vec<Row> = all(db, &between(), days).await?;
    let mut of = Vec::with_capacity(firms.len());
    for firm in firms {
        of.push(firm.month_of(month, now.civil().date())?);
    }
    for row in rows {
        if let Some(firm) = of.iter_mut().find(|firm| firm.id.0 == row.organisation_id) {
            firm.planned.push(row.planned()?);
        }
    }
    let manages = actor.may_enter(Area::ManageCustomers);
    Ok(MonthView { month, this, everybody, of, manages })
}

impl Firm {
    /// Its month, without what is planned.
    fn month_of(self, month: Month, today: Date) -> Result<MonthOf, Fault> {
        let last = self.last_on.as_deref().map(str::parse::<Date>).transpose();
        let last = last.map_err(|_| Fault::impossible_row("contract of organisation", self.id, "to_on"))?;
        Ok(MonthOf {
            id: OrganisationId(self.id),
            name: self.name,
            note: self.note.unwrap_or_default(),
            ending: last.and_then(|last| Ending::in_month(last, month, today)),
            planned: Vec::new(),
        })
    }
}

impl Row {
    fn planned(self) -> Result<Planned, Fault> {
        let impossible = |what: &str| Fault::impossible_row("ticket", self.id, what);
        Ok(Planned {
            day: self.planned_on.parse().map_err(|_| impossible(&self.planned_on))?,
            stage: domain::ticket::Stage::of_code(&self.stage).ok_or_else(|| impossible(&self.stage))?,
            number: TicketNumber(self.number),
            title: self.title,
            rests: self.rests,
        })
    }
}

/// Keeps what is noted about a month; an empty note goes.
pub async fn keep(
    house: &House,
    call: &Call,
    key: &str,
    id: OrganisationId,
    month: Month,
    note: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    if !actor.may_enter(Area::ManageCustomers) {
        return Err(AppError::NotFound.into());
    }
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "organisation/note").await? {
        return Ok(done);
    }
    if !is_there(change.db(), id).await? {
        return Err(AppError::NotFound.into());
    }
    let note = clean_text(note);
    if note.chars().count() > LONGEST_NOTE as usize {
        return Err(AppError::field("note", Reason::TooLong { max: LONGEST_NOTE }).into());
    }
    let now = call.now.as_millisecond();
    if note.is_empty() {
        let sql = "DELETE FROM month_note WHERE organisation_id = $1 AND month = $2";
        run(change.db(), sql, [id.0.into(), month.to_string().into()]).await?;
    } else {
        let sql = "INSERT INTO month_note (organisation_id, month, note, by_id, at) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (organisation_id, month) DO UPDATE SET note = excluded.note, by_id = excluded.by_id, at = excluded.at";
        let values = [id.0.into(), month.to_string().into(), note.into(), actor.id.0.into(), now.into()];
        run(change.db(), sql, values).await?;
    }
    change.remember(actor.id.0, key, "organisation/note", &(), now).await?;
    change.commit().await
}
