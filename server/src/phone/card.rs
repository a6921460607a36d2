//! The page of a call: who calls, and what is known of them.
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::contract::plan_on;
use crate::package::list::hours_left;
use crate::phone::query::{self, LastRow, written};
use crate::phone::row::{CallRow, own, taker, types};
use crate::quote;
use crate::ticket::query::{Lines, Order};
use app::call::Call;
use app::phone::view::{CallView, Caller, Contact};
use app::ticket::view::Choice;
use domain::access::Actor;
use domain::id::{CallId, OrganisationId};
use domain::ticket::filter::Sort;
use domain::ticket::number::TicketNumber;

/// Most open tickets and contacts of the past on the card.
const MOST: usize = 8;

/// The reader's call.
pub async fn page(house: &House, call: &Call, id: CallId) -> Result<CallView, Fault> {
    let actor = taker(house, call)?;
    let row = own(house.store.read(), actor, id).await?;
    let policy = house.policy();
    let types = types(house, house.store.read(), row.organisation_id, call.now).await?;
    Ok(CallView {
        id,
        timer: row.timer(),
        day: row.day(house),
        caller: if row.named() { Some(caller(house, call, actor, row).await?) } else { None },
        classes: policy.offered_classes(true).cloned().collect(),
        types,
        activities: policy.activities.clone(),
        usual: crate::effort::row::usual(house, actor).await?,
        now: house.clock.moment(call.now),
    })
}

async fn caller(house: &House, call: &Call, actor: &Actor, row: CallRow) -> Result<Caller, Fault> {
    let db = house.store.read();
    let firm = query::firm(db, row.organisation_id).await?;
    let now = house.clock.moment(call.now);
    let plan = plan_on(db, row.organisation_id, now).await?;
    let plan =
        plan.map(|code| house.policy().plan(&code).map_or(code, |plan| plan.name(call.lang).to_owned()));
    let mut phones = written(db, "person_id", row.caller_id).await?;
    phones.extend(written(db, "organisation_id", row.organisation_id).await?);
    phones.extend(Some(row.caller_number.clone()).filter(|number| !number.is_empty()));
    phones.dedup();
    let organisation = firm.as_ref().zip(row.organisation_id);
    let organisation =
        organisation.map(|(firm, id)| Choice { id: OrganisationId(id), name: firm.name.clone() });
    let (open, last, mut quotes) = match row.organisation_id {
        Some(id) => {
            let (quotes, _) = quote::list::open_of(house, call, actor, Some(id)).await?;
            (open(house, actor, id).await?, last(house, id).await?, quotes)
        }
        None => (Vec::new(), Vec::new(), Vec::new()),
    };
    quotes.truncate(MOST);
    let hours = hours_left(house, actor, call, row.organisation_id).await?;
    let name = if row.caller_name.is_empty() {
        organisation.as_ref().map(|firm| firm.name.clone()).unwrap_or_default()
    } else {
        row.caller_name
    };
    let (project_lead, account_manager) = firm.map(|firm| (firm.lead, firm.manager)).unwrap_or_default();
    let (known, email) = (organisation.is_some(), row.caller_email);
    Ok(Caller {
        name,
        known,
        phones,
        email,
        organisation,
        plan,
        hours,
        quotes,
        project_lead,
        account_manager,
        open,
        last,
    })
}

async fn open(
    house: &House,
    actor: &Actor,
    organisation: i64,
) -> Result<Vec<app::ticket::view::TicketLine>, Fault> {
    let mut lines = Lines::reached(actor, Order::of(Sort::Changed), MOST);
    let place = lines.binds.put(organisation);
    let lines =
        lines.only(&format!("t.organisation_id = {place} AND t.is_open = TRUE AND t.internal = FALSE"));
    lines.lines(house).await?.into_iter().map(|row| row.shown(house)).collect()
}

async fn last(house: &House, organisation: i64) -> Result<Vec<Contact>, Fault> {
    let rows = query::last(house.store.read(), organisation).await?;
    let contact = |row: LastRow| Contact {
        at: house.clock.shown(row.at),
        by: row.by_name,
        called: row.what == "called",
        number: TicketNumber(row.number),
        title: row.title,
    };
    Ok(rows.into_iter().map(contact).collect())
}
