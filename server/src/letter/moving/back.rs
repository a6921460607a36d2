//! Mails on their way back into quarantine, where they wait as if nobody had put them anywhere.
use super::{end, hold, read, reveal};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::hold::take_back_all;
use crate::store::{Change, run};
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::letter::view::MailState;
use domain::id::MailId;
use domain::input::Reason;
use domain::letter::moving::waits_again;
use domain::ticket::timeline::What;

/// Keeps of a mail that waited, and is being put somewhere, to which ticket it led.
pub(super) async fn waited(change: &Change, id: MailId) -> Result<(), Fault> {
    let sql = "UPDATE mail SET waited = TRUE, led_to = ticket_id WHERE id = $1";
    run(change.db(), sql, [id.0.into()]).await?;
    Ok(())
}

/// Lets a mail wait again that staff put out of quarantine on the ticket of a number: nobody else reads it there any more, and a
/// ticket that it opened ends.
pub(super) async fn wait_again(
    house: &House,
    call: &Call,
    change: &mut Change,
    id: MailId,
    number: Option<i64>,
) -> Result<(), Fault> {
    hold(house, change, [number, None]).await?;
    // What was answered until then counts.
    let Some(row) = read(house, change, id).await?.filter(|row| row.waited) else { return Ok(()) };
    let Some((entry, ticket, standing)) = row.stands() else { return Ok(()) };
    if !waits_again(standing, row.touched) {
        return Err(AppError::field("ticket", Reason::MailAnswered).into());
    }
    let_out(change, entry, &row.from_email).await?;
    run(change.db(), "UPDATE entry SET withdrawn = TRUE WHERE id = $1", [entry.into()]).await?;
    reveal(change, entry).await?;
    take_back_all(change, entry).await?;
    let sql = "UPDATE mail SET decision = $1, settled_by = $2, settled_at = $3, ticket_id = led_to, entry_id = NULL,
      waited = FALSE, led_to = NULL WHERE id = $4";
    let values = [
        MailState::Quarantine.code().into(),
        call.actor()?.name.clone().into(),
        call.now.as_millisecond().into(),
        id.0.into(),
    ];
    run(change.db(), sql, values).await?;
    let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket).await?)?;
    work.did(What::MailLeft { sender: row.from_email, number: String::new(), kept: false });
    work.finish(change).await?;
    if standing.opened { end(house, call, change, ticket).await } else { Ok(()) }
}

/// Whom staff let in with the mail of an entry, because they wrote it, takes no part any more.
async fn let_out(change: &Change, entry: i64, email: &str) -> Result<(), Fault> {
    let with_it =
        "SELECT a.id FROM entry a JOIN entry e ON e.ticket_id = a.ticket_id AND e.version = a.version
      WHERE e.id = $1 AND a.what = 'person_added' AND a.by_staff = TRUE";
    let sql = format!(
        "DELETE FROM participant WHERE person_id = (SELECT id FROM person WHERE email = $2)
           AND ticket_id = (SELECT ticket_id FROM entry WHERE id = $1) AND EXISTS ({with_it})"
    );
    run(change.db(), &sql, [entry.into(), email.into()]).await?;
    let sql = format!("UPDATE entry SET withdrawn = TRUE WHERE id IN ({with_it})");
    run(change.db(), &sql, [entry.into()]).await?;
    Ok(())
}
