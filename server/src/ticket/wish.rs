//! What becomes of a wish (F2): part of a release, free of charge, or a quote made from the ticket.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, one_row, run};
use crate::ticket::merge::FAMILY;
use crate::ticket::price;
use crate::ticket::row::{TicketRow, by_id_to_change};
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use domain::access::Action;
use domain::deal::Deal;
use domain::effort::fixed::FixedPrice;
use domain::input::{Checks, Reason, clean_text};
use domain::ticket::ClassKind;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::timeline::What;
use jiff::civil::Date;
use sea_orm::ConnectionTrait;

/// Most characters of a release's name.
const LONGEST_RELEASE: u32 = 60;

/// Decides that a wish will be part of a release: its work costs nothing from then on, and nothing that is not billed yet.
pub async fn include(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    release: &str,
    note: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/include").await? {
        return Ok(done);
    }
    let mut work = Work::begin(house, call, &change, number).await?;
    if !work.may(Action::Triage) {
        return Err(AppError::NotYours.into());
    }
    let policy = house.policy();
    let class = work.row.class.as_deref().and_then(|code| policy.class(code));
    let mut checks = Checks::default();
    if class.is_none_or(|class| class.kind != ClassKind::Wish) {
        checks.add("class", Reason::NotAChoice);
    }
    let release = checks.line("release", release, LONGEST_RELEASE);
    let note = clean_text(note);
    if note.chars().count() > LONGEST_TEXT as usize {
        checks.add("note", Reason::TooLong { max: LONGEST_TEXT });
    }
    let today = house.clock.moment(call.now).civil().date();
    if let Some(deal) = sold(change.db(), &work.row, today).await? {
        checks.add("release", Reason::Sold(deal));
    }
    checks.done(())?;
    let sql = "UPDATE ticket SET release = $2, release_from = NULL WHERE id = $1";
    run(change.db(), sql, [work.row.id.into(), release.clone().into()]).await?;
    work.row.release = Some(release.clone());
    price::follow(&mut work, &mut change).await?;
    work.did(What::WishIncluded { release, note });
    done(work, change, key, "ticket/include").await
}

/// The order by which a ticket is sold, or the quote that its customer can accept today: it is not given as well. Whoever wants to
/// give it after all withdraws the quote first, which tells the customer.
pub async fn sold<C: ConnectionTrait>(
    db: &C,
    ticket: &TicketRow,
    today: Date,
) -> Result<Option<Deal>, Fault> {
    if let Some(FixedPrice::Order(number)) = ticket.fixed_price()? {
        return Ok(Some(Deal::Order(number)));
    }
    let sql = format!(
        "SELECT number FROM quote WHERE ticket_id IN {FAMILY} AND state = 'sent' AND valid_until >= $2
         ORDER BY id DESC LIMIT 1"
    );
    let Some(row) = one_row(db, &sql, [ticket.id.into(), today.to_string().into()]).await? else {
        return Ok(None);
    };
    let number: String = row.try_get("", "number")?;
    let quote = number.parse().map_err(|_| Fault::impossible_row("quote", ticket.id, &number))?;
    Ok(Some(Deal::Quote(quote)))
}

/// What a customer buys is not promised free of charge any more.
pub async fn sell(change: &Change, ticket: i64) -> Result<(), Fault> {
    let sql = "UPDATE ticket SET release = NULL, release_from = NULL WHERE id = $1";
    run(change.db(), sql, [ticket.into()]).await?;
    Ok(())
}

/// Writes into a ticket's history what became of a quote that was made from it.
pub async fn tell(
    house: &House,
    call: &Call,
    change: &mut Change,
    ticket: i64,
    what: What,
) -> Result<(), Fault> {
    let row = by_id_to_change(change.db(), ticket).await?;
    let mut work = Work::on(house, call, row)?;
    work.did(what);
    work.finish(change).await
}
