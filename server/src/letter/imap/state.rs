//! How each mailbox fares: when it was last read, what is wrong, and telling administrators of a mailbox that stays silent.
use crate::config::mailbox::MailboxSettings;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::{Addressee, Letter, blocks, write};
use crate::store::{all, run};
use app::letter::view::MailboxView;
use app::words::{self, fill, say};
use domain::id::PersonId;
use domain::lang::Lang;
use domain::person::Role;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;

/// A mailbox that cannot be read for so long is told to administrators; shorter ones mend themselves.
const SILENT: SignedDuration = SignedDuration::from_mins(10);
/// The last success is written no more often than this.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// Brings the table to what the settings say. Mailboxes that are named no more stay, for their mails, but are read no more.
pub async fn name_all(house: &House, mailboxes: &[MailboxSettings]) -> Result<(), Fault> {
    let change = house.store.change().await?;
    run(change.db(), "UPDATE mailbox SET imap = FALSE", []).await?;
    for mailbox in mailboxes {
        let values = [
            mailbox.name.clone().into(),
            mailbox.address.clone().into(),
            mailbox.lang.code().into(),
            mailbox.imap.is_some().into(),
        ];
        let sql = "UPDATE mailbox SET address = $2, lang = $3, imap = $4 WHERE name = $1";
        if run(change.db(), sql, values.clone()).await?.rows_affected() == 0 {
            let sql = "INSERT INTO mailbox (name, address, lang, imap, created_at) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (address) DO UPDATE SET name = excluded.name, lang = excluded.lang, imap = excluded.imap";
            let now = house.clock.now().as_millisecond().into();
            run(change.db(), sql, values.into_iter().chain([now])).await?;
        }
    }
    change.commit().await
}

/// A mailbox was read to its end.
pub async fn fine(house: &House, id: i64, now: Timestamp) -> Result<(), Fault> {
    let change = house.store.change().await?;
    let sql = "UPDATE mailbox SET fetched_at = $1, trouble = NULL, trouble_since = NULL, told_at = NULL
      WHERE id = $2 AND (trouble IS NOT NULL OR fetched_at IS NULL OR fetched_at <= $3)";
    let values = [now.as_millisecond().into(), id.into(), (now - FRESH).as_millisecond().into()];
    run(change.db(), sql, values).await?;
    change.commit().await
}

/// A mailbox could not be read.
pub async fn failed(house: &House, id: i64, words: &str, now: Timestamp) -> Result<(), Fault> {
    let change = house.store.change().await?;
    let sql = "UPDATE mailbox SET trouble = $1, trouble_since = COALESCE(trouble_since, $2) WHERE id = $3";
    run(change.db(), sql, [words.into(), now.as_millisecond().into(), id.into()]).await?;
    change.commit().await
}

#[derive(FromQueryResult)]
struct Silent {
    id: i64,
    name: String,
    address: String,
    trouble: String,
    fetched_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct Reader {
    id: i64,
    name: String,
    email: String,
    lang: String,
}

/// Tells administrators of mailboxes that have been silent for long, once each; answers how many.
pub async fn alarm(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let sql = "SELECT id, name, address, COALESCE(trouble, '') AS trouble, fetched_at FROM mailbox
      WHERE imap = TRUE AND told_at IS NULL AND trouble_since <= $1 ORDER BY id";
    let silent: Vec<Silent> = all(house.store.read(), sql, [(now - SILENT).as_millisecond().into()]).await?;
    let mut told = 0;
    for mailbox in silent {
        let change = house.store.change().await?;
        let sql =
            "UPDATE mailbox SET told_at = $1 WHERE id = $2 AND told_at IS NULL AND trouble_since IS NOT NULL";
        let values = [now.as_millisecond().into(), mailbox.id.into()];
        if run(change.db(), sql, values).await?.rows_affected() == 0 {
            continue;
        }
        let sql = "SELECT p.id, p.name, p.email, p.lang FROM person p JOIN staff_role r ON r.person_id = p.id
          WHERE p.kind = 'staff' AND p.account <> 'left' AND r.role = $1 ORDER BY p.id";
        let readers: Vec<Reader> = all(change.db(), sql, [Role::Administrator.code().into()]).await?;
        for reader in &readers {
            write(&change, house, letter(house, &mailbox, reader), now).await?;
        }
        change.commit().await?;
        told += 1;
    }
    if told > 0 {
        house.letters.notify_one();
    }
    Ok(told)
}

fn letter(house: &House, mailbox: &Silent, reader: &Reader) -> Letter {
    use words::mails as w;
    let lang = Lang::of_code(&reader.lang).unwrap_or_default();
    let last = mailbox.fetched_at.map_or_else(
        || say(lang, w::NEVER_FETCHED).to_owned(),
        |at| fill(lang, w::LAST_FETCHED, &[("time", &house.clock.shown(at).full(lang))]),
    );
    let gaps = [
        ("name", mailbox.name.as_str()),
        ("address", mailbox.address.as_str()),
        ("reason", mailbox.trouble.as_str()),
    ];
    Letter {
        to: Addressee {
            person: Some(PersonId(reader.id)),
            name: reader.name.clone(),
            email: reader.email.clone(),
            lang,
        },
        subject: fill(lang, w::SILENT_SUBJECT, &gaps),
        blocks: blocks(
            vec![fill(lang, w::SILENT_MAIL, &gaps), last],
            Some((say(lang, w::TITLE).to_owned(), house.link("/mails"))),
        ),
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    }
}

#[derive(FromQueryResult)]
struct Row {
    name: String,
    address: String,
    fetched_at: Option<i64>,
    trouble: Option<String>,
}

/// The mailboxes that are read, by name.
pub async fn shown(house: &House) -> Result<Vec<MailboxView>, Fault> {
    let sql = "SELECT name, address, fetched_at, trouble FROM mailbox WHERE imap = TRUE ORDER BY name";
    let rows: Vec<Row> = all(house.store.read(), sql, []).await?;
    let shown = |row: Row| MailboxView {
        name: row.name,
        address: row.address,
        fetched: row.fetched_at.map(|at| house.clock.shown(at)),
        trouble: row.trouble,
    };
    Ok(rows.into_iter().map(shown).collect())
}
