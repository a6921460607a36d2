//! The desk for tickets: each question goes to the file that answers it.
use crate::house::House;
use crate::ticket::{
    acceptance, behalf, board, choice, draft, facts, forecast, internal, list, merge, open, page, shift,
    split, wish, write,
};
use app::call::Call;
use app::error::AppError;
use app::ticket::acceptance::Judgement;
use app::ticket::api::{Facts, HandOver, Message, Shift, TicketDesk, Wanted};
use app::ticket::internal::{InternalOpening, Telling};
use app::ticket::merge::{GoingTime, Preview, Split, SplitWriter};
use app::ticket::view::{
    Assistance, Board, Choices, Counters, Forecast, NewTicketForm, Present, QueueName, TicketList, TicketView,
};
use domain::id::{OrganisationId, PersonId, TeamId};
use domain::ticket::draft::DraftKind;
use domain::ticket::filter::Filter;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::{Opening, PublicRequest};

#[async_trait::async_trait]
impl TicketDesk for House {
    async fn list(&self, call: &Call, filter: Filter) -> Result<TicketList, AppError> {
        Ok(list::list(self, call, filter).await?)
    }

    async fn queue(&self, call: &Call, queue: QueueName, filter: Filter) -> Result<TicketList, AppError> {
        Ok(list::queue(self, call, queue, filter).await?)
    }

    async fn board(&self, call: &Call, team: Option<TeamId>) -> Result<Board, AppError> {
        Ok(board::board(self, call, team).await?)
    }

    async fn counters(&self, call: &Call) -> Result<Counters, AppError> {
        Ok(list::counters(self, call).await?)
    }

    async fn page(&self, call: &Call, number: TicketNumber) -> Result<TicketView, AppError> {
        Ok(page::page(self, call, number).await?)
    }

    async fn choices(&self, call: &Call) -> Result<Choices, AppError> {
        Ok(choice::choices(self, call).await?)
    }

    async fn new_form(
        &self,
        call: &Call,
        organisation: Option<OrganisationId>,
        class: Option<String>,
    ) -> Result<NewTicketForm, AppError> {
        Ok(choice::new_form(self, call, organisation, class).await?)
    }

    async fn assist(&self, call: &Call, opening: Opening) -> Result<Assistance, AppError> {
        Ok(choice::assist(self, call, opening).await?)
    }

    async fn open(&self, call: &Call, key: &str, opening: Opening) -> Result<TicketNumber, AppError> {
        Ok(open::portal::open(self, call, key, opening).await?)
    }

    async fn open_publicly(
        &self,
        call: &Call,
        key: &str,
        request: PublicRequest,
    ) -> Result<TicketNumber, AppError> {
        Ok(open::public::open(self, call, key, request).await?)
    }

    async fn write(&self, call: &Call, key: &str, message: Message) -> Result<(), AppError> {
        Ok(write::write(self, call, key, message).await?)
    }

    async fn shift(&self, call: &Call, key: &str, shift: Shift) -> Result<(), AppError> {
        Ok(shift::shift(self, call, key, shift).await?)
    }

    async fn judge(&self, call: &Call, key: &str, judgement: Judgement) -> Result<(), AppError> {
        Ok(acceptance::judge(self, call, key, judgement).await?)
    }

    async fn open_internal(
        &self,
        call: &Call,
        key: &str,
        asked: InternalOpening,
    ) -> Result<TicketNumber, AppError> {
        Ok(internal::open(self, call, key, asked).await?)
    }

    async fn link_internal(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        internal: &str,
        off: bool,
    ) -> Result<(), AppError> {
        Ok(internal::link(self, call, key, number, internal, off).await?)
    }

    async fn tell_hanging(&self, call: &Call, key: &str, asked: Telling) -> Result<(), AppError> {
        Ok(internal::tell(self, call, key, asked).await?)
    }

    async fn preview_merge(
        &self,
        call: &Call,
        number: TicketNumber,
        into: &str,
    ) -> Result<Preview, AppError> {
        Ok(merge::preview(self, call, number, into).await?)
    }

    async fn merge(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        into: &str,
    ) -> Result<TicketNumber, AppError> {
        Ok(merge::merge(self, call, key, number, into).await?)
    }

    async fn unmerge(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        merged: TicketNumber,
    ) -> Result<(), AppError> {
        Ok(merge::undo(self, call, key, number, merged).await?)
    }

    async fn split_times(&self, call: &Call, number: TicketNumber) -> Result<Vec<GoingTime>, AppError> {
        Ok(split::times(self, call, number).await?)
    }

    async fn split_writers(&self, call: &Call, number: TicketNumber) -> Result<Vec<SplitWriter>, AppError> {
        Ok(split::writers(self, call, number).await?)
    }

    async fn split(&self, call: &Call, key: &str, asked: Split) -> Result<TicketNumber, AppError> {
        Ok(split::split(self, call, key, asked).await?)
    }

    async fn unsplit(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        split: TicketNumber,
    ) -> Result<(), AppError> {
        Ok(split::undo(self, call, key, number, split).await?)
    }

    async fn hand_over(&self, call: &Call, key: &str, hand_over: HandOver) -> Result<(), AppError> {
        Ok(shift::hand_over(self, call, key, hand_over).await?)
    }

    async fn include(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        release: &str,
        note: &str,
    ) -> Result<(), AppError> {
        Ok(wish::include(self, call, key, number, release, note).await?)
    }

    async fn assign(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        to: Option<PersonId>,
    ) -> Result<(), AppError> {
        Ok(shift::assign(self, call, key, number, to).await?)
    }

    async fn classify(&self, call: &Call, key: &str, facts: Facts) -> Result<(), AppError> {
        Ok(facts::classify(self, call, key, facts).await?)
    }

    async fn run_on_behalf(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        organisation: Option<OrganisationId>,
    ) -> Result<(), AppError> {
        Ok(behalf::run(self, call, key, number, organisation).await?)
    }

    async fn forecast(
        &self,
        call: &Call,
        number: TicketNumber,
        wanted: Wanted,
    ) -> Result<Forecast, AppError> {
        Ok(forecast::forecast(self, call, number, wanted).await?)
    }

    async fn add_person(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        email: &str,
    ) -> Result<(), AppError> {
        Ok(facts::add_person(self, call, key, number, email).await?)
    }

    async fn save_draft(
        &self,
        call: &Call,
        number: TicketNumber,
        kind: DraftKind,
        body: &str,
    ) -> Result<(), AppError> {
        Ok(draft::save(self, call, number, kind, body).await?)
    }

    async fn look(&self, call: &Call, number: TicketNumber, writing: bool) -> Result<Vec<Present>, AppError> {
        Ok(draft::look(self, call, number, writing).await?)
    }
}
