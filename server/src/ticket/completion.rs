//! Confirming a result, or objecting to it, from the mail that told of it, without signing in (C4).
//!
//! The link names ticket, reader and the moment at which the work was done, under the house's seal: nobody can make one up,
//! it ends with the state that it answers, and nothing is stored for it. It acts on POST only: mail scanners open links.
mod late;
mod query;

use crate::fault::Fault;
use crate::house::House;
use crate::person::query::by_id;
use crate::person::vault::Vault;
use crate::sealed;
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::objection;
use crate::ticket::row::{TicketRow, by_id_to_change, by_id_to_read};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::completion::{CompletionDesk, CompletionView, Verdict};
use domain::access::{Action, Actor, Relation};
use domain::id::{OrganisationId, PersonId};
use domain::input::{Reason, clean_text};
use domain::lang::Lang;
use domain::person::{Membership, Standing};
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::{Stage, workflow};
use sea_orm::ConnectionTrait;

/// What the seal of its links is for.
const PURPOSE: &str = "completion";
/// What an objection is remembered as, so that a double click says it once.
const OBJECTION: &str = "completion/object";

/// What a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    ticket: i64,
    /// The account of the reader; none for who opened the ticket without one.
    person: Option<i64>,
    /// When the work was done, in milliseconds.
    done_at: i64,
}

impl Link {
    fn token(self, vault: &Vault) -> String {
        sealed::token(vault, PURPOSE, [self.ticket, self.person.unwrap_or(0), self.done_at])
    }

    fn read(vault: &Vault, token: &str) -> Option<Self> {
        let [ticket, person, done_at] = sealed::read(vault, PURPOSE, token)?;
        Some(Self { ticket, person: (person > 0).then_some(person), done_at })
    }

    /// Whether the state that it answers still holds.
    fn is_open(self, row: &TicketRow) -> bool {
        row.stage == Stage::Done.code() && row.stage_since == self.done_at
    }
}

/// The address that a reader of the completion mail may follow.
pub fn address(house: &House, row: &TicketRow, person: Option<i64>) -> String {
    let link = Link { ticket: row.id, person, done_at: row.stage_since };
    house.link(&format!("/completion?token={}", link.token(&house.vault)))
}

/// Who follows a link.
struct Reader {
    by: By,
    email: String,
    lang: Lang,
}

/// The reader of a link, while the ticket still is theirs to decide: who left is nobody.
async fn reader<C: ConnectionTrait>(db: &C, link: Link, row: &TicketRow) -> Result<Reader, Fault> {
    let Some(id) = link.person else {
        let lang = row.author_lang.as_deref().and_then(Lang::of_code).unwrap_or_default();
        let by = By { id: None, name: row.author_name.clone(), staff: false };
        return match row.author_id {
            None => Ok(Reader { by, email: row.author_email.clone(), lang }),
            Some(_) => Err(AppError::LinkEnded.into()),
        };
    };
    let person = by_id(db, id).await?.filter(|person| person.is_customer() && person.account != "left");
    let person = person.ok_or(AppError::LinkEnded)?;
    if !decides(db, id, row).await? {
        return Err(AppError::LinkEnded.into());
    }
    let lang = Lang::of_code(&person.lang).unwrap_or_default();
    Ok(Reader { by: By { id: Some(id), name: person.name, staff: false }, email: person.email, lang })
}

/// Whether a contact may decide about a ticket today, as in the portal.
async fn decides<C: ConnectionTrait>(db: &C, person: i64, row: &TicketRow) -> Result<bool, Fault> {
    let rights = query::rights(db, person, row).await?;
    let mut memberships = Vec::new();
    if let (Some(id), Some(rights)) = (row.organisation_id, rights) {
        memberships.push(Membership { organisation: OrganisationId(id), name: String::new(), rights });
    }
    let participant = query::takes_part(db, person, row).await?;
    let standing = Standing::Customer { memberships };
    let actor = Actor { id: PersonId(person), name: String::new(), email: String::new(), standing };
    Ok(actor.may(Action::Decide, &Relation { participant, ..row.relation(&actor) }))
}

