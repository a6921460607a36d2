//! What the rules ask the house about one mail, read at once before they ask.
use crate::deal::comment;
use crate::deal::facts::stakes;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::token;
use crate::person::vault::Vault;
use crate::session::actor_of;
use crate::store::all;
use domain::access::Actor;
use domain::id::PersonId;
use domain::input::Reason;
use domain::letter::incoming::Incoming;
use domain::letter::lookup::Lookup;
use domain::letter::moving::{Joining, Tie, is_stranger, joining, placeable};
use domain::letter::subject;
use domain::letter::voice::{DealLetter, OwnLetter, Voice, Writer, answered, voice};
use domain::ticket::number::{NumberFormat, TicketNumber};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};
use std::collections::{BTreeSet, HashMap};

/// Most Message-IDs of one mail that are looked up.
const MOST: usize = 120;

/// The answers for one mail.
pub struct Known {
    vault: Vault,
    format: NumberFormat,
    host: String,
    mailboxes: OwnMailboxes,
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

#[derive(FromQueryResult)]
struct Sent {
    message_id: String,
    number: Option<i64>,
    deal: Option<String>,
    person_id: Option<i64>,
    to_email: String,
    internal: bool,
    shared: bool,
}

#[derive(FromQueryResult)]
struct Theirs {
    message_id: String,
    number: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    number: i64,
    stage: String,
    kind: Option<String>,
    account: Option<String>,
    person: Option<i64>,
    name: Option<String>,
    named: bool,
    owned: bool,
    belongs: bool,
}

impl Row {
    fn writer(&self) -> Writer {
        match (self.kind.as_deref(), self.account.as_deref()) {
            (None, _) => Writer::Guest,
            (_, Some("left")) => Writer::Left,
            (Some("staff"), _) => Writer::Staff,
            (Some("customer"), _) => Writer::Outside { belongs: self.belongs },
            (Some(_), _) => Writer::Outside { belongs: true },
        }
    }

    fn tie(&self) -> Tie {
        match self.kind.as_deref() {
            Some("customer") if self.owned && self.belongs => Tie::Contact,
            Some("partner") => Tie::Partner,
            _ => Tie::Loose,
        }
    }
}

#[derive(FromQueryResult)]
struct Address {
    address: String,
}

/// The addresses of the house: its mailboxes, and from where all other mail leaves.
pub struct OwnMailboxes(Vec<String>);

impl OwnMailboxes {
    /// Reads them.
    pub async fn read<C: ConnectionTrait>(db: &C, house: &House) -> Result<Self, Fault> {
        let rows: Vec<Address> = all(db, "SELECT address FROM mailbox WHERE removed_at IS NULL", []).await?;
        let sender = house.mail_from()?.email.to_string().to_lowercase();
        Ok(Self(rows.into_iter().map(|row| row.address).chain([sender]).collect()))
    }

