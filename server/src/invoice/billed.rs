//! Tickets and their invoices (C1): closed ones of which nothing is left to charge are billed, in the change that issues or closes; what
//! a cancellation opens again is closed again.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{STANDS, TICKETS};
use crate::invoice::supply::left_of;
use crate::store::{Change, all};
use crate::ticket::history::By;
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use app::call::Call;
use domain::billing::settled::is_billed;
use domain::ticket::Stage;
use domain::ticket::remark::Remark;
use domain::ticket::workflow::{By as Mover, Present};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

async fn stands<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<bool, Fault> {
    let rows: Vec<Count> = all(db, STANDS, [ticket.into()]).await?;
    Ok(rows.first().is_some_and(|row| row.count > 0))
}

/// Whether the house moves a closed ticket on to "billed" by itself.
pub async fn moves_on(work: &Work<'_>, change: &Change) -> Result<bool, Fault> {
    let workflow = &work.house.policy().workflow;
    let may = workflow.check(Stage::Closed, Stage::Billed, Mover::System, Present::default()).is_ok();
    let Some(organisation) = work.row.organisation_id.filter(|_| may && work.stage == Stage::Closed) else {
        return Ok(false);
    };
    let stands = stands(change.db(), work.row.id).await?;
    Ok(stands && is_billed(stands, &left_of(work.house, change.db(), organisation, work.row.id).await?))
}

async fn on(change: &Change, invoice: i64, stage: Stage) -> Result<Vec<Id>, Fault> {
    let sql = format!("{TICKETS} AND t.stage = $2 ORDER BY t.id");
    Ok(all(change.db(), &sql, [invoice.into(), stage.code().into()]).await?)
}

/// After a document was issued: closed tickets that are billed with it move on.
pub async fn settle(
    house: &House,
    call: &Call,
    change: &mut Change,
    (invoice, number): (i64, &str),
) -> Result<(), Fault> {
    for ticket in on(change, invoice, Stage::Closed).await? {
        let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket.id).await?)?;
        if moves_on(&work, change).await? {
            work.move_by(By::default(), Stage::Billed, String::new());
            work.remarked(Some(Remark::OnInvoice { number: number.to_owned() }));
            work.finish(change).await?;
        }
    }
    Ok(())
}

/// After a document was taken back: what was billed with it is closed again, since it is open to be charged.
pub async fn reopen(
    house: &House,
    call: &Call,
    change: &mut Change,
    (invoice, number): (i64, &str),
) -> Result<(), Fault> {
    for ticket in on(change, invoice, Stage::Billed).await? {
        let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket.id).await?)?;
        work.move_by(By::default(), Stage::Closed, String::new());
        work.remarked(Some(Remark::OffInvoice { number: number.to_owned() }));
        work.finish(change).await?;
    }
    Ok(())
}
