//! What a decision brings about: a ticket, a message, a note, or nothing but the mail itself.
mod bounced;
mod inside;
mod open;
mod repeating;

use super::file::Kept;
use super::known::Known;
use super::{Mailbox, query, shown};
use crate::deal::comment;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::deliver::LARGEST;
use crate::letter::desk::{About, Letter, write, write_on_deal};
use crate::letter::mime::Mail;
use crate::letter::returned::unmark;
use crate::letter::token;
use crate::person::query::{PersonRow, by_email};
use crate::store::Change;
use crate::ticket::heard::heard;
use crate::ticket::history::By;
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use app::call::Call;
use app::words::{self, say};
use domain::deal::timeline::What as Comment;
use domain::deal::{Deal, LONGEST_COMMENT};
use domain::id::DocumentId;
use domain::input::{clean_line, clean_text};
use domain::lang::Lang;
use domain::letter::lookup::Lookup as _;
use domain::letter::machine::Machine;
use domain::letter::reply::Reply;
use domain::letter::thanks::only_thanks;
use domain::letter::thread::Decision;
use domain::letter::voice::Voice;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use jiff::Timestamp;

/// As long as a message may be; the rest is in the raw mail.
pub fn limited(text: &str) -> String {
    text.chars().take(LONGEST_TEXT as usize).collect()
}

/// Who wrote a mail, as far as it is known.
struct Sender {
    /// Account; none for people without, for staff and for those who left.
    person: Option<PersonRow>,
    by: By,
    lang: Lang,
    /// The address is that of somebody on staff, and nothing proves that they wrote.
    on_staff: bool,
}

/// A mail being placed.
pub struct Placing<'a> {
    /// Where.
    pub house: &'a House,
    /// To which mailbox it came.
    pub mailbox: &'a Mailbox,
    /// Itself.
    pub mail: &'a Mail,
    /// What the rules asked.
    pub known: &'a Known,
    /// When it is placed.
    pub now: Timestamp,
    /// When it came in: a ticket that it opens begins then.
    pub arrived: Timestamp,
    /// Whether its writer may be told that it came.
    pub answered: bool,
    /// Who on staff lets its writer take part in the ticket on which it is put, where somebody does.
    pub let_in: Option<By>,
}

/// The ticket on which a mail stands or to which it leads.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// Its row.
    pub ticket: i64,
    /// Its number.
    pub number: TicketNumber,
    /// The entry that the mail's words became.
    pub entry: Option<i64>,
}

