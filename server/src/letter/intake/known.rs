//! What the rules ask the house about one mail, read at once before they ask.
mod query;

pub use query::follow_ups;

use super::mailboxes::{Arrival, OwnMailboxes};
use crate::deal::comment;
use crate::deal::facts::stakes;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::token;
use crate::mailbox::through::Through;
use crate::person::vault::Vault;
use crate::session::actor_of;
use domain::access::Actor;
use domain::id::PersonId;
use domain::input::Reason;
use domain::letter::cap::is_flood;
use domain::letter::incoming::Incoming;
use domain::letter::lookup::Lookup;
use domain::letter::moving::{Joining, Tie, is_stranger, joining, placeable};
use domain::letter::subject;
use domain::letter::voice::{DealLetter, OwnLetter, Voice, Writer, answered, voice};
use domain::ticket::number::{NumberFormat, TicketNumber};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap};

/// Most Message-IDs of one mail that are looked up.
const MOST: usize = 120;

/// The answers for one mail.
pub struct Known {
    vault: Vault,
    format: NumberFormat,
    host: String,
    mailboxes: OwnMailboxes,
    /// Too many writers without account opened tickets where the mail came in, and its writer has none either.
    flooded: bool,
    sent: HashMap<String, TicketNumber>,
    /// Of those that were sent the ones that went to the sender, and whose Message-ID nobody else was told.
    own: HashMap<String, OwnLetter>,
    /// Letters about quotes and orders that went to the sender, who may still comment there.
    deals: HashMap<String, DealLetter>,
    /// The sender, where there are such letters.
    commenter: Option<Actor>,
    foreign: HashMap<String, TicketNumber>,
    tickets: HashMap<TicketNumber, Facts>,
    /// Of closed tickets those by which the sender went on with them.
    follow_ups: HashMap<TicketNumber, TicketNumber>,
    from: String,
    /// Account and name of the sender, where there are such and a ticket was read.
    person: Option<(i64, String)>,
}

/// Somebody who may be let in on a ticket with a mail.
#[derive(Clone, Copy, Debug)]
pub struct Joiner<'a> {
    /// Account.
    pub person: i64,
    /// Name.
    pub name: &'a str,
    /// Unless staff say otherwise.
    pub proposed: bool,
}

/// A ticket that a mail may be about.
#[derive(Clone, Copy)]
struct Facts {
    id: i64,
    voice: Voice,
    writer: Writer,
    named: bool,
    tie: Tie,
    closed: bool,
}

impl Known {
    /// Reads what is known; in a change, the tickets it may concern stay as they are until it is over.
    /// `also` is a ticket that staff named; `arrival` is of a mail that comes in, of which nobody has decided yet.
    pub async fn read<C: ConnectionTrait>(
        db: &C,
        house: &House,
        mail: &Incoming,
        also: Option<TicketNumber>,
        arrival: Option<Arrival<'_>>,
    ) -> Result<Self, Fault> {
        let mailboxes = OwnMailboxes::read(db, house, arrival).await?;
        let mut known = Self {
            vault: house.vault.clone(),
            format: house.policy().number.clone(),
            host: house.base.host_str().unwrap_or("localhost").to_owned(),
            flooded: is_flood(mailboxes.strangers),
            mailboxes,
            sent: HashMap::new(),
            own: HashMap::new(),
            deals: HashMap::new(),
            commenter: None,
            foreign: HashMap::new(),
            tickets: HashMap::new(),
            follow_ups: HashMap::new(),
            from: mail.from.clone(),
            person: None,
        };
        let ids = ids(mail);
        // An address has one account: all of our letters that went there went to the same person.
        let (mut deals, mut commenter) = (Vec::new(), None);
        for row in query::named(db, &ids).await? {
            if !row.ours {
                known.foreign.extend(row.number.map(|number| (row.message_id, TicketNumber(number))));
                continue;
            }
            let id = row.message_id.trim_matches(['<', '>']).to_owned();
            let own = row.to_email.eq_ignore_ascii_case(&mail.from) && !row.shared;
            if let (Some(deal), Some(person), true) = (&row.deal, row.person_id, own) {
                let deal = deal.parse().map_err(|_| Fault::broken(format!("a letter is about {deal}")))?;
                deals.push((id.clone(), DealLetter { deal, internal: row.internal }));
                commenter = Some(PersonId(person));
            }
            let Some(ticket) = row.number.map(TicketNumber) else { continue };
            if own {
                known.own.insert(id.clone(), OwnLetter { ticket, internal: row.internal });
            }
            known.sent.insert(id, ticket);
        }
        if let Some(person) = commenter {
            known.read_deals(db, person, deals).await?;
        }
        known.read_tickets(db, mail, &ids, also).await?;
        Ok(known)
    }

