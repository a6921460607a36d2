//! A customer asks about a line: it becomes a ticket, and the document's history names it.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::row::{find, lines};
use crate::invoice::{entry, letter};
use crate::ticket::history::By;
use crate::ticket::open::{Author, New, make};
use app::call::Call;
use app::error::AppError;
use app::words::{fill, invoice as w};
use domain::billing::timeline::What;
use domain::deal::LONGEST_COMMENT;
use domain::id::{InvoiceLineId, OrganisationId};
use domain::input::Checks;
use domain::ticket::number::TicketNumber;
use domain::ticket::{Channel, Urgency};

/// Opens the ticket; answers its number.
pub async fn ask(
    house: &House,
    call: &Call,
    key: &str,
    reference: &str,
    line: InvoiceLineId,
    body: &str,
) -> Result<TicketNumber, Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/ask").await? {
        return Ok(done);
    }
    let row = find(change.db(), actor, reference).await?;
    let number = row.number.clone().ok_or(AppError::NotFound)?;
    if actor.is_staff() {
        return Err(AppError::NotYours.into());
    }
    let standing =
        lines(change.db(), row.id).await?.into_iter().find(|one| one.id == line.0 && !one.left_out);
    let line = standing.ok_or(AppError::NotFound)?.line()?;
    let mut checks = Checks::default();
    let body = checks.text("body", body, LONGEST_COMMENT);
    checks.done(())?;
    let about = fill(call.lang, w::ASK_ABOUT, &[("line", &line.name)]);
    let policy = house.policy();
    let new = New {
        title: fill(call.lang, w::ASK_TITLE, &[("number", &number)]),
        body: format!("{about}\n{}\n\n{body}", house.link(&app::invoice::api::address(&number))),
        documents: Vec::new(),
        channel: Channel::Portal,
        class: None,
        kind: policy.usual_type(),
        urgency: Urgency::Normal,
        organisation: Some(row.organisation_id),
        asset: None,
        software_version: String::new(),
        technical_contact: None,
        author: Author {
            id: Some(actor.id.0),
            name: actor.name.clone(),
            email: actor.email.clone(),
            lang: Some(call.lang.code().to_owned()),
        },
        people: Vec::new(),
        through: None,
        internal: None,
    };
    let document = letter::Document { id: row.id, number: &number, organisation: row.organisation_id };
    letter::asked(house, &change, call, document, (&line.name, &body)).await?;
    let by = By { id: Some(actor.id.0), name: actor.name.clone(), staff: false };
    let mut work = make(house, call, &change, by, new).await?;
    work.finish(&mut change).await?;
    let ticket = work.row.number();
    entry::record(&change, call, row.id, &What::Asked { ticket, line: line.name }).await?;
    change.invoice_changed(OrganisationId(row.organisation_id), true);
    change.remember(actor.id.0, key, "invoice/ask", &ticket, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(ticket)
}
