//! What a letter says of what happened.
mod cost;
mod moved;
mod opened;

use super::{Reader, opening};
use crate::letter::compose::Block;
use crate::ticket::history::By;
use crate::ticket::work::Work;
use app::policy::template_word::said;
use app::promise::sentence::weekday_word;
use app::words::{self, Text, count, fill, say};
use domain::id::DocumentId;
use domain::moment::date;
use domain::policy::template::Occasion;
use domain::ticket::Stage;
use domain::ticket::acceptance::Testing;
use domain::ticket::timeline::What;
use jiff::civil::Date;

/// What one entry tells one reader; nothing where it is not for mails.
pub(super) fn tell(work: &Work<'_>, reader: &Reader<'_>, by: &By, what: &What, out: &mut Vec<Block>) {
    let telling = Telling::of(work, reader, by);
    let [number, title, name] = telling.gaps();
    match what {
        What::Opened { body, documents, .. } => telling.opened(body, documents, out),
        What::OnBehalf { .. } if reader.id == work.row.author_id => telling.on_behalf(out),
        _ if telling.is_by_reader() => {}
        // What the house writes into a history by itself is there to be read, not to be sent.
        What::Message { body, documents } if !by.name.is_empty() && !opening(work) => {
            out.push(telling.own(Occasion::Message));
            if !body.is_empty() {
                out.push(telling.quoted(body));
            }
            telling.attached(documents, out);
        }
        What::Called { caller, body } => {
            let gaps = [("by", telling.name), ("name", caller.as_str())];
            out.push(telling.filled(words::phone::MAIL_CALLED, &gaps));
            out.push(telling.quoted(body));
        }
        // A cancelled invoice changes nothing about the concern itself.
        What::Moved { from: Stage::Billed, .. } => {}
        What::Moved { to, note, .. } => telling.moved(*to, note, out),
        What::Merged { number: merged, title: other } if !reader.staff => {
            let gaps = [number, title, ("merged", merged.as_str()), ("other", other.as_str())];
            out.push(telling.filled(words::merge::MAIL_MERGED, &gaps));
        }
        What::Unsplit { number: split, title: other, apart: false } if !reader.staff => {
            let gaps = [number, title, ("split", split.as_str()), ("other", other.as_str())];
            out.push(telling.filled(words::merge::MAIL_UNSPLIT, &gaps));
        }
        What::ForTest(testing) if !reader.staff => telling.for_test(testing, out),
        What::ResultAccepted { version, wording } => {
            let gaps = [number, title, name, ("version", version.as_str())];
            out.push(telling.filled(words::acceptance::MAIL_ACCEPTED, &gaps));
            out.push(telling.quoted(wording));
        }
        What::ResultRefused { version, reason } => {
            let gaps = [number, title, name, ("version", version.as_str())];
            out.push(telling.filled(words::acceptance::MAIL_REFUSED, &gaps));
            out.push(telling.quoted(reason));
        }
        What::Planned { day: Some(day) } if !reader.staff => {
            let day = telling.day(*day);
            out.push(telling.said(Occasion::Planned, &[number, title, ("day", day.as_str())]));
        }
        // What something costs is nothing for partners (A4).
        what if what.tells_prices() => {
            if reader.staff || reader.decides {
                out.extend(telling.cost(what));
            }
        }
        What::WishIncluded { release, note } => {
            let gaps = [number, title, ("release", release.as_str())];
            out.push(telling.filled(words::notify::WISH_INCLUDED, &gaps));
            if !note.is_empty() {
                out.push(telling.quoted(note));
            }
        }
        What::Specified { body } => {
            out.push(telling.plain(words::notify::AGREED));
            out.push(telling.quoted(body));
        }
        What::Assigned { to: Some(_) } if !opening(work) && reader.id == work.row.assignee_id => {
            out.push(telling.told(words::notify::ASSIGNED));
        }
        // Who books sees it there; who is responsible may be elsewhere, with a timer that runs.
        What::Nearing { meter }
            if reader.staff && reader.id.is_some() && reader.id == work.row.assignee_id =>
        {
            out.push(telling.nearing(*meter));
        }
        What::PersonAdded { name }
            if reader.name == name && reader.id.is_some_and(|id| work.joined().contains(&id)) =>
        {
            out.push(telling.told(words::notify::ADDED));
        }
        What::Message { .. }
        | What::Note { .. }
        | What::Remark(_)
        | What::HandedOver { .. }
        | What::Assigned { .. }
        | What::Classified { .. }
        | What::Prioritised { .. }
        | What::Planned { .. }
        | What::Merged { .. }
        | What::WorkedAround
        | What::Quoted { .. }
        | What::QuoteEnded { .. }
        | What::Ordered { .. }
        | What::TakenOff { .. }
        | What::PersonAdded { .. }
        | What::MailLeft { .. }
        | What::MailCame { .. }
        | What::MailBack { .. }
        | What::Placed { .. }
        | What::OnBehalf { .. }
        | What::ForTest(_)
        | What::Untested { .. }
        | What::Linked { .. }
        | What::Unlinked { .. }
        | What::LinkedDone { .. }
        | What::ToldHanging { .. }
        | What::MergedInto { .. }
        | What::Unmerged { .. }
        | What::SplitFrom { .. }
        | What::SplitOff { .. }
        | What::Unsplit { .. }
        | What::TimesLeft { .. }
        | What::TimesCame { .. }
        | What::Alarm { .. }
        | What::Recounted { .. }
        | What::Nearing { .. }
        | What::LimitTold { .. }
        | What::Approval { .. }
        | What::ApprovalReminded { .. }
        | What::Consent { .. }
        | What::Booked { .. }
        | What::Rebooked { .. } => {}
    }
}