impl Placing<'_> {
    /// Brings about what was decided; answers the ticket on which the mail stands or to which it leads.
    pub async fn place(
        &self,
        change: &mut Change,
        decision: &Decision,
        files: &[Kept],
    ) -> Result<Option<Placed>, Fault> {
        match decision {
            Decision::Loop { .. } => Ok(None),
            Decision::Quarantine { ticket, .. } => Ok(ticket
                .and_then(|number| Some(Placed { ticket: self.known.id(number)?, number, entry: None }))),
            Decision::Bounce { ticket, bounce, .. } => self.bounced(change, *ticket, bounce).await,
            Decision::Append { ticket, machine, internal, .. } => {
                self.append(change, *ticket, (*machine, *internal), files).await.map(Some)
            }
            Decision::Comment { deal, internal, .. } => {
                self.comment(change, *deal, *internal, files).await?;
                Ok(None)
            }
            Decision::NewTicket { linked_to, machine, .. } => {
                self.open(change, *linked_to, *machine, files).await.map(Some)
            }
        }
    }

    fn call(&self, lang: Lang) -> Call {
        Call { lang, ..Call::of_the_house(self.now) }
    }

    async fn sender(&self, change: &Change) -> Result<Sender, Fault> {
        let incoming = &self.mail.incoming;
        let proven = self.known.is_proven();
        if proven {
            unmark(change, &incoming.from).await?;
        }
        let person = by_email(change.db(), &incoming.from).await?.filter(|person| person.account != "left");
        let lang = person.as_ref().map_or(self.mailbox.lang.as_str(), |person| person.lang.as_str());
        let lang = Lang::of_code(lang).unwrap_or_default();
        let named = if incoming.from_name.is_empty() { &incoming.from } else { &incoming.from_name };
        let name = match &person {
            Some(person) => person.name.clone(),
            None if named.is_empty() => say(lang, words::mail::UNKNOWN_SENDER).to_owned(),
            None => named.clone(),
        };
        let on_staff = !proven && person.as_ref().is_some_and(PersonRow::is_staff);
        // An address is no identity: staff speak only where they answer what went to them alone, also when others place it.
        let person = person.filter(|person| proven || !person.is_staff());
        let staff = person.as_ref().is_some_and(PersonRow::is_staff);
        let by = By { id: person.as_ref().map(|person| person.id), name, staff };
        Ok(Sender { person, by, lang, on_staff })
    }

    async fn append(
        &self,
        change: &mut Change,
        number: TicketNumber,
        (machine, internal): (Option<Machine>, bool),
        files: &[Kept],
    ) -> Result<Placed, Fault> {
        let id = self.ticket(number)?;
        let sender = self.sender(change).await?;
        let call = self.call(sender.lang);
        let mut work = Work::on(self.house, &call, by_id_to_change(change.db(), id).await?)?;
        let (body, cut) = self.words(false);
        let repeats = machine == Some(Machine::Repeating);
        if machine.is_some_and(|machine| !machine.may_be_a_person()) {
            // It moves no clock, reopens nothing and is no answer, whosever machine it is. Many say all in their subject.
            let body = self.or_subject(body);
            let documents = self.documents(change, sender.by.id, true, files).await?;
            work.happened(sender.by, What::Note { body, documents });
        } else if internal || repeats && sender.by.staff {
            // What staff write counts as an answer, and nobody got this one.
            let documents = self.documents(change, sender.by.id, true, files).await?;
            work.happened(sender.by, What::Note { body, documents });
        } else if !work.row.internal && self.stays_inside(change, &sender, &body).await? {
            let documents = self.documents(change, sender.by.id, true, files).await?;
            let about = About { internal: true, ..work.about(sender.lang, true, true) };
            let letter = self.kept_inside(&sender, &about.number);
            work.happened(sender.by, What::Note { body, documents });
            if machine.is_none() {
                let about = Some(about);
                write(change, self.house, Letter { about, ..letter }, self.now).await?;
            }
        } else {
            let internal = work.row.internal;
            let documents = self.documents(change, sender.by.id, internal, files).await?;
            work.wrote(&self.mail.incoming.from);
            self.say(&mut work, &sender, body, documents);
            self.join(&mut work);
            if self.known.voice(number, &self.mail.incoming.from) == Voice::Public {
                self.let_in_copied(change, &mut work, &sender.by, machine).await?;
            }
        }
        work.remarked(self.remark(false));
        if repeats {
            work.hush();
            work.remarked(Some(Remark::Repeating { email: self.mail.incoming.from.clone() }));
        }
        work.finish(change).await?;
        stands(change, &work, cut).await
    }

    /// Lets the writer take part from now on, where staff say so; nobody from outside on an internal ticket (C6).
    fn join(&self, work: &mut Work<'_>) {
        let joiner = self.known.joiner(work.row.number()).filter(|_| !work.row.internal);
        if let (Some(by), Some(joiner)) = (&self.let_in, joiner) {
            work.join(joiner.person);
            work.happened(by.clone(), What::PersonAdded { name: joiner.name.to_owned() });
        }
    }

    /// Whom somebody who takes part names in their mail takes part from now on; nobody from outside on an internal ticket (C6).
    async fn let_in_copied(
        &self,
        change: &Change,
        work: &mut Work<'_>,
        by: &By,
        machine: Option<Machine>,
    ) -> Result<(), Fault> {
        if work.row.internal {
            return Ok(());
        }
        let ticket = (work.row.organisation_id, work.row.id);
        for person in self.copied(change, ticket, machine).await? {
            work.join(person.id);
            work.happened(by.clone(), What::PersonAdded { name: person.name });
        }
        Ok(())
    }

    /// A comment on a quote or an order, as the portal would take it; a subject says something too.
    async fn comment(
        &self,
        change: &mut Change,
        deal: Deal,
        internal: bool,
        files: &[Kept],
    ) -> Result<(), Fault> {
        let actor = self.known.commenter().ok_or_else(|| Fault::broken("nobody comments by a mail"))?;
        let sender = self.sender(change).await?;
        let call = Call { actor: Some(actor.clone()), ..self.call(sender.lang) };
        let (body, _) = self.words(false);
        let kept = !internal && self.stays_inside(change, &sender, &self.or_subject(body.clone())).await?;
        let internal = internal || kept;
        let documents = self.documents(change, Some(actor.id.0), internal, files).await?;
        let body = if documents.is_empty() { self.or_subject(body) } else { body };
        let body = body.chars().take(LONGEST_COMMENT as usize).collect();
        let what =
            if internal { Comment::Note { body, documents } } else { Comment::Comment { body, documents } };
        comment::say(self.house, change, &call, deal, &what).await?;
        if kept {
            let letter = self.kept_inside(&sender, &deal.to_string());
            write_on_deal(change, self.house, letter, (deal, true), self.now).await?;
        }
        Ok(())
    }

    /// What of the mail is read on the ticket, and whether who reads it is told that there is more. A keyed token that was
    /// quoted is not for everybody there.
    fn words(&self, opens: bool) -> (String, bool) {
        let Reply { visible, cut, .. } = shown(self.mail, opens);
        (token::masked(&self.house.vault, &limited(&clean_text(&visible))), cut)
    }

    /// The words of a mail; where it has none its subject.
    fn or_subject(&self, body: String) -> String {
        if body.is_empty() { clean_line(&self.mail.incoming.subject) } else { body }
    }

    /// What the house adds to a mail of which not all can be read here: never in the words of who wrote it.
    fn remark(&self, opens: bool) -> Option<Remark> {
        let megabytes = |bytes: usize| u32::try_from(bytes.div_ceil(1024 * 1024)).unwrap_or(u32::MAX);
        match (self.mail.full_size, self.mail.more_files) {
            (Some(size), _) => Some(Remark::CutMail { size: megabytes(size), most: megabytes(LARGEST) }),
            (None, 0) if self.mail.sealed => Some(Remark::Sealed),
            (None, 0) => {
                let n = clean_text(&shown(self.mail, opens).visible).chars().count();
                let long = n > LONGEST_TEXT as usize;
                long.then(|| Remark::CutText { n: u32::try_from(n).unwrap_or(u32::MAX) })
            }
            (None, n) => {
                let kept = u32::try_from(self.mail.files.len()).unwrap_or(u32::MAX);
                Some(Remark::MoreFiles { n, kept })
            }
        }
    }

    /// A message as the portal would take it, with what it brings about.
    fn say(&self, work: &mut Work<'_>, sender: &Sender, body: String, documents: Vec<DocumentId>) {
        // A file beside the words may be the objection.
        let thanks = !self.mail.incoming.attached && only_thanks(&body, &sender.by.name);
        heard(work, sender.by.clone(), body, documents, thanks);
    }

    fn ticket(&self, number: TicketNumber) -> Result<i64, Fault> {
        self.known.id(number).ok_or_else(|| Fault::broken(format!("ticket {} was not read", number.0)))
    }
}

/// Where a mail stands after its work is done; `cut`, where its readers are told that there is more of it.
async fn stands(change: &Change, work: &Work<'_>, cut: bool) -> Result<Placed, Fault> {
    let entry = work.message();
    if let (Some(entry), true) = (entry, cut) {
        query::cut(change, entry).await?;
    }
    Ok(Placed { ticket: work.row.id, number: work.row.number(), entry })
}
