//! Releases and consents as a reader of the ticket sees them; partners see nothing of them (A4).
use crate::approval::approver::{decides, everybody, names};
use crate::approval::{consent, meter, row, tariff};
use crate::fault::Fault;
use crate::house::House;
use crate::ticket::row::TicketRow;
use app::approval::view::{ApprovalsView, Decides, MeterView, ProposalView};
use app::call::Call;
use domain::access::{Action, Actor};
use domain::approval::State;
use domain::id::ConsentId;

/// What a reader sees; `None` for who may not, and where there is nothing to see.
pub async fn of_ticket(
    house: &House,
    actor: &Actor,
    ticket: &TicketRow,
) -> Result<Option<ApprovalsView>, Fault> {
    let relation = ticket.relation(actor);
    if !actor.may(Action::SeePrice, &relation) {
        return Ok(None);
    }
    let db = house.store.read();
    let requests = row::of_ticket(db, ticket.id).await?;
    let consents = consent::of_ticket(db, ticket.id).await?;
    let request = requests.last().map(|row| row.view(house)).transpose()?;
    let waits = request.as_ref().is_some_and(|request| request.state == State::Open);
    let decides = match requests.last().filter(|_| waits) {
        Some(row) => {
            let everybody = everybody(db, ticket, Some(row.id)).await?;
            if actor.may(Action::Approve, &relation) {
                decides(&everybody, row, actor.id.0)?
            } else {
                Decides::Others { names: names(&everybody, row) }
            }
        }
        None => Decides::Others { names: Vec::new() },
    };
    let proposal = match consent::open(&consents) {
        Some(row) => Some(ProposalView {
            id: ConsentId(row.id),
            tariff: row.tariff()?,
            by: row.asked_by.clone().unwrap_or_default(),
            at: house.clock.shown(row.asked_at.unwrap_or_default()),
            mine: actor.may(Action::Decide, &relation),
        }),
        None => None,
    };
    let included = meter::gate(house, db, ticket).await?.map(|gate| gate.minutes);
    let told = if included.is_some() { meter::told_at(db, ticket.id).await? } else { None };
    let mut released = 0;
    for row in &requests {
        released += if row.state()? == State::Approved { row.minutes()? } else { 0 };
    }
    let view = ApprovalsView {
        included,
        released,
        told: told.map(|at| house.clock.shown(at)),
        request,
        decides,
        proposal,
        agreed: consent::agreed(&consents, &ticket.kind)?,
    };
    let empty =
        view.included.is_none() && view.request.is_none() && view.proposal.is_none() && view.agreed.is_none();
    Ok((!empty).then_some(view))
}

/// The meter of staff; `None` where there is no gate.
pub async fn meter(house: &House, call: &Call, ticket: &TicketRow) -> Result<Option<MeterView>, Fault> {
    let db = house.store.read();
    let Some(gate) = meter::gate(house, db, ticket).await? else { return Ok(None) };
    Ok(Some(MeterView {
        meter: meter::read(house, db, ticket, &gate, call.now).await?,
        warn_percent: gate.warn_percent,
        tariff: tariff::of_ticket(house, db, ticket, call.now).await?,
    }))
}
