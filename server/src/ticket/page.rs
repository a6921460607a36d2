//! The ticket page: one ticket with everything this reader sees of it, in a handful of queries.
use crate::approval::meter;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::question;
use crate::package::list::hours_left;
use crate::store::{all, one_row};
use crate::ticket::row::{TicketRow, find};
use crate::ticket::{behalf, draft, history, internal, merge, objection, split, wish};
use app::call::Call;
use app::effort::view::EffortView;
use app::parts::badge::stage_word;
use app::policy::template_word::said;
use app::promise::sentence::weekday_word;
use app::promise::view::PromiseView;
use app::ticket::view::{Choice, Entry, May, TicketView, Who};
use app::words::{fill, say};
use domain::access::{Action, Actor};
use domain::id::{AssetId, OrganisationId, PersonId, TeamId};
use domain::lang::Lang;
use domain::moment::date;
use domain::policy::Policy;
use domain::policy::template::Occasion;
use domain::promise::target::Metric;
use domain::ticket::number::TicketNumber;
use domain::ticket::planned::PlannedDay;
use domain::ticket::workflow::{By, Clock, Present};
use domain::ticket::{ClassKind, Stage};
use jiff::civil::Date;
use sea_orm::FromQueryResult;

/// One ticket as this reader sees it.
pub async fn page(house: &House, call: &Call, number: TicketNumber) -> Result<TicketView, Fault> {
    let actor = call.actor()?;
    let row = find(house.store.read(), actor, number).await?;
    let relation = row.relation(actor);
    let may = May {
        reply: actor.may(Action::Reply, &relation),
        note: actor.may(Action::SeeInternal, &relation),
        triage: actor.may(Action::Triage, &relation),
        work: actor.may(Action::Work, &relation),
        add_people: actor.may(Action::AddPeople, &relation),
    };
    let policy = house.policy();
    let workflow = &policy.workflow;
    let stage = row.stage()?;
    let entries = entries(house, actor, &row, may.note).await?;
    let assets = if may.triage || may.work { assets(house, row.organisation_id).await? } else { Vec::new() };
    let staff = actor.is_staff();
    let promises =
        crate::promise::view::of_ticket(house, row.id, row.organisation_id, row.policy, staff, call.now)
            .await?;
    let pauses = promises.iter().any(|promise| promise.metric.pauses());
    let still = workflow.states.iter().filter(|state| pauses && state.clock == Clock::Pauses);
    let still = still.map(|state| state.stage).collect();
    let (objection, held) = objection::told(house, &row, call.now).await?;
    let today = house.clock.moment(call.now).civil().date();
    let request = may.work && meter::gate(house, house.store.read(), &row).await?.is_some();
    let present = Present { request, ..row.present(false) };
    let progress = progress(house, &row, (stage, today), may.reply && actor.is_staff(), &promises)?;
    let class = row.class.as_deref().and_then(|code| policy.class(code));
    let wish = may.triage && class.is_some_and(|class| class.kind == ClassKind::Wish);
    let sold = if wish { wish::sold(house.store.read(), &row, today).await? } else { None };
    Ok(TicketView {
        // A number that was merged shows the survivor (C7).
        number: row.number(),
        stage,
        rests: row.rests,
        since: house.clock.shown(row.stage_since),
        version: row.version,
        channel: row.channel()?,
        class: class.cloned(),
        priority: row.priority.as_deref().and_then(|code| policy.priority(code)).cloned(),
        kind: row.kind()?,
        urgency: row.urgency()?,
        organisation: choice(row.organisation_id.map(OrganisationId), row.organisation.as_ref()),
        asset: choice(row.asset_id.map(AssetId), row.asset.as_ref()),
        assets,
        technical_contact: who(row.technical_contact_id, row.technical_contact.as_ref(), false),
        author_email: stranger(actor, &row),
        passed_on: behalf::of_ticket(house, actor, &row).await?,
        assignee: who(row.assignee_id, row.assignee.as_ref(), true),
        team: choice(row.team_id.map(TeamId), row.team.as_ref()),
        opened: house.clock.shown(row.opened_at),
        planned: row.planned()?,
        objection,
        held: staff && held,
        objected: row.objected_at.map(|at| house.clock.shown(at)),
        due: row.due_at.map(|at| house.clock.shown(at)),
        promises,
        plan: row.plan.as_deref().map(|code| plan_name(&policy, code, call.lang)),
        progress,
        acceptances: crate::ticket::acceptance::of_ticket(house, row.id).await?,
        inner_work: row.inner_work()?,
        linked: if staff { internal::linked(house, &row).await? } else { Vec::new() },
        merged: if staff { merge::of_ticket(house, row.id).await? } else { Vec::new() },
        splits: if staff { split::of_ticket(house, row.id, stage).await? } else { Vec::new() },
        still,
        steps: workflow.steps.clone(),
        step: workflow.step_of(stage),
        people: people(house, &row).await?,
        author_unreachable: if actor.is_staff() { author_unreachable(house, &row).await? } else { None },
        unreachable: if actor.is_staff() { unreachable(house, &row).await? } else { Vec::new() },
        effort: effort(house, actor, &row, may.note, call).await?,
        approvals: crate::approval::view::of_ticket(house, actor, &row).await?,
        hours: hours_left(house, actor, call, row.organisation_id.filter(|_| may.note)).await?,
        deals: crate::deal::ticket::of_ticket(house, actor, row.id).await?,
        invoice: question::asked_about(house, actor, row.id).await?,
        release: row.release.clone(),
        sold,
        entries,
        offers: workflow.offered(stage, By::Person(actor, &relation), present),
        may,
        present: draft::present(house, actor, row.id, call.now.as_millisecond()).await?,
        now: house.clock.moment(call.now),
        title: row.title,
        software_version: row.software_version,
        author: row.author_name,
        specification: row.specification,
        draft: row.draft.unwrap_or_default(),
        note_draft: row.note_draft.unwrap_or_default(),
    })
}

