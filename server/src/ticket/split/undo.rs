//! Taking a split back, and which may be (C7): messages, files and time stand where they stood, and the new number leads there.
use super::times;
use crate::approval::meter;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::source::billed;
use crate::letter::moving::{come_back, leave};
use crate::store::{Change, all, one, run};
use crate::ticket::merge::query::LEAD;
use crate::ticket::merge::{FAMILY, hold, note, workplace};
use crate::ticket::row::{TicketRow, by_id_to_change, find_to_change};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::merge::SplitView;
use domain::input::Reason;
use domain::letter::moving::Left;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use domain::ticket::queue::OVER;
use domain::ticket::split::{NoSplit, Parted, may_undo};
use domain::ticket::timeline::What;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// What happened on the tickets that were split off one (`$1`), each since then; what only leads there stays split anyway.
const SINCE: &str = "SELECT e.id, e.ticket_id, e.data FROM entry e JOIN ticket t ON t.id = e.ticket_id
  WHERE t.split_from = $1 AND t.unsplit_at IS NULL AND e.id > (SELECT MAX(s.id) FROM entry s WHERE s.ticket_id = t.id AND s.what = 'split_from')
  ORDER BY e.id";

/// The messages of a ticket that was split off (`$1`), each with the one of which it is a copy. A copy comes later.
const PAIRS: &str = "SELECT n.id AS copy, o.id AS own FROM entry o JOIN entry n ON n.id = o.moved_to
  WHERE n.ticket_id = $1 AND n.id > o.id ORDER BY o.id";

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    number: i64,
    title: String,
    split_entry: i64,
    billed: bool,
    timed: bool,
    merged: bool,
}

/// The tickets that were split off one (`$1`), or off one that leads to it, and still stand for themselves.
fn split_off() -> String {
    format!(
        "SELECT t.id, t.number, t.title, t.split_entry, {} AS billed,
           EXISTS (SELECT 1 FROM timer w WHERE w.ticket_id = t.id) AS timed,
           (t.split_from <> $1 OR t.merged_into IS NOT NULL OR EXISTS (SELECT 1 FROM ticket m WHERE m.merged_into = t.id)) AS merged
         FROM ticket t WHERE t.split_from IN {FAMILY} AND t.unsplit_at IS NULL ORDER BY t.id",
        billed("t.id")
    )
}

/// A ticket that was split off, with whether that may be taken back.
struct Off {
    row: Row,
    may: Result<(), NoSplit>,
}

async fn read<C: ConnectionTrait>(db: &C, ticket: i64, origin: Stage) -> Result<Vec<Off>, Fault> {
    #[derive(FromQueryResult)]
    struct Happened {
        id: i64,
        ticket_id: i64,
        data: String,
    }
    let rows: Vec<Row> = all(db, &split_off(), [ticket.into()]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let happened: Vec<Happened> = all(db, SINCE, [ticket.into()]).await?;
    let mut offs = Vec::with_capacity(rows.len());
    for row in rows {
        let own = happened.iter().filter(|entry| entry.ticket_id == row.id);
        let what = |entry: &Happened| {
            serde_json::from_str(&entry.data)
                .map_err(|error| Fault::impossible_row("entry", entry.id, &error.to_string()))
        };
        let since: Vec<What> = own.map(what).collect::<Result<_, _>>()?;
        let parted =
            Parted { billed: row.billed, merged: row.merged, timed: row.timed, origin, since: &since };
        offs.push(Off { may: may_undo(parted), row });
    }
    Ok(offs)
}

/// Which tickets were split off this one; asked for staff only.
pub async fn of_ticket(house: &House, ticket: i64, stage: Stage) -> Result<Vec<SplitView>, Fault> {
    let view = |off: Off| SplitView {
        number: TicketNumber(off.row.number),
        entry: off.row.split_entry,
        stays: off.may.err(),
    };
    Ok(read(house.store.read(), ticket, stage).await?.into_iter().map(view).collect())
}

/// Takes a split back.
pub async fn undo(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    split: TicketNumber,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/unsplit").await? {
        return Ok(done);
    }
    let seen = workplace(change.db(), actor, number).await?;
    hold(house, &change, [seen.number, split.0]).await?;
    let old = Work::on(house, call, find_to_change(change.db(), actor, number).await?)?;
    let offs = read(change.db(), old.row.id, old.stage).await?;
    let Some(Off { row, may }) = offs.into_iter().find(|off| off.row.number == split.0) else {
        return Err(AppError::field("split", Reason::NotAChoice).into());
    };
    let refused = |why| AppError::field("split", Reason::NoSplit(why));
    may.map_err(refused)?;
    join(house, call, &mut change, old, &row).await?;
    change.remember(actor.id.0, key, "ticket/unsplit", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

async fn join(
    house: &House,
    call: &Call,
    change: &mut Change,
    mut old: Work<'_>,
    row: &Row,
) -> Result<(), Fault> {
    let made = by_id_to_change(change.db(), row.id).await?;
    let times = times::every(change, made.id).await?;
    times::bring(change, house, call, &times, &made, &old.row).await?;
    let written = |number| house.policy().number.write(number);
    let (from, to) = (written(made.number()), written(old.row.number()));
    let came = times::went(&times)?;
    let moved = (!came.is_empty()).then(|| What::TimesLeft { number: to.clone(), times: came.clone() });
    let apart = was_apart(change, row.split_entry).await?;
    let over = What::Unsplit { number: to, title: old.row.title.clone(), apart };
    lead(change, call, made, &old.row, moved.into_iter().chain([over])).await?;
    old.did(What::Unsplit { number: from.clone(), title: row.title.clone(), apart });
    if !came.is_empty() {
        old.did(What::TimesCame { number: from, times: came });
    }
    old.finish(change).await?;
    meter::tell(house, change, old.row.id, call.now).await?;
    Ok(())
}

/// Whether the ticket was somebody else's, as the entry says that tells of the split.
async fn was_apart(change: &Change, entry: i64) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Told {
        data: String,
    }
    let told: Option<Told> = one(change.db(), "SELECT data FROM entry WHERE id = $1", [entry.into()]).await?;
    let Some(Told { data }) = told else { return Ok(false) };
    let what: What = serde_json::from_str(&data)
        .map_err(|error| Fault::impossible_row("entry", entry, &error.to_string()))?;
    Ok(matches!(what, What::SplitOff { apart: true, .. }))
}

/// The new ticket leads to the former one from now on: who has its number or answers its mails arrives where its messages stand. The
/// terms that were copied with them end with it, lest they count twice.
async fn lead(
    change: &mut Change,
    call: &Call,
    mut made: TicketRow,
    old: &TicketRow,
    news: impl Iterator<Item = What> + Send,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Pair {
        copy: i64,
        own: i64,
    }
    let pairs: Vec<Pair> = all(change.db(), PAIRS, [made.id.into()]).await?;
    for Pair { copy, own } in pairs {
        come_back(change, own).await?;
        leave(change, copy, own, Left::Withdrawn).await?;
    }
    for what in news {
        note(change, call, &made, &what).await?;
        made.version += 1;
    }
    let (db, now) = (change.db(), call.now.as_millisecond());
    let values = [made.id.into(), old.id.into(), now.into(), old.stage.clone().into(), OVER.into()];
    run(db, LEAD, values).await?;
    run(db, "UPDATE ticket SET unsplit_at = $2 WHERE id = $1", [made.id.into(), now.into()]).await?;
    for table in ["promise", "consent"] {
        run(db, &format!("DELETE FROM {table} WHERE ticket_id = $1"), [made.id.into()]).await?;
    }
    Ok(())
}
