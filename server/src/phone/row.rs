//! Rows of calls.
use crate::approval::tariff::offered;
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::store::one;
use app::call::Call;
use app::error::AppError;
use domain::access::{Actor, Area};
use domain::effort::minutes::{MOST, read_minutes};
use domain::effort::timer::Timer;
use domain::id::CallId;
use domain::phone::call::{days, watch};
use domain::phone::country_of;
use domain::policy::Door;
use domain::ticket::TicketType;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// A call as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct CallRow {
    pub id: i64,
    pub caller_id: Option<i64>,
    pub organisation_id: Option<i64>,
    pub caller_name: String,
    pub caller_number: String,
    pub caller_email: String,
    pub began_at: i64,
    pub ended_at: Option<i64>,
}

impl CallRow {
    /// How long it lasts.
    pub fn timer(&self) -> Timer {
        watch(instant(self.began_at), self.ended_at.map(instant))
    }

    /// Minutes to book by the days on which it lasted, until now where it does: what is typed, or where that is empty its own time.
    /// `None` where what is typed is no time that can be booked.
    pub fn days(&self, house: &House, call: &Call, typed: &str) -> Option<Vec<(Date, u32)>> {
        let typed = match typed.trim() {
            "" => None,
            text => Some(read_minutes(text).filter(|minutes| (1..=MOST).contains(minutes))?),
        };
        let ended = self.timer().ended(call.now);
        Some(days(instant(self.began_at), ended, typed, house.clock.zone()))
    }

    /// The day on which it was, once it is over; `None` while it lasts, and where it went across midnight.
    pub fn day(&self, house: &House) -> Option<Date> {
        let day = |at| house.clock.shown(at).civil().date();
        self.ended_at.map(day).filter(|last| *last == day(self.began_at))
    }

    /// Whether it was said who calls.
    pub fn named(&self) -> bool {
        self.caller_id.is_some() || self.organisation_id.is_some() || !self.caller_name.is_empty()
    }
}

/// The statement of [`own`], with what must hold besides.
pub const OWN: &str =
    "SELECT id, caller_id, organisation_id, caller_name, caller_number, caller_email, began_at, ended_at
  FROM phone_call WHERE taker_id = $1 AND ticket_id IS NULL";

/// The asker's own call, while it is not written down; anybody else's is not found.
pub async fn own<C: ConnectionTrait>(db: &C, actor: &Actor, id: CallId) -> Result<CallRow, Fault> {
    let sql = format!("{OWN} AND id = $2");
    let row = one(db, &sql, [actor.id.0.into(), id.0.into()]).await?;
    Ok(row.ok_or(AppError::NotFound)?)
}

/// [`own`] inside a change: nobody else changes the call until it is over.
pub async fn own_to_change<C: ConnectionTrait>(db: &C, actor: &Actor, id: CallId) -> Result<CallRow, Fault> {
    let lock = if db.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("{OWN} AND id = $2{lock}");
    let row = one(db, &sql, [actor.id.0.into(), id.0.into()]).await?;
    Ok(row.ok_or(AppError::NotFound)?)
}

/// The ticket types that a call of an organisation opens: one that costs it more than usual is proposed later, and the customer
/// agrees to it (E2).
pub async fn types<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: Option<i64>,
    now: Timestamp,
) -> Result<Vec<TicketType>, Fault> {
    let tariffs = offered(house, db, organisation, now).await?.into_iter();
    Ok(tariffs.filter(|tariff| !tariff.needs_consent()).map(|tariff| tariff.kind).collect())
}

/// Who takes calls; where the company takes none there is nothing to be found (B9).
pub fn taker<'a>(house: &House, call: &'a Call) -> Result<&'a Actor, Fault> {
    let actor = call.actor()?;
    if takes(house, actor) { Ok(actor) } else { Err(AppError::NotFound.into()) }
}

/// Whether somebody takes calls here.
pub fn takes(house: &House, actor: &Actor) -> bool {
    actor.may_enter(Area::Phone) && house.policy().channels.contains(&Door::Phone)
}

/// The digits that are dialled before numbers of the company's country.
pub fn country(house: &House) -> &'static str {
    country_of(house.clock.zone().iana_name().unwrap_or_default())
}
