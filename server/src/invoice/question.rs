//! A customer asks about a line: it becomes a ticket of those who see the document; each names the other.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::entry;
use crate::invoice::query::{ASKED_ABOUT, ASKS_ABOUT};
use crate::invoice::row::{find, lines};
use crate::letter::addressee::readers;
use crate::store::{all, one, run};
use crate::ticket::history::By;
use crate::ticket::open::{Author, New, make};
use crate::ticket::query::{Binds, reach};
use app::call::Call;
use app::error::AppError;
use app::invoice::view::LineQuestion;
use app::words::{fill, invoice as w};
use domain::access::Actor;
use domain::billing::timeline::What;
use domain::deal::LONGEST_COMMENT;
use domain::id::{InvoiceLineId, OrganisationId};
use domain::input::Checks;
use domain::person::Role;
use domain::ticket::number::TicketNumber;
use domain::ticket::{Channel, Stage, Urgency};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

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
    // Counted as its pages count: two lines may be called the same.
    let standing = lines(change.db(), row.id).await?.into_iter().filter(|one| !one.left_out);
    let (place, found) =
        (1_u32..).zip(standing).find(|(_, one)| one.id == line.0).ok_or(AppError::NotFound)?;
    let name = found.line()?.name;
    let mut checks = Checks::default();
    let body = checks.text("body", body, LONGEST_COMMENT);
    checks.done(())?;
    // Project leads see no invoices: who looks after the customer answers, or else accounting, who hears of it in any case.
    let manager: Vec<i64> = row.account_manager_id.into_iter().collect();
    let people: Vec<i64> =
        readers(&change, &[Role::Accounting], &manager).await?.iter().map(|reader| reader.id).collect();
    let here = row.account_manager_id.filter(|manager| people.contains(manager));
    let responsible = here.or_else(|| people.first().copied());
    let about = fill(call.lang, w::ASK_ABOUT, &[("n", &place.to_string()), ("line", &name)]);
    let policy = house.policy();
    let new = New {
        title: fill(call.lang, w::ASK_TITLE, &[("number", &number)]),
        body: format!("{about}\n\n{body}"),
        documents: Vec::new(),
        channel: Channel::Portal,
        class: None,
        kind: policy.usual_type(),
        urgency: Urgency::Normal,
        organisation: Some(row.organisation_id),
        asset: None,
        software_version: String::new(),
        technical_contact: None,
        author: Author::of(actor, call.lang),
        people,
        responsible,
        through: None,
        internal: None,
    };
    let mut work = make(house, call, &change, By::of(actor), new).await?;
    work.finish(&mut change).await?;
    let ticket = work.row.number();
    run(change.db(), ASKS_ABOUT, [work.row.id.into(), row.id.into(), found.id.into()]).await?;
    entry::record(&change, call, row.id, &What::Asked { ticket, line: name }).await?;
    change.invoice_changed(OrganisationId(row.organisation_id), true);
    change.remember(actor.id.0, key, "invoice/ask", &ticket, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(ticket)
}

/// What was asked about the lines of a document, by line: the tickets that the reader reaches, the oldest first.
pub async fn of_lines(
    house: &House,
    actor: &Actor,
    invoice: i64,
) -> Result<HashMap<i64, Vec<LineQuestion>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        invoice_line_id: i64,
        number: i64,
        stage: String,
    }
    let mut binds = Binds::default();
    let about = binds.put(invoice);
    let reached = reach(actor, &mut binds).join(") OR (");
    let sql = format!(
        "SELECT t.id, t.invoice_line_id, t.number, t.stage FROM ticket t
         WHERE t.invoice_id = {about} AND t.invoice_line_id IS NOT NULL AND (({reached})) ORDER BY t.id"
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, binds.0).await?;
    let mut asked: HashMap<i64, Vec<LineQuestion>> = HashMap::new();
    for row in rows {
        let stage = Stage::of_code(&row.stage);
        let stage = stage.ok_or_else(|| Fault::impossible_row("ticket", row.id, &row.stage))?;
        let question = LineQuestion { number: TicketNumber(row.number), stage };
        asked.entry(row.invoice_line_id).or_default().push(question);
    }
    Ok(asked)
}

/// The number of the invoice that a ticket asks about, where the reader sees that.
pub async fn asked_about(house: &House, actor: &Actor, ticket: i64) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: Option<String>,
        organisation_id: i64,
    }
    let row: Option<Row> = one(house.store.read(), ASKED_ABOUT, [ticket.into()]).await?;
    let row = row.filter(|row| actor.sees_invoices_of(OrganisationId(row.organisation_id)));
    Ok(row.and_then(|row| row.number))
}
