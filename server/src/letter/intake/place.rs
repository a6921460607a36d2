//! What a decision brings about: a ticket, a message, a note, or nothing but the mail itself.
use super::known::Known;
use super::{Mailbox, query, shown};
use crate::deal::comment;
use crate::document::sniff::{HEAD, media_type};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::deliver::LARGEST;
use crate::letter::mime::{File, Mail};
use crate::letter::returned::{gave_up, mark, unmark};
use crate::letter::thread::Answered;
use crate::letter::token;
use crate::mailbox::through::Through;
use crate::person::query::{PersonRow, by_email};
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::open::{Author, New, make};
use crate::ticket::row::by_id_to_change;
use crate::ticket::unowned;
use crate::ticket::work::Work;
use crate::ticket::write::{Said, follow};
use app::call::Call;
use app::words::{self, say};
use domain::deal::timeline::What as Comment;
use domain::deal::{Deal, LONGEST_COMMENT};
use domain::id::DocumentId;
use domain::input::{clean_line, clean_text};
use domain::lang::Lang;
use domain::letter::bounce::Bounce;
use domain::letter::cap::{WINDOW, counted, may_answer};
use domain::letter::incoming::Incoming;
use domain::letter::lookup::Lookup as _;
use domain::letter::machine::Machine;
use domain::letter::reply::Reply;
use domain::letter::subject::bare;
use domain::letter::thanks::only_thanks;
use domain::letter::thread::Decision;
use domain::letter::voice::Voice;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::{LONGEST_TEXT, LONGEST_TITLE};
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use domain::ticket::{Channel, Stage, TicketType, Urgency, workflow};
use futures::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use sha2::{Digest as _, Sha256};

/// A file of a mail that lies in the store and has no row yet.
pub struct Kept {
    pub(super) name: String,
    pub(super) media: &'static str,
    pub(super) size: usize,
    pub(super) digest: String,
    pub(super) place: String,
}

/// Files of one mail that are written at once: the disk makes one matter of what several wait for.
const AT_ONCE: usize = 4;

/// Puts the files of a mail into the store.
pub async fn keep_files(house: &House, place: &str, mail: &Mail) -> Result<Vec<Kept>, Fault> {
    let files = mail.files.iter().enumerate();
    let keeps: Vec<_> =
        files.map(|(number, file)| keep_file(house, format!("{place}-{number}"), file)).collect();
    futures::stream::iter(keeps).buffered(AT_ONCE).try_collect().await
}

