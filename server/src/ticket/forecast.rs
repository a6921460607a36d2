//! What a ticket would be promised if it were classified differently; nothing is changed.
use crate::approval::tariff;
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::promise::view::due_moves;
use crate::promise::{keep, view};
use crate::ticket::facts::offered;
use crate::ticket::row::find;
use app::call::Call;
use app::error::AppError;
use app::ticket::api::Wanted;
use app::ticket::view::Forecast;
use domain::access::Action;
use domain::input::Reason;
use domain::promise::history::{Past, Writer};
use domain::promise::moved::compared;
use domain::ticket::TicketType;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;

/// For who may classify it.
pub async fn forecast(
    house: &House,
    call: &Call,
    number: TicketNumber,
    wanted: Wanted,
) -> Result<Forecast, Fault> {
    let actor = call.actor()?;
    let db = house.store.read();
    let mut row = find(db, actor, number).await?;
    if !actor.may(Action::Triage, &row.relation(actor)) {
        return Err(AppError::NotYours.into());
    }
    let some = |code: String| (!code.is_empty()).then_some(code);
    let (class, priority) = (some(wanted.class), some(wanted.priority));
    let kind = match some(wanted.kind).filter(|code| *code != row.kind) {
        Some(code) => {
            let kind = TicketType::of_code(&code);
            Some(kind.ok_or_else(|| AppError::field("kind", Reason::NotAChoice))?)
        }
        None => None,
    };
    let another = |own: &Option<String>, code: &String| own.as_ref() != Some(code);
    let class = class.filter(|code| another(&row.class, code));
    let priority = priority.filter(|code| another(&row.priority, code));
    offered(&house.policy(), class.as_deref(), kind, priority.as_deref())?;

    // A dearer type is only proposed: nothing is promised by it before the customer orders it (E2).
    let proposes = match kind {
        Some(kind) => tariff::raised(house, db, &row, kind, call.now).await?.is_some(),
        None => false,
    };
    let kind = kind.filter(|_| !proposes);

    let edition = house.edition(db, row.policy.unwrap_or(house.policy().version)).await?;
    let before = keep::key(&edition, &row)?;
    row.class = class.or(row.class);
    row.priority = priority.or(row.priority);
    if let Some(kind) = kind {
        kind.code().clone_into(&mut row.kind);
    }
    let after = keep::key(&edition, &row)?;
    let mut history = keep::past(db, row.id).await?;
    if before != after {
        let keys = Some(Box::new((before, after.clone())));
        let what = What::Classified { from: None, to: None, keys, moved: Vec::new(), why: String::new() };
        history.push(Past { at: call.now, by: Writer::Staff, what });
    }
    let book = edition.book(row.organisation_id);
    let then = keep::count(book, row.id, instant(row.opened_at), &after, &history).promises;
    let dues = due_moves(house, &compared(&view::read(db, row.id).await?, &then));
    let missed = |metric| then.iter().any(|promise| promise.metric == metric && promise.is_late(call.now));
    let dues = dues.into_iter().map(|due| (due, missed(due.metric))).collect();
    Ok(Forecast { dues, proposes, now: house.clock.moment(call.now) })
}
