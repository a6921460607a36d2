//! Fulfils [`ReportDesk`]: whose reports the reader sees, which months there are, and what a month says.
use crate::contains::folded;
use crate::fault::Fault;
use crate::house::House;
use crate::report::{facts, row};
use crate::store::{all, one};
use app::call::Call;
use app::error::AppError;
use app::report::api::{Asked, ReportDesk};
use app::report::view::{ReportView, Shown, State};
use app::ticket::view::Choice;
use domain::access::Actor;
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::report::{Kind, Report};
use sea_orm::FromQueryResult;

/// Most organisations that can be chosen.
const MOST: usize = 1_000;
/// Most months that can be chosen.
const MOST_MONTHS: i32 = 36;

#[async_trait::async_trait]
impl ReportDesk for House {
    async fn report(&self, call: &Call, asked: Asked) -> Result<ReportView, AppError> {
        Ok(page(self, call, asked).await?)
    }
}

async fn page(house: &House, call: &Call, asked: Asked) -> Result<ReportView, Fault> {
    let organisations = organisations(house, call.actor()?).await?;
    let chosen = asked.organisation.or_else(|| organisations.first().map(|one| one.id));
    let shown = match chosen {
        Some(organisation) => Some(shown(house, call, organisation, asked).await?),
        None => None,
    };
    Ok(ReportView { organisations, shown })
}

/// Organisations whose reports the reader sees; who sees none, finds nothing.
async fn organisations(house: &House, actor: &Actor) -> Result<Vec<Choice<OrganisationId>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        name: String,
    }
    if !actor.is_staff() {
        let reads = |id: OrganisationId| Kind::ALL.into_iter().any(|kind| actor.sees_report_of(id, kind));
        let seen = actor.memberships().iter().filter(|member| reads(member.organisation));
        let seen: Vec<_> =
            seen.map(|member| Choice { id: member.organisation, name: member.name.clone() }).collect();
        return if seen.is_empty() { Err(AppError::NotFound.into()) } else { Ok(seen) };
    }
    let sql = format!("SELECT id, name FROM organisation ORDER BY {}, id LIMIT {MOST}", folded("name"));
    let rows: Vec<Row> = all(house.store.read(), &sql, []).await?;
    Ok(rows.into_iter().map(|row| Choice { id: OrganisationId(row.id), name: row.name }).collect())
}

#[derive(FromQueryResult)]
struct Firm {
    name: String,
    since: i64,
    frozen: Option<String>,
}

/// A report as far as the reader may know it.
pub async fn shown(
    house: &House,
    call: &Call,
    organisation: OrganisationId,
    asked: Asked,
) -> Result<Shown, Fault> {
    let actor = call.actor()?;
    let seen = |kind: &Kind| actor.sees_report_of(organisation, *kind);
    if !Kind::ALL.iter().any(seen) {
        return Err(AppError::NotFound.into());
    }
    // Tickets may be older than the organisation in which they were placed.
    let sql = "SELECT o.name, COALESCE((SELECT MIN(t.opened_at) FROM ticket t
        WHERE t.organisation_id = o.id AND t.internal = FALSE), o.created_at) AS since,
        (SELECT MAX(r.month) FROM report r WHERE r.organisation_id = o.id) AS frozen FROM organisation o WHERE o.id = $1";
    let firm: Option<Firm> = one(house.store.read(), sql, [organisation.0.into()]).await?;
    let firm = firm.ok_or(AppError::NotFound)?;
    let months = months(house, call, &firm);
    let last = firm.frozen.as_deref().and_then(|month| month.parse().ok());
    let month = asked.month.or(last).or_else(|| months.first().copied());
    let month = month.filter(|month| months.contains(month)).ok_or(AppError::NotFound)?;
    let (report, state) = read(house, call, (organisation, &firm.name), month).await?;
    // Staff read all, whatever the plan contains; a statement of hours there is only where there are hours.
    let there = |kind: &Kind| (actor.is_staff() && *kind != Kind::Package) || report.kinds.contains(kind);
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| there(kind) && seen(kind)).collect();
    let kind = asked.kind.or_else(|| Kind::monthly(&kinds)).or(kinds.first().copied());
    let kind = kind.filter(|kind| kinds.contains(kind)).ok_or(AppError::NotFound)?;
    let report = if actor.sees_hours_of(organisation) { report } else { report.without_hours() };
    let report = if seen(&Kind::Package) { report } else { report.without_package() };
    let report = if actor.sees_reports_of(organisation) { report } else { report.package_alone() };
    Ok(Shown { organisation, months, kinds, kind, report, state })
}

/// Months that can be chosen, the newest first.
fn months(house: &House, call: &Call, firm: &Firm) -> Vec<Month> {
    let first = Month::of(house.clock.shown(firm.since).civil().date());
    let this = Month::of(house.clock.moment(call.now).civil().date());
    let back = (0..MOST_MONTHS).map(|back| this.plus(-back));
    let known: Vec<Month> = back.take_while(|month| *month >= first).collect();
    if known.is_empty() { vec![this] } else { known }
}

async fn read(
    house: &House,
    call: &Call,
    organisation: (OrganisationId, &str),
    month: Month,
) -> Result<(Report, State), Fault> {
    if let Some(frozen) = row::frozen(house.store.read(), organisation.0, month).await? {
        let state = State::Frozen { at: house.clock.shown(frozen.at), hash: frozen.hash };
        return Ok((frozen.report, state));
    }
    let report = facts::report(house, organisation, month, call.now).await?;
    Ok((report, State::Preliminary { at: house.clock.moment(call.now) }))
}
