//! A letter that will never reach its reader: staff read it on the ticket, and a window for objections that no customer was
//! told of does not run (C4).
use crate::fault::Fault;
use crate::house::House;
use crate::letter::addressee::readers;
use crate::letter::desk::{About, Letter, blocks, write};
use crate::store::{Change, one_row, run};
use crate::ticket::row::{TicketRow, by_id_to_change};
use crate::ticket::work::Work;
use app::call::Call;
use app::words::{self, fill, say};
use domain::letter::subject::tagged;
use domain::person::Role;
use domain::ticket::Stage;
use domain::ticket::remark::Remark;
use jiff::Timestamp;

/// Tells it on the ticket; the letter is marked as failed already.
pub async fn gave_up(
    house: &House,
    change: &mut Change,
    ticket: i64,
    (email, reason): (&str, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    let call = Call::of_the_house(now);
    let mut work = Work::on(house, &call, by_id_to_change(change.db(), ticket).await?)?;
    let mut stopped = false;
    let runs = work.stage == Stage::Done && work.row.objection_until.is_some();
    if runs && !was_told(change, &work.row).await? {
        work.row.objection_until = None;
        stopped = true;
    }
    let (to, said) = (email.to_owned(), reason.to_owned());
    work.remarked(Some(Remark::NotDelivered { email: to, reason: said, stopped }));
    work.finish(change).await?;
    if stopped { alert(&work, change, (email, reason)).await } else { Ok(()) }
}

/// Tells on the ticket that nobody knows whether a letter reached its reader; it is marked so already. A window for objections
/// runs on: perhaps the letter is there.
pub async fn unsure(
    house: &House,
    change: &mut Change,
    ticket: i64,
    (email, reason): (&str, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    let call = Call::of_the_house(now);
    let mut work = Work::on(house, &call, by_id_to_change(change.db(), ticket).await?)?;
    work.remarked(Some(Remark::Uncertain { email: email.to_owned(), reason: reason.to_owned() }));
    work.finish(change).await
}

/// Tells who leads that nobody will close the ticket by itself.
async fn alert(work: &Work<'_>, change: &Change, (email, reason): (&str, &str)) -> Result<(), Fault> {
    let row = &work.row;
    let roles = if row.project_lead_id.is_some() { &[][..] } else { &[Role::ProjectLead] };
    let people: Vec<i64> = row.project_lead_id.into_iter().chain(row.assignee_id).collect();
    for reader in readers(change, roles, &people).await? {
        let about = work.about(reader.lang(), true, true);
        let text = |word| fill(reader.lang(), word, &[("email", email), ("reason", reason)]);
        let open = say(reader.lang(), words::notify::OPEN).to_owned();
        let said = [words::mail::BOUNCED, words::mail::WINDOW_STOPPED, words::mail::WINDOW_NEXT];
        let letter = Letter {
            to: reader.addressee(),
            subject: tagged(&about.number, &about.title),
            blocks: blocks(said.map(text).to_vec(), about.address.clone().map(|address| (open, address))),
            about: Some(About { internal: true, ..about }),
            secret: false,
            acknowledges: false,
            answers: None,
        };
        write(change, work.house, letter, work.call.now).await?;
    }
    Ok(())
}

/// Whether the end of the work may still have reached somebody who is not on staff.
async fn was_told(change: &Change, row: &TicketRow) -> Result<bool, Fault> {
    let sql = "SELECT COUNT(*) AS n FROM letter l LEFT JOIN person p ON p.id = l.person_id
      WHERE l.ticket_id = $1 AND l.written_at = $2 AND l.state <> 'failed' AND (p.kind IS NULL OR p.kind <> 'staff')";
    let told = one_row(change.db(), sql, [row.id.into(), row.stage_since.into()]).await?;
    Ok(told.map_or(Ok(0), |row| row.try_get::<i64>("", "n"))? > 0)
}

/// Marks an address to which no mail comes through, for good; the first reason stays.
pub async fn mark(change: &Change, email: &str, reason: &str, now: Timestamp) -> Result<(), Fault> {
    let sql =
        "INSERT INTO unreachable (email, since, reason) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING";
    let values = [email.to_lowercase().into(), now.as_millisecond().into(), reason.into()];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// Whoever writes from an address can be reached at it.
pub async fn unmark(change: &Change, email: &str) -> Result<(), Fault> {
    run(change.db(), "DELETE FROM unreachable WHERE email = $1", [email.into()]).await?;
    Ok(())
}