/// Its history as far as the reader sees it.
async fn entries(house: &House, actor: &Actor, row: &TicketRow, inner: bool) -> Result<Vec<Entry>, Fault> {
    let mut entries = history::read(house, row.id, inner, actor.is_staff()).await?;
    if !actor.may(Action::SeePrice, &row.relation(actor)) {
        entries.retain(|entry| !entry.what.tells_prices());
    }
    Ok(entries)
}

/// Its time, for who may see what is internal.
async fn effort(
    house: &House,
    actor: &Actor,
    row: &TicketRow,
    inner: bool,
    call: &Call,
) -> Result<Option<EffortView>, Fault> {
    if !inner {
        return Ok(None);
    }
    let today = house.clock.moment(call.now).civil().date();
    let view = crate::effort::row::of_ticket(house, actor, row.id, &row.relation(actor), today).await?;
    let meter = crate::approval::view::meter(house, call, row).await?;
    Ok(Some(EffortView { meter, fixed: row.fixed_price()?, ..view }))
}

/// What staff would write to the customer about the state (C10), while that is promised; in the customer's language.
fn progress(
    house: &House,
    row: &TicketRow,
    (stage, today): (Stage, Date),
    writes: bool,
    promises: &[PromiseView],
) -> Result<Option<String>, Fault> {
    use app::words::progress as w;
    let told = |promise: &PromiseView| promise.metric == Metric::PeriodicUpdate && promise.state.is_open();
    if !writes || !promises.iter().any(told) {
        return Ok(None);
    }
    let lang = row.author_lang.as_deref().and_then(Lang::of_code).unwrap_or_default();
    let planned = match row.planned()? {
        Some(day) => {
            let spoken = format!("{}, {}", say(lang, weekday_word(day.weekday())), date(day, lang));
            let text = match PlannedDay::of(day, stage, today) {
                PlannedDay::Ahead => Some(w::PLANNED),
                PlannedDay::Missed => Some(w::PLAN_MISSED),
                PlannedDay::Over => None,
            };
            text.map(|text| fill(lang, text, &[("day", &spoken)])).unwrap_or_default()
        }
        None => say(lang, w::UNPLANNED).to_owned(),
    };
    let number = house.policy().number.write(row.number());
    let gaps = [
        ("number", number.as_str()),
        ("title", row.title.as_str()),
        ("stage", say(lang, stage_word(stage, false))),
        ("planned", planned.as_str()),
    ];
    Ok(Some(said(&house.policy(), lang, Occasion::Progress, &gaps)))
}