#[async_trait::async_trait]
impl CompletionDesk for House {
    async fn completion(&self, _call: &Call, token: &str) -> Result<CompletionView, AppError> {
        Ok(show(self, token).await?)
    }

    async fn decide_completion(
        &self,
        call: &Call,
        token: &str,
        verdict: Verdict,
        note: &str,
    ) -> Result<(), AppError> {
        Ok(decide(self, call, token, verdict, note).await?)
    }
}

async fn show(house: &House, token: &str) -> Result<CompletionView, Fault> {
    let link = Link::read(&house.vault, token).ok_or(AppError::LinkEnded)?;
    let db = house.store.read();
    let row = by_id_to_read(db, link.ticket).await?;
    let reader = reader(db, link, &row).await?;
    let said = query::said(db, &row, link.done_at).await?;
    let followed = late::followed(db, &row, &reader).await?;
    Ok(CompletionView {
        followed,
        number: row.number(),
        title: row.title.clone(),
        name: reader.by.name,
        said,
        last_day: objection::told(house, &row, house.clock.now()).await?.0,
        stage: row.stage()?,
        open: link.is_open(&row),
        account: link.person.is_some(),
    })
}

/// Acts once: where the ticket has moved on meanwhile, the page tells where it is, and the words of an objection are kept all the
/// same.
async fn decide(house: &House, call: &Call, token: &str, verdict: Verdict, note: &str) -> Result<(), Fault> {
    let link = Link::read(&house.vault, token).ok_or(AppError::LinkEnded)?;
    let note = clean_text(note);
    match verdict {
        Verdict::Object if note.is_empty() => return Err(AppError::field("note", Reason::Missing).into()),
        _ if note.chars().count() > LONGEST_TEXT as usize => {
            return Err(AppError::field("note", Reason::TooLong { max: LONGEST_TEXT }).into());
        }
        Verdict::Object | Verdict::Confirm => {}
    }
    let mut change = house.store.change().await?;
    let key = crate::secret::digest(&format!("{token} {note}"));
    let objects = verdict == Verdict::Object;
    if objects && change.earlier::<()>(0, &key, OBJECTION).await?.is_some() {
        return Ok(());
    }
    let row = by_id_to_change(change.db(), link.ticket).await?;
    if row.id != link.ticket {
        // It was merged: what the mail told of stands on another ticket.
        return Err(AppError::LinkEnded.into());
    }
    let reader = reader(change.db(), link, &row).await?;
    let own = Call { lang: reader.lang, ..Call::of_the_house(call.now) };
    if link.is_open(&row) {
        answer(house, &own, &mut change, row, reader, verdict, note).await?;
    } else if objects {
        late::keep(house, &own, &mut change, (link, row), reader, note).await?;
    } else {
        return Ok(());
    }
    if objects {
        change.remember(0, &key, OBJECTION, &(), call.now.as_millisecond()).await?;
    }
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Moves a ticket whose result waits for an answer.
async fn answer(
    house: &House,
    call: &Call,
    change: &mut Change,
    row: TicketRow,
    reader: Reader,
    verdict: Verdict,
    note: String,
) -> Result<(), Fault> {
    let mut work = Work::on(house, call, row)?;
    let (actor, relation) = work.customer();
    let (to, note) = match verdict {
        Verdict::Confirm => (Stage::Closed, String::new()),
        Verdict::Object => (Stage::InTriage, note),
    };
    let present = work.row.present(!note.is_empty());
    house.policy().workflow.check(work.stage, to, workflow::By::Person(&actor, &relation), present)?;
    work.wrote(&reader.email);
    work.move_by(reader.by, to, note);
    work.finish(change).await
}
