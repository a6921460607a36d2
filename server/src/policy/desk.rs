//! Fulfils [`PolicyDesk`].
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::contract::plan_on;
use crate::policy::{Edition, answer, draft};
use crate::store::{all, one_row};
use app::call::Call;
use app::error::AppError;
use app::policy::api::{PolicyDesk, Question};
use app::policy::view::{DraftView, EditionLine, HolidayLine, PolicyView};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Actor, Area};
use domain::id::OrganisationId;
use domain::moment::Moment;
use domain::person::Standing;
use domain::policy::Policy;
use domain::policy::book::Book;
use domain::policy::edit::Edit;
use domain::promise::holiday::holidays;
use sea_orm::FromQueryResult;
use std::sync::Arc;

#[async_trait::async_trait]
impl PolicyDesk for House {
    async fn policy(&self, call: &Call, question: Question) -> Result<PolicyView, AppError> {
        Ok(policy(self, call, question).await?)
    }

    async fn draft(&self, call: &Call, moves: bool) -> Result<DraftView, AppError> {
        Ok(draft::read(self, call, moves).await?)
    }

    async fn edit(&self, call: &Call, key: &str, seen: i64, edit: Edit) -> Result<(), AppError> {
        Ok(draft::edit(self, call, key, seen, &edit).await?)
    }

    async fn import(&self, call: &Call, key: &str, text: &str) -> Result<(), AppError> {
        Ok(draft::import(self, call, key, text).await?)
    }

    async fn discard(&self, call: &Call, key: &str) -> Result<(), AppError> {
        Ok(draft::discard(self, call, key).await?)
    }

    async fn publish(
        &self,
        call: &Call,
        key: &str,
        seen: i64,
        note: &str,
        open_too: bool,
    ) -> Result<(), AppError> {
        Ok(draft::publish(self, call, key, seen, note, open_too).await?)
    }
}

#[derive(FromQueryResult)]
struct EditionRow {
    version: i64,
    at: i64,
    by_name: String,
    note: String,
}

