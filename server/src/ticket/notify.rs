//! Mails about tickets (B3, C3): who took part in a ticket hears of messages and new states, in their own language.
//! Nobody is told what they did themselves, and nothing internal is ever told.
mod tell;

use crate::fault::Fault;
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{About, Addressee, Letter, write};
use crate::letter::enclosed::enclose;
use crate::letter::hold::{hold, take_back};
use crate::letter::window;
use crate::store::Change;
use crate::ticket::work::{Person, Work};
use app::words::{self, say};
use domain::id::PersonId;
use domain::lang::Lang;
use domain::letter::hold::{replaces, waits};
use domain::letter::subject::tagged;
use domain::ticket::Stage;
use domain::ticket::timeline::What;
use tell::{stands, tell};

/// A reader of mails about one ticket.
struct Reader<'a> {
    id: Option<i64>,
    name: &'a str,
    email: &'a str,
    lang: Lang,
    staff: bool,
    /// Of the customer: may confirm and object by the mail itself, and reads what it costs.
    decides: bool,
}

/// Writes the letters of a change.
pub async fn announce(work: &Work<'_>, change: &Change, people: &[Person]) -> Result<(), Fault> {
    // Of an internal ticket customers hear nothing, whoever they are.
    let reached = |reader: &Reader<'_>| {
        !work.is_writer(reader.email) && !work.is_spared(reader.id) && (reader.staff || !work.row.internal)
    };
    for reader in readers(work, people).into_iter().filter(reached) {
        let (mut blocks, told) = said(work, &reader);
        if blocks.is_empty() {
            continue;
        }
        let internal = reader.staff && told.iter().all(|(_, what)| concerns_staff(what));
        if !reader.staff
            && replaces(&told)
            && take_back(change, work.row.id, reader.email).await?
            && !told.iter().any(|(_, what)| matches!(what, What::Moved { .. }))
        {
            blocks.extend(stands(work, &reader));
        }
        let letter = Letter {
            answers: work.answers.clone().filter(|_| reader.id == work.row.author_id),
            acknowledges: acknowledging(work) && reader.id == work.row.author_id && !reader.staff,
            ..letter(work, &reader, blocks, internal)
        };
        let letter = write(change, work.house, letter, work.call.now).await?;
        if !reader.staff && waits(&told) {
            hold(change, letter, work.call.now).await?;
        }
        if let Some(until) = work.row.objection_until.filter(|_| reader.decides && ends(&told)) {
            window::names(change, letter, until).await?;
        }
        if reader.id.is_none() {
            enclose(change, letter, work.row.id, work.enclosed()).await?;
        }
    }
    Ok(())
}

/// The letter that tells somebody outside the house of the end of the work, for a change that was written earlier; `None` where
/// that is not mailed.
pub fn completion(work: &Work<'_>, to: &Addressee, decides: bool) -> Option<Letter> {
    let reader = Reader {
        id: to.person.map(|id| id.0),
        name: &to.name,
        email: &to.email,
        lang: to.lang,
        staff: false,
        decides,
    };
    let (blocks, told) = said(work, &reader);
    ends(&told).then(|| letter(work, &reader, blocks, false))
}

/// What of a change a reader is told, each with whether somebody on staff did it, and how.
fn said<'w>(work: &'w Work<'_>, reader: &Reader<'_>) -> (Vec<Block>, Vec<(bool, &'w What)>) {
    let mut blocks = Vec::new();
    let mut told = Vec::new();
    for (by, what) in work.news() {
        let before = blocks.len();
        tell(work, reader, by, what, &mut blocks);
        if blocks.len() > before {
            told.push((by.staff, what));
        }
    }
    (blocks, told)
}

/// Whether the end of the work is told.
fn ends(told: &[(bool, &What)]) -> bool {
    told.iter().any(|(_, what)| matches!(what, What::Moved { to: Stage::Done, .. }))
}

/// A letter to a reader that says this.
fn letter(work: &Work<'_>, reader: &Reader<'_>, mut blocks: Vec<Block>, internal: bool) -> Letter {
    let about = work.about(reader.lang, reader.staff, reader.id.is_some());
    let about = About { internal, ..about };
    if let Some(address) = about.address.clone() {
        let tests = !reader.staff && work.news().iter().any(|(_, what)| matches!(what, What::ForTest(_)));
        let label = if tests { words::acceptance::MAIL_TEST } else { words::notify::OPEN };
        let label = say(reader.lang, label).to_owned();
        let primary = !blocks.iter().any(|block| matches!(block, Block::Buttons(_)));
        blocks.push(Block::Buttons(vec![Button { label, address, primary }]));
    }
    if reader.staff && !internal && !work.row.internal {
        blocks.push(Block::Small(say(reader.lang, words::mail::ANSWER_IS_PUBLIC).to_owned()));
    }
    Letter {
        to: Addressee {
            person: reader.id.map(PersonId),
            name: reader.name.to_owned(),
            email: reader.email.to_owned(),
            lang: reader.lang,
        },
        subject: tagged(&about.number, &about.title),
        blocks,
        about: Some(about),
        secret: false,
        answers: None,
        acknowledges: false,
    }
}

/// Whether a change is told to anybody of the customer.
pub fn reaches_customer(work: &Work<'_>, people: &[Person]) -> bool {
    readers(work, people).iter().any(|reader| reader.decides && !reader.email.is_empty())
}

/// Whether a member of staff who is told this is told about their work: the answer is not for customers.
const fn concerns_staff(what: &What) -> bool {
    matches!(what, What::Assigned { .. } | What::PersonAdded { .. } | What::Nearing { .. })
}

fn readers<'a>(work: &'a Work<'_>, people: &'a [Person]) -> Vec<Reader<'a>> {
    let mut readers: Vec<Reader> = people
        .iter()
        .filter(|person| person.reached)
        .map(|person| Reader {
            id: Some(person.id),
            name: &person.name,
            email: &person.email,
            lang: Lang::of_code(&person.lang).unwrap_or_default(),
            staff: person.kind == "staff",
            decides: person.kind == "customer",
        })
        .collect();
    if work.row.author_id.is_none() && !work.row.author_email.is_empty() {
        readers.push(Reader {
            id: None,
            name: &work.row.author_name,
            email: &work.row.author_email,
            lang: work.row.author_lang.as_deref().and_then(Lang::of_code).unwrap_or_default(),
            staff: false,
            decides: work.author_decides,
        });
    }
    readers
}

fn opening(work: &Work<'_>) -> bool {
    work.news().iter().any(|(_, what)| matches!(what, What::Opened { .. }))
}

/// Whether its author hears for the first time that it is there.
fn acknowledging(work: &Work<'_>) -> bool {
    opening(work) || work.news().iter().any(|(_, what)| matches!(what, What::OnBehalf { .. }))
}
