//! Taking mails in (B1, B4): each is stored as it came, placed by the rules, and becomes a ticket or a message, all in one
//! change. The same mail twice is one.
mod again;
mod copied;
pub mod file;
pub mod known;
mod mailboxes;
pub mod place;
mod query;
mod queue;
mod store;

pub use query::{answers, organisation};
pub use queue::{Queue, take};
pub use store::codes;

use crate::fault::Fault;
use crate::house::House;
use crate::letter::mime::{self, Mail};
use crate::store::{Change, Reader, one, run};
use again::{again, digest, former};
use domain::letter::lookup::Lookup as _;
use domain::letter::machine::of_form;
use domain::letter::original::original;
use domain::letter::picture::{Named, without_placeholders};
use domain::letter::reply::{Reply, opening, visible};
use domain::letter::subject;
use domain::letter::thread::{Decision, decide};
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use known::Known;
use mailboxes::{Arrival, OwnMailboxes};
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use query::earlier;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use store::{Stored, store};

/// Name and language of the very first mailbox.
const FIRST: (&str, &str) = ("support", "de");

/// A mailbox of the house.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Mailbox {
    /// Id.
    pub id: i64,
    /// Language of who writes to it and has no account.
    pub lang: String,
}

/// What became of a mail.
#[derive(Debug)]
pub struct Receipt {
    /// What the rules said.
    pub decision: Decision,
    /// The ticket on which it stands, or to which it leads.
    pub ticket: Option<TicketNumber>,
    /// What of it is shown.
    pub reply: String,
    /// Its files: name, told type, bytes.
    pub files: Vec<(String, String, usize)>,
    /// It had been taken in before.
    pub known: bool,
}

/// The mailbox of a name, or the first one; the very first is made where none is there yet.
pub async fn mailbox(house: &House, name: Option<&str>, now: Timestamp) -> Result<Option<Mailbox>, Fault> {
    if let Some(found) = stored_mailbox(house.store.read(), name).await? {
        return Ok(Some(found));
    }
    let change = house.store.change().await?;
    let address = house.mail_from()?.email.to_string().to_lowercase();
    // The casts tell PostgreSQL what it cannot see in a SELECT.
    let sql = "INSERT INTO mailbox (name, address, lang, created_at)
      SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT)
      WHERE NOT EXISTS (SELECT 1 FROM mailbox WHERE removed_at IS NULL)
      ON CONFLICT (address) DO UPDATE SET removed_at = NULL, name = excluded.name";
    let values = [FIRST.0.into(), address.into(), FIRST.1.into(), now.as_millisecond().into()];
    run(change.db(), sql, values).await?;
    change.commit().await?;
    stored_mailbox(house.store.read(), name).await
}

/// The same for a mail that is only tried out: the very first mailbox is then told of as it would be, and not made.
pub async fn mailbox_to_try(house: &House, name: Option<&str>) -> Result<Option<Mailbox>, Fault> {
    let db = house.store.read();
    if let Some(found) = stored_mailbox(db, name).await? {
        return Ok(Some(found));
    }
    let is_first = name.is_none_or(|name| name == FIRST.0) && stored_mailbox(db, None).await?.is_none();
    Ok(is_first.then(|| Mailbox { id: 0, lang: FIRST.1.to_owned() }))
}

async fn stored_mailbox(db: &Reader, name: Option<&str>) -> Result<Option<Mailbox>, Fault> {
    Ok(match name {
        Some(name) => {
            let sql = "SELECT id, lang FROM mailbox WHERE name = $1 AND removed_at IS NULL";
            one(db, sql, [name.into()]).await?
        }
        None => {
            one(db, "SELECT id, lang FROM mailbox WHERE removed_at IS NULL ORDER BY id LIMIT 1", []).await?
        }
    })
}

/// Says what would become of a mail, and stores nothing.
pub async fn try_out(
    house: &House,
    mailbox: &Mailbox,
    raw: Vec<u8>,
    now: Timestamp,
) -> Result<Receipt, Fault> {
    let mail = tokio::task::spawn_blocking(move || mime::read(&raw)).await?;
    let mail = with_writer(house.store.read(), house, mail).await?;
    let arrival = Arrival { mailbox: mailbox.id, now, from: &mail.incoming.from };
    let known = Known::read(house.store.read(), house, &mail.incoming, None, Some(arrival)).await?;
    Ok(receipt(&mail, decide(&mail.incoming, &known), false))
}

/// A mail as it came.
pub struct Raw {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How large it is, where these are only its beginning.
    pub full_size: Option<usize>,
    /// Whether its writer may be told that it came: not of mails that lay there for long.
    pub answered: bool,
    /// When it arrived, where that is known: it may have waited to be fetched.
    pub arrived: Option<Timestamp>,
}

impl Raw {
    /// All of a mail.
    pub const fn whole(bytes: Vec<u8>) -> Self {
        Self { bytes, full_size: None, answered: true, arrived: None }
    }
}

/// A mail whose bytes and files are kept; what is missing is its ticket.
pub struct Prepared {
    mail: Mail,
    digest: String,
    former: String,
    place: String,
    size: usize,
    files: Vec<file::Kept>,
    answered: bool,
    arrived: Option<Timestamp>,
}

