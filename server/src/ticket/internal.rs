//! Internal tickets (C6): opened from a customer's ticket, many of which may hang on one. Customers never see them, nor their
//! number: every function here is for staff, and not found for others.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, one_row, run};
use crate::ticket::history::By;
use crate::ticket::open::{Author, New, make, not_a_choice};
use crate::ticket::row::{RESTS, TicketRow, by_id_to_change, find_to_change};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::internal::{Hanging, InternalOpening, Telling};
use domain::access::{Action, Actor};
use domain::input::{Checks, Reason};
use domain::lang::Lang;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::{LONGEST_TEXT, LONGEST_TITLE};
use domain::ticket::timeline::What;
use domain::ticket::{Channel, Stage, TicketType, Urgency};
use sea_orm::FromQueryResult;

/// Most tickets that are told at once.
const MOST: usize = 200;

/// Who may open, link and read internal tickets; for others there is none.
fn allowed(actor: &Actor, row: &TicketRow) -> Result<(), AppError> {
    let relation = row.relation(actor);
    if !actor.may(Action::SeeInternal, &relation) {
        return Err(AppError::NotFound);
    }
    if actor.may(Action::Work, &relation) { Ok(()) } else { Err(AppError::NotYours) }
}

/// Opens an internal ticket for a customer's ticket, linked with it.
pub async fn open(
    house: &House,
    call: &Call,
    key: &str,
    asked: InternalOpening,
) -> Result<TicketNumber, Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "internal/open").await? {
        return Ok(done);
    }
    let mut origin = Work::begin(house, call, &change, asked.number).await?;
    allowed(actor, &origin.row)?;
    if origin.row.internal {
        return Err(not_a_choice("number"));
    }
    let mut checks = Checks::default();
    let title = checks.line("title", &asked.title, LONGEST_TITLE);
    let body = checks.text("description", &asked.description, LONGEST_TEXT);
    checks.done(())?;
    let new = New {
        title,
        body,
        documents: Vec::new(),
        channel: Channel::Portal,
        class: None,
        kind: TicketType::default(),
        urgency: Urgency::default(),
        organisation: None,
        asset: None,
        software_version: origin.row.software_version.clone(),
        technical_contact: None,
        author: Author::of(actor, call.lang),
        people: Vec::new(),
        responsible: None,
        through: None,
        internal: Some(asked.work),
    };
    let by = By::of(actor);
    let mut inner = make(house, call, &change, by, new).await?;
    if let Some(team) = asked.team {
        let sql = "SELECT name FROM team WHERE id = $1";
        let row = one_row(change.db(), sql, [team.0.into()]).await?.ok_or_else(|| not_a_choice("team"))?;
        inner.row.team_id = Some(team.0);
        inner.did(What::HandedOver { team: row.try_get("", "name")? });
    }
    tie(&change, &mut origin, &mut inner).await?;
    inner.finish(&mut change).await?;
    origin.finish(&mut change).await?;
    let number = inner.row.number();
    change.remember(actor.id.0, key, "internal/open", &number, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(number)
}

async fn tie(change: &Change, origin: &mut Work<'_>, inner: &mut Work<'_>) -> Result<(), Fault> {
    let sql = "INSERT INTO hanging (ticket_id, internal_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    if run(change.db(), sql, [origin.row.id.into(), inner.row.id.into()]).await?.rows_affected() == 1 {
        let written = |number| origin.house.policy().number.write(number);
        let (theirs, ours) = (written(origin.row.number()), written(inner.row.number()));
        origin.did(What::Linked { number: ours, title: inner.row.title.clone() });
        inner.did(What::Linked { number: theirs, title: origin.row.title.clone() });
    }
    Ok(())
}

