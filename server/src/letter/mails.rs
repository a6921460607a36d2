//! Mails that came in, as staff see them, and what staff decide about those that the rules did not let in.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::letter::imap::state;
use crate::letter::moving::Goal;
use crate::letter::unsealed::unsealed;
use crate::letter::{moving, original};
use crate::store::{Change, all, one, one_row, run};
use crate::ticket::list::waiting_mails;
use crate::ticket::row::find;
use app::call::Call;
use app::error::AppError;
use app::letter::api::{MailDeed, MailsAsked};
use app::letter::view::{MailState, MailView, MailsView};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::access::{Actor, Area};
use domain::id::MailId;
use domain::input::Reason;
use domain::input::link::without_tokens;
use domain::letter::original::Original;
use domain::letter::thread::Rule;
use domain::ticket::number::TicketNumber;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// Mails of one page.
pub const PAGE: usize = 50;
/// Most characters of a text that the list shows; the rest is in the raw mail.
const LONGEST: i64 = 4_000;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    from_name: String,
    from_email: String,
    subject: String,
    text: String,
    decision: String,
    rule: String,
    named: Option<i64>,
    machine: Option<String>,
    number: Option<i64>,
    title: Option<String>,
    deal: Option<String>,
    stands: bool,
    moved: bool,
    waited: bool,
    received_at: i64,
    settled_by: Option<String>,
    original: Option<String>,
    colleague: Option<String>,
}

/// The asker, where they may decide about mail; to others there is none.
pub(super) fn staff(call: &Call) -> Result<&Actor, AppError> {
    let actor = call.actor()?;
    if actor.may_enter(Area::Outbox) { Ok(actor) } else { Err(AppError::NotFound) }
}

/// The newest ones, or the next that are older than one.
pub async fn read(house: &House, call: &Call, asked: &MailsAsked) -> Result<MailsView, Fault> {
    staff(call)?;
    let db = house.store.read();
    let query = asked.query.trim();
    let mut binds: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        binds.push(value);
        format!("${}", binds.len())
    };
    let mut which = Vec::new();
    if !asked.all {
        which.push("m.decision = 'quarantine'".to_owned());
    }
    if let Some(after) = asked.after {
        which.push(format!("m.id < {}", bind(after.0.into())));
    }
    if !query.is_empty() {
        let words = bind(pattern(query).into());
        let said = ["m.from_name", "m.from_email", "m.subject"];
        let said = said.map(|column| format!("{} LIKE {words} ESCAPE '!'", folded(column))).join(" OR ");
        let number = house.policy().number.read(query);
        let number = number.map(|number| format!(" OR t.number = {}", bind(number.0.into())));
        which.push(format!("({said}{})", number.unwrap_or_default()));
    }
    let which = if which.is_empty() { String::new() } else { format!("WHERE {}", which.join(" AND ")) };
    let sql = format!(
        "SELECT m.id, m.from_name, m.from_email, m.subject, substr(m.body, 1, {LONGEST}) AS text, m.decision, m.rule, m.named, m.machine,
           t.number, t.title, m.deal, m.original, m.received_at, m.settled_by, m.entry_id IS NOT NULL AS stands, m.waited, c.name AS colleague,
           EXISTS (SELECT 1 FROM entry e WHERE e.moved_to = m.entry_id AND e.id < m.entry_id) AS moved
         FROM mail m LEFT JOIN ticket t ON t.id = m.ticket_id
           LEFT JOIN person c ON c.email = m.from_email AND c.kind = 'staff' AND c.account <> 'left'
         {which} ORDER BY m.id DESC LIMIT {}",
        PAGE + 1
    );
    let mut rows: Vec<Row> = all(db, &sql, binds).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| MailId(row.id));
    let sql = format!("SELECT CAST({} AS BIGINT) AS n", waiting_mails());
    let waiting = one_row(db, &sql, []).await?.map_or(Ok(0), |row| row.try_get::<i64>("", "n"))?;
    let mails = rows.into_iter().map(|row| row.shown(house)).collect::<Result<_, _>>()?;
    let mailboxes = state::shown(house).await?;
    let now = house.clock.moment(call.now);
    Ok(MailsView { mails, mailboxes, waiting: waiting.unsigned_abs(), next, now })
}

/// A sender as they are shown: name and address, as far as a mail says them.
pub fn sender(name: &str, email: &str) -> String {
    match (name.is_empty(), email.is_empty()) {
        (false, false) => format!("{name} <{email}>"),
        (true, _) => email.to_owned(),
        (false, true) => name.to_owned(),
    }
}

impl Row {
    fn shown(self, house: &House) -> Result<MailView, Fault> {
        let state = MailState::of_code(&self.decision)
            .ok_or_else(|| Fault::impossible_row("mail", self.id, &self.decision))?;
        let original: Option<Original> = self
            .original
            .as_deref()
            .map(serde_json::from_str)
            .transpose()
            .map_err(|error| Fault::impossible_row("mail", self.id, &error.to_string()))?;
        Ok(MailView {
            id: MailId(self.id),
            from: sender(&self.from_name, &self.from_email),
            subject: self.subject,
            passed_on: self.colleague.zip(original),
            // Whoever reads a quoted link must not decide for the customer.
            text: without_tokens(&self.text),
            state,
            rule: Rule::of_code(&self.rule).unwrap_or(Rule::None),
            named: self.named.map(TicketNumber),
            machine: self.machine.is_some(),
            ticket: self.number.map(TicketNumber),
            title: self.title,
            deal: self.deal.as_deref().and_then(|deal| deal.parse().ok()),
            stands: self.stands,
            moved: self.moved,
            waited: self.waited,
            received: house.clock.shown(self.received_at),
            settled_by: self.settled_by,
        })
    }
}

