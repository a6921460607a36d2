//! Tells who is responsible for a ticket that the day for which it was planned is over (C10): each day once, also with several
//! servers.
mod query;

pub use query::due;

use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::letter::addressee::{Reader, readers};
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{About, Letter, write_all};
use crate::ticket::row::by_id_to_change;
use crate::ticket::unowned::in_charge;
use crate::ticket::work::Work;
use app::call::Call;
use app::promise::sentence::weekday_word;
use app::words::{fill, notify as w, say};
use domain::letter::subject::tagged;
use domain::moment::date;
use domain::ticket::planned::PlannedDay;
use jiff::Timestamp;
use jiff::civil::Date;
use query::{Missed, mark};
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(5);
/// Tickets of one look; the next follows at once where there are more.
const BATCH: u16 = 50;

/// Runs until the house closes.
pub async fn run_missed(house: House) {
    job::run(house, EVERY, "Planned days could not be watched.", |house, now| async move {
        look(&house, now).await.map(|told| told == usize::from(BATCH))
    })
    .await;
}

/// Looks once, as of `now`; answers of how many was told. Twice is as good as once.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let today = house.clock.moment(now).civil().date();
    let rows = query::tickets(house.store.read(), today, BATCH).await?;
    let trouble = |fault: &Fault, row: &Missed| {
        tracing::error!(error.source = %fault, ticket.id = row.id, "A planned day could not be told of.");
    };
    let told = job::each(&rows, |row| tell(house, row.id, now, today), trouble).await;
    if told > 0 {
        house.letters.notify_one();
    }
    Ok(told)
}

async fn tell(house: &House, id: i64, now: Timestamp, today: Date) -> Result<bool, Fault> {
    let call = Call::of_the_house(now);
    let change = house.store.change().await?;
    let row = by_id_to_change(change.db(), id).await?;
    let stage = row.stage()?;
    let missed = |day: &Date| row.id == id && PlannedDay::of(*day, stage, today) == PlannedDay::Missed;
    let Some(day) = row.planned()?.filter(missed) else { return Ok(false) };
    if !mark(&change, id, day, now).await? {
        return Ok(false);
    }
    let responsible: Vec<i64> = row.assignee_id.into_iter().collect();
    let mut to = readers(&change, &[], &responsible).await?;
    if to.is_empty() {
        to = in_charge(&change, row.team_id).await?;
    }
    let work = Work::on(house, &call, row)?;
    let letters = to.iter().map(|reader| letter(&work, day, reader));
    write_all(&change, house, letters, now).await?;
    change.commit().await?;
    Ok(true)
}

fn letter(work: &Work<'_>, day: Date, reader: &Reader) -> Letter {
    let lang = reader.lang();
    let about = work.about(lang, true, true);
    let day = format!("{}, {}", say(lang, weekday_word(day.weekday())), date(day, lang));
    let gaps = [("number", about.number.as_str()), ("title", about.title.as_str()), ("day", day.as_str())];
    let text = if work.row.internal { w::PLAN_MISSED } else { w::PLAN_MISSED_CUSTOMER };
    let open = about.address.clone().map(|address| {
        Block::Buttons(vec![Button { label: say(lang, w::OPEN).to_owned(), address, primary: true }])
    });
    Letter {
        to: reader.addressee(),
        subject: tagged(&about.number, &about.title),
        blocks: [Block::Text(fill(lang, text, &gaps))].into_iter().chain(open).collect(),
        about: Some(About { internal: true, ..about }),
        secret: false,
        acknowledges: false,
        answers: None,
    }
}