/// All versions, newest first.
pub async fn editions(house: &House, staff: bool) -> Result<Vec<EditionLine>, Fault> {
    let sql = "SELECT version, at, by_name, note FROM policy ORDER BY version DESC";
    let rows: Vec<EditionRow> = all(house.store.read(), sql, []).await?;
    let inner = |text: String| if staff { text } else { String::new() };
    let line = |row: EditionRow| EditionLine {
        version: row.version,
        since: house.clock.shown(row.at),
        by: inner(row.by_name),
        note: inner(row.note),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What a reader sees of a version.
pub async fn policy(house: &House, call: &Call, question: Question) -> Result<PolicyView, Fault> {
    let actor = call.actor()?;
    if actor.standing == Standing::Partner {
        // Partners never see money (A4), and a support policy is about what customers pay for.
        return Err(AppError::NotFound.into());
    }
    let staff = actor.is_staff();
    let editions = editions(house, staff).await?;
    let version = question.version.unwrap_or_else(|| house.policy().version);
    let index = editions.iter().position(|line| line.version == version).ok_or(AppError::NotFound)?;
    let edition = if question.draft {
        drafted(house, actor).await?
    } else {
        house.edition(house.store.read(), version).await?
    };
    let now = house.clock.moment(call.now);
    let mut own_plans = Vec::new();
    for membership in actor.memberships() {
        own_plans.extend(plan_on(house.store.read(), Some(membership.organisation.0), now).await?);
    }
    let (answer, wrong) = match answer::read(house, &edition, &question) {
        Ok(asked) => (asked.map(|asked| answer::answer(house, actor, &edition, asked)).transpose()?, None),
        Err(wrong) => (None, Some(wrong)),
    };
    let mut policy = Policy::clone(&edition);
    // Account and logo stand on papers; no page needs them.
    policy.billing.seller = None;
    policy.billing.datev = None;
    if !staff {
        // Whom the house alarms is its own business.
        for target in &mut policy.targets {
            target.warn.clear();
            target.escalate.clear();
            target.on_entry.clear();
        }
        // What is agreed with others is between them and the house.
        let own = |id: OrganisationId| actor.memberships().iter().any(|m| m.organisation == id);
        for calendar in &mut policy.calendars {
            calendar.openings.retain(|opening| opening.customer.is_none_or(own));
        }
    }
    let since = editions[index].since;
    let until = index.checked_sub(1).map(|later| editions[later].since);
    let years = years(since, until, now);
    let customers = if staff { customers(house).await? } else { Vec::new() };
    Ok(PolicyView {
        version,
        draft: question.draft,
        since,
        until,
        holidays: holiday_lists(&policy, &years),
        years,
        policy,
        customers,
        own_plans,
        editions,
        answer,
        wrong,
        now,
    })
}

/// What the asker has drafted, where they may. One in which something is wrong has to be put right first.
async fn drafted(house: &House, actor: &Actor) -> Result<Arc<Edition>, Fault> {
    if !actor.may_enter(Area::Policy) {
        return Err(AppError::NotFound.into());
    }
    let policy = draft::drafted_policy(house, actor.id.0).await?;
    let book = Book::new(policy).map_err(|_| AppError::NotFound)?;
    Ok(Arc::new(Edition::new(house.policy().version, book)))
}

#[derive(FromQueryResult)]
struct Customer {
    id: i64,
    name: String,
}

/// All organisations by name.
pub async fn customers(house: &House) -> Result<Vec<(OrganisationId, String)>, Fault> {
    let rows: Vec<Customer> =
        all(house.store.read(), "SELECT id, name FROM organisation ORDER BY name, id", []).await?;
    Ok(rows.into_iter().map(|row| (OrganisationId(row.id), row.name)).collect())
}

/// Years whose holidays a version tells. What one says that is not in force any more stays the same for ever.
fn years(since: Moment, until: Option<Moment>, now: Moment) -> Vec<i16> {
    let year = |moment: Moment| moment.civil().year();
    match until {
        Some(until) => (year(since)..=year(until)).collect(),
        None => vec![year(now), year(now) + 1],
    }
}

/// Public holidays of years, by calendar.
fn holiday_lists(policy: &Policy, years: &[i16]) -> Vec<(String, Vec<HolidayLine>)> {
    let list = |calendar: &domain::promise::calendar::Calendar| {
        let place = calendar.holidays.as_ref().or(policy.place.as_ref())?;
        let days = years.iter().flat_map(|year| holidays(place, *year));
        let line = |day: domain::promise::holiday::Holiday| HolidayLine {
            day: day.day,
            de: day.de.to_owned(),
            en: day.en.to_owned(),
        };
        Some((calendar.code.clone(), days.map(line).collect()))
    };
    policy.calendars.iter().filter_map(list).collect()
}

/// Who may change the configuration; for others there is none to change.
pub fn manager(call: &Call) -> Result<&domain::access::Actor, Fault> {
    let actor = call.actor()?;
    if actor.may_enter(Area::Policy) { Ok(actor) } else { Err(AppError::NotFound.into()) }
}

/// A version as the file that it is, for who may change the configuration.
pub async fn export(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(version): Path<String>,
) -> Response {
    let file = async {
        manager(&call)?;
        let version: i64 = version.parse().map_err(|_| AppError::NotFound)?;
        let sql = "SELECT content FROM policy WHERE version = $1";
        let row = one_row(house.store.read(), sql, [version.into()]).await?.ok_or(AppError::NotFound)?;
        Ok::<_, Fault>(row.try_get::<String>("", "content")?)
    };
    match file.await {
        Ok(content) => {
            let name = format!("attachment; filename=\"schalter-{version}.toml\"");
            let headers = [
                (header::CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, content).into_response()
        }
        Err(fault) => crate::gate::error_answer(fault.into()),
    }
}
