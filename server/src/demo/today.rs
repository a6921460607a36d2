//! What happened this morning: a few steps through the desks themselves, so that the outbox holds real letters and open
//! tickets fresh news.
use crate::fault::Fault;
use crate::house::House;
use crate::secret;
use crate::store::one;
use app::call::Call;
use app::ticket::api::{Message, Shift, TicketDesk as _};
use domain::access::Actor;
use domain::id::{OrganisationId, PersonId};
use domain::lang::Lang;
use domain::person::{Membership, Rights, Role, Standing};
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    organisation_id: i64,
    author_id: i64,
    author_name: String,
    author_email: String,
    assignee_id: i64,
    assignee_name: String,
    assignee_email: String,
}

/// Plays the morning.
pub async fn play(house: &House, now: Timestamp) -> Result<(), Fault> {
    if let Some(row) = newest(house, Stage::InProgress).await? {
        let at = now - SignedDuration::from_mins(52);
        let text =
            "Guten Morgen, die Änderung ist fast fertig. Wir testen heute noch und melden uns am Nachmittag.";
        say(house, row.assignee(), at, &row, text).await?;
    }
    let Some(row) = newest(house, Stage::Received).await? else { return Ok(()) };
    let question = "Seit wann ist Ihnen das aufgefallen, und betrifft es alle Geräte?";
    for (minutes, to, note) in [(38, Stage::InTriage, ""), (35, Stage::Question, question)] {
        let call = call(row.assignee(), now - SignedDuration::from_mins(minutes));
        let shift = Shift {
            number: row.number(),
            to,
            note: note.to_owned(),
            version: String::new(),
            place: String::new(),
            untested: false,
        };
        house.shift(&call, &secret::key(), shift).await?;
    }
    let answer = "Seit gestern Nachmittag. Auf dem Handy und am Rechner gleichermaßen.";
    say(house, row.author(), now - SignedDuration::from_mins(14), &row, answer).await
}

async fn say(house: &House, by: Actor, at: Timestamp, row: &Row, text: &str) -> Result<(), Fault> {
    let message = Message {
        number: row.number(),
        body: text.to_owned(),
        internal: false,
        workaround: false,
        documents: Vec::new(),
        seen: 0,
        anyway: true,
        to: None,
    };
    Ok(house.write(&call(by, at), &secret::key(), message).await?)
}

fn call(actor: Actor, now: Timestamp) -> Call {
    let (source, user_agent, token) = (String::new(), String::new(), String::new());
    Call { actor: Some(actor), session: None, lang: Lang::De, now, source, user_agent, token }
}

async fn newest(house: &House, stage: Stage) -> Result<Option<Row>, Fault> {
    let sql = "SELECT t.number, t.organisation_id, t.author_id, t.author_name, t.author_email, t.assignee_id,
                      a.name AS assignee_name, a.email AS assignee_email
               FROM ticket t JOIN person a ON a.id = t.assignee_id
               WHERE t.stage = $1 AND t.author_id IS NOT NULL AND t.organisation_id IS NOT NULL
               ORDER BY t.number DESC LIMIT 1";
    Ok(one(house.store.read(), sql, [stage.code().into()]).await?)
}

impl Row {
    fn number(&self) -> TicketNumber {
        TicketNumber(self.number)
    }

    fn author(&self) -> Actor {
        let organisation = OrganisationId(self.organisation_id);
        let membership = Membership { organisation, name: String::new(), rights: Rights::default() };
        Actor {
            id: PersonId(self.author_id),
            name: self.author_name.clone(),
            email: self.author_email.clone(),
            standing: Standing::Customer { memberships: vec![membership] },
        }
    }

    fn assignee(&self) -> Actor {
        Actor {
            id: PersonId(self.assignee_id),
            name: self.assignee_name.clone(),
            email: self.assignee_email.clone(),
            standing: Standing::Staff { roles: vec![Role::ProjectLead], teams: Vec::new() },
        }
    }
}
