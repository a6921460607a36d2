//! Whose concern becomes what is split off (C7): that of who wrote its first message, with what else comes of that. Who has
//! nothing to do with the ticket's customer gets neither what that customer was promised nor their people, unless staff say so.
use crate::effort::book::workable;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::intake::{answers, organisation};
use crate::letter::thread::Answered;
use crate::store::{Change, all};
use crate::ticket::open::Author;
use crate::ticket::row::{TicketRow, find};
use crate::ticket::work::Work;
use app::call::Call;
use app::ticket::merge::SplitWriter;
use domain::letter::cap::{WINDOW, counted, may_answer};
use domain::letter::machine::Machine;
use domain::letter::subject::likeness;
use domain::ticket::number::TicketNumber;
use domain::ticket::split::Writer;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Who wrote the messages of a ticket (`$1`). A message that was split off before came by the mail of which it is a copy; one
/// without a mail is of who opened its ticket without an account, where the name is theirs.
const WRITERS: &str = "SELECT e.id, e.by_id, e.by_name, e.by_staff, m.from_email, m.subject, m.message_id, m.machine,
    COALESCE(b.lang, g.author_lang) AS lang, lower(g.author_email) AS guest_email, p.id AS person, p.kind, p.name, p.email, p.lang AS person_lang,
    EXISTS (SELECT 1 FROM membership s WHERE s.person_id = p.id AND s.organisation_id = t.organisation_id AND s.left_at IS NULL) AS belongs,
    EXISTS (SELECT 1 FROM ticket k WHERE (k.id = t.id OR k.merged_into = t.id AND k.unsplit_at IS NULL)
      AND (k.author_id = p.id OR k.author_id IS NULL AND k.author_email <> ''
        AND lower(k.author_email) = COALESCE(m.from_email, lower(g.author_email)))) AS opened
  FROM entry e JOIN ticket t ON t.id = e.ticket_id
  LEFT JOIN mail m ON m.id = COALESCE((SELECT MAX(x.id) FROM mail x WHERE x.entry_id = e.id),
    (SELECT MAX(x.id) FROM mail x JOIN entry o ON o.id = x.entry_id WHERE o.moved_to = e.id))
  LEFT JOIN mailbox b ON b.id = m.mailbox_id
  LEFT JOIN ticket g ON g.id = COALESCE(e.merged_from, e.ticket_id) AND g.author_id IS NULL AND g.author_email <> '' AND g.author_name = e.by_name
  LEFT JOIN person p ON p.account <> 'left'
    AND p.id = COALESCE(e.by_id, (SELECT q.id FROM person q WHERE q.email = COALESCE(m.from_email, lower(g.author_email))))
  WHERE e.ticket_id = $1 AND e.what IN ('opened', 'message') AND e.moved_to IS NULL AND e.withdrawn = FALSE ORDER BY e.id";

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    by_id: Option<i64>,
    by_name: String,
    by_staff: bool,
    from_email: Option<String>,
    subject: Option<String>,
    message_id: Option<String>,
    machine: Option<String>,
    lang: Option<String>,
    guest_email: Option<String>,
    person: Option<i64>,
    kind: Option<String>,
    name: Option<String>,
    email: Option<String>,
    person_lang: Option<String>,
    belongs: bool,
    opened: bool,
}

impl Row {
    /// Who wrote it, outside of the house, as they would open a ticket; an address makes nobody staff, and whoever uses one of
    /// theirs is nobody to be answered.
    fn author(&self) -> Option<Author> {
        if self.by_staff {
            return None;
        }
        match (self.kind.as_deref(), self.by_id) {
            (Some("staff"), _) | (None, Some(_)) => None,
            (Some("customer"), _) => Some(Author {
                id: self.person,
                name: self.name.clone()?,
                email: self.email.clone()?,
                lang: self.person_lang.clone(),
            }),
            // A partner opens tickets as somebody without account does.
            (Some(_), _) => Some(Author {
                id: None,
                name: self.name.clone()?,
                email: self.email.clone()?,
                lang: self.person_lang.clone(),
            }),
            (None, None) => {
                let email = self.from_email.as_ref().or(self.guest_email.as_ref())?;
                // Nobody writes to the house's own mailbox.
                let email = if self.sign() == Some(Machine::OwnMailbox) { "" } else { email };
                Some(Author {
                    id: None,
                    name: self.by_name.clone(),
                    email: email.to_owned(),
                    lang: self.lang.clone(),
                })
            }
        }
    }

    fn sign(&self) -> Option<Machine> {
        self.machine.as_deref().and_then(Machine::of_code)
    }
}