/// Takes a mail in. When this answers, the mail is stored for good.
pub async fn receive(
    house: &House,
    mailbox: &Mailbox,
    raw: Vec<u8>,
    now: Timestamp,
) -> Result<Receipt, Fault> {
    take(house, mailbox, prepare(house, Raw::whole(raw)).await?, now).await
}

/// Reads a mail and keeps its bytes and files, at places that follow from the mail: a try that broke off is written over by
/// the next. Several at once are in nobody's way.
pub async fn prepare(house: &House, raw: Raw) -> Result<Prepared, Fault> {
    let (answered, arrived) = (raw.answered, raw.arrived);
    let (mail, raw, digest, former) = tokio::task::spawn_blocking(move || {
        let Raw { bytes: raw, full_size, .. } = raw;
        let mail = mime::read_as(&raw, full_size);
        let (digest, former) = (digest(&raw), former(&mail, &raw));
        (mail, raw, digest, former)
    })
    .await?;
    let mail = with_writer(house.store.read(), house, mail).await?;
    let (size, place) = (raw.len(), format!("mail/{digest}"));
    let files = if earlier(house.store.read(), (&digest, &former)).await?.is_some() {
        Vec::new()
    } else {
        let path = Path::from(place.as_str());
        let keeps = async { Ok(house.files.store.put(&path, raw.into()).await?) };
        futures::try_join!(keeps, file::keep_files(house, &place, &mail))?.1
    };
    Ok(Prepared { mail, digest, former, place, size, files, answered, arrived })
}

/// A mail as it was read, with who is to be answered as its writer where a form of a web site sent it.
pub async fn with_writer<C: ConnectionTrait>(db: &C, house: &House, mail: Mail) -> Result<Mail, Fault> {
    // Hardly any mail names another address for answers; what is not asked takes no time of those that wait.
    if mail.incoming.reply_to.1.is_empty() {
        return Ok(mail);
    }
    let own = OwnMailboxes::read(db, house, None).await?;
    let incoming = of_form(mail.incoming, |address| own.covers(address));
    Ok(Mail { incoming, ..mail })
}

/// Finds the ticket of a mail and stores both, as part of a change.
async fn enter(
    house: &House,
    change: &mut Change,
    mailbox: &Mailbox,
    prepared: &Prepared,
    now: Timestamp,
) -> Result<Receipt, Fault> {
    let Prepared { mail, digest, former, place, size, files, answered, arrived } = prepared;
    let arrived = arrived.map_or(now, |arrived| arrived.min(now));
    if house.store.backend() == DbBackend::Postgres {
        run(change.db(), "SELECT pg_advisory_xact_lock(hashtextextended($1, 4))", [digest.clone().into()])
            .await?;
    }
    if let Some(earlier) = earlier(change.db(), (digest, former)).await? {
        return Ok(again(mail, &earlier));
    }
    let arrival = Arrival { mailbox: mailbox.id, now: arrived, from: &mail.incoming.from };
    let known = Known::read(change.db(), house, &mail.incoming, None, Some(arrival)).await?;
    let answered = *answered;
    let placing =
        place::Placing { house, mailbox, mail, known: &known, now, arrived, answered, let_in: None };
    let decision = placing.counted(change, decide(&mail.incoming, &known)).await?;
    let placed = placing.place(change, &decision, files).await?;
    let stored = Stored {
        mailbox: mailbox.id,
        digest,
        place,
        size: *size,
        ticket: placed.map(|placed| placed.ticket),
        entry: placed.and_then(|placed| placed.entry),
        original: original(&mail.incoming, |address| known.own_mailbox(address)),
    };
    store(change, mail, &decision, &stored, (arrived, now)).await?;
    let mut receipt = receipt(mail, decision, false);
    receipt.ticket = placed.map(|placed| placed.number).or(receipt.ticket);
    Ok(receipt)
}

fn receipt(mail: &Mail, decision: Decision, known: bool) -> Receipt {
    let files =
        mail.files.iter().map(|file| (file.name.clone(), file.told.clone(), file.bytes.len())).collect();
    let ticket = match &decision {
        Decision::NewTicket { .. } | Decision::Comment { .. } | Decision::Loop { .. } => None,
        Decision::Append { ticket, .. } => Some(*ticket),
        Decision::Quarantine { ticket, .. } | Decision::Bounce { ticket, .. } => *ticket,
    };
    Receipt { decision, ticket, reply: shown(mail, false).visible, files, known }
}

/// What of a mail is shown: what is new in it; all of a mail that was passed on, or that opens a ticket. Pictures that came with
/// it stand below.
pub fn shown(mail: &Mail, opens: bool) -> Reply {
    let incoming = &mail.incoming;
    let files: Vec<Named> = mail
        .files
        .iter()
        .map(|file| Named { name: &file.name, content_id: file.content_id.as_deref() })
        .collect();
    let reply = if subject::is_forward(&incoming.subject) {
        Reply::whole(&incoming.body)
    } else if opens {
        opening(&incoming.body)
    } else {
        visible(&incoming.body)
    };
    Reply { visible: without_placeholders(&reply.visible, &files), ..reply }
}