    /// Letters about quotes and orders count while who got them may still comment there.
    async fn read_deals<C: ConnectionTrait>(
        &mut self,
        db: &C,
        person: PersonId,
        letters: Vec<(String, DealLetter)>,
    ) -> Result<(), Fault> {
        let Some(actor) = actor_of(db, person).await? else { return Ok(()) };
        let stakes = stakes(db, &actor, letters.iter().map(|(_, letter)| letter.deal)).await?;
        let counts = |letter: &DealLetter| {
            stakes.get(&letter.deal).is_some_and(|stake| comment::may(&actor, stake, letter.internal))
        };
        self.deals.extend(letters.into_iter().filter(|(_, letter)| counts(letter)));
        self.commenter = Some(actor);
        Ok(())
    }

    async fn read_tickets<C: ConnectionTrait>(
        &mut self,
        db: &C,
        mail: &Incoming,
        ids: &[String],
        also: Option<TicketNumber>,
    ) -> Result<(), Fault> {
        let texts = mail.to.iter().chain(ids).chain([&mail.body]);
        let mut numbers: BTreeSet<i64> = texts.filter_map(|text| self.token(text)).map(|n| n.0).collect();
        numbers.extend(self.sent.values().chain(self.foreign.values()).map(|number| number.0));
        numbers.extend(
            subject::tags(&mail.subject).take(MOST).filter_map(|tag| self.format.read(tag)).map(|n| n.0),
        );
        numbers.extend(also.map(|number| number.0));
        self.read_facts(db, mail, numbers).await?;
        let closed: Vec<_> = self
            .tickets
            .iter()
            .filter(|(_, facts)| facts.closed)
            .map(|(number, facts)| (*number, facts.id))
            .collect();
        if closed.is_empty() {
            return Ok(());
        }
        let rows = query::follow_ups(db, &mail.from, closed.iter().map(|(_, id)| *id)).await?;
        self.read_facts(db, mail, rows.iter().map(|row| row.number).collect()).await?;
        for row in rows {
            let followed = closed.iter().filter(|(_, id)| *id == row.follows);
            self.follow_ups.extend(followed.map(|(number, _)| (*number, TicketNumber(row.number))));
        }
        Ok(())
    }

    async fn read_facts<C: ConnectionTrait>(
        &mut self,
        db: &C,
        mail: &Incoming,
        numbers: BTreeSet<i64>,
    ) -> Result<(), Fault> {
        if numbers.is_empty() {
            return Ok(());
        }
        for row in query::tickets(db, &mail.from, numbers).await? {
            let number = TicketNumber(row.number);
            let facts = Facts {
                id: row.id,
                writer: row.writer(),
                named: row.named,
                tie: row.tie(),
                voice: voice(
                    row.writer(),
                    // Whom a form names has written to nobody: no server vouches for that they did.
                    row.named && !mail.by_form,
                    answered(mail, number, |id| self.own.get(id).copied()),
                ),
                closed: matches!(row.stage.as_str(), "closed" | "billed"),
            };
            self.person = row.person.zip(row.name);
            self.tickets.insert(number, facts);
        }
        Ok(())
    }

