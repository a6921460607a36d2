//! How each mailbox fares: when it was last read, what is wrong, and telling administrators of a mailbox that stays silent.
use super::{Failed, query};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::addressee::{Reader, readers};
use crate::letter::desk::{Letter, blocks, write};
use crate::store::all;
use app::letter::trouble::trouble_word;
use app::letter::view::{MailboxView, TroubleView};
use app::words::{self, fill, say};
use domain::lang::Lang;
use domain::letter::mailbox::Trouble;
use domain::person::Role;
use jiff::Timestamp;
use query::Silent;
use sea_orm::FromQueryResult;

/// A mailbox was read to its end, all that had come by `now`.
pub async fn fine(house: &House, id: i64, now: Timestamp) -> Result<(), Fault> {
    let mut change = house.store.change().await?;
    query::fine(&mut change, id, now).await?;
    change.commit().await
}

/// All mails of a folder, named by its account and its validity, were dealt with up to this UID.
pub async fn reached(house: &House, id: i64, folder: (&str, u32), last: u32) -> Result<(), Fault> {
    let change = house.store.change().await?;
    query::reached(&change, id, folder, last).await?;
    change.commit().await
}

/// A mailbox could not be read.
pub async fn failed(house: &House, id: i64, failed: &Failed, now: Timestamp) -> Result<(), Fault> {
    let mut change = house.store.change().await?;
    query::failed(&mut change, id, failed, now).await?;
    change.commit().await
}

/// Tells administrators of mailboxes that have been silent for long, once each; answers how many.
pub async fn alarm(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let mut told = 0;
    for mailbox in query::silent(house.store.read(), now).await? {
        let change = house.store.change().await?;
        if !query::mark_told(&change, mailbox.id, now).await? {
            continue;
        }
        for reader in readers(&change, &[Role::Administrator], &[]).await? {
            write(&change, house, letter(house, &mailbox, &reader), now).await?;
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
    let lang = reader.lang();
    let last = mailbox.fetched_at.map_or_else(
        || say(lang, w::NEVER_FETCHED).to_owned(),
        |at| fill(lang, w::LAST_FETCHED, &[("time", &house.clock.shown(at).full(lang))]),
    );
    let reason = reason(lang, &trouble(mailbox.trouble_kind.as_deref(), &mailbox.trouble));
    let gaps =
        [("name", mailbox.name.as_str()), ("address", mailbox.address.as_str()), ("reason", reason.as_str())];
    Letter {
        to: reader.addressee(),
        subject: fill(lang, w::SILENT_SUBJECT, &gaps),
        blocks: blocks(
            vec![fill(lang, w::SILENT_MAIL, &gaps), last],
            Some((say(lang, words::mailbox::TITLE).to_owned(), house.link("/mailboxes"))),
        ),
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    }
}

/// What is wrong as a sentence, with the technical words behind it.
fn reason(lang: Lang, trouble: &TroubleView) -> String {
    let sentence = say(lang, trouble_word(trouble.trouble));
    if trouble.words.is_empty() { sentence.to_owned() } else { format!("{sentence} ({})", trouble.words) }
}

/// A trouble as the database has it.
pub fn trouble(code: Option<&str>, words: &str) -> TroubleView {
    let trouble = code.and_then(Trouble::of_code).unwrap_or(Trouble::Broken);
    TroubleView { trouble, words: words.to_owned() }
}

#[derive(FromQueryResult)]
struct Row {
    name: String,
    address: String,
    fetched_at: Option<i64>,
    trouble: Option<String>,
    trouble_kind: Option<String>,
}

/// The mailboxes that are read, by name.
pub async fn shown(house: &House) -> Result<Vec<MailboxView>, Fault> {
    let sql = "SELECT name, address, fetched_at, trouble, trouble_kind FROM mailbox WHERE imap = TRUE ORDER BY name";
    let rows: Vec<Row> = all(house.store.read(), sql, []).await?;
    let shown = |row: Row| MailboxView {
        name: row.name,
        address: row.address,
        fetched: row.fetched_at.map(|at| house.clock.shown(at)),
        trouble: row.trouble.map(|words| trouble(row.trouble_kind.as_deref(), &words)),
    };
    Ok(rows.into_iter().map(shown).collect())
}
