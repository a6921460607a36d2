//! What the forms for quotes begin with, and where a quote may belong.
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::is_there;
use crate::quote::query::{is_project_of, projects};
use crate::quote::row::find;
use crate::quote::version::of_quote;
use crate::store::Change;
use crate::ticket::choice::organisations;
use app::call::Call;
use app::error::AppError;
use app::quote::api::Place;
use app::quote::view::QuoteForm;
use app::ticket::view::Choice;
use domain::access::Actor;
use domain::access::deal::DealAction;
use domain::deal::QuoteNumber;
use domain::deal::timeline::What;
use domain::id::{OrganisationId, ProjectId};
use domain::input::{Checks, Reason};
use domain::quote::QuoteKind;
use domain::quote::WrongQuote;
use domain::ticket::number::TicketNumber;

/// The form for a new quote, or for the next version of one.
pub async fn form(
    house: &House,
    call: &Call,
    number: Option<QuoteNumber>,
    ticket: Option<TicketNumber>,
) -> Result<QuoteForm, Fault> {
    let actor = call.actor()?;
    let today = house.clock.moment(call.now).civil().date();
    let policy = house.policy();
    let mut form = QuoteForm {
        number,
        seen: 0,
        writes: actor.writes_quotes(),
        organisations: Vec::new(),
        organisation: None,
        projects: Vec::new(),
        project: None,
        ticket: None,
        title: String::new(),
        request: String::new(),
        offer: None,
        valid_until: policy.quote.valid_until(today),
        rate: policy.hourly_rate_cents,
        vat: policy.quote.vat,
    };
    match number {
        Some(number) => known(house, actor, number, &mut form).await?,
        None => fresh(house, actor, ticket, &mut form).await?,
    }
    if form.writes {
        form.projects = projects(house.store.read()).await?;
    }
    Ok(form)
}

async fn known(house: &House, actor: &Actor, number: QuoteNumber, form: &mut QuoteForm) -> Result<(), Fault> {
    let db = house.store.read();
    let row = find(db, actor, number).await?;
    let facts = row.facts()?;
    if !actor.may_deal(DealAction::Write, &facts.stake(actor)) {
        return Err(AppError::NotYours.into());
    }
    match row.state()?.kind() {
        QuoteKind::Accepted => return Err(AppError::from(WrongQuote::Accepted).into()),
        QuoteKind::Withdrawn => return Err(AppError::from(WrongQuote::Withdrawn).into()),
        QuoteKind::Requested
        | QuoteKind::Draft
        | QuoteKind::Sent
        | QuoteKind::Declined
        | QuoteKind::Expired => {}
    }
    let entries = crate::deal::entry::read(house, &facts, false).await?;
    form.request = entries
        .into_iter()
        .find_map(|entry| if let What::Requested { body } = entry.what { Some(body) } else { None })
        .unwrap_or_default();
    let versions = of_quote(db, row.id).await?;
    form.offer = versions.first().map(super::version::VersionRow::offer).transpose()?;
    // What is being written keeps its day; the next version of what was sent is proposed a new one.
    if let Some(written) = form.offer.as_ref().filter(|_| versions[0].sent_at.is_none()) {
        form.valid_until = written.valid_until;
    }
    form.seen = row.version;
    form.title.clone_from(&row.title);
    form.organisations =
        vec![Choice { id: OrganisationId(row.organisation_id), name: row.organisation.clone() }];
    form.organisation = Some(OrganisationId(row.organisation_id));
    form.project = row.project_id.map(ProjectId);
    Ok(())
}

async fn fresh(
    house: &House,
    actor: &Actor,
    ticket: Option<TicketNumber>,
    form: &mut QuoteForm,
) -> Result<(), Fault> {
    if !actor.writes_quotes() && actor.memberships().is_empty() {
        return Err(if actor.is_staff() { AppError::NotYours } else { AppError::NotFound }.into());
    }
    form.organisations = organisations(house, actor).await?;
    if let Some(number) = ticket {
        let row = crate::ticket::row::find(house.store.read(), actor, number).await?;
        if row.internal {
            return Err(AppError::NotFound.into());
        }
        form.organisation = row.organisation_id.map(OrganisationId);
        form.title.clone_from(&row.title);
        form.ticket = Some((number, row.title));
    }
    if form.organisations.len() == 1 {
        form.organisation = form.organisation.or(form.organisations.first().map(|one| one.id));
    }
    Ok(())
}

/// Where a quote belongs, as rows.
pub struct Spot {
    /// Whose.
    pub organisation: OrganisationId,
    /// For which project.
    pub project: Option<i64>,
    /// Made from which ticket.
    pub ticket: Option<i64>,
}

/// Reads where a quote is to belong; what the actor may not choose is no choice.
pub async fn spot(change: &Change, actor: &Actor, place: &Place) -> Result<Spot, Fault> {
    let mut checks = Checks::default();
    let organisation = place.organisation.filter(|id| actor.may_ask_quote(*id));
    let there = match organisation {
        Some(id) => is_there(change.db(), id).await?,
        None => false,
    };
    if !there {
        let missing = place.organisation.is_none();
        if !actor.is_staff() && !missing {
            return Err(AppError::NotFound.into());
        }
        checks.add("organisation", if missing { Reason::Missing } else { Reason::NotAChoice });
    }
    let organisation = organisation.unwrap_or(OrganisationId(0));
    let project = place.project.map(|project| project.0);
    if let Some(project) = project
        && !is_project_of(change, project, organisation).await?
    {
        checks.add("project", Reason::NotAChoice);
    }
    let mut ticket = None;
    if let Some(number) = place.ticket {
        let row = crate::ticket::row::find(change.db(), actor, number).await?;
        if row.internal || row.organisation_id != Some(organisation.0) {
            checks.add("organisation", Reason::NotAChoice);
        }
        ticket = Some(row.id);
    }
    checks.done(())?;
    Ok(Spot { organisation, project, ticket })
}