/// Links a customer's ticket with an internal one that is there, or takes the link away.
pub async fn link(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    internal: &str,
    off: bool,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "internal/link").await? {
        return Ok(done);
    }
    let mut origin = Work::begin(house, call, &change, number).await?;
    allowed(actor, &origin.row)?;
    let unknown = || not_a_choice("internal");
    let inner = house.policy().number.read(internal).ok_or_else(unknown)?;
    let inner = find_to_change(change.db(), actor, inner).await.map_err(|_| unknown())?;
    if origin.row.internal || !inner.internal {
        return Err(unknown());
    }
    let mut inner = Work::on(house, call, inner)?;
    if off {
        untie(&change, &mut origin, &mut inner).await?;
    } else {
        tie(&change, &mut origin, &mut inner).await?;
    }
    for work in [&mut inner, &mut origin] {
        if !work.is_idle() {
            work.finish(&mut change).await?;
        }
    }
    change.remember(actor.id.0, key, "internal/link", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

async fn untie(change: &Change, origin: &mut Work<'_>, inner: &mut Work<'_>) -> Result<(), Fault> {
    // Links of tickets that were merged stand on those.
    let sql =
        "DELETE FROM hanging WHERE ticket_id IN (SELECT id FROM ticket WHERE id = $1 OR merged_into = $1)
      AND internal_id IN (SELECT id FROM ticket WHERE id = $2 OR merged_into = $2)";
    if run(change.db(), sql, [origin.row.id.into(), inner.row.id.into()]).await?.rows_affected() > 0 {
        let written = |number| origin.house.policy().number.write(number);
        let (theirs, ours) = (written(origin.row.number()), written(inner.row.number()));
        origin.did(What::Unlinked { number: ours });
        inner.did(What::Unlinked { number: theirs });
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    number: i64,
    title: String,
    stage: String,
    rests: bool,
    organisation: Option<String>,
    author_lang: Option<String>,
}

/// What is linked with a ticket: for an internal one the customers' tickets that hang on it, else the internal ones.
fn linking() -> String {
    format!(
        "
SELECT DISTINCT t.id, t.number, t.title, t.stage, {RESTS} AS rests, o.name AS organisation, t.author_lang
FROM hanging h JOIN ticket x ON x.id = CASE WHEN $2 THEN h.ticket_id ELSE h.internal_id END
JOIN ticket t ON t.id = COALESCE(x.merged_into, x.id) LEFT JOIN organisation o ON o.id = t.organisation_id
WHERE (CASE WHEN $2 THEN h.internal_id ELSE h.ticket_id END) IN (SELECT m.id FROM ticket m WHERE m.id = $1 OR m.merged_into = $1)
ORDER BY t.number"
    )
}

impl Row {
    fn stage(&self) -> Result<Stage, Fault> {
        Stage::of_code(&self.stage).ok_or_else(|| Fault::impossible_row("ticket", self.id, &self.stage))
    }

    fn lang(&self) -> Lang {
        self.author_lang.as_deref().and_then(Lang::of_code).unwrap_or_default()
    }
}

/// What is linked with a ticket; asked for staff only.
pub async fn linked(house: &House, row: &TicketRow) -> Result<Vec<Hanging>, Fault> {
    let rows: Vec<Row> = all(house.store.read(), &linking(), [row.id.into(), row.internal.into()]).await?;
    let shown = |row: Row| {
        Ok(Hanging {
            number: TicketNumber(row.number),
            stage: row.stage()?,
            rests: row.rests,
            lang: row.lang(),
            title: row.title,
            organisation: row.organisation,
        })
    };
    rows.into_iter().map(shown).collect()
}

/// Writes to the chosen ones of the customers' tickets that hang on an internal one, each in the language of its author.
pub async fn tell(house: &House, call: &Call, key: &str, asked: Telling) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "internal/tell").await? {
        return Ok(done);
    }
    let mut inner = Work::begin(house, call, &change, asked.number).await?;
    allowed(actor, &inner.row)?;
    let rows: Vec<Row> = all(change.db(), &linking(), [inner.row.id.into(), true.into()]).await?;
    let chosen: Vec<Row> =
        rows.into_iter().filter(|row| asked.to.contains(&TicketNumber(row.number))).take(MOST).collect();
    if !inner.row.internal || chosen.is_empty() {
        return Err(AppError::field("to", Reason::Missing).into());
    }
    let mut checks = Checks::default();
    for (lang, field, text) in [(Lang::De, "de", &asked.de), (Lang::En, "en", &asked.en)] {
        if chosen.iter().any(|row| row.lang() == lang) {
            checks.text(field, text, LONGEST_TEXT);
            if names_internal(house, &change, text).await? {
                checks.add(field, Reason::NamesInternal);
            }
        }
    }
    checks.done(())?;
    let mut told = Vec::new();
    for row in chosen {
        let body = domain::input::clean_text(if row.lang() == Lang::De { &asked.de } else { &asked.en });
        let mut work = Work::on(house, call, by_id_to_change(change.db(), row.id).await?)?;
        work.did(What::Message { body, documents: Vec::new() });
        work.finish(&mut change).await?;
        told.push(house.policy().number.write(TicketNumber(row.number)));
    }
    inner.did(What::ToldHanging { numbers: told });
    inner.finish(&mut change).await?;
    change.remember(actor.id.0, key, "internal/tell", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Whether a text names the number of an internal ticket.
pub async fn names_internal(house: &House, change: &Change, text: &str) -> Result<bool, Fault> {
    let named: Vec<i64> = house.policy().number.find(text).into_iter().map(|(_, number)| number.0).collect();
    for number in named.into_iter().take(MOST) {
        let sql = "SELECT 1 FROM ticket WHERE number = $1 AND internal = TRUE";
        if one_row(change.db(), sql, [number.into()]).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An error at the field whose text names an internal ticket where customers read it.
pub async fn keeps_inner(house: &House, change: &Change, fields: &[(&str, &str)]) -> Result<(), Fault> {
    let mut checks = Checks::default();
    for (field, text) in fields {
        if names_internal(house, change, text).await? {
            checks.add(field, Reason::NamesInternal);
        }
    }
    Ok(checks.done(())?)
}

/// Once an internal ticket is done, the tickets that hang on it say so to staff.
pub async fn over(change: &mut Change, inner: &Work<'_>) -> Result<(), Fault> {
    let done = |what: &What| matches!(what, What::Moved { from, to: Stage::Done | Stage::Closed, .. } if from.is_open());
    if !inner.row.internal || !inner.news().iter().any(|(_, what)| done(what)) {
        return Ok(());
    }
    let number = inner.house.policy().number.write(inner.row.number());
    let rows: Vec<Row> = all(change.db(), &linking(), [inner.row.id.into(), true.into()]).await?;
    for row in rows {
        if row.stage()?.is_open() {
            let origin = by_id_to_change(change.db(), row.id).await?;
            let mut work = Work::on(inner.house, inner.call, origin)?;
            work.did(What::LinkedDone { number: number.clone() });
            work.finish(change).await?;
        }
    }
    Ok(())
}
