//! The desk for invoices: each question goes to the file that answers it.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::draw::{ask, redraw};
use crate::invoice::issue::cancel;
use crate::invoice::row::find_to_change;
use crate::invoice::services::MOST;
use crate::invoice::{correct, counterpart, issue, list, page, pay, payer, question, services};
use app::call::Call;
use app::error::AppError;
use app::invoice::api::{Deed, InvoiceDesk, InvoiceFilter, Issuing, LineDeed, Seen, Wanted, address};
use app::invoice::view::{InvoiceList, InvoiceView, Services};
use domain::billing::allowance::TypedAllowance;
use domain::billing::change::TypedPeriod;
use domain::billing::own::TypedOwn;
use domain::billing::payer::TypedPayer;
use domain::billing::posting::TypedPosting;
use domain::billing::reference::TypedReferences;
use domain::id::{InvoiceLineId, OrganisationId};
use domain::ticket::number::TicketNumber;

#[async_trait::async_trait]
impl InvoiceDesk for House {
    async fn invoices(&self, call: &Call, filter: InvoiceFilter) -> Result<InvoiceList, AppError> {
        Ok(list::list(self, call, filter).await?)
    }

    async fn invoice(&self, call: &Call, reference: &str) -> Result<InvoiceView, AppError> {
        Ok(page::page(self, call, reference).await?)
    }

    async fn services(&self, call: &Call, filter: InvoiceFilter) -> Result<Services, AppError> {
        Ok(services::services(self, call, filter, MOST).await?)
    }

    async fn draw(&self, call: &Call, key: &str, wanted: Wanted) -> Result<String, AppError> {
        Ok(ask::draw(self, call, key, wanted).await?)
    }

    async fn correct_line(
        &self,
        call: &Call,
        key: &str,
        draft: Seen<'_>,
        line: InvoiceLineId,
        deed: LineDeed,
    ) -> Result<(), AppError> {
        Ok(correct::correct(self, call, key, draft, line, deed).await?)
    }

    async fn correct_period(
        &self,
        call: &Call,
        key: &str,
        draft: Seen<'_>,
        typed: TypedPeriod,
    ) -> Result<(), AppError> {
        Ok(correct::period(self, call, key, draft, typed).await?)
    }

    async fn refer(
        &self,
        call: &Call,
        key: &str,
        draft: Seen<'_>,
        typed: TypedReferences,
    ) -> Result<(), AppError> {
        Ok(correct::refer(self, call, key, draft, typed).await?)
    }

    async fn add_line(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        typed: TypedOwn,
    ) -> Result<(), AppError> {
        Ok(correct::add(self, call, key, reference, typed).await?)
    }

    async fn discount(
        &self,
        call: &Call,
        key: &str,
        draft: Seen<'_>,
        typed: TypedAllowance,
    ) -> Result<(), AppError> {
        Ok(correct::discount(self, call, key, draft, typed).await?)
    }

    async fn keep_payer(
        &self,
        call: &Call,
        key: &str,
        organisation: OrganisationId,
        seen: i64,
        typed: TypedPayer,
    ) -> Result<(), AppError> {
        Ok(payer::keep(self, call, key, organisation, seen, typed).await?)
    }

    async fn issue(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        issuing: Issuing,
    ) -> Result<String, AppError> {
        Ok(issue::issue(self, call, key, reference, issuing).await?)
    }

    async fn cancel(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        reason: &str,
    ) -> Result<String, AppError> {
        Ok(cancel::cancel(self, call, key, reference, reason).await?)
    }

    async fn turn(&self, call: &Call, key: &str, reference: &str, deed: Deed) -> Result<String, AppError> {
        Ok(turn(self, call, key, reference, deed).await?)
    }

    async fn pay(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        typed: TypedPosting,
    ) -> Result<(), AppError> {
        Ok(pay::pay(self, call, key, reference, typed).await?)
    }

    async fn unpay(&self, call: &Call, key: &str, reference: &str, payment: i64) -> Result<(), AppError> {
        Ok(pay::unpay(self, call, key, reference, payment).await?)
    }

    async fn ask(
        &self,
        call: &Call,
        key: &str,
        reference: &str,
        line: InvoiceLineId,
        body: &str,
    ) -> Result<TicketNumber, AppError> {
        Ok(question::ask(self, call, key, reference, line, body).await?)
    }
}

/// Does something about a document as a whole; answers where to go then.
async fn turn(house: &House, call: &Call, key: &str, reference: &str, deed: Deed) -> Result<String, Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/turn").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, reference).await?;
    if let Deed::Redraw { seen: Some(seen) } | Deed::Discard { seen: Some(seen) } = deed {
        row.is_as_seen(seen)?;
    }
    let path = match deed {
        Deed::Redraw { .. } => {
            redraw::redraw(house, call, &mut change, &row).await?;
            address(reference)
        }
        Deed::Discard { .. } => {
            redraw::discard(&mut change, &row).await?;
            "/invoices".to_owned()
        }
        Deed::Credit => address(&counterpart::credit(house, call, &mut change, &row).await?.to_string()),
        Deed::Remind { level } => {
            pay::remind(house, call, &mut change, &row, level).await?;
            address(reference)
        }
    };
    change.remember(actor.id.0, key, "invoice/turn", &path, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(path)
}
