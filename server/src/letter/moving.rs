//! Mails on their way to where staff say (B4): out of quarantine, from one ticket to another, and back. A history loses
//! nothing: the message stays where it was and says where its words are now.
mod back;

use crate::fault::Fault;
use crate::house::House;
use crate::letter::intake::file::keep_files;
use crate::letter::intake::known::Known;
use crate::letter::intake::place::{Placed, Placing};
use crate::letter::intake::{Mailbox, with_writer};
use crate::letter::mime;
use crate::store::{Change, one, run};
use crate::ticket::row::by_id_to_change;
use crate::ticket::search;
use crate::ticket::work::{Work, by};
use app::call::Call;
use app::error::AppError;
use app::letter::view::MailState;
use domain::id::MailId;
use domain::input::Reason;
use domain::letter::machine::machine;
use domain::letter::moving::{Left, NoMove, Standing, moved};
use domain::letter::thread::{Decision, Rule};
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use object_store::ObjectStoreExt as _;
use sea_orm::{DbBackend, FromQueryResult};

/// Where staff put a mail.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// On which ticket.
    pub ticket: TicketNumber,
    /// Its writer takes part there from now on.
    pub join: bool,
}

/// A mail that staff may place, with the entry as which it stands.
#[derive(FromQueryResult)]
struct Row {
    place: String,
    full_size: Option<i64>,
    from_email: String,
    mailbox_id: i64,
    lang: String,
    entry: Option<i64>,
    ticket_id: Option<i64>,
    number: Option<i64>,
    opened: bool,
    note: bool,
    others: bool,
    waited: bool,
    touched: bool,
}

impl Row {
    /// The entry, its ticket and how it stands there; none while it waits.
    fn stands(&self) -> Option<(i64, i64, Standing)> {
        let ticket = TicketNumber(self.number?);
        Some((self.entry?, self.ticket_id?, Standing { ticket, opened: self.opened, others: self.others }))
    }
}

async fn read(house: &House, change: &Change, id: MailId) -> Result<Option<Row>, Fault> {
    let lock = if house.store.backend() == DbBackend::Postgres { "FOR UPDATE OF m" } else { "" };
    let sql = format!(
        "SELECT m.place, m.full_size, m.from_email, m.mailbox_id, b.lang, e.id AS entry, e.ticket_id, t.number,
           (e.what IS NOT NULL AND e.what = 'opened') AS opened,
           (e.what IS NOT NULL AND e.what = 'note') AS note,
           EXISTS (SELECT 1 FROM entry o WHERE o.ticket_id = e.ticket_id AND o.id <> e.id AND o.withdrawn = FALSE
             AND o.what IN ('message', 'called', 'note', 'specified', 'booked')) AS others, m.waited,
           (e.merged_from IS NOT NULL OR EXISTS (SELECT 1 FROM entry o WHERE o.ticket_id = e.ticket_id AND o.withdrawn = FALSE
             AND o.what IN ('moved', 'quoted', 'ordered', 'approval', 'consent', 'merged', 'split_off', 'for_test'))) AS touched
         FROM mail m JOIN mailbox b ON b.id = m.mailbox_id
         LEFT JOIN entry e ON e.id = m.entry_id LEFT JOIN ticket t ON t.id = e.ticket_id
         WHERE m.id = $1 AND (m.decision = 'quarantine' OR e.id IS NOT NULL) {lock}"
    );
    Ok(one(change.db(), &sql, [id.0.into()]).await?)
}

/// Puts a mail that `waits`, or one that stands on a ticket, on another, or on one of its own; answers which. Of who decides
/// about one that no longer waits another was quicker: it stands where they put it.
pub async fn place(
    house: &House,
    call: &Call,
    change: &mut Change,
    id: MailId,
    waits: bool,
    goal: Option<Goal>,
) -> Result<Option<TicketNumber>, Fault> {
    let to = goal.map(|goal| goal.ticket);
    let row = read(house, change, id).await?.filter(|row| row.entry.is_none() == waits);
    let Some(row) = row else { return Ok(None) };
    hold(house, change, [row.number, to.map(|to| to.0)]).await?;
    let left = match row.stands().map(|(_, _, standing)| moved(standing, to)).transpose() {
        Ok(left) => left,
        // Sent twice.
        Err(NoMove::OwnAlready) => return Ok(None),
        Err(NoMove::SameTicket) => return Err(AppError::field("ticket", Reason::SameTicket).into()),
    };
    let (placed, state) = put(house, call, change, &row, goal).await?;
    if waits {
        back::waited(change, id).await?;
    }
    let Placed { ticket, number, entry } = placed;
    stand(change, call, id, (ticket, entry), state).await?;
    let (Some((old, old_ticket, standing)), Some(left), Some(new)) = (row.stands(), left, entry) else {
        return Ok(Some(number));
    };
    leave(change, old, new, left).await?;
    let way = Way { from: (old_ticket, standing.ticket), to: (ticket, number), left };
    tell(house, call, change, &row.from_email, way).await?;
    Ok(Some(number))
}

