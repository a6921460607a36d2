//! The start page: what waits for the reader first, then what is under way.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::to_pay::{self, ToPay};
use crate::overview::asked::{self, Asked};
use crate::overview::contact::caretakers;
use crate::overview::tickets::{self, ROWS, Tickets};
use crate::package::list::hours_left_of;
use crate::ticket::row::LineRow;
use crate::{order, quote};
use app::call::Call;
use app::error::AppError;
use app::invoice::view::InvoiceRow;
use app::overview::view::{DEALS, Hours, Overview, Rest, Waiting};
use app::quote::view::QuoteLine;
use app::ticket::view::TicketLine;
use domain::access::{Action, Actor, Relation};
use domain::billing::account::Account;
use domain::id::OrganisationId;
use domain::overview::Task;
use domain::quote::Quote;
use jiff::civil::Date;

/// The page; staff have queues instead.
pub async fn page(house: &House, call: &Call) -> Result<Overview, Fault> {
    let actor = call.actor()?;
    if actor.is_staff() {
        return Err(AppError::NotFound.into());
    }
    let (tickets, asked, (quotes, more_quotes), orders, unpaid, hours, contacts) = tokio::try_join!(
        tickets::read(house, call, actor),
        asked::read(house, call, actor),
        quote::list::open(house, call, actor),
        order::list::open(house, actor),
        to_pay::read(house, call, actor),
        hours(house, call, actor),
        caretakers(house, actor),
    )?;
    let Tickets { waiting: rows, open, done, open_total, rest: more_tickets } = tickets;
    let Asked { tasks: mut waiting, requested } = asked;
    let mut theirs = Vec::new();
    for row in rows {
        let (relation, line) = (relation(&row), row.shown(house)?);
        let task = Task::of_stage(actor, &relation, line.stage, line.number);
        match task.filter(|_| !requested.contains(&line.number)) {
            Some(task) => waiting.push(on_ticket(task, line)),
            // What is asked names it already.
            None if waiting.iter().any(|one| one.task.ticket() == Some(line.number)) => {}
            None => theirs.push(line),
        }
    }
    theirs.truncate(ROWS);
    let mut under_way = shown(house, open)?;
    under_way.retain(|line| waiting.iter().all(|one| one.task.ticket() != Some(line.number)));
    let mut past = Vec::new();
    for row in done {
        let (relation, until) = (relation(&row), row.objection_until);
        let line = row.shown(house)?;
        let until =
            until.filter(|at| *at > call.now.as_millisecond() && actor.may(Action::Decide, &relation));
        match until.map(|at| house.clock.shown(at - 1).civil().date()) {
            Some(last_day) => waiting.push(on_ticket(Task::Look { number: line.number, last_day }, line)),
            None => past.push(line),
        }
    }
    let (mine, quotes): (Vec<_>, Vec<_>) = quotes.into_iter().partition(|line| line.waits);
    waiting.extend(mine.into_iter().filter_map(on_quote));
    let today = house.clock.moment(call.now).civil().date();
    let mut invoices = Vec::new();
    let ToPay { lines: unpaid, rest: more_invoices } = unpaid;
    for (line, account) in unpaid {
        match overdue(house, &line, &account, today)? {
            Some(one) => waiting.push(one),
            None => invoices.push(line),
        }
    }
    invoices.truncate(DEALS + 1);
    waiting.sort_by_key(|one| (one.task.rank(), one.since.at));
    // In the same order.
    let mut rest: Vec<Rest> = more_quotes.then_some(Rest::Quotes).into_iter().chain(more_invoices).collect();
    rest.extend(more_tickets);
    Ok(Overview {
        waiting,
        rest,
        hours,
        orders,
        quotes,
        invoices,
        theirs,
        open: under_way,
        open_total,
        done: past,
        contacts,
        now: house.clock.moment(call.now),
    })
}

/// How a reader stands to a ticket that was found for them.
fn relation(row: &LineRow) -> Relation {
    let organisation = row.organisation_id.map(OrganisationId);
    Relation { organisation, author: true, participant: true, internal: false }
}

fn on_ticket(task: Task, line: TicketLine) -> Waiting {
    Waiting { task, title: line.title, organisation: line.organisation, since: line.since }
}

fn on_quote(line: QuoteLine) -> Option<Waiting> {
    let Quote::Sent { valid_until: last_day, .. } = line.state else { return None };
    let task = Task::Quote { number: line.number, net: line.net?, last_day };
    Some(Waiting { task, title: line.title, organisation: Some(line.organisation), since: line.changed })
}

/// An invoice that waits for its money since the day after its last one.
fn overdue(
    house: &House,
    line: &InvoiceRow,
    account: &Account,
    today: Date,
) -> Result<Option<Waiting>, Fault> {
    let Some(task) = Task::of_invoice(&line.reference, account, today) else { return Ok(None) };
    let over = account.due_on.unwrap_or(today).tomorrow();
    let over = over.and_then(|day| day.to_zoned(house.clock.zone().clone())).map_err(Fault::broken)?;
    let since = house.clock.moment(over.timestamp());
    let (title, organisation) = (line.title.clone(), Some(line.organisation.clone()));
    Ok(Some(Waiting { task, title, organisation, since }))
}

fn shown(house: &House, rows: Vec<LineRow>) -> Result<Vec<TicketLine>, Fault> {
    rows.into_iter().map(|row| row.shown(house)).collect()
}

/// The hours of the reader's organisations, by name.
async fn hours(house: &House, call: &Call, actor: &Actor) -> Result<Vec<Hours>, Fault> {
    let ids: Vec<i64> = actor.memberships().iter().map(|member| member.organisation.0).collect();
    let left = hours_left_of(house, actor, call, &ids).await?;
    let named = left.into_iter().filter_map(|left| {
        let name = actor.membership(left.organisation)?.name.clone();
        Some(Hours { organisation: name, left })
    });
    let mut hours: Vec<Hours> = named.collect();
    hours.sort_by(|a, b| a.organisation.cmp(&b.organisation));
    Ok(hours)
}
