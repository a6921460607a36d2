//! What staff see before they put a mail on a ticket (B4): the mail, the ticket, and who will read it there.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::intake::known::Known;
use crate::letter::mails::{named, sender, staff};
use crate::store::{all, one};
use crate::ticket::row::find;
use app::call::Call;
use app::error::AppError;
use app::letter::view::{JoinerView, MailState, MoveView, Target};
use domain::id::MailId;
use domain::input::Reason;
use domain::input::link::without_tokens;
use domain::letter::incoming::Incoming;
use domain::letter::machine::Machine;
use domain::ticket::number::TicketNumber;
use sea_orm::FromQueryResult;

/// Most characters of the mail's text that are shown.
const LONGEST: usize = 1_000;

#[derive(FromQueryResult)]
struct Row {
    from_name: String,
    from_email: String,
    subject: String,
    body: String,
    decision: String,
    stands: bool,
    opened: bool,
    note: bool,
    machine: Option<String>,
    number: Option<i64>,
}

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

const MAIL: &str = "
SELECT m.from_name, m.from_email, m.subject, m.body, m.decision, m.machine, m.entry_id IS NOT NULL AS stands, t.number,
  (e.what IS NOT NULL AND e.what = 'opened') AS opened, (e.what IS NOT NULL AND e.what = 'note') AS note
FROM mail m LEFT JOIN entry e ON e.id = m.entry_id LEFT JOIN ticket t ON t.id = m.ticket_id WHERE m.id = $1";

/// The mail and, where a number was typed, the ticket to which it would go; nothing is changed.
pub async fn read(house: &House, call: &Call, id: MailId, typed: &str) -> Result<MoveView, Fault> {
    staff(call)?;
    let row: Option<Row> = one(house.store.read(), MAIL, [id.0.into()]).await?;
    let row = row.ok_or(AppError::NotFound)?;
    let waits = MailState::of_code(&row.decision) == Some(MailState::Quarantine);
    if !waits && !row.stands {
        return Err(AppError::NotFound.into());
    }
    let target = match typed.trim() {
        "" => None,
        typed => match target(house, call, &row, typed).await {
            Ok(target) => Some(Ok(target)),
            Err(fault) => match AppError::from(fault) {
                error @ AppError::Invalid { .. } => Some(Err(error)),
                other => return Err(other.into()),
            },
        },
    };
    Ok(MoveView {
        id,
        from: sender(&row.from_name, &row.from_email),
        subject: row.subject,
        text: without_tokens(&row.body.chars().take(LONGEST).collect::<String>()),
        waits,
        may_split: !row.opened && !waits,
        ticket: row.number.map(TicketNumber),
        typed: typed.trim().to_owned(),
        target,
    })
}

/// The ticket whose number was typed, or why the mail cannot go there.
async fn target(house: &House, call: &Call, row: &Row, typed: &str) -> Result<Target, Fault> {
    let db = house.store.read();
    let actor = call.actor()?;
    let number = named(house, db, actor, typed).await?;
    let ticket = find(db, actor, number).await?;
    if row.stands && row.number == Some(ticket.number().0) {
        return Err(AppError::field("ticket", Reason::SameTicket).into());
    }
    let mail = Incoming { from: row.from_email.clone(), ..Incoming::default() };
    let known = Known::read(db, house, &mail, Some(number), None).await?;
    if let Some(wrong) = known.refuses(number) {
        return Err(AppError::field("ticket", wrong).into());
    }
    // A note stays one, what a machine wrote becomes one, and an internal ticket is for staff only.
    let machine = row.machine.as_deref().and_then(Machine::of_code);
    let inside = row.note || ticket.internal || machine.is_some_and(|machine| !machine.may_be_a_person());
    let joiner = known.joiner(number).filter(|_| !inside);
    let readers = if inside { Vec::new() } else { readers(house, ticket.id).await? };
    Ok(Target {
        number: ticket.number(),
        title: ticket.title.clone(),
        organisation: ticket.organisation.clone(),
        stage: ticket.stage()?,
        rests: ticket.rests,
        inside,
        stranger: !inside && known.is_stranger(number),
        readers,
        joiner: joiner.map(|joiner| JoinerView { name: joiner.name.to_owned(), proposed: joiner.proposed }),
    })
}

/// Who outside of the house reads what stands on a ticket, by name.
async fn readers(house: &House, ticket: i64) -> Result<Vec<String>, Fault> {
    let sql = "SELECT p.name FROM person p WHERE p.kind <> 'staff' AND p.account <> 'left'
        AND (p.id = (SELECT author_id FROM ticket WHERE id = $1) OR p.id IN (SELECT person_id FROM participant WHERE ticket_id = $1))
      UNION SELECT author_name AS name FROM ticket WHERE id = $1 AND author_id IS NULL AND author_email <> '' ORDER BY name";
    let names: Vec<Name> = all(house.store.read(), sql, [ticket.into()]).await?;
    Ok(names.into_iter().map(|row| row.name).collect())
}