    /// Whether an address is one of them, whatever follows a plus in it.
    pub fn covers(&self, address: &str) -> bool {
        let Some((local, domain)) = address.rsplit_once('@') else { return false };
        let plain = local.split('+').next().unwrap_or(local);
        self.0.iter().any(|own| *own == address || *own == format!("{plain}@{domain}"))
    }
}

/// Tickets with what they say of an address; the rules make of it how a mail from there is heard.
const TICKETS: &str = "SELECT t.id, n.number, t.stage, p.kind, p.account, p.id AS person, p.name, (t.organisation_id IS NOT NULL) AS owned,
  (COALESCE(p.id = t.author_id, FALSE) OR EXISTS (SELECT 1 FROM participant x WHERE x.ticket_id = t.id AND x.person_id = p.id)
    OR EXISTS (SELECT 1 FROM ticket g WHERE (g.id = t.id OR g.merged_into = t.id) AND g.author_id IS NULL AND g.author_email <> ''
      AND lower(g.author_email) = $1)) AS named,
  (t.organisation_id IS NULL OR EXISTS (SELECT 1 FROM membership m
    WHERE m.person_id = p.id AND m.organisation_id = t.organisation_id AND m.left_at IS NULL)) AS belongs
FROM ticket n JOIN ticket t ON t.id = COALESCE(n.merged_into, n.id) LEFT JOIN person p ON p.email = $1";

/// The latest ticket that is not over of those by which an address went on with closed ones.
const FOLLOW_UPS: &str =
    "SELECT f.follows, MAX(f.number) AS number FROM ticket f LEFT JOIN person p ON p.email = $1
WHERE f.stage NOT IN ('closed', 'billed') AND f.merged_into IS NULL
  AND (f.author_id = p.id OR f.author_id IS NULL AND f.author_email <> '' AND lower(f.author_email) = $1)";

#[derive(FromQueryResult)]
struct FollowUp {
    follows: i64,
    number: i64,
}

impl Known {
    /// Reads what is known; in a change, the tickets it may concern stay as they are until it is over.
    /// `also` is a ticket that staff named.
    pub async fn read<C: ConnectionTrait>(
        db: &C,
        house: &House,
        mail: &Incoming,
        also: Option<TicketNumber>,
    ) -> Result<Self, Fault> {
        let mut known = Self {
            vault: house.vault.clone(),
            format: house.policy().number.clone(),
            host: house.base.host_str().unwrap_or("localhost").to_owned(),
            mailboxes: OwnMailboxes::read(db, house).await?,
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
        let own: Vec<Sent> = by_ids(
            db,
            "SELECT l.message_id, t.number, l.deal, l.person_id, COALESCE(p.email, l.to_email) AS to_email, l.internal, l.shared
               FROM letter l LEFT JOIN ticket t ON t.id = l.ticket_id LEFT JOIN person p ON p.id = l.person_id WHERE l.message_id",
            ids.iter().map(|id| format!("<{id}>")),
        )
        .await?;
        // An address has one account: all of these went to the same person.
        let (mut deals, mut commenter) = (Vec::new(), None);
        for row in own {
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
        let theirs: Vec<Theirs> = by_ids(
            db,
            "SELECT m.message_id, t.number FROM mail m JOIN ticket t ON t.id = m.ticket_id
             WHERE m.decision IN ('new_ticket', 'append') AND m.message_id",
            ids.iter().cloned(),
        )
        .await?;
        known.foreign.extend(theirs.into_iter().map(|row| (row.message_id, TicketNumber(row.number))));
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
        let places = (0..closed.len()).map(|i| format!("${}", i + 2)).collect::<Vec<_>>().join(", ");
        let sql = format!("{FOLLOW_UPS} AND f.follows IN ({places}) GROUP BY f.follows");
        let ids = closed.iter().map(|(_, id)| Value::from(*id));
        let rows: Vec<FollowUp> =
            all(db, &sql, [Value::from(mail.from.clone())].into_iter().chain(ids)).await?;
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
        let lock = if db.get_database_backend() == DbBackend::Postgres { "FOR UPDATE OF t" } else { "" };
        let places = (0..numbers.len()).map(|i| format!("${}", i + 2)).collect::<Vec<_>>().join(", ");
        let sql = format!("{TICKETS} WHERE n.number IN ({places}) ORDER BY t.id {lock}");
        let values = [Value::from(mail.from.clone())].into_iter().chain(numbers.into_iter().map(Value::from));
        let rows: Vec<Row> = all(db, &sql, values).await?;
        for row in rows {
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

async fn by_ids<T: FromQueryResult, C: ConnectionTrait>(
    db: &C,
    select: &str,
    ids: impl ExactSizeIterator<Item = String>,
) -> Result<Vec<T>, Fault> {
    if ids.len() == 0 {
        return Ok(Vec::new());
    }
    let places = (1..=ids.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ");
    Ok(all(db, &format!("{select} IN ({places})"), ids.map(Value::from)).await?)
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

    fn is_closed(&self, ticket: TicketNumber) -> bool {
        self.tickets.get(&ticket).is_some_and(|facts| facts.closed)
    }

    fn follow_up(&self, ticket: TicketNumber) -> Option<TicketNumber> {
        self.follow_ups.get(&ticket).copied()
    }

    fn own_house(&self, named: &str) -> bool {
        named.eq_ignore_ascii_case(&self.host)
    }

    fn own_mailbox(&self, address: &str) -> bool {
        self.mailboxes.covers(address)
    }
}
