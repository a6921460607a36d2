//! What customers are asked to agree to before it costs money: open requests to release effort, and dearer types proposed.
use crate::fault::Fault;
use crate::house::House;
use crate::overview::row::{self, AskedRow};
use crate::store::all;
use app::call::Call;
use app::overview::view::Waiting;
use domain::access::Actor;
use domain::ticket::number::TicketNumber;

/// What is asked on the tickets that a reader reaches.
#[derive(Default)]
pub struct Asked {
    /// What this reader can decide.
    pub tasks: Vec<Waiting>,
    /// Tickets with a request to release effort, whoever decides about it.
    pub requested: Vec<TicketNumber>,
}

/// Reads it.
pub async fn read(house: &House, call: &Call, actor: &Actor) -> Result<Asked, Fault> {
    let mut asked = Asked::default();
    if actor.memberships().is_empty() {
        return Ok(asked);
    }
    let (sql, values) = row::asked(actor);
    let rows: Vec<AskedRow> = all(house.store.read(), &sql, values).await?;
    for row in rows {
        let over = row.expires_at.is_some_and(|at| at <= call.now.as_millisecond());
        if row.minutes.is_some() {
            asked.requested.push(TicketNumber(row.number));
        }
        if let Some(task) = row.task(house, actor)?.filter(|_| !over) {
            let since = house.clock.shown(row.asked_at.unwrap_or_default());
            asked.tasks.push(Waiting { task, title: row.title, organisation: row.organisation, since });
        }
    }
    Ok(asked)
}
