//! Orders end, and go on.
use crate::deal::contact::{contacts, involved};
use crate::deal::entry::record;
use crate::deal::letter::{Mail, no_more, of_contacts, send};
use crate::fault::Fault;
use crate::house::House;
use crate::order::query::{carried, save};
use crate::order::row::find_to_change;
use crate::ticket::internal::keeps_inner;
use crate::ticket::price;
use app::call::Call;
use app::error::AppError;
use app::words::order as w;
use domain::access::deal::DealAction;
use domain::deal::timeline::What;
use domain::deal::{LONGEST_COMMENT, OrderNumber};
use domain::input::Checks;
use domain::order::Event;

/// Finishes, cancels or reopens an order; the customer's people who took part are told.
pub async fn turn(
    house: &House,
    call: &Call,
    key: &str,
    number: OrderNumber,
    event: Event,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "order/turn").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, number).await?;
    let facts = row.facts()?;
    if !actor.may_deal(DealAction::Write, &facts.stake(actor)) {
        return Err(AppError::NotYours.into());
    }
    let (event, what, subject, text) = match event {
        Event::Finish => (Event::Finish, What::Finished, w::MAIL_FINISHED_SUBJECT, w::MAIL_FINISHED),
        Event::Reopen => (Event::Reopen, What::Reopened, w::MAIL_REOPENED_SUBJECT, w::MAIL_REOPENED),
        Event::Cancel { reason } => {
            let mut checks = Checks::default();
            let reason = checks.text("reason", &reason, LONGEST_COMMENT);
            checks.done(())?;
            keeps_inner(house, &change, &[("reason", &reason)]).await?;
            let what = What::Cancelled { reason: reason.clone() };
            (Event::Cancel { reason }, what, w::MAIL_CANCELLED_SUBJECT, w::MAIL_CANCELLED)
        }
    };
    let state = row.state()?.after(event, actor.id, call.now).map_err(AppError::from)?;
    save(&change, call, row.id, &state).await?;
    // What a cancelled order sold costs by its time again, and the other way.
    let tickets = carried(&change, row.id).await?;
    price::follow_all(house, call, &mut change, &tickets).await?;
    record(&mut change, call, &facts, &what).await?;
    let taking_part = involved(&change, &facts).await?;
    let people = contacts(change.db(), facts.organisation).await?;
    let to = of_contacts(&people, |one| {
        taking_part.contains(&one.actor.id.0) && one.actor.may_deal(DealAction::See, &facts.stake(&one.actor))
    });
    let quoted = if let What::Cancelled { reason } = &what { Some(reason.as_str()) } else { None };
    let mail =
        Mail { subject, text, button: w::MAIL_OPEN, gaps: &[], quoted, internal: false, more: &no_more };
    send(house, &change, call, &facts, to, &mail).await?;
    change.remember(actor.id.0, key, "order/turn", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}
