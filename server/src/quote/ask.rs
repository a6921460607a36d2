//! A customer asks for a quote.
use crate::deal::contact::staff;
use crate::deal::entry::record;
use crate::deal::facts::next_serial;
use crate::deal::letter::{Mail, no_more, of_staff, send};
use crate::fault::Fault;
use crate::house::House;
use crate::quote::form::spot;
use crate::quote::query::{Begun, add};
use crate::quote::row::{QuoteRow, by_id_to_change};
use crate::store::Change;
use app::call::Call;
use app::error::AppError;
use app::quote::api::Place;
use app::words::quote as w;
use domain::deal::timeline::What;
use domain::deal::{LONGEST_COMMENT, QuoteNumber};
use domain::input::Checks;
use domain::quote::Quote;

/// Asks; who looks after the organisation is told.
pub async fn ask(
    house: &House,
    call: &Call,
    key: &str,
    place: Place,
    title: &str,
    body: &str,
) -> Result<QuoteNumber, Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "quote/ask").await? {
        return Ok(done);
    }
    if actor.is_staff() || actor.memberships().is_empty() {
        return Err(if actor.is_staff() { AppError::NotYours } else { AppError::NotFound }.into());
    }
    let spot = spot(&change, actor, &place).await?;
    let mut checks = Checks::default();
    let title = checks.line("title", title, 200);
    let body = checks.text("body", body, LONGEST_COMMENT);
    checks.done(())?;
    let begun = Begun { spot, title: &title, asked_by: Some(actor.id), written_by: None };
    let row = begin(house, &change, call, &begun, &Quote::Requested).await?;
    let facts = row.facts()?;
    record(&mut change, call, &facts, &What::Requested { body: body.clone() }).await?;
    let mail = Mail {
        subject: w::MAIL_REQUESTED_SUBJECT,
        text: w::MAIL_REQUESTED,
        button: w::MAIL_OPEN,
        gaps: &[],
        quoted: Some(&body),
        internal: false,
        more: &no_more,
    };
    let to = of_staff(&staff(&change, &facts, None).await?);
    send(house, &change, call, &facts, to, &mail).await?;
    let number = row.number()?;
    change.remember(actor.id.0, key, "quote/ask", &number, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(number)
}

/// Makes the row of a new quote, with its number.
pub async fn begin(
    house: &House,
    change: &Change,
    call: &Call,
    begun: &Begun<'_>,
    state: &Quote,
) -> Result<QuoteRow, Fault> {
    let year = house.clock.moment(call.now).civil().year();
    let number = QuoteNumber { year, serial: next_serial(change.db(), "quote", year).await? };
    let id = add(change, call, number, begun, state).await?;
    by_id_to_change(change, id).await
}