/// In which state it is now, where that is mailed, because the mail that told of a state was taken back.
pub(super) fn stands(work: &Work<'_>, reader: &Reader<'_>) -> Option<Block> {
    Telling::of(work, reader, &By::default()).state(work.stage)
}

/// What somebody did, told to one reader.
struct Telling<'a> {
    work: &'a Work<'a>,
    reader: &'a Reader<'a>,
    by: &'a By,
    /// Who did it, in words.
    name: &'a str,
    /// The ticket's number as it is written.
    number: String,
}

impl<'a> Telling<'a> {
    fn of(work: &'a Work<'a>, reader: &'a Reader<'a>, by: &'a By) -> Self {
        let name = if by.name.is_empty() { say(reader.lang, words::notify::THE_HOUSE) } else { &by.name };
        let number = work.house.policy().number.write(work.row.number());
        Self { work, reader, by, name, number }
    }

    fn is_by_reader(&self) -> bool {
        let asker = self.work.call.actor.as_ref().map(|actor| actor.id.0);
        self.reader.id.is_some() && self.reader.id == asker
    }

    /// Number and title of the ticket, and who did it.
    fn gaps(&self) -> [(&str, &str); 3] {
        [("number", &self.number), ("title", &self.work.row.title), ("name", self.name)]
    }

    /// What the company says on an occasion.
    fn said(&self, occasion: Occasion, gaps: &[(&str, &str)]) -> Block {
        Block::Text(said(&self.work.house.policy(), self.reader.lang, occasion, gaps))
    }

    fn own(&self, occasion: Occasion) -> Block {
        self.said(occasion, &self.gaps())
    }

    fn filled(&self, text: Text, gaps: &[(&str, &str)]) -> Block {
        Block::Text(fill(self.reader.lang, text, gaps))
    }

    fn told(&self, text: Text) -> Block {
        self.filled(text, &self.gaps())
    }

    fn plain(&self, text: Text) -> Block {
        Block::Text(say(self.reader.lang, text).to_owned())
    }

    fn quoted(&self, text: &str) -> Block {
        let at = self.work.house.clock.moment(self.work.call.now).full(self.reader.lang);
        Block::Message { by: self.name.to_owned(), at, text: text.to_owned() }
    }

    fn day(&self, day: Date) -> String {
        let lang = self.reader.lang;
        format!("{}, {}", say(lang, weekday_word(day.weekday())), date(day, lang))
    }

    /// What lies on the test system.
    fn for_test(&self, testing: &Testing, out: &mut Vec<Block>) {
        use words::acceptance as w;
        let Testing { version, place } = testing;
        let gaps = [("version", version.as_str()), ("place", place.as_str())];
        out.push(self.said(Occasion::ForTest, &gaps));
        let fact = |name, value: &str| (say(self.reader.lang, name).to_owned(), value.to_owned());
        out.push(Block::Facts(vec![fact(w::VERSION, version), fact(w::PLACE, place)]));
    }

    /// The files of a message: who has no account gets them along with the letter, or staff send them another way.
    fn attached(&self, documents: &[DocumentId], out: &mut Vec<Block>) {
        use words::notify as w;
        let text = match self.reader.id {
            Some(_) => w::DOCUMENTS,
            None if self.work.enclosed().is_empty() => w::DOCUMENTS_APART,
            None => w::DOCUMENTS_ENCLOSED,
        };
        if !documents.is_empty() {
            out.push(Block::Small(count(self.reader.lang, text, documents.len() as u64)));
        }
    }
}
