//! Sending a letter again of which staff know, or fear, that it did not arrive.
//!
//! One that told a customer of the end of the work named the last day for objections (C4). Sent again it names the day that then
//! holds: where nobody else outside the house was told, the window begins anew with it. Where that is another day, another letter
//! with a Message-ID of its own is written in its place, and what was sent stays as it was sent.
mod query;

use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::{Addressee, Letter, write};
use crate::letter::enclosed::enclose;
use crate::letter::returned::not_arrived;
use crate::letter::window;
use crate::store::Change;
use crate::ticket::row::{TicketRow, by_id_to_change};
use crate::ticket::work::Work;
use crate::ticket::{notify, objection};
use app::call::Call;
use domain::id::{DocumentId, LetterId, PersonId};
use domain::lang::Lang;
use domain::ticket::Stage;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use query::Told;

/// Sends a letter again, as staff say. Twice is as good as once.
pub async fn again(house: &House, call: &Call, change: &mut Change, letter: LetterId) -> Result<(), Fault> {
    if let Some(told) = query::told(change, letter).await?
        && ends(house, call, change, letter, &told).await?
    {
        return Ok(());
    }
    not_arrived(house, change, letter, call.now).await?;
    query::wait(change, letter, call.now).await?;
    Ok(())
}

/// The same for one that told of the end of the work; answers whether the ticket still is where that left it.
async fn ends(
    house: &House,
    call: &Call,
    change: &mut Change,
    letter: LetterId,
    told: &Told,
) -> Result<bool, Fault> {
    let mut work = Work::on(house, call, by_id_to_change(change.db(), told.ticket_id).await?)?;
    let since = work.row.stage_since;
    if work.stage != Stage::Done || work.row.id != told.ticket_id || told.written_at < since {
        return Ok(false);
    }
    let runs = work.row.objection_until.is_some_and(|until| until > call.now.as_millisecond());
    if !(runs && window::was_told(change, &work.row, Some(letter.0)).await?) {
        let version = work.row.policy.unwrap_or(house.policy().version);
        let edition = house.edition(change.db(), version).await?;
        work.row.objection_until = objection::until(&edition, &work.row, call.now);
    }
    let taken = if work.row.objection_until == Some(told.window_until) {
        query::wait(change, letter, call.now).await?
    } else {
        let files = query::files(change, letter).await?;
        let Some(anew) = written(house, change, told, files.clone(), &work.row).await? else {
            return Ok(false);
        };
        let taken = query::replace(change, letter, call.now).await?;
        if taken {
            let id = write(change, house, anew, call.now).await?;
            enclose(change, id, work.row.id, &files).await?;
            if let Some(until) = work.row.objection_until {
                window::names(change, id, until).await?;
            }
        }
        taken
    };
    // Whoever decided at the same time was first.
    if taken {
        let (email, until) = (told.to_email.clone(), work.objection_day());
        work.did(What::Remark(Remark::SentAgain { email, until }));
        work.finish(change).await?;
    }
    Ok(true)
}

/// The letter as it is written now, with these files; `None` where the end of the work is no longer mailed.
async fn written(
    house: &House,
    change: &Change,
    told: &Told,
    files: Vec<DocumentId>,
    row: &TicketRow,
) -> Result<Option<Letter>, Fault> {
    let mut news = query::happened(change, row).await?;
    // Nobody is told what they did themselves.
    news.retain(|(by, _)| by.id.is_none() || by.id != told.person_id);
    let then = Call::of_the_house(instant(row.stage_since));
    let work = Work::replayed(house, &then, row.clone(), news, files)?;
    let lang = told.lang.as_deref().or(row.author_lang.as_deref());
    let to = Addressee {
        person: told.person_id.map(PersonId),
        name: told.to_name.clone(),
        email: told.to_email.clone(),
        lang: lang.and_then(Lang::of_code).unwrap_or_default(),
    };
    let decides = told.kind.as_deref().is_none_or(|kind| kind == "customer");
    Ok(notify::completion(&work, &to, decides))
}
