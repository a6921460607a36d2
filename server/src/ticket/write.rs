//! Messages and notes, and what a reply brings about.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::thread::Answered;
use crate::mailbox::through::Through;
use crate::store::{Change, one_row, run};
use crate::ticket::history::By;
use crate::ticket::internal::{self, names_internal};
use crate::ticket::open::{Author, New, came_in, make};
use crate::ticket::unowned;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::api::Message;
use app::words::{self, fill};
use domain::access::{Action, Actor};
use domain::document::MOST_AT_ONCE;
use domain::id::DocumentId;
use domain::input::{Checks, Reason, clean_text};
use domain::person::Standing;
use domain::ticket::opening::LONGEST_TEXT;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use domain::ticket::workflow;
use domain::ticket::{Channel, Stage};
use jiff::Timestamp;
use sea_orm::FromQueryResult;

/// Writes a message or a note.
pub async fn write(house: &House, call: &Call, key: &str, message: Message) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/write").await? {
        return Ok(done);
    }
    let mut work = Work::begin(house, call, &change, message.number).await?;
    if !work.may(if message.internal { Action::SeeInternal } else { Action::Reply }) {
        return Err(AppError::NotYours.into());
    }
    let message = checked(message)?;
    if !message.anyway
        && message.seen < work.row.version
        && outdated(&work, &change, actor, message.seen).await?
    {
        return Err(AppError::Outdated { version: work.row.version }.into());
    }
    let for_customers = !message.internal && !work.row.internal && actor.is_staff();
    if for_customers && names_internal(house, &change, &message.body).await? {
        return Err(AppError::field("body", Reason::NamesInternal).into());
    }
    forget_draft(&change, actor, &work, message.internal).await?;
    let over = matches!(work.stage, Stage::Closed | Stage::Billed);
    if over && message.to.is_none() && !message.internal && !actor.is_staff() {
        let author = Author::of(actor, call.lang);
        let by = By::of(actor);
        let Message { body, documents, .. } = message;
        let channel = Channel::Portal;
        let said = Said {
            author,
            by,
            body,
            documents,
            people: Vec::new(),
            channel,
            wrote: None,
            answers: None,
            through: None,
            remark: None,
            arrived: call.now,
        };
        follow(house, call, &mut change, &mut work, said).await?;
    } else {
        say(&mut work, actor, message)?;
        work.finish(&mut change).await?;
        internal::over(&mut change, &work).await?;
    }
    change.remember(actor.id.0, key, "ticket/write", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// A message needs words or files.
fn checked(message: Message) -> Result<Message, AppError> {
    let mut checks = Checks::default();
    if message.documents.len() > MOST_AT_ONCE {
        checks.add("documents", Reason::NotAChoice);
    }
    let body = if message.documents.is_empty() || !clean_text(&message.body).is_empty() {
        checks.text("body", &message.body, LONGEST_TEXT)
    } else {
        String::new()
    };
    Ok(checks.done(Message { body, ..message })?)
}

/// Whether others wrote or moved the ticket after the version that the writer saw (C9). What the house did by itself
/// counts unless the writer caused it.
async fn outdated(work: &Work<'_>, change: &Change, actor: &Actor, seen: i64) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM entry e WHERE e.ticket_id = $1 AND e.version > $2 AND e.what IN ('message', 'called', 'note', 'moved', 'merged', 'unsplit') AND e.merged_from IS NULL
      AND (e.internal = FALSE OR $4) AND (e.by_id IS NULL OR e.by_id <> $3)
      AND NOT EXISTS (SELECT 1 FROM entry o WHERE o.ticket_id = $1 AND o.version = e.version AND o.by_id = $3) LIMIT 1";
    let inner = work.may(Action::SeeInternal);
    let values = [work.row.id.into(), seen.into(), actor.id.0.into(), inner.into()];
    Ok(one_row(change.db(), sql, values).await?.is_some())
}

async fn forget_draft(change: &Change, actor: &Actor, work: &Work<'_>, internal: bool) -> Result<(), Fault> {
    let kind = if internal { "note" } else { "reply" };
    let sql = "DELETE FROM draft WHERE person_id = $1 AND ticket_id = $2 AND kind = $3";
    run(change.db(), sql, [actor.id.0.into(), work.row.id.into(), kind.into()]).await?;
    let sql = "UPDATE presence SET writing = FALSE WHERE ticket_id = $1 AND person_id = $2";
    run(change.db(), sql, [work.row.id.into(), actor.id.0.into()]).await?;
    Ok(())
}

fn say(work: &mut Work<'_>, actor: &Actor, message: Message) -> Result<(), Fault> {
    let Message { body, documents, internal, workaround, to, .. } = message;
    if internal {
        work.did(What::Note { body, documents });
        return Ok(());
    }
    let relation = work.row.relation(actor);
    let policy = work.house.policy();
    let rules = &policy.workflow;
    if let Some(to) = to {
        // The message is what the mover says about the move.
        let present = work.row.present(!body.is_empty());
        rules.check(work.stage, to, workflow::By::Person(actor, &relation), present)?;
    }
    let customer = matches!(actor.standing, Standing::Customer { .. });
    let answered = customer && to.is_none() && work.stage == Stage::Question;
    let back = rules.check(work.stage, Stage::InTriage, workflow::By::System, work.row.present(true)).is_ok();
    work.did(What::Message { body, documents });
    if workaround && actor.is_staff() {
        work.did(What::WorkedAround);
    }
    if let Some(to) = to {
        work.shift(Some(actor), to, String::new());
    } else if answered && back {
        work.shift(None, Stage::InTriage, String::new());
    }
    if !actor.is_staff() && !relation.author && !relation.participant {
        work.join(actor.id.0);
    }
    Ok(())
}

/// A reply that came after the end.
pub struct Said<'a> {
    /// Who wrote it.
    pub author: Author,
    /// The same, for the history.
    pub by: By,
    /// Its words.
    pub body: String,
    /// Its files.
    pub documents: Vec<DocumentId>,
    /// Who takes part beside those of the ticket before.
    pub people: Vec<i64>,
    /// By which door it came.
    pub channel: Channel,
    /// The address that gets no mail about it.
    pub wrote: Option<&'a str>,
    /// The mail that the acknowledgement answers.
    pub answers: Option<Answered>,
    /// The mailbox through which it came; none for that of the ticket before.
    pub through: Option<Through>,
    /// What the house noticed about it.
    pub remark: Option<Remark>,
    /// When it came in; a mail may have waited to be fetched.
    pub arrived: Timestamp,
}