/// What follows where a message is the first of those that are split off.
pub struct Beginning {
    /// How its writer stands to the ticket.
    pub writer: Writer,
    /// Whose concern it is.
    pub author: Author,
    /// Whose the new ticket is where nothing goes along: that of any ticket of its writer.
    pub organisation: Option<i64>,
    /// Others wrote some of what is split off with it.
    pub mixed: bool,
    /// The mail by which it came from outside.
    mail: Option<Mail>,
}

/// The mail of a message.
struct Mail {
    subject: String,
    message_id: Option<String>,
    by_machine: bool,
}

impl Beginning {
    /// That of messages of a ticket, by their entries.
    pub async fn of(change: &Change, ticket: &TicketRow, entries: &[i64]) -> Result<Self, Fault> {
        let mut rows: Vec<Row> = all(change.db(), WRITERS, [ticket.id.into()]).await?;
        rows.retain(|row| entries.contains(&row.id));
        let [first, others @ ..] = rows.as_slice() else {
            return Err(Fault::broken(format!("nobody wrote the entries {entries:?}")));
        };
        let who = |row: &Row| row.author().map(|author| (author.id, author.email));
        let mixed = others.iter().any(|row| who(row) != who(first));
        Ok(Self { mixed, ..Self::read(change.db(), ticket, first).await? })
    }

    async fn read<C: ConnectionTrait>(db: &C, ticket: &TicketRow, row: &Row) -> Result<Self, Fault> {
        let same = Author {
            id: ticket.author_id,
            name: ticket.author_name.clone(),
            email: ticket.author_email.clone(),
            lang: ticket.author_lang.clone(),
        };
        // What is for staff alone concerns nobody outside (C6).
        let Some(author) = row.author().filter(|_| !ticket.internal) else {
            let organisation = ticket.organisation_id;
            return Ok(Self { writer: Writer::House, author: same, organisation, mixed: false, mail: None });
        };
        let domain = author.email.rsplit_once('@').map(|(_, domain)| domain);
        let theirs = organisation(db, author.id, domain).await?;
        let writer = Writer::outside(
            row.opened || row.belongs || theirs.is_some() && theirs == ticket.organisation_id,
        );
        let mail = row.subject.clone().map(|subject| Mail {
            subject,
            message_id: row.message_id.clone(),
            by_machine: row.machine.is_some(),
        });
        Ok(Self { writer, author, organisation: theirs, mixed: false, mail })
    }

    /// Whether its writer has an account and is no contact of the ticket's customer: there they would neither hear nor be heard.
    pub const fn is_elsewhere(&self, ticket: &TicketRow) -> bool {
        matches!(self.writer, Writer::Stranger)
            && self.author.id.is_some()
            && ticket.organisation_id.is_some()
    }

    /// What came by a mail is acknowledged as any mail that opens a ticket: no machine is answered, and nobody without end
    /// (pitfalls "Loops"). Answers whether it is.
    pub async fn answer(&self, change: &Change, made: &mut Work<'_>) -> Result<bool, Fault> {
        let Some(Mail { subject, message_id, by_machine }) = &self.mail else { return Ok(true) };
        let now = made.call.now;
        let earlier = answers(change, &counted(&self.author.email), now - WINDOW).await?;
        let answered = !by_machine && may_answer(&earlier, subject, now);
        if answered {
            made.answers = Some(Answered { likeness: likeness(subject), message_id: message_id.clone() });
        } else {
            made.wrote(&self.author.email);
        }
        Ok(answered)
    }
}

/// Who would be the author of what is split off a ticket of a number, and who would be told, for who works there; nothing of
/// internal tickets, of which nobody outside hears.
pub async fn of_number(house: &House, call: &Call, number: TicketNumber) -> Result<Vec<SplitWriter>, Fault> {
    let actor = call.actor()?;
    let db = house.store.read();
    let ticket = find(db, actor, number).await?;
    workable(actor, &ticket)?;
    if ticket.internal {
        return Ok(Vec::new());
    }
    let mut rows: Vec<Row> = all(db, WRITERS, [ticket.id.into()]).await?;
    // What the house says by itself is no message of anybody.
    rows.retain(|row| !row.by_name.is_empty());
    let mut writers: Vec<SplitWriter> = Vec::new();
    for row in rows {
        let Beginning { writer, author, mail, .. } = Beginning::read(db, &ticket, &row).await?;
        let silent = mail.is_some_and(|mail| mail.by_machine);
        let view = SplitWriter {
            by: row.by_name,
            author: author.name,
            email: Some(author.email).filter(|email| !silent && !email.is_empty()),
            stranger: writer == Writer::Stranger,
        };
        if !writers.contains(&view) {
            writers.push(view);
        }
    }
    Ok(writers)
}
