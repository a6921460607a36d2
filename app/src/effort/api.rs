//! What can be asked about time. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::effort::view::{TimerView, WeekView};
use crate::error::AppError;
use domain::effort::Typed;
use domain::effort::timer::TimerDeed;
use domain::id::{EffortId, PersonId};
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use jiff::civil::Date;
use leptos::prelude::*;

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait EffortDesk: Send + Sync {
    /// Books time on a ticket; `timer` takes the minutes of the reader's timer there and ends it.
    async fn book(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        typed: Typed,
        timer: bool,
    ) -> Result<(), AppError>;
    /// Corrects booked time as it was at `version`; takes it back where nothing is typed.
    async fn rebook(
        &self,
        call: &Call,
        key: &str,
        id: EffortId,
        version: i64,
        typed: Option<Typed>,
    ) -> Result<(), AppError>;
    /// Starts, pauses, drops the reader's timer on a ticket; `at` is when that was done, where it is told later.
    async fn time(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        deed: TimerDeed,
        at: Option<Timestamp>,
    ) -> Result<(), AppError>;
    /// The reader's timers, the running one first; none for who is not on staff.
    async fn timers(&self, call: &Call) -> Result<Vec<TimerView>, AppError>;
    /// The week of a day or the day alone, of the reader or of a person.
    async fn week(
        &self,
        call: &Call,
        day: Option<Date>,
        alone: bool,
        person: Option<PersonId>,
    ) -> Result<WeekView, AppError>;
}

/// Books time; `quick` is an amount that was tapped, or `timer`. Forms tell themselves apart by `how`.
#[server(output = crate::wire::Json, endpoint = "effort/book")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn book_effort(
    key: String,
    number: TicketNumber,
    #[server(default)] how: String,
    #[server(default)] quick: String,
    #[server(default)] minutes: String,
    #[server(default)] activity: String,
    #[server(default)] billing: String,
    #[server(default)] day: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let _ = how;
    let timer = quick == "timer";
    let minutes = if quick.is_empty() || timer { minutes } else { quick };
    let typed = Typed { day, minutes, activity, note, billing };
    crate::call::desk::<dyn EffortDesk>()?.book(&crate::call::call()?, &key, number, typed, timer).await
}

/// Corrects booked time; takes it back where `deed` is `take_back`.
#[server(output = crate::wire::Json, endpoint = "effort/change")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn change_effort(
    key: String,
    id: EffortId,
    version: i64,
    #[server(default)] deed: String,
    #[server(default)] minutes: String,
    #[server(default)] activity: String,
    #[server(default)] billing: String,
    #[server(default)] day: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let call = crate::call::signed_in()?;
    if !matches!(deed.as_str(), "" | "save" | "take_back") {
        return Err(AppError::field("deed", domain::input::Reason::NotAChoice));
    }
    let typed = (deed != "take_back").then_some(Typed { day, minutes, activity, note, billing });
    crate::call::desk::<dyn EffortDesk>()?.rebook(&call, &key, id, version, typed).await
}

/// Starts, pauses, drops a timer; `at` is when that was done in milliseconds since 1970, where it is told later.
#[server(output = crate::wire::Json, endpoint = "effort/timer")]
pub async fn time_effort(
    key: String,
    number: TicketNumber,
    deed: TimerDeed,
    #[server(default)] at: String,
) -> Result<(), AppError> {
    let at = crate::ticket::address::optional("at", &at)?.and_then(|at| Timestamp::from_millisecond(at).ok());
    crate::call::desk::<dyn EffortDesk>()?.time(&crate::call::call()?, &key, number, deed, at).await
}

/// The reader's timers.
#[server(output = crate::wire::Json, endpoint = "effort/timers")]
pub async fn load_timers() -> Result<Vec<TimerView>, AppError> {
    crate::call::desk::<dyn EffortDesk>()?.timers(&crate::call::call()?).await
}

/// A week; `day` any day of it, empty for this one; with `view=day` that day alone; `person` empty for the reader.
#[server(output = crate::wire::Json, endpoint = "effort/week")]
pub async fn load_week(
    #[server(default)] day: String,
    #[server(default)] person: String,
    #[server(default)] view: String,
) -> Result<WeekView, AppError> {
    use crate::ticket::address::optional;
    let (day, person) = (optional("day", &day)?, optional("person", &person)?);
    crate::call::desk::<dyn EffortDesk>()?.week(&crate::call::call()?, day, view == "day", person).await
}