async fn keep_file(house: &House, place: String, file: &File) -> Result<Kept, Fault> {
    let head = &file.bytes[..file.bytes.len().min(HEAD)];
    let digest = crate::secret::hex(&Sha256::digest(&file.bytes));
    let media = media_type(head, file.bytes.len() < HEAD);
    house.files.store.put(&Path::from(place.as_str()), file.bytes.clone().into()).await?;
    Ok(Kept { name: file.name.clone(), media, size: file.bytes.len(), digest, place })
}

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
    /// When it came in.
    pub now: Timestamp,
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
        if machine.is_some_and(|machine| !machine.may_be_a_person()) {
            // It moves no clock, reopens nothing and is no answer, whosever machine it is.
            let documents = self.documents(change, sender.by.id, true, files).await?;
            work.happened(sender.by, What::Note { body, documents });
        } else if internal {
            let documents = self.documents(change, sender.by.id, true, files).await?;
            work.happened(sender.by, What::Note { body, documents });
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
        let documents = self.documents(change, Some(actor.id.0), internal, files).await?;
        let (body, _) = self.words(false);
        let body = if body.is_empty() && documents.is_empty() {
            clean_line(&self.mail.incoming.subject)
        } else {
            body
        };
        let body = body.chars().take(LONGEST_COMMENT as usize).collect();
        let what =
            if internal { Comment::Note { body, documents } } else { Comment::Comment { body, documents } };
        comment::say(self.house, change, &call, deal, &what).await
    }

    /// What of the mail is read on the ticket, and whether who reads it is told that there is more. A keyed token that was
    /// quoted is not for everybody there.
    fn words(&self, opens: bool) -> (String, bool) {
        let Reply { visible, cut, .. } = shown(self.mail, opens);
        (token::masked(&self.house.vault, &limited(&clean_text(&visible))), cut)
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
            (None, n) => Some(Remark::MoreFiles { n }),
        }
    }

    /// A message as the portal would take it, with what it brings about.
    fn say(&self, work: &mut Work<'_>, sender: &Sender, body: String, documents: Vec<DocumentId>) {
        // A file beside the words may be the objection.
        let thanks = !self.mail.incoming.attached && only_thanks(&body, &sender.by.name);
        work.happened(sender.by.clone(), What::Message { body, documents });
        if sender.by.staff {
            return;
        }
        let policy = self.house.policy();
        let back = Stage::InTriage;
        let present = work.row.present(true);
        match work.stage {
            Stage::Question
                if policy.workflow.check(work.stage, back, workflow::By::System, present).is_ok() =>
            {
                work.shift(None, back, String::new());
            }
            Stage::Done if !thanks => {
                let (actor, relation) = work.customer();
                let by = workflow::By::Person(&actor, &relation);
                if policy.workflow.check(work.stage, back, by, present).is_ok() {
                    work.shift(None, back, String::new());
                }
            }
            _ => {}
        }
    }

    async fn open(
        &self,
        change: &mut Change,
        linked_to: Option<TicketNumber>,
        machine: Option<Machine>,
        files: &[Kept],
    ) -> Result<Placed, Fault> {
        let sender = self.sender(change).await?;
        let call = self.call(sender.lang);
        let incoming = &self.mail.incoming;
        // An address is no identity: what staff alone may do nobody does by writing their address into a mail.
        let person = sender.person.as_ref().filter(|person| person.kind == "customer");
        let by = By { id: person.map(|person| person.id), staff: false, ..sender.by.clone() };
        let documents = self.documents(change, by.id, false, files).await?;
        let author = Author {
            id: by.id,
            name: by.name.clone(),
            // Nobody writes to the house's own mailbox.
            email: if machine == Some(Machine::OwnMailbox) { String::new() } else { incoming.from.clone() },
            lang: Some(sender.lang.code().to_owned()),
        };
        let (body, cut) = self.words(linked_to.is_none());
        let answer = self.answered && machine.is_none() && self.may_answer(change).await?;
        let through = Through::of(change, self.mailbox.id).await?;
        if let Some(old) = linked_to {
            let mut old =
                Work::on(self.house, &call, by_id_to_change(change.db(), self.ticket(old)?).await?)?;
            let wrote = (!answer).then_some(incoming.from.as_str());
            let answers = answer.then(|| Answered::by(incoming));
            let remark = self.remark(false);
            let copied = self.copied(change, (old.row.organisation_id, old.row.id), machine).await?;
            let people = copied.into_iter().map(|person| person.id).collect();
            let channel = Channel::Mail;
            let said = Said { author, by, body, documents, people, channel, wrote, answers, through, remark };
            let new = follow(self.house, &call, change, &mut old, said).await?;
            return stands(change, &new, cut).await;
        }
        let organisation = self.organisation(change, by.id).await?;
        let copied = match by.id {
            Some(_) => self.copied(change, (organisation, 0), machine).await?,
            // Who is unknown lets nobody in.
            None => Vec::new(),
        };
        let new = New {
            title: self.title(&body, sender.lang),
            body,
            documents,
            channel: Channel::Mail,
            class: Through::class(through.as_ref(), &self.house.policy(), None),
            kind: TicketType::default(),
            urgency: Urgency::default(),
            organisation,
            asset: None,
            software_version: String::new(),
            technical_contact: None,
            author,
            people: copied.into_iter().map(|person| person.id).collect(),
            responsible: None,
            through,
            internal: None,
        };
        let mut work = make(self.house, &call, change, by, new).await?;
        if answer {
            work.answers = Some(Answered::by(incoming));
        } else {
            work.wrote(&incoming.from);
        }
        work.remarked(self.remark(true));
        work.remarked(sender.on_staff.then(|| Remark::FromStaff { name: sender.by.name.clone() }));
        // Who sends without end is told to nobody without end.
        if answer {
            unowned::tell(&work, change).await?;
        }
        work.finish(change).await?;
        stands(change, &work, cut).await
    }

    /// The subject, else the first line, else words of ours.
    fn title(&self, body: &str, lang: Lang) -> String {
        let subject = bare(&self.mail.incoming.subject, &self.house.policy().number);
        let first = body.lines().map(clean_line).find(|line| !line.is_empty());
        let title = Some(subject).filter(|subject| !subject.is_empty()).or(first);
        let title = title.unwrap_or_else(|| say(lang, words::mail::NO_SUBJECT).to_owned());
        title.chars().take(LONGEST_TITLE as usize).collect()
    }

    /// Whose ticket it is.
    async fn organisation(&self, change: &Change, person: Option<i64>) -> Result<Option<i64>, Fault> {
        let domain = self.mail.incoming.from.rsplit_once('@').map(|(_, domain)| domain);
        query::organisation(change, person, domain).await
    }

    /// Whether one more automatic answer may go to the sender (pitfalls "Loops").
    async fn may_answer(&self, change: &Change) -> Result<bool, Fault> {
        let Incoming { from, subject, .. } = &self.mail.incoming;
        let earlier = query::answers(change, &counted(from), self.now - WINDOW).await?;
        Ok(may_answer(&earlier, subject, self.now))
    }

    /// A delivery report on a letter of ours: staff read it on the ticket, and the outbox says that the letter did not arrive.
    async fn bounced(
        &self,
        change: &mut Change,
        ticket: Option<TicketNumber>,
        bounce: &Bounce,
    ) -> Result<Option<Placed>, Fault> {
        let Some(number) = ticket else { return Ok(None) };
        let id = self.ticket(number)?;
        let recipient = bounce.recipient.as_deref().unwrap_or_default();
        let placed = Placed { ticket: id, number, entry: None };
        if bounce.gave_up && self.was_told(change, id).await? {
            return Ok(Some(placed));
        }
        if bounce.gave_up {
            for returned in &self.mail.incoming.returned {
                query::fail(change, id, returned, &bounce.reason).await?;
                // A report may name anybody: marked is to whom the letter went.
                if bounce.permanent
                    && let Some(email) = query::recipient(change, id, returned).await?
                {
                    mark(change, &email, &bounce.reason, self.now).await?;
                }
            }
            gave_up(self.house, change, id, (recipient, &bounce.reason), self.now).await?;
        } else {
            let call = self.call(Lang::default());
            let mut work = Work::on(self.house, &call, by_id_to_change(change.db(), id).await?)?;
            let (email, reason) = (recipient.to_owned(), bounce.reason.clone());
            work.remarked(Some(Remark::Delayed { email, reason }));
            work.finish(change).await?;
        }
        Ok(Some(placed))
    }

    /// Whether the ticket says already that the letter which a report sends back did not arrive.
    async fn was_told(&self, change: &Change, ticket: i64) -> Result<bool, Fault> {
        for returned in &self.mail.incoming.returned {
            if query::has_failed(change, ticket, returned).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn ticket(&self, number: TicketNumber) -> Result<i64, Fault> {
        self.known.id(number).ok_or_else(|| Fault::broken(format!("ticket {} was not read", number.0)))
    }

    async fn documents(
        &self,
        change: &Change,
        person: Option<i64>,
        internal: bool,
        files: &[Kept],
    ) -> Result<Vec<DocumentId>, Fault> {
        let mut ids = Vec::with_capacity(files.len());
        for file in files {
            ids.push(query::document(change, person, internal, file, self.now).await?);
        }
        Ok(ids)
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
