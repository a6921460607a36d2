//! Drawing up drafts: of all that is not billed yet, with what it comes from.
pub mod ask;
pub mod redraw;

use crate::fault::Fault;
use crate::house::House;
use crate::invoice::chain::price_of;
use crate::invoice::query::{AGREED, DRAFT, HOLD_ORGANISATION, KEEP_DAYS, RELEASED};
use crate::invoice::supply::{Read, Scope, read};
use crate::invoice::{compose, entry, payer, row, source};
use crate::store::{Change, all, insert, run};
use app::call::Call;
use app::error::AppError;
use app::invoice::word::{confirmed, line, released, title as called, why_words};
use domain::access::{Actor, Area};
use domain::billing::gather::planned::Planned;
use domain::billing::gather::{Gathered, gather};
use domain::billing::source::Source;
use domain::billing::timeline::What;
use domain::id::{EffortId, OrganisationId};
use domain::invoice::Kind;
use domain::invoice::line::Hours;
use domain::lang::Lang;
use sea_orm::{ConnectionTrait as _, DbBackend, FromQueryResult};
use std::collections::{BTreeSet, HashMap};

/// Who bills; to others there are no drafts to be made.
pub fn biller(call: &Call) -> Result<&Actor, AppError> {
    let actor = call.actor()?;
    match (actor.may_enter(Area::Billing), actor.may_enter(Area::Invoices)) {
        (true, _) => Ok(actor),
        (false, true) => Err(AppError::NotYours),
        (false, false) => Err(AppError::NotFound),
    }
}

/// Drafts of an organisation are made one after the other.
pub async fn hold_organisation(change: &Change, organisation: i64) -> Result<(), Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        run(change.db(), HOLD_ORGANISATION, [organisation.into()]).await?;
    }
    Ok(())
}

/// Makes a draft of all that is not billed; `None` where there is nothing to charge, unless an empty one is wanted then, too.
pub async fn create(
    house: &House,
    call: &Call,
    change: &mut Change,
    scope: &Scope,
    title: Option<String>,
    empty: bool,
) -> Result<Option<i64>, Fault> {
    let (read, gathered) = gathered(house, change, scope).await?;
    if gathered.lines.is_empty() && !empty {
        return Ok(None);
    }
    let title = title.unwrap_or_else(|| called(scope.lang, scope.days, gathered.period()));
    let now = call.now.as_millisecond();
    let values = [
        Kind::Invoice.code().into(),
        scope.organisation.into(),
        scope.order.into(),
        title.into(),
        scope.lang.code().into(),
        scope.days.from.to_string().into(),
        scope.days.to.to_string().into(),
        now.into(),
        scope.since.map(|since| since.to_string()).into(),
    ];
    let id = insert(change.db(), DRAFT, values).await?;
    write(house, call, change, scope, id, &read, &gathered).await?;
    Ok(Some(id))
}

async fn gathered(house: &House, change: &Change, scope: &Scope) -> Result<(Read, Gathered), Fault> {
    let read = read(house, change.db(), scope).await?;
    let vat = payer::treatment(house, change.db(), scope.organisation).await?;
    let gathered = gather(&read.supply, &house.policy().billing.rules, vat);
    Ok((read, gathered))
}

/// Writes the lines of a draft with what they come from.
async fn write(
    house: &House,
    call: &Call,
    change: &mut Change,
    scope: &Scope,
    id: i64,
    read: &Read,
    gathered: &Gathered,
) -> Result<(), Fault> {
    let approvals = approvals(house, change, scope).await?;
    let annex = Annex { house, lang: scope.lang, read };
    for (place, planned) in (0_i64..).zip(&gathered.lines) {
        let told = told(read, planned, &approvals);
        let line = line(scope.lang, &house.policy().number, planned, &told);
        let (factor_percent, own_vat) = (planned.factor_percent(), planned.own_vat);
        let beside =
            row::Beside { factor_percent, own_vat, days: planned.period(), ..row::Beside::default() };
        let line_id = row::write_line(change, id, place, &line, beside).await?;
        source::claim(change, id, line_id, planned, read, &|source| annex.of(source)).await?;
    }
    let period = gathered.period();
    let mut free: Vec<Hours> = Vec::new();
    for one in &gathered.free {
        let Some(row) = annex.free(scope, one.effort, why_words(scope.lang, one.why)) else { continue };
        if source::claim_free(change, id, one.effort).await? {
            free.push(row);
        }
    }
    // Where lines of one's own are all that is left, they keep their days.
    let values = [
        id.into(),
        period.map(|period| period.from.to_string()).into(),
        period.map(|period| period.to.to_string()).into(),
        serde_json::to_string(&free)?.into(),
    ];
    run(change.db(), KEEP_DAYS, values).await?;
    let count = u32::try_from(gathered.lines.len()).unwrap_or(u32::MAX);
    entry::record(change, call, id, &What::Drawn { lines: count }).await?;
    compose::refresh(house, change, id, scope.today, call.now.as_millisecond()).await?;
    change.invoice_changed(OrganisationId(scope.organisation), false);
    Ok(())
}

