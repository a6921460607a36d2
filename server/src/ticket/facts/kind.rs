//! The type of a ticket, by which its work costs.
use crate::approval::{consent, decide, tariff};
use crate::fault::Fault;
use crate::package::draw;
use crate::store::{Change, run};
use crate::ticket::history::By;
use crate::ticket::work::Work;
use domain::ticket::TicketType;
use domain::ticket::timeline::What;
use jiff::civil::Date;

/// The type that staff chose, where it may be set at once: a dearer one is proposed to the customer, who buys it (E2).
pub async fn ordered(
    work: &mut Work<'_>,
    change: &Change,
    kind: TicketType,
) -> Result<Option<TicketType>, Fault> {
    if let Some(wanted) = tariff::raised(work.house, change.db(), &work.row, kind, work.call.now).await? {
        consent::propose(work, change, wanted).await?;
        return Ok(None);
    }
    consent::take_back(work, change).await?;
    Ok(Some(kind))
}

/// Sets the type that the customer agreed to; its promises are counted anew.
pub async fn change_kind(work: &mut Work<'_>, change: &mut Change, kind: TicketType) -> Result<(), Fault> {
    let before = work.key(change).await?;
    retype(work, change, kind).await?;
    let after = work.key(change).await?;
    let keys = (before != after).then(|| Box::new((before, after)));
    work.did(What::Classified { from: None, to: None, keys, moved: Vec::new(), why: String::new() });
    Ok(())
}

/// Makes it another type. All its work costs by it, so what was drawn follows; a request to release effort was priced by the
/// former type and is taken back.
pub async fn retype(work: &mut Work<'_>, change: &mut Change, kind: TicketType) -> Result<(), Fault> {
    if work.row.kind == kind.code() {
        return Ok(());
    }
    kind.code().clone_into(&mut work.row.kind);
    let sql = "UPDATE ticket SET kind = $2 WHERE id = $1";
    run(change.db(), sql, [work.row.id.into(), kind.code().into()]).await?;
    draw::follow_ticket(change, work.house, work.call, &work.row, Date::MIN).await?;
    ask_anew(work, change).await
}

/// What an hour costs at most as the ticket stands now.
pub async fn hour_cents(work: &Work<'_>, change: &Change) -> Result<i64, Fault> {
    Ok(tariff::of_ticket(work.house, change.db(), &work.row, work.call.now).await?.hour_cents())
}

/// Takes back a request to release effort, which names the price of before: whoever needs more asks at the present one.
pub async fn ask_anew(work: &mut Work<'_>, change: &Change) -> Result<(), Fault> {
    let actor = work.call.actor()?;
    let by = By::of(actor);
    decide::take_back(work, change, &by).await
}
