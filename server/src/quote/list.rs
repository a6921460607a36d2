//! The list of quotes, and those of a start page.
use crate::fault::Fault;
use crate::house::House;
use crate::quote::row::{LineRow, QUOTES, under_way};
use crate::store::all;
use app::call::Call;
use app::overview::view::DEALS;
use app::quote::api::QuoteFilter;
use app::quote::view::{QuoteLine, QuoteList};
use domain::access::Actor;
use domain::access::deal::DealReach;
use domain::quote::QuoteKind;

/// Quotes of a start page that are read: there are few under way.
const OPEN: usize = 50;

/// Quotes that the reader may see and a filter lets through, the last changed first.
pub async fn list(house: &House, call: &Call, filter: &QuoteFilter) -> Result<QuoteList, Fault> {
    let (actor, today) = (call.actor()?, house.clock.moment(call.now).civil().date());
    let line = |row: LineRow| row.line(house, actor, today);
    QUOTES.list(house, call, filter, filter.state.map(QuoteKind::code), line).await
}

/// Quotes under way, for a start page: all that wait for the reader, and some more; and whether there are more than were read.
pub async fn open(house: &House, call: &Call, actor: &Actor) -> Result<(Vec<QuoteLine>, bool), Fault> {
    let mut others = 0;
    let (mut lines, more) = open_of(house, call, actor, None).await?;
    lines.retain(|line| {
        others += usize::from(!line.waits);
        line.waits || others <= DEALS + 1
    });
    Ok((lines, more))
}

/// Quotes under way, of all organisations that the reader sees or of one; and whether there are more than were read.
pub async fn open_of(
    house: &House,
    call: &Call,
    actor: &Actor,
    organisation: Option<i64>,
) -> Result<(Vec<QuoteLine>, bool), Fault> {
    if actor.deal_reach() == DealReach::Nothing {
        return Ok((Vec::new(), false));
    }
    let (sql, values) = under_way(actor, organisation, OPEN + 1);
    let mut rows: Vec<LineRow> = all(house.store.read(), &sql, values).await?;
    let more = rows.len() > OPEN;
    rows.truncate(OPEN);
    let today = house.clock.moment(call.now).civil().date();
    let mut lines =
        rows.into_iter().map(|row| row.line(house, actor, today)).collect::<Result<Vec<_>, _>>()?;
    // One whose last day is over is under way no more, though it may not be written down yet.
    lines.retain(|line| line.state.kind() != QuoteKind::Expired);
    Ok((lines, more))
}