/// Rows of the annex. Notes stay in the house, and of internal tickets the number, too.
struct Annex<'a> {
    house: &'a House,
    lang: Lang,
    read: &'a Read,
}

impl Annex<'_> {
    fn of(&self, source: &Source) -> Option<Hours> {
        let row = self.row(source.effort()?)?;
        Some(Hours { minutes: u32::try_from(source.minutes()).unwrap_or_default(), ..row })
    }

    fn free(&self, scope: &Scope, effort: EffortId, why: &str) -> Option<Hours> {
        let row = self.row(effort)?;
        let within = scope.days.from <= row.day && row.day <= scope.days.to;
        (within || scope.order.is_some()).then(|| Hours { free: why.to_owned(), ..row })
    }

    fn row(&self, effort: EffortId) -> Option<Hours> {
        let row = self.read.rows.get(&effort)?;
        let policy = self.house.policy();
        let activity = policy.activities.iter().find(|one| one.code == row.activity);
        let ticket = domain::ticket::number::TicketNumber(row.number);
        Some(Hours {
            day: row.day().ok()?,
            ticket: if row.internal { String::new() } else { policy.number.write(ticket) },
            title: if row.internal { String::new() } else { row.title.clone() },
            text: activity.map_or_else(|| row.activity.clone(), |one| one.name(self.lang).to_owned()),
            person: String::new(),
            minutes: row.raw(),
            free: String::new(),
        })
    }
}

/// Sentences about prices that were agreed to and what was released, by ticket.
async fn approvals(
    house: &House,
    change: &Change,
    scope: &Scope,
) -> Result<HashMap<i64, Vec<String>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        ticket: i64,
        minutes: i64,
        settled_by: String,
        settled_at: i64,
    }
    #[derive(FromQueryResult)]
    struct Agreed {
        ticket: i64,
        rate_cents: i64,
        factor_percent: i64,
        settled_by: String,
        settled_at: i64,
    }
    let mut told: HashMap<i64, Vec<String>> = HashMap::new();
    let agreed: Vec<Agreed> = all(change.db(), AGREED, [scope.organisation.into()]).await?;
    for row in agreed {
        let day = house.clock.shown(row.settled_at).civil().date();
        let cents = price_of(row.rate_cents, row.factor_percent);
        told.entry(row.ticket).or_default().push(confirmed(scope.lang, cents, &row.settled_by, day));
    }
    let rows: Vec<Row> = all(change.db(), RELEASED, [scope.organisation.into()]).await?;
    for row in rows {
        let day = house.clock.shown(row.settled_at).civil().date();
        let minutes = u32::try_from(row.minutes).unwrap_or_default();
        told.entry(row.ticket).or_default().push(released(scope.lang, minutes, &row.settled_by, day));
    }
    Ok(told)
}

fn told(read: &Read, planned: &Planned, approvals: &HashMap<i64, Vec<String>>) -> Vec<String> {
    let rows = planned.sources.iter().filter_map(|source| read.rows.get(&source.effort()?));
    let tickets: BTreeSet<i64> = rows.map(|row| row.ticket_id).collect();
    tickets.into_iter().flat_map(|ticket| approvals.get(&ticket).cloned().unwrap_or_default()).collect()
}
