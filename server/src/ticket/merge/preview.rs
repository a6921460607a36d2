//! What a merge would bring about.
use super::query::COUNTS;
use super::{check, joining, typed, workplace};
use crate::fault::Fault;
use crate::house::House;
use crate::store::one;
use crate::ticket::row::find;
use app::call::Call;
use app::error::AppError;
use app::ticket::merge::Preview;
use domain::input::Reason;
use domain::ticket::number::TicketNumber;
use sea_orm::FromQueryResult;

/// What a merge takes along.
#[derive(FromQueryResult)]
struct Counts {
    messages: i64,
    documents: i64,
    minutes: i64,
}

/// What a merge would bring about; nothing is changed.
pub async fn preview(house: &House, call: &Call, number: TicketNumber, into: &str) -> Result<Preview, Fault> {
    let actor = call.actor()?;
    let db = house.store.read();
    let from = workplace(db, actor, number).await?;
    let other = typed(house, into)?;
    let into = find(db, actor, other).await;
    let into = into.map_err(|_| AppError::field("into", Reason::NotAChoice))?;
    check(db, &from, &into).await?;
    let counts: Option<Counts> = one(db, COUNTS, [from.id.into()]).await?;
    let counts = counts.unwrap_or(Counts { messages: 0, documents: 0, minutes: 0 });
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let earliest = [from.due_at, into.due_at].into_iter().flatten().min();
    Ok(Preview {
        into: into.number(),
        title: into.title.clone(),
        stage: into.stage()?,
        rests: into.rests,
        joins: [joining(db, &from, &into).await?, joining(db, &into, &from).await?]
            .into_iter()
            .flatten()
            .map(|person| person.name)
            .collect(),
        messages: count(counts.messages),
        documents: count(counts.documents),
        minutes: count(counts.minutes),
        due: earliest.map(|at| house.clock.shown(at)),
    })
}
