//! The ticket that a quote was made from hears how the quote ended (F2), and so does who is responsible there.
use crate::fault::Fault;
use crate::house::House;
use crate::quote::row::QuoteRow;
use crate::store::Change;
use crate::ticket::row::by_id_to_change;
use crate::ticket::wish;
use app::call::Call;
use domain::ticket::timeline::{Ending, What};

/// Who is responsible for the ticket that a quote was made from; where it was merged meanwhile, for the survivor (C7).
pub async fn responsible(change: &Change, quote: &QuoteRow) -> Result<Option<i64>, Fault> {
    match quote.ticket_id {
        Some(ticket) => Ok(by_id_to_change(change.db(), ticket).await?.assignee_id),
        None => Ok(None),
    }
}

/// Writes into the ticket's history how the quote ended. One that was never sent is not known there.
pub async fn tell(
    house: &House,
    change: &mut Change,
    call: &Call,
    quote: &QuoteRow,
    ending: Ending,
    reason: &str,
) -> Result<(), Fault> {
    let Some(ticket) = quote.ticket_id.filter(|_| quote.sent_version().is_some()) else { return Ok(()) };
    let what = What::QuoteEnded { quote: quote.number()?, ending, reason: reason.to_owned() };
    wish::tell(house, call, change, ticket, what).await
}
