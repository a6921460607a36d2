//! Tells those who decide about mail of mails that wait for it too long (B4): each mail once, all that have come due in one
//! letter.
use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::letter::addressee::{Reader, readers};
use crate::letter::desk::{Letter, blocks, write_all};
use crate::letter::mails::sender;
use crate::store::{Change, all};
use app::words::{self, count, fill, say};
use domain::lang::Lang;
use domain::letter::thread::Rule;
use domain::letter::waiting::{too_long_since, unhurried};
use domain::person::Role;
use jiff::Timestamp;
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(1);
/// Mails that one letter names; of more it says how many there are.
const NAMED: usize = 10;

/// Runs until the house closes.
pub async fn run_reminding(house: House) {
    job::run(house, EVERY, "Nobody could be told of mails that wait.", |house, now| async move {
        look(&house, now).await.map(|_| false)
    })
    .await;
}

#[derive(FromQueryResult)]
struct Waiting {
    from_name: String,
    from_email: String,
    subject: String,
}

/// Looks once, as of `now`; answers of how many mails was told. Twice is as good as once, also on several servers.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let spam = Rule::Spam.code();
    let machines = unhurried().map(|machine| format!("'{}'", machine.code())).collect::<Vec<_>>().join(", ");
    let due = format!(
        "decision = 'quarantine' AND rule <> '{spam}' AND (machine IS NULL OR machine NOT IN ({machines}))
           AND told_at IS NULL AND received_at <= $1"
    );
    let since = too_long_since(now).as_millisecond();
    let sql = format!("SELECT from_name, from_email, subject FROM mail WHERE {due} LIMIT 1");
    if all::<Waiting, _>(house.store.read(), &sql, [since.into()]).await?.is_empty() {
        return Ok(0);
    }
    let change = house.store.change().await?;
    let sql = format!("UPDATE mail SET told_at = $2 WHERE {due} RETURNING from_name, from_email, subject");
    let mails: Vec<Waiting> = all(change.db(), &sql, [since.into(), now.as_millisecond().into()]).await?;
    if !mails.is_empty() {
        let deciders = deciders(&change).await?;
        let letters = deciders.iter().map(|reader| letter(house, &mails, reader));
        write_all(&change, house, letters, now).await?;
    }
    change.commit().await?;
    house.letters.notify_one();
    Ok(mails.len())
}

/// Who decides about mail; where nobody has the duty, administrators.
pub async fn deciders(change: &Change) -> Result<Vec<Reader>, Fault> {
    let deciding = readers(change, &[Role::ProjectLead, Role::SupportManager], &[]).await?;
    if deciding.is_empty() { readers(change, &[Role::Administrator], &[]).await } else { Ok(deciding) }
}

fn letter(house: &House, mails: &[Waiting], reader: &Reader) -> Letter {
    use words::mails as w;
    let lang = reader.lang();
    let mut paragraphs = vec![count(lang, w::WAIT_MAIL, mails.len() as u64)];
    paragraphs.extend(mails.iter().take(NAMED).map(|mail| named(lang, mail)));
    if mails.len() > NAMED {
        paragraphs.push(count(lang, w::WAIT_MORE, (mails.len() - NAMED) as u64));
    }
    Letter {
        to: reader.addressee(),
        subject: count(lang, w::WAIT_SUBJECT, mails.len() as u64),
        blocks: blocks(paragraphs, Some((say(lang, w::TITLE).to_owned(), house.link("/mails")))),
        about: None,
        secret: false,
        acknowledges: false,
        answers: None,
    }
}

/// One mail in a line: from whom, about what.
fn named(lang: Lang, mail: &Waiting) -> String {
    let subject = match mail.subject.as_str() {
        "" => say(lang, words::mail::NO_SUBJECT),
        subject => subject,
    };
    fill(
        lang,
        words::mails::WAIT_ONE,
        &[("from", &sender(&mail.from_name, &mail.from_email)), ("subject", subject)],
    )
}
