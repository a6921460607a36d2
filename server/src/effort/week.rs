//! A person's week.
use crate::effort::timer;
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use app::call::Call;
use app::effort::view::{WeekLine, WeekView};
use app::error::AppError;
use app::ticket::view::Choice;
use domain::access::Area;
use domain::effort::week::week_of;
use domain::effort::{Billing, Effort};
use domain::id::PersonId;
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    day: String,
    minutes: i64,
    activity: String,
    note: String,
    billing: String,
    number: i64,
    title: String,
    organisation: Option<String>,
}

#[derive(FromQueryResult)]
struct Named {
    id: i64,
    name: String,
}

/// The statement that reads a week; served by the index of people and days.
pub const fn of_week() -> &'static str {
    "SELECT f.id, f.day, f.minutes, f.activity, f.note, f.billing, t.number, t.title, o.name AS organisation
     FROM effort f JOIN ticket t ON t.id = f.ticket_id LEFT JOIN organisation o ON o.id = t.organisation_id
     WHERE f.person_id = $1 AND f.day >= $2 AND f.day <= $3 AND f.taken_back = FALSE ORDER BY f.day, f.id"
}

/// The week of a day or that day `alone`, of the reader or of somebody whose times the reader may see.
pub async fn week(
    house: &House,
    call: &Call,
    day: Option<Date>,
    alone: bool,
    person: Option<PersonId>,
) -> Result<WeekView, Fault> {
    let actor = call.actor()?;
    let sees_others = actor.may_enter(Area::Times);
    let own = Choice { id: actor.id, name: actor.name.clone() };
    if !actor.is_staff() || person.is_some_and(|person| person != actor.id && !sees_others) {
        return Err(AppError::NotFound.into());
    }
    let people = if sees_others { staff(house).await? } else { Vec::new() };
    let whose = match person.filter(|person| *person != actor.id) {
        None => own,
        Some(person) => people.iter().find(|one| one.id == person).cloned().ok_or(AppError::NotFound)?,
    };
    let now = house.clock.moment(call.now);
    let day = day.unwrap_or_else(|| now.civil().date());
    let days = if alone { vec![day] } else { week_of(day) };
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Err(AppError::NotFound.into());
    };
    let values = [whose.id.0.into(), first.to_string().into(), last.to_string().into()];
    let rows: Vec<Row> = all(house.store.read(), of_week(), values).await?;
    let edition = house.policy();
    let open =
        |day: &Date| edition.book(None).calendar(None).map_or(0, |(_, table)| table.day(*day).0.minutes());
    let activities = &house.policy().activities;
    Ok(WeekView {
        person: whose,
        people,
        open: days.iter().map(open).collect(),
        days,
        lines: rows.into_iter().map(Row::line).collect::<Result<_, _>>()?,
        timers: timer::of_reader(house, call).await?,
        activities: activities.iter().map(|one| (one.code.clone(), one.name(call.lang).to_owned())).collect(),
        now,
    })
}

async fn staff(house: &House) -> Result<Vec<Choice<PersonId>>, Fault> {
    let sql = "SELECT id, name FROM person WHERE kind = 'staff' ORDER BY name, id";
    let rows: Vec<Named> = all(house.store.read(), sql, []).await?;
    Ok(rows.into_iter().map(|row| Choice { id: PersonId(row.id), name: row.name }).collect())
}

impl Row {
    fn line(self) -> Result<WeekLine, Fault> {
        let impossible = |what: &str| Fault::impossible_row("effort", self.id, what);
        Ok(WeekLine {
            effort: Effort {
                day: self.day.parse().map_err(|_| impossible(&self.day))?,
                minutes: u32::try_from(self.minutes).map_err(|_| impossible("minutes"))?,
                billing: Billing::of_code(&self.billing).ok_or_else(|| impossible(&self.billing))?,
                activity: self.activity,
                note: self.note,
            },
            number: TicketNumber(self.number),
            title: self.title,
            organisation: self.organisation,
        })
    }
}
