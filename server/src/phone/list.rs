//! The calls so far.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::{name_of, seen};
use crate::phone::row::taker;
use crate::store::all;
use app::call::Call;
use app::error::AppError;
use app::phone::view::{CallLine, CallList};
use app::ticket::view::Choice;
use domain::id::{CallId, OrganisationId};
use domain::phone::call::watch;
use domain::ticket::number::TicketNumber;
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    taker: String,
    caller: String,
    organisation_id: Option<i64>,
    organisation: Option<String>,
    began_at: i64,
    ended_at: Option<i64>,
    number: Option<i64>,
    title: Option<String>,
}

/// Calls with the names they refer to.
const READ: &str = "SELECT c.id, p.name AS taker, c.caller_name AS caller, c.organisation_id, o.name AS organisation, c.began_at,
  c.ended_at, t.number, t.title FROM phone_call c JOIN person p ON p.id = c.taker_id
  LEFT JOIN organisation o ON o.id = c.organisation_id LEFT JOIN ticket t ON t.id = c.ticket_id";

/// The statement for calls that are written down; `of` one organisation or of all.
pub fn past(of: bool) -> String {
    let of = if of { "c.organisation_id = $1 AND " } else { "" };
    format!("{READ} WHERE {of}c.ticket_id IS NOT NULL ORDER BY c.began_at DESC LIMIT 50")
}

/// The reader's calls that wait to be written down, and the last of the house or of an organisation.
pub async fn list(
    house: &House,
    call: &Call,
    organisation: Option<OrganisationId>,
) -> Result<CallList, Fault> {
    let actor = taker(house, call)?;
    let db = house.store.read();
    let whose = match organisation {
        None => None,
        Some(id) => {
            seen(actor, id)?;
            let name = name_of(db, id).await?.ok_or(AppError::NotFound)?;
            Some(Choice { id, name })
        }
    };
    let values: Vec<Value> = organisation.map(|id| id.0.into()).into_iter().collect();
    let past: Vec<Row> = all(db, &past(organisation.is_some()), values).await?;
    let open: Vec<Row> = if organisation.is_some() {
        Vec::new()
    } else {
        let sql = format!("{READ} WHERE c.taker_id = $1 AND c.ticket_id IS NULL ORDER BY c.began_at DESC");
        all(db, &sql, [actor.id.0.into()]).await?
    };
    let shown = |rows: Vec<Row>| rows.into_iter().map(|row| row.shown(house)).collect();
    Ok(CallList {
        open: shown(open),
        past: shown(past),
        organisation: whose,
        now: house.clock.moment(call.now),
    })
}

impl Row {
    fn shown(self, house: &House) -> CallLine {
        let organisation = self.organisation_id.zip(self.organisation);
        let organisation = organisation.map(|(id, name)| Choice { id: OrganisationId(id), name });
        let caller = match &organisation {
            Some(firm) if self.caller.is_empty() => firm.name.clone(),
            _ => self.caller,
        };
        CallLine {
            id: CallId(self.id),
            taker: self.taker,
            caller,
            organisation,
            began: house.clock.shown(self.began_at),
            timer: watch(instant(self.began_at), self.ended_at.map(instant)),
            ticket: self.number.map(TicketNumber).zip(self.title),
        }
    }
}
