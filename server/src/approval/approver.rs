//! Who of a customer may release effort: active contacts of the ticket's organisation, up to their amount (A2).
use crate::approval::row::RequestRow;
use crate::fault::Fault;
use crate::letter::desk::Addressee;
use crate::store::{all, one};
use crate::ticket::merge::FAMILY;
use crate::ticket::row::TicketRow;
use crate::ticket::work::Work;
use app::approval::view::Decides;
use domain::approval::{Reach, room};
use domain::id::PersonId;
use domain::lang::Lang;
use domain::person::Rights;
use domain::ticket::timeline::What;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    name: String,
    email: String,
    lang: String,
    rights: String,
    involved: bool,
}

/// One of them.
pub struct Approver {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Language.
    pub lang: Lang,
    /// Whether the ticket is open to this person in the portal.
    pub sees: bool,
    /// What this person may still release on it, in cents.
    pub room: i64,
}

impl Approver {
    /// To whom a letter goes.
    pub fn addressee(&self) -> Addressee {
        Addressee {
            person: Some(PersonId(self.id)),
            name: self.name.clone(),
            email: self.email.clone(),
            lang: self.lang,
        }
    }

    /// What of a request this person may release; `None` where that is nothing.
    pub fn reach(&self, request: &RequestRow) -> Result<Option<Reach>, Fault> {
        Ok(Reach::within(self.room, request.minutes()?, request.tariff()?.hour_cents()))
    }
}

/// Everybody who may release something on a ticket, by name; nobody on a ticket without organisation. An amount is for all that is
/// released on a ticket together: what was released before counts, but for the request in question.
pub async fn everybody<C: ConnectionTrait>(
    db: &C,
    ticket: &TicketRow,
    request: Option<i64>,
) -> Result<Vec<Approver>, Fault> {
    #[derive(FromQueryResult)]
    struct Before {
        cents: i64,
    }
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(cents), 0) AS BIGINT) AS cents FROM approval
         WHERE ticket_id IN {FAMILY} AND state = 'approved' AND id <> $2"
    );
    let before: Option<Before> =
        one(db, &sql, [ticket.id.into(), request.unwrap_or_default().into()]).await?;
    let released = before.map_or(0, |before| before.cents);
    let sql = "SELECT p.id, p.name, p.email, p.lang, m.rights, (COALESCE(p.id = t.author_id, FALSE) OR EXISTS (SELECT 1 FROM participant x
        WHERE x.ticket_id = t.id AND x.person_id = p.id)) AS involved
      FROM ticket t JOIN membership m ON m.organisation_id = t.organisation_id AND m.left_at IS NULL
      JOIN person p ON p.id = m.person_id WHERE t.id = $1 AND p.kind = 'customer' AND p.account <> 'left'
      ORDER BY p.name, p.id";
    let rows: Vec<Row> = all(db, sql, [ticket.id.into()]).await?;
    let mut approvers = Vec::new();
    for row in rows {
        let rights: Rights = serde_json::from_str(&row.rights)?;
        if let Some(room) = room(&rights, released) {
            approvers.push(Approver {
                id: row.id,
                name: row.name,
                email: row.email,
                lang: Lang::of_code(&row.lang).unwrap_or_default(),
                sees: rights.sees_all || row.involved,
                room,
            });
        }
    }
    Ok(approvers)
}

/// Whom of them a request asks: who may release all of it, and who may release a part, where the ticket is open to them already. For
/// a part it opens to nobody else.
pub fn whom(everybody: Vec<Approver>, request: &RequestRow) -> Result<Vec<Approver>, Fault> {
    let mut asked = Vec::new();
    for approver in everybody {
        let reach = approver.reach(request)?;
        if reach.is_some_and(|reach| reach.is_whole() || approver.sees) {
            asked.push(approver);
        }
    }
    Ok(asked)
}

/// Lets those to whom the ticket is not open yet take part: who is asked to pay for work reads what it is for, and finds the request
/// in the portal as well. Each of them has a letter of their own about it, and gets no other.
pub fn involve(work: &mut Work<'_>, approvers: &mut [Approver]) {
    for approver in approvers.iter_mut().filter(|approver| !approver.sees) {
        work.join(approver.id);
        work.did(What::PersonAdded { name: approver.name.clone() });
        approver.sees = true;
    }
    work.spare(approvers.iter().map(|approver| approver.id));
}

/// What of a request one of them may release; `None` for who may release nothing of it.
pub fn reach(everybody: &[Approver], request: &RequestRow, person: i64) -> Result<Option<Reach>, Fault> {
    let own = everybody.iter().find(|approver| approver.id == person);
    Ok(own.map(|own| own.reach(request)).transpose()?.flatten())
}

/// Whether a person decides about a request, and who else does where not. Names stay within the organisation; amounts of others are
/// never told.
pub fn decides(everybody: &[Approver], request: &RequestRow, reader: i64) -> Result<Decides, Fault> {
    let names = || names(everybody, request);
    Ok(match reach(everybody, request, reader)? {
        Some(reach) if reach.is_whole() => Decides::Reader,
        Some(reach) => Decides::Part { most: reach.most(), names: names() },
        None => Decides::Others { names: names() },
    })
}

/// Who may release all of a request, by name.
pub fn names(everybody: &[Approver], request: &RequestRow) -> Vec<String> {
    let whole = everybody.iter().filter(|approver| request.cents <= approver.room);
    whole.map(|approver| approver.name.clone()).collect()
}
