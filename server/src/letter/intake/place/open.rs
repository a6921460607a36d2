//! Opening a ticket by a mail: a new one, or one that follows a closed one.
use super::{Placed, Placing, stands};
use crate::fault::Fault;
use crate::letter::intake::file::Kept;
use crate::letter::intake::query;
use crate::letter::thread::Answered;
use crate::mailbox::through::Through;
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::open::{Author, New, came_in, make};
use crate::ticket::row::by_id_to_change;
use crate::ticket::unowned;
use crate::ticket::work::Work;
use crate::ticket::write::{Said, follow};
use app::words::{self, say};
use domain::input::clean_line;
use domain::lang::Lang;
use domain::letter::cap::{WINDOW, counted, may_answer};
use domain::letter::incoming::Incoming;
use domain::letter::lookup::Lookup as _;
use domain::letter::machine::Machine;
use domain::letter::original::original;
use domain::letter::subject::bare;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::LONGEST_TITLE;
use domain::ticket::remark::Remark;
use domain::ticket::{Channel, TicketType, Urgency};

impl Placing<'_> {
    pub(super) async fn open(
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
        let person = sender.person.as_ref().filter(|person| !person.is_staff());
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
        let through = self.known.through(self.mailbox.id);
        if let Some(old) = linked_to {
            let mut old =
                Work::on(self.house, &call, by_id_to_change(change.db(), self.ticket(old)?).await?)?;
            let wrote = (!answer).then_some(incoming.from.as_str());
            let answers = answer.then(|| Answered::by(incoming));
            let remark = self.remark(false);
            let copied = self.copied(change, (old.row.organisation_id, old.row.id), machine).await?;
            let people = copied.into_iter().map(|person| person.id).collect();
            let channel = Channel::Mail;
            let arrived = self.arrived;
            let said = Said {
                author,
                by,
                body,
                documents,
                people,
                channel,
                wrote,
                answers,
                through,
                remark,
                arrived,
            };
            let new = follow(self.house, &call, change, &mut old, said).await?;
            return stands(change, &new, cut).await;
        }
        // A partner is of no organisation, and sees what they take part in (A4).
        let (customer, partner) = match person {
            Some(person) if person.is_customer() => (Some(person.id), None),
            Some(person) => (None, Some(person.id)),
            None => (None, None),
        };
        let organisation = self.organisation(change, customer).await?;
        let copied = match customer {
            Some(_) => self.copied(change, (organisation, 0), machine).await?,
            // Who is no contact there lets nobody in.
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
            people: copied.into_iter().map(|person| person.id).chain(partner).collect(),
            responsible: None,
            through,
            internal: None,
        };
        let mut work = make(self.house, &call, change, by, new).await?;
        came_in(change, &mut work, self.arrived).await?;
        if answer {
            work.answers = Some(Answered::by(incoming));
        } else {
            work.wrote(&incoming.from);
        }
        work.remarked(self.remark(true));
        work.remarked(sender.on_staff.then(|| Remark::FromStaff {
            name: sender.by.name.clone(),
            original: original(incoming, |address| self.known.own_mailbox(address)),
        }));
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
        query::organisation(change.db(), person, domain).await
    }

    /// Whether one more automatic answer may go to the sender (pitfalls "Loops").
    async fn may_answer(&self, change: &Change) -> Result<bool, Fault> {
        let Incoming { from, subject, .. } = &self.mail.incoming;
        let earlier = query::answers(change, &counted(from), self.now - WINDOW).await?;
        Ok(may_answer(&earlier, subject, self.now))
    }
}
