//! Mails about tickets (B3, C3): who took part in a ticket hears of messages and new states, in their own language.
//! Nobody is told what they did themselves, and nothing internal is ever told.
use crate::fault::Fault;
use crate::letter::desk::{Addressee, Letter, write};
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::work::{Person, Work};
use app::parts::badge::stage_word;
use app::promise::sentence::{by_when, metric_word};
use app::words::{self, Text, count, fill, say};
use domain::id::{DocumentId, PersonId};
use domain::lang::Lang;
use domain::promise::clock::Promise;
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
    for reader in readers(work, people) {
        let mut paragraphs = Vec::new();
        for (by, what) in work.news() {
            tell(work, &reader, by, what, &mut paragraphs);
        }
        if paragraphs.is_empty() {
            continue;
        }
        let number = work.house.policy().number.write(work.row.number());
        let button = reader.id.map(|_| {
            let path = format!("/tickets/{}", work.row.number);
            (say(reader.lang, words::notify::OPEN).to_owned(), work.house.link(&path))
        });
        let letter = Letter {
            to: Addressee {
                person: reader.id.map(PersonId),
                name: reader.name.to_owned(),
                email: reader.email.to_owned(),
                lang: reader.lang,
            },
            subject: format!("[{number}] {}", work.row.title),
            paragraphs,
            button,
            ticket: Some(work.row.id),
            secret: false,
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
fn tell(work: &Work<'_>, reader: &Reader<'_>, by: &By, what: &What, out: &mut Vec<String>) {
    use words::notify as w;
    let asker = work.call.actor.as_ref().map(|actor| actor.id.0);
    let own = reader.id.is_some() && reader.id == asker;
    let number = work.house.policy().number.write(work.row.number());
    let name = if by.name.is_empty() { say(reader.lang, w::THE_HOUSE) } else { &by.name };
    let gaps = [("number", number.as_str()), ("title", work.row.title.as_str()), ("name", name)];
    let said = |text: Text| fill(reader.lang, text, &gaps);
    match what {
        What::Opened { body, documents, .. } => {
            if reader.id == work.row.author_id && !reader.staff {
                let by_staff = by.staff;
                out.push(said(if by_staff { w::RECORDED } else { w::ACKNOWLEDGED }));
                let next = if reader.id.is_some() { w::ACKNOWLEDGED_NEXT } else { w::ACKNOWLEDGED_PUBLIC };
                out.extend(promised(work, reader.lang));
                out.push(say(reader.lang, next).to_owned());
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
                out.push(fill(reader.lang, w::MOVED, &gaps));
                if !note.is_empty() {
                    out.push(said(w::MOVED_NOTE));
                    out.push(quoted(note));
                }
            }
        }
        What::Specified { body } => {
            out.push(say(reader.lang, w::AGREED).to_owned());
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
        | What::Placed { .. }
        | What::Alarm { .. }
        | What::Recounted { .. } => {}
    }
}

/// What is promised about a new ticket, in words (B3).
fn promised(work: &Work<'_>, lang: Lang) -> Vec<String> {
    let now = work.house.clock.moment(work.call.now);
    let said = |promise: &Promise| {
        let when = by_when(lang, work.house.clock.moment(promise.due), now);
        let gaps = [("promise", say(lang, metric_word(promise.metric))), ("when", when.as_str())];
        fill(lang, words::promise::ACKNOWLEDGED, &gaps)
    };
    work.promised.iter().filter(|promise| promise.is_open()).map(said).collect()
}

fn opening(work: &Work<'_>) -> bool {
    work.news().iter().any(|(_, what)| matches!(what, What::Opened { .. }))
}

fn attached(lang: Lang, documents: &[DocumentId], out: &mut Vec<String>) {
    if !documents.is_empty() {
        out.push(count(lang, words::notify::DOCUMENTS, documents.len() as u64));
    }
}

/// Somebody's words, marked as such in plain text too.
fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
