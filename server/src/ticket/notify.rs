//! Mails about tickets (B3, C3): who took part in a ticket hears of messages and new states, in their own language.
//! Nobody is told what they did themselves, and nothing internal is ever told.
use crate::fault::Fault;
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{Addressee, Letter, write};
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::work::{Person, Work};
use app::parts::badge::stage_word;
use app::promise::sentence::{by_when, metric_word, weekday_word};
use app::words::{self, Text, count, fill, say};
use domain::id::{DocumentId, PersonId};
use domain::lang::Lang;
use domain::letter::subject::tagged;
use domain::moment::date;
use domain::promise::clock::Promise;
use domain::ticket::Stage;
use domain::ticket::timeline::What;

/// A reader of mails about one ticket.
struct Reader<'a> {
    id: Option<i64>,
    name: &'a str,
    email: &'a str,
    lang: Lang,
    staff: bool,
}

/// Writes the letters of a change.
pub async fn announce(work: &Work<'_>, change: &Change, people: &[Person]) -> Result<(), Fault> {
    if work.row.internal {
        return Ok(());
    }
    for reader in readers(work, people).into_iter().filter(|reader| !work.is_writer(reader.email)) {
        let mut blocks = Vec::new();
        for (by, what) in work.news() {
            tell(work, &reader, by, what, &mut blocks);
        }
        if blocks.is_empty() {
            continue;
        }
        let about = work.about(reader.lang, reader.staff, reader.id.is_some());
        if let Some(address) = about.address.clone() {
            let label = say(reader.lang, words::notify::OPEN).to_owned();
            blocks.push(Block::Buttons(vec![Button { label, address, primary: true }]));
        }
        let letter = Letter {
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
            answers: work.answers.clone().filter(|_| reader.id == work.row.author_id),
            acknowledges: opening(work) && reader.id == work.row.author_id && !reader.staff,
        };
        write(change, work.house, letter, work.call.now).await?;
    }
    Ok(())
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
        })
        .collect();
    if work.row.author_id.is_none() && !work.row.author_email.is_empty() {
        readers.push(Reader {
            id: None,
            name: &work.row.author_name,
            email: &work.row.author_email,
            lang: work.row.author_lang.as_deref().and_then(Lang::of_code).unwrap_or_default(),
            staff: false,
        });
    }
    readers
}

/// What one entry tells one reader; nothing where it is not for mails.
fn tell(work: &Work<'_>, reader: &Reader<'_>, by: &By, what: &What, out: &mut Vec<Block>) {
    use words::notify as w;
    let asker = work.call.actor.as_ref().map(|actor| actor.id.0);
    let own = reader.id.is_some() && reader.id == asker;
    let number = work.house.policy().number.write(work.row.number());
    let name = if by.name.is_empty() { say(reader.lang, w::THE_HOUSE) } else { &by.name };
    let gaps = [("number", number.as_str()), ("title", work.row.title.as_str()), ("name", name)];
    let said = |text: Text| Block::Text(fill(reader.lang, text, &gaps));
    let plain = |text: Text| Block::Text(say(reader.lang, text).to_owned());
    let at = work.house.clock.moment(work.call.now).full(reader.lang);
    let quoted = |text: &str| Block::Message { by: name.to_owned(), at: at.clone(), text: text.to_owned() };
    match what {
        What::Opened { body, documents, .. } => {
            if reader.id == work.row.author_id && !reader.staff {
                let by_staff = by.staff;
                out.push(said(if by_staff { w::RECORDED } else { w::ACKNOWLEDGED }));
                let next = if reader.id.is_some() { w::ACKNOWLEDGED_NEXT } else { w::ACKNOWLEDGED_PUBLIC };
                out.extend(promised(work, reader.lang));
                out.push(plain(next));
                out.push(quoted(body));
            } else if reader.id.is_some() && reader.id == work.row.assignee_id && !own {
                out.push(said(w::OPENED));
                out.push(quoted(body));
                attached(reader.lang, documents, out);
            }
        }
        _ if own => {}
        // What the house writes into a history by itself is there to be read, not to be sent.
        What::Message { body, documents } if !by.name.is_empty() => {
            out.push(said(w::MESSAGE));
            if !body.is_empty() {
                out.push(quoted(body));
            }
            attached(reader.lang, documents, out);
        }
        What::Moved { to, note, .. } => {
            if work.house.policy().workflow.state(*to).is_some_and(|state| state.mailed) {
                let stage = say(reader.lang, stage_word(*to, reader.staff));
                let gaps = [gaps[0], gaps[1], ("stage", stage)];
                out.push(Block::Text(fill(reader.lang, w::MOVED, &gaps)));
                if !note.is_empty() {
                    out.push(quoted(note));
                }
                out.extend(window(work, reader, by, *to));
            }
        }
        What::Specified { body } => {
            out.push(plain(w::AGREED));
            out.push(quoted(body));
        }
        What::Assigned { to: Some(_) } if !opening(work) && reader.id == work.row.assignee_id => {
            out.push(said(w::ASSIGNED));
        }
        What::PersonAdded { .. } if reader.id.is_some_and(|id| work.joined().contains(&id)) => {
            out.push(said(w::ADDED));
        }
        What::Message { .. }
        | What::Note { .. }
        | What::HandedOver { .. }
        | What::Assigned { .. }
        | What::Classified { .. }
        | What::Prioritised { .. }
        | What::Planned { .. }
        | What::WorkedAround
        | What::PersonAdded { .. }
        | What::MailLeft { .. }
        | What::MailCame { .. }
        | What::Placed { .. }
        | What::Alarm { .. }
        | What::Recounted { .. }
        | What::Booked { .. }
        | What::Rebooked { .. } => {}
    }
}

/// Until when a customer may object, and that nobody did (C4).
fn window(work: &Work<'_>, reader: &Reader<'_>, by: &By, to: Stage) -> Option<Block> {
    use words::notify as w;
    let lang = reader.lang;
    match to {
        Stage::Done if !reader.staff => {
            let last = work.objection_day()?;
            let day = format!("{}, {}", say(lang, weekday_word(last.weekday())), date(last, lang));
            Some(Block::Text(fill(lang, w::DONE_UNTIL, &[("day", &day)])))
        }
        Stage::Closed if by.name.is_empty() => Some(Block::Text(say(lang, w::CLOSED_BY_ITSELF).to_owned())),
        _ => None,
    }
}

/// What is promised about a new ticket, in words (B3).
fn promised(work: &Work<'_>, lang: Lang) -> Option<Block> {
    let now = work.house.clock.moment(work.call.now);
    let said = |promise: &Promise| {
        let when = by_when(lang, work.house.clock.moment(promise.due), now);
        let metric = say(lang, metric_word(promise.metric));
        (fill(lang, words::promise::ACKNOWLEDGED, &[("promise", metric)]), when)
    };
    let facts: Vec<_> = work.promised.iter().filter(|promise| promise.is_open()).map(said).collect();
    (!facts.is_empty()).then_some(Block::Facts(facts))
}

fn opening(work: &Work<'_>) -> bool {
    work.news().iter().any(|(_, what)| matches!(what, What::Opened { .. }))
}

fn attached(lang: Lang, documents: &[DocumentId], out: &mut Vec<Block>) {
    if !documents.is_empty() {
        out.push(Block::Small(count(lang, words::notify::DOCUMENTS, documents.len() as u64)));
    }
}
