//! One quote as its reader sees it: customers what was sent to them last, staff every version.
use crate::deal::contact::contacts;
use crate::deal::entry;
use crate::deal::facts::Facts;
use crate::fault::Fault;
use crate::house::House;
use crate::person::query::by_id;
use crate::quote::row::{QuoteRow, find};
use crate::quote::version::{VersionRow, of_quote};
use app::call::Call;
use app::deal::view::May;
use app::error::AppError;
use app::quote::view::{OfferView, QuoteView, VersionLine};
use app::ticket::view::Choice;
use domain::access::Actor;
use domain::access::deal::DealAction;
use domain::deal::QuoteNumber;
use domain::id::{OrganisationId, ProjectId};
use domain::quote::{Quote, QuoteKind};
use domain::ticket::number::TicketNumber;

/// One quote, in a version.
pub async fn page(
    house: &House,
    call: &Call,
    number: QuoteNumber,
    version: Option<u32>,
) -> Result<QuoteView, Fault> {
    let actor = call.actor()?;
    let db = house.store.read();
    let row = find(db, actor, number).await?;
    let facts = row.facts()?;
    let now = house.clock.moment(call.now);
    let state = row.state()?.on(now.civil().date());
    let may = may(actor, &facts, &state);
    let versions = of_quote(db, row.id).await?;
    let shown = if may.internal {
        match version {
            Some(wanted) => {
                Some(versions.iter().find(|one| one.version() == wanted).ok_or(AppError::NotFound)?)
            }
            None => versions.first(),
        }
    } else {
        versions.iter().find(|one| Some(one.version()) == row.sent_version())
    };
    let decided_by = match &state {
        Quote::Accepted { by, .. } | Quote::Declined { by, .. } => by_id(db, by.0).await?.map(|one| one.name),
        Quote::Requested
        | Quote::Draft
        | Quote::Sent { .. }
        | Quote::Expired { .. }
        | Quote::Withdrawn { .. } => None,
    };
    Ok(QuoteView {
        number,
        title: row.title.clone(),
        organisation: Choice { id: OrganisationId(row.organisation_id), name: row.organisation.clone() },
        address: row.address.clone(),
        project: project(&row),
        ticket: ticket(house, actor, &row).await?,
        offer: shown.map(|row| offer(house, row)).transpose()?,
        versions: if may.internal { lines(house, &versions) } else { Vec::new() },
        decided_by,
        deciders: if may.internal && state.kind() == QuoteKind::Sent {
            Some(deciders(house, &facts).await?)
        } else {
            None
        },
        order: row.order_number.as_deref().and_then(|number| number.parse().ok()),
        entries: entry::read(house, &facts, may.internal).await?,
        may,
        state,
        company: house.settings.company.clone(),
        version: row.version,
        now,
    })
}

/// What the reader may do with it as it stands.
fn may(actor: &Actor, facts: &Facts, state: &Quote) -> May {
    let stake = facts.stake(actor);
    let allowed = |action| actor.may_deal(action, &stake);
    let sent = state.kind() == QuoteKind::Sent;
    May {
        accept: sent && allowed(DealAction::Accept),
        decline: sent && allowed(DealAction::Decline),
        comment: allowed(DealAction::Comment),
        internal: allowed(DealAction::SeeInternal),
        write: allowed(DealAction::Write),
    }
}

fn project(row: &QuoteRow) -> Option<Choice<ProjectId>> {
    Some(Choice { id: ProjectId(row.project_id?), name: row.project.clone()? })
}

/// The ticket it was made from, where the reader sees that too.
async fn ticket(house: &House, actor: &Actor, row: &QuoteRow) -> Result<Option<TicketNumber>, Fault> {
    let Some(number) = row.ticket.map(TicketNumber) else { return Ok(None) };
    match crate::ticket::row::find(house.store.read(), actor, number).await {
        Ok(_) => Ok(Some(number)),
        Err(Fault::Told(AppError::NotFound)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn offer(house: &House, row: &VersionRow) -> Result<OfferView, Fault> {
    let offer = row.offer()?;
    Ok(OfferView {
        version: row.version(),
        totals: offer.totals(),
        offer,
        sent: row.sent_at.map(|at| house.clock.shown(at)),
        by: row.by.clone(),
    })
}

fn lines(house: &House, versions: &[VersionRow]) -> Vec<VersionLine> {
    let line = |row: &VersionRow| VersionLine {
        version: row.version(),
        sent: row.sent_at.map(|at| house.clock.shown(at)),
    };
    versions.iter().map(line).collect()
}

/// Who could accept what was sent, by name.
async fn deciders(house: &House, facts: &Facts) -> Result<Vec<String>, Fault> {
    let people = contacts(house.store.read(), facts.organisation).await?;
    let may = |actor: &Actor| actor.may_deal(DealAction::Accept, &facts.stake(actor));
    Ok(people.into_iter().filter(|one| may(&one.actor)).map(|one| one.actor.name).collect())
}