/// Puts a mail back on the ticket from which it was moved; one that waited before it was put where it stands waits again.
pub async fn undo(house: &House, call: &Call, change: &mut Change, id: MailId) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Before {
        entry: i64,
        ticket_id: i64,
        number: i64,
        what: String,
    }
    let Some(row) = read(house, change, id).await? else { return Ok(()) };
    let Some((now, ticket, standing)) = row.stands() else { return Ok(()) };
    // Entries grow: a later one that leads here was itself taken back.
    let sql =
        "SELECT e.id AS entry, e.ticket_id, t.number, e.what FROM entry e JOIN ticket t ON t.id = e.ticket_id
      WHERE e.moved_to = $1 AND e.id < $1 ORDER BY e.id DESC LIMIT 1";
    let Some(before) = one::<Before, _>(change.db(), sql, [now.into()]).await? else {
        return back::wait_again(house, call, change, id, row.number).await;
    };
    let back = TicketNumber(before.number);
    hold(house, change, [row.number, Some(before.number)]).await?;
    let left = moved(standing, Some(back)).unwrap_or(Left::Withdrawn);
    let way = Way { from: (ticket, standing.ticket), to: (before.ticket_id, back), left };
    let told = Told::read(change, now, way).await?;
    leave(change, now, before.entry, left).await?;
    come_back(change, before.entry).await?;
    let state = if before.what == "opened" { MailState::NewTicket } else { MailState::Append };
    stand(change, call, id, (before.ticket_id, Some(before.entry)), state).await?;
    match told.filter(|_| left == Left::Withdrawn) {
        Some(told) => tell_back(house, call, change, &row.from_email, way, &told).await?,
        // What others go on with stays there, too: nothing is folded.
        None => tell(house, call, change, &row.from_email, way).await?,
    }
    if standing.opened && left == Left::Withdrawn { end(house, call, change, ticket).await } else { Ok(()) }
}

/// A ticket from which the only mail was taken back is none: it closes, and no customer sees it.
async fn end(house: &House, call: &Call, change: &mut Change, ticket: i64) -> Result<(), Fault> {
    run(change.db(), "UPDATE ticket SET internal = TRUE WHERE id = $1", [ticket.into()]).await?;
    let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket).await?)?;
    work.shift(call.actor.as_ref(), Stage::Closed, String::new());
    work.finish(change).await
}

/// Both tickets stay as they are until this is over, held in one order so that nobody waits for each other.
async fn hold(house: &House, change: &Change, numbers: [Option<i64>; 2]) -> Result<(), Fault> {
    if house.store.backend() == DbBackend::Postgres {
        let sql = "SELECT id FROM ticket WHERE number IN ($1, $2) ORDER BY id FOR UPDATE";
        run(change.db(), sql, numbers.map(|number| number.unwrap_or(0).into())).await?;
    }
    Ok(())
}

/// Makes of a mail what the rules would have made of it, had they led where staff say.
async fn put(
    house: &House,
    call: &Call,
    change: &mut Change,
    row: &Row,
    goal: Option<Goal>,
) -> Result<(Placed, MailState), Fault> {
    let to = goal.map(|goal| goal.ticket);
    let path = object_store::path::Path::from(row.place.as_str());
    let raw = house.files.store.get(&path).await?.bytes().await?;
    let full_size = row.full_size.and_then(|size| usize::try_from(size).ok());
    let mail = tokio::task::spawn_blocking(move || mime::read_as(&raw, full_size)).await?;
    let mail = with_writer(change.db(), house, mail).await?;
    let files = keep_files(house, &row.place, &mail).await?;
    let known = Known::read(change.db(), house, &mail.incoming, to, None).await?;
    if let Some(wrong) = to.and_then(|to| known.refuses(to)) {
        return Err(AppError::field("ticket", wrong).into());
    }
    let (rule, machine) = (Rule::None, machine(&mail.incoming, &known));
    let (decision, state) = match to {
        Some(ticket) => (Decision::Append { ticket, rule, machine, internal: row.note }, MailState::Append),
        None => (Decision::NewTicket { rule, linked_to: None, named: None, machine }, MailState::NewTicket),
    };
    let mailbox = Mailbox { id: row.mailbox_id, lang: row.lang.clone() };
    let let_in = goal.filter(|goal| goal.join).map(|_| by(call.actor.as_ref()));
    let placing = Placing {
        house,
        mailbox: &mailbox,
        mail: &mail,
        known: &known,
        now: call.now,
        arrived: call.now,
        answered: true,
        let_in,
    };
    let placed = placing.place(change, &decision, &files).await?;
    let placed = placed.ok_or_else(|| Fault::broken(format!("the mail at {} was not placed", row.place)))?;
    Ok((placed, state))
}