/// A reply after the end opens a new ticket (C4); each names the other. Answers the new one.
pub async fn follow<'a>(
    house: &'a House,
    call: &'a Call,
    change: &mut Change,
    old: &mut Work<'_>,
    said: Said<'_>,
) -> Result<Work<'a>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: i64,
    }
    let writer = said.author.id.unwrap_or(0);
    // A partner sees what they take part in, also what they opened (A4).
    let sql = "SELECT x.person_id FROM participant x JOIN person p ON p.id = x.person_id
      WHERE x.ticket_id = $1 AND (x.person_id <> $2 OR p.kind = 'partner')";
    let people: Vec<Row> = crate::store::all(change.db(), sql, [old.row.id.into(), writer.into()]).await?;
    let through = match said.through {
        Some(through) => Some(through),
        None => Through::of_ticket(change, old.row.id).await?,
    };
    let named = |text, number| {
        let number = house.policy().number.write(number);
        fill(call.lang, text, &[("number", &number)])
    };
    let origin = named(words::notify::CONTINUES, old.row.number());
    let new = New {
        title: old.row.title.clone(),
        body: format!("{}\n\n{origin}", said.body).trim_start().to_owned(),
        documents: said.documents,
        channel: said.channel,
        class: Through::class(through.as_ref(), &house.policy(), old.row.class.as_deref()),
        kind: domain::ticket::TicketType::default(),
        urgency: old.row.urgency()?,
        organisation: old.row.organisation_id,
        asset: old.row.asset_id,
        software_version: old.row.software_version.clone(),
        technical_contact: old.row.technical_contact_id,
        author: said.author,
        people: people
            .into_iter()
            .map(|row| row.person_id)
            .chain(old.row.author_id.into_iter().chain(said.people).filter(|id| *id != writer))
            .collect(),
        responsible: None,
        through,
        internal: None,
    };
    let mut follower = make(house, call, change, said.by, new).await?;
    let sql = "UPDATE ticket SET follows = $1 WHERE id = $2";
    run(change.db(), sql, [old.row.id.into(), follower.row.id.into()]).await?;
    came_in(change, &mut follower, said.arrived).await?;
    follower.answers = said.answers;
    follower.remarked(said.remark);
    if let Some(email) = said.wrote {
        follower.wrote(email);
    }
    unowned::tell(&follower, change).await?;
    follower.finish(change).await?;
    let body = named(words::notify::CONTINUED, follower.row.number());
    old.happened(By::default(), What::Message { body, documents: Vec::new() });
    old.finish(change).await?;
    Ok(follower)
}
