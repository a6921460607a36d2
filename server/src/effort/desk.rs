//! The desk for time: each question goes to the file that answers it.
use crate::effort::{book, timer, week};
use crate::house::House;
use app::call::Call;
use app::effort::api::EffortDesk;
use app::effort::view::{TimerView, WeekView};
use app::error::AppError;
use domain::effort::Typed;
use domain::effort::timer::TimerDeed;
use domain::id::{EffortId, PersonId};
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use jiff::civil::Date;

#[async_trait::async_trait]
impl EffortDesk for House {
    async fn book(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        typed: Typed,
        timer: bool,
    ) -> Result<(), AppError> {
        Ok(book::book(self, call, key, number, typed, timer).await?)
    }

    async fn rebook(
        &self,
        call: &Call,
        key: &str,
        id: EffortId,
        version: i64,
        typed: Option<Typed>,
    ) -> Result<(), AppError> {
        Ok(book::rebook(self, call, key, id, version, typed).await?)
    }

    async fn time(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        deed: TimerDeed,
        at: Option<Timestamp>,
    ) -> Result<(), AppError> {
        Ok(timer::time(self, call, key, number, deed, at).await?)
    }

    async fn timers(&self, call: &Call) -> Result<Vec<TimerView>, AppError> {
        Ok(timer::of_reader(self, call).await?)
    }

    async fn week(
        &self,
        call: &Call,
        day: Option<Date>,
        alone: bool,
        person: Option<PersonId>,
    ) -> Result<WeekView, AppError> {
        Ok(week::week(self, call, day, alone, person).await?)
    }
}
