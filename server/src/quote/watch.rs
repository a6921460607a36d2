//! Reminds of quotes that end soon and lets those expire that nobody decided; each once, also with several servers.
use crate::deal::contact::{contacts, staff};
use crate::deal::entry::record;
use crate::deal::letter::{Mail, no_more, of_contacts, of_staff, send};
use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::quote::ending::{self, responsible};
use crate::quote::query::{mark_reminded, waiting};
use crate::quote::row::{QuoteRow, by_id_to_change, save};
use crate::quote::version::of_quote;
use crate::store::{Change, all};
use app::call::Call;
use app::words::quote as w;
use domain::access::deal::DealAction;
use domain::deal::timeline::What;
use domain::moment::date;
use domain::quote::{Event, Quote};
use domain::ticket::timeline::Ending;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(5);

#[derive(FromQueryResult)]
struct Waiting {
    id: i64,
}

/// Runs until the house closes.
pub async fn run_watch(house: House) {
    job::run(house, EVERY, "Quotes could not be watched.", |house, now| async move {
        look(&house, now).await.map(|_| false)
    })
    .await;
}

/// Looks once, as of `now`; answers how many were told of. Twice is as good as once.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let today = house.clock.moment(now).civil().date();
    let soon = house.policy().quote.soon(today);
    let values = [today.to_string().into(), soon.to_string().into()];
    let rows: Vec<Waiting> = all(house.store.read(), waiting(), values).await?;
    let trouble = |fault: &Fault, row: &Waiting| {
        tracing::error!(error.source = %fault, quote.id = row.id, "A quote could not be told of.");
    };
    let told = job::each(&rows, |row| tell(house, row.id, now, today), trouble).await;
    if told > 0 {
        house.letters.notify_one();
    }
    Ok(told)
}

async fn tell(house: &House, id: i64, now: Timestamp, today: Date) -> Result<bool, Fault> {
    let call = Call::of_the_house(now);
    let mut change = house.store.change().await?;
    let row = by_id_to_change(&change, id).await?;
    let state = row.state()?;
    let Quote::Sent { version, valid_until } = state else { return Ok(false) };
    let told = match state.after(Event::Expire, now, today) {
        Ok(expired) => {
            save(&change, &call, id, &expired).await?;
            expire(house, &mut change, &call, &row, version).await?;
            true
        }
        Err(_) => remind(house, &mut change, &call, &row, (version, valid_until), today).await?,
    };
    change.commit().await?;
    Ok(told)
}

async fn expire(
    house: &House,
    change: &mut Change,
    call: &Call,
    row: &QuoteRow,
    version: u32,
) -> Result<(), Fault> {
    let facts = row.facts()?;
    record(change, call, &facts, &What::Expired { version }).await?;
    ending::tell(house, change, call, row, Ending::Expired, "").await?;
    let mail = Mail {
        subject: w::MAIL_EXPIRED_SUBJECT,
        text: w::MAIL_EXPIRED,
        button: w::MAIL_OPEN,
        gaps: &[],
        quoted: None,
        internal: true,
        more: &no_more,
    };
    let to = of_staff(&staff(change, &facts, responsible(change, row).await?).await?);
    send(house, change, call, &facts, to, &mail).await
}

/// Who may accept is reminded once a version.
async fn remind(
    house: &House,
    change: &mut Change,
    call: &Call,
    row: &QuoteRow,
    (version, valid_until): (u32, Date),
    today: Date,
) -> Result<bool, Fault> {
    let first = mark_reminded(change, row.id, version).await?;
    let versions = of_quote(change.db(), row.id).await?;
    let sent = versions.iter().find(|one| one.version() == version).and_then(|one| one.sent_at);
    let sent_on = sent.map_or(today, |at| house.clock.shown(at).civil().date());
    let day = house.policy().quote.reminder(sent_on, valid_until);
    if !first || day.is_none_or(|day| day > today) {
        return Ok(false);
    }
    let facts = row.facts()?;
    record(change, call, &facts, &What::Reminded { valid_until }).await?;
    let people = contacts(change.db(), facts.organisation).await?;
    for to in of_contacts(&people, |one| one.actor.may_deal(DealAction::Accept, &facts.stake(&one.actor))) {
        let day = date(valid_until, to.lang);
        let mail = Mail {
            subject: w::MAIL_REMINDER_SUBJECT,
            text: w::MAIL_REMINDER,
            button: w::MAIL_OPEN,
            gaps: &[("day", &day)],
            quoted: None,
            internal: false,
            more: &no_more,
        };
        send(house, change, call, &facts, [to], &mail).await?;
    }
    Ok(true)
}
