//! A ticket's time gets a price of its own, by an order or a release, or loses it (F1, F2): what it drew from a package follows, and
//! where nothing has to be released any more nobody is asked.
use crate::approval::decide;
use crate::fault::Fault;
use crate::house::House;
use crate::package::draw;
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use app::call::Call;
use jiff::civil::Date;

/// Lets the time of a ticket follow, as it stands in the change; the caller finishes the work. Call it before anything is written to
/// a history.
pub async fn follow(work: &mut Work<'_>, change: &mut Change) -> Result<(), Fault> {
    draw::follow_ticket(change, work.house, work.call, &work.row, Date::MIN).await?;
    ask_no_more(work, change).await
}

/// The same for tickets of which nothing else is told.
pub async fn follow_all(
    house: &House,
    call: &Call,
    change: &mut Change,
    tickets: &[i64],
) -> Result<(), Fault> {
    let mut works = Vec::new();
    for ticket in tickets {
        let mut work = Work::on(house, call, by_id_to_change(change.db(), *ticket).await?)?;
        follow(&mut work, change).await?;
        works.push(work);
    }
    for mut work in works.into_iter().filter(|work| !work.is_idle()) {
        work.finish(change).await?;
    }
    Ok(())
}

/// Takes back the request of a ticket whose time needs no release.
pub async fn ask_no_more(work: &mut Work<'_>, change: &Change) -> Result<(), Fault> {
    if work.row.fixed_price()?.is_none() {
        return Ok(());
    }
    let actor = work.call.actor()?;
    let by = By::of(actor);
    decide::take_back(work, change, &by).await
}