/// Writes down where a mail stands now, and who said so.
async fn stand(
    change: &Change,
    call: &Call,
    id: MailId,
    (ticket, entry): (i64, Option<i64>),
    state: MailState,
) -> Result<(), Fault> {
    let sql = "UPDATE mail SET decision = $1, settled_by = $2, settled_at = $3, ticket_id = $4, entry_id = $5 WHERE id = $6";
    let values = [
        state.code().into(),
        call.actor()?.name.clone().into(),
        call.now.as_millisecond().into(),
        ticket.into(),
        entry.into(),
        id.0.into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// An entry says where its words are now.
pub async fn leave(change: &Change, entry: i64, to: i64, left: Left) -> Result<(), Fault> {
    let sql = "UPDATE entry SET moved_to = $1, withdrawn = $2 WHERE id = $3";
    run(change.db(), sql, [to.into(), (left == Left::Withdrawn).into(), entry.into()]).await?;
    reveal(change, entry).await
}

/// The words of an entry stand there again.
pub async fn come_back(change: &Change, entry: i64) -> Result<(), Fault> {
    let sql = "UPDATE entry SET moved_to = NULL, withdrawn = FALSE WHERE id = $1";
    run(change.db(), sql, [entry.into()]).await?;
    reveal(change, entry).await
}

/// The files of an entry and what a search finds of it are for those who see the entry.
async fn reveal(change: &Change, entry: i64) -> Result<(), Fault> {
    let sql = "UPDATE document SET internal = (SELECT e.internal OR e.withdrawn FROM entry e WHERE e.id = $1)
      WHERE entry_id = $1";
    run(change.db(), sql, [entry.into()]).await?;
    search::renew(change.db(), entry).await
}

/// From where to where a mail goes: rows and numbers of tickets.
#[derive(Clone, Copy)]
struct Way {
    from: (i64, TicketNumber),
    to: (i64, TicketNumber),
    left: Left,
}

/// Both histories name each other.
async fn tell(
    house: &House,
    call: &Call,
    change: &mut Change,
    sender: &str,
    Way { from, to, left }: Way,
) -> Result<(), Fault> {
    let written = |number| house.policy().number.write(number);
    let sender = sender.to_owned();
    let gone = What::MailLeft { sender: sender.clone(), number: written(to.1), kept: left == Left::Kept };
    let come = What::MailCame { sender, number: written(from.1) };
    for (ticket, what) in [(from.0, gone), (to.0, come)] {
        let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket).await?)?;
        work.did(what);
        work.finish(change).await?;
    }
    Ok(())
}

/// The entries by which both histories told of a move that is taken back, and the message that it had made.
struct Told {
    message: i64,
    came: i64,
    went: i64,
    at: i64,
}

impl Told {
    /// `message` stands on the ticket from which the mail goes back; `None` where a history does not tell of its coming.
    async fn read(change: &Change, message: i64, way: Way) -> Result<Option<Self>, Fault> {
        #[derive(FromQueryResult)]
        struct Line {
            id: i64,
            at: i64,
        }
        // Both were written with the message, before anything else that tells of a move.
        let sql =
            "SELECT id, at FROM entry WHERE ticket_id = $1 AND what = $2 AND id > $3 ORDER BY id LIMIT 1";
        let came: Option<Line> =
            one(change.db(), sql, [way.from.0.into(), "mail_came".into(), message.into()]).await?;
        let went: Option<Line> =
            one(change.db(), sql, [way.to.0.into(), "mail_left".into(), message.into()]).await?;
        let both = came.zip(went);
        Ok(both.map(|(came, went)| Self { message, came: came.id, went: went.id, at: came.at }))
    }
}

/// Both histories tell in one line that the mail went and came back.
async fn tell_back(
    house: &House,
    call: &Call,
    change: &mut Change,
    sender: &str,
    Way { from, to, .. }: Way,
    told: &Told,
) -> Result<(), Fault> {
    let moved = house.clock.shown(told.at);
    let back = |number, came, folds| What::MailBack {
        sender: sender.to_owned(),
        number: house.policy().number.write(number),
        came,
        moved,
        folds,
    };
    let there = back(to.1, true, vec![told.message, told.came]);
    let here = back(from.1, false, vec![told.went]);
    for (ticket, what) in [(from.0, there), (to.0, here)] {
        let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket).await?)?;
        work.did(what);
        work.finish(change).await?;
    }
    Ok(())
}