    /// The row of a ticket that the rules found.
    pub fn id(&self, number: TicketNumber) -> Option<i64> {
        self.tickets.get(&number).map(|facts| facts.id)
    }

    /// Why staff may not put the mail on a ticket.
    pub fn refuses(&self, number: TicketNumber) -> Option<Reason> {
        let facts = self.tickets.get(&number)?;
        placeable(facts.writer, facts.closed).err()
    }

    /// Whether the mail's writer is new on a ticket and unknown to the house, so that its people read what a stranger wrote.
    pub fn is_stranger(&self, number: TicketNumber) -> bool {
        self.tickets.get(&number).is_some_and(|facts| is_stranger(facts.writer, facts.named))
    }

    /// Whom staff may let in on a ticket with the mail: its writer, where they take no part yet.
    pub fn joiner(&self, number: TicketNumber) -> Option<Joiner<'_>> {
        let facts = self.tickets.get(&number)?;
        let (person, name) = self.person.as_ref()?;
        let proposed = match joining(facts.writer, facts.named, facts.tie) {
            Joining::No => return None,
            Joining::Offered => false,
            Joining::Proposed => true,
        };
        Some(Joiner { person: *person, name, proposed })
    }

    /// Whether the mail answers a letter that went to its sender alone: nobody else can have written it.
    pub fn is_proven(&self) -> bool {
        !self.own.is_empty() || !self.deals.is_empty()
    }

    /// What a ticket begins with that comes through a mailbox.
    pub fn through(&self, mailbox: i64) -> Option<Through> {
        self.mailboxes.through(mailbox)
    }

    /// Who comments on a quote or an order by this mail.
    pub const fn commenter(&self) -> Option<&Actor> {
        self.commenter.as_ref()
    }

    /// Only a ticket that is there.
    fn there(&self, number: TicketNumber) -> Option<TicketNumber> {
        self.tickets.contains_key(&number).then_some(number)
    }
}

/// The Message-IDs that a mail names, its own among them.
fn ids(mail: &Incoming) -> Vec<String> {
    let latest = mail.references.iter().rev().take(MOST / 2);
    let named =
        mail.in_reply_to.iter().take(MOST / 4).chain(latest).chain(mail.returned.iter().take(MOST / 4));
    let mut ids: Vec<String> = named.chain(&mail.message_id).cloned().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Lookup for Known {
    fn token(&self, text: &str) -> Option<TicketNumber> {
        token::find(&self.vault, text)
    }

    fn sent(&self, message_id: &str) -> Option<TicketNumber> {
        self.sent.get(message_id).copied()
    }

    fn deal(&self, message_id: &str) -> Option<DealLetter> {
        self.deals.get(message_id).copied()
    }

    fn foreign(&self, message_id: &str) -> Option<TicketNumber> {
        self.foreign.get(message_id).copied()
    }

    fn number(&self, text: &str) -> Option<TicketNumber> {
        self.there(self.format.read(text)?)
    }

    fn voice(&self, ticket: TicketNumber, address: &str) -> Voice {
        let facts = self.tickets.get(&ticket).filter(|_| address == self.from);
        facts.map_or(Voice::Unheard, |facts| facts.voice)
    }

    fn on_staff(&self, ticket: TicketNumber, address: &str) -> bool {
        let facts = self.tickets.get(&ticket).filter(|_| address == self.from);
        facts.is_some_and(|facts| facts.writer == Writer::Staff)
    }

    fn is_closed(&self, ticket: TicketNumber) -> bool {
        self.tickets.get(&ticket).is_some_and(|facts| facts.closed)
    }

    fn follow_up(&self, ticket: TicketNumber) -> Option<TicketNumber> {
        self.follow_ups.get(&ticket).copied()
    }

    fn is_flooded(&self) -> bool {
        self.flooded
    }

    fn own_house(&self, named: &str) -> bool {
        named.eq_ignore_ascii_case(&self.host)
    }

    fn own_mailbox(&self, address: &str) -> bool {
        self.mailboxes.covers(address)
    }
}