/// The name of a plan; its code where the configuration no longer knows it.
fn plan_name(policy: &Policy, code: &str, lang: Lang) -> String {
    policy.plan(code).map_or_else(|| code.to_owned(), |plan| plan.name(lang).to_owned())
}

fn choice<Id>(id: Option<Id>, name: Option<&String>) -> Option<Choice<Id>> {
    Some(Choice { id: id?, name: name?.clone() })
}

fn who(id: Option<i64>, name: Option<&String>, staff: bool) -> Option<Who> {
    Some(Who { id: PersonId(id?), name: name?.clone(), staff })
}

/// The address of somebody without account, for staff.
fn stranger(actor: &Actor, row: &TicketRow) -> Option<String> {
    (actor.is_staff() && row.author_id.is_none()).then(|| row.author_email.clone())
}

/// Author first, then who was added, by name.
async fn people(house: &House, row: &TicketRow) -> Result<Vec<Who>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        name: String,
        staff: bool,
    }
    let sql = "SELECT p.id, p.name, p.kind = 'staff' AS staff FROM participant x JOIN person p ON p.id = x.person_id
      WHERE x.ticket_id = $1 ORDER BY p.name, p.id";
    let rows: Vec<Row> = all(house.store.read(), sql, [row.id.into()]).await?;
    let author = who(row.author_id, Some(&row.author_name), row.author_staff);
    let others = rows.into_iter().filter(|other| Some(other.id) != row.author_id);
    let others = others.map(|other| Who { id: PersonId(other.id), name: other.name, staff: other.staff });
    Ok(author.into_iter().chain(others).collect())
}

/// Who of them has an address to which no mail comes through, and why.
async fn unreachable(house: &House, row: &TicketRow) -> Result<Vec<(PersonId, String)>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        reason: String,
    }
    let sql = "SELECT p.id, u.reason FROM person p JOIN unreachable u ON u.email = p.email
      WHERE p.id = $2 OR p.id IN (SELECT person_id FROM participant WHERE ticket_id = $1) ORDER BY p.id";
    let rows: Vec<Row> = all(house.store.read(), sql, [row.id.into(), row.author_id.into()]).await?;
    Ok(rows.into_iter().map(|row| (PersonId(row.id), row.reason)).collect())
}

/// Why no mail comes through to a writer without account.
async fn author_unreachable(house: &House, row: &TicketRow) -> Result<Option<String>, Fault> {
    if row.author_id.is_some() || row.author_email.is_empty() {
        return Ok(None);
    }
    let sql = "SELECT reason FROM unreachable WHERE email = $1";
    let found = one_row(house.store.read(), sql, [row.author_email.to_lowercase().into()]).await?;
    Ok(found.map(|row| row.try_get("", "reason")).transpose()?)
}

async fn assets(house: &House, organisation: Option<i64>) -> Result<Vec<Choice<AssetId>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        name: String,
    }
    let Some(organisation) = organisation else { return Ok(Vec::new()) };
    let sql = "SELECT id, name FROM asset WHERE organisation_id = $1 ORDER BY name, id";
    let rows: Vec<Row> = all(house.store.read(), sql, [organisation.into()]).await?;
    Ok(rows.into_iter().map(|row| Choice { id: AssetId(row.id), name: row.name }).collect())
}