/// Decides about a mail: one that waits, or one that stands on a ticket and belongs elsewhere. Answers the ticket on which it
/// stands now, where it was put on one.
pub async fn settle(
    house: &House,
    call: &Call,
    id: MailId,
    deed: MailDeed,
    ticket: &str,
    join: bool,
) -> Result<Option<TicketNumber>, Fault> {
    let actor = staff(call)?;
    let mut change = house.store.change().await?;
    let before = before(&change, id).await?;
    let stood = before.number.map(TicketNumber);
    let mut stands = None;
    match deed {
        MailDeed::Drop => mark(&change, call, actor, id, MailState::Quarantine, MailState::Dropped).await?,
        MailDeed::Restore => {
            mark(&change, call, actor, id, MailState::Dropped, MailState::Quarantine).await?;
        }
        MailDeed::Attach | MailDeed::Move => {
            let number = named(house, change.db(), actor, ticket).await?;
            let waits = deed == MailDeed::Attach;
            let goal = Some(Goal { ticket: number, join });
            stands = moving::place(house, call, &mut change, id, waits, goal).await?;
            if waits && stands.is_none() {
                before.is_as_asked(house, Some(number))?;
            }
            stands = stands.or(stood);
        }
        MailDeed::Open | MailDeed::Split => {
            let waits = deed == MailDeed::Open;
            stands = moving::place(house, call, &mut change, id, waits, None).await?;
            if waits && stands.is_none() {
                before.is_as_asked(house, None)?;
            }
            stands = stands.or(stood);
        }
        MailDeed::Undo => moving::undo(house, call, &mut change, id).await?,
    }
    change.mails_changed();
    change.commit().await?;
    house.letters.notify_one();
    Ok(stands)
}

/// How a mail stood before somebody decides about it.
#[derive(FromQueryResult)]
struct Before {
    number: Option<i64>,
    decision: String,
    settled_by: Option<String>,
}

impl Before {
    /// Whether a mail that no longer waits stands where it is asked to go: then the same was sent twice. Else somebody else was
    /// quicker, and who decides second learns of it.
    fn is_as_asked(&self, house: &House, asked: Option<TicketNumber>) -> Result<(), Fault> {
        let number = self.number.map(TicketNumber).filter(|_| self.decision != MailState::Dropped.code());
        let same = match asked {
            Some(asked) => number == Some(asked),
            None => self.decision == MailState::NewTicket.code(),
        };
        if same {
            return Ok(());
        }
        let by = self.settled_by.clone().unwrap_or_else(|| house.settings.company.clone());
        let ticket = number.map(|number| house.policy().number.write(number)).unwrap_or_default();
        Err(AppError::field("ticket", Reason::MailSettled { by, ticket }).into())
    }
}

async fn before(change: &Change, id: MailId) -> Result<Before, Fault> {
    let sql = "SELECT t.number, m.decision, m.settled_by FROM mail m LEFT JOIN ticket t ON t.id = m.ticket_id WHERE m.id = $1";
    Ok(one(change.db(), sql, [id.0.into()]).await?.ok_or(AppError::NotFound)?)
}

async fn mark(
    change: &Change,
    call: &Call,
    actor: &Actor,
    id: MailId,
    from: MailState,
    to: MailState,
) -> Result<(), Fault> {
    let sql =
        "UPDATE mail SET decision = $1, settled_by = $2, settled_at = $3 WHERE id = $4 AND decision = $5";
    let values = [
        to.code().into(),
        actor.name.clone().into(),
        call.now.as_millisecond().into(),
        id.0.into(),
        from.code().into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// The ticket of a number as it was typed; one that the asker does not see is none.
pub(super) async fn named<C: ConnectionTrait>(
    house: &House,
    db: &C,
    actor: &Actor,
    typed: &str,
) -> Result<TicketNumber, Fault> {
    let unknown = || AppError::field("ticket", Reason::NoSuchTicket);
    let number = house.policy().number.read(typed).ok_or_else(unknown)?;
    match find(db, actor, number).await {
        Ok(_) => Ok(number),
        Err(fault) => match AppError::from(fault) {
            AppError::NotFound => Err(unknown().into()),
            other => Err(other.into()),
        },
    }
}

/// `GET /mails/{id}/raw`: a mail as it came in but for the tokens of our own links, only ever to be saved.
pub async fn raw(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(id): Path<MailId>,
) -> Response {
    match found(&house, &call, id).await {
        Ok(bytes) => {
            let name = format!("attachment; filename=\"mail-{id}.eml\"");
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(fault) => error_answer(fault.into()),
    }
}

async fn found(house: &House, call: &Call, id: MailId) -> Result<Vec<u8>, Fault> {
    let raw = original::for_staff(house, call, id).await?;
    // Whoever saves a quoted link must not decide for the customer.
    Ok(tokio::task::spawn_blocking(move || unsealed(&raw)).await?)
}
