//! The outbox, shown to staff, and what they decide about letters in it.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::again::again as send_again;
use crate::letter::mailer::told;
use crate::letter::outgoing;
use crate::store::{all, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::letter::view::{LetterState, LetterView, OutboxView};
use app::words::say;
use domain::access::Area;
use domain::id::LetterId;
use domain::input::link::without_tokens;
use domain::lang::Lang;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    occasion: String,
    to_name: String,
    to_email: String,
    subject: String,
    text_body: String,
    secret: bool,
    state: String,
    written_at: i64,
    sent_at: Option<i64>,
    trouble: Option<String>,
    unsettled_at: Option<i64>,
    replaced_at: Option<i64>,
}

/// The letters of the outbox that a query finds: those that did not arrive, then those of which nobody knows, as long as staff
/// have not decided; then all others.
pub async fn read(house: &House, call: &Call, query: &str) -> Result<OutboxView, Fault> {
    if !call.actor()?.may_enter(Area::Outbox) {
        return Err(AppError::NotFound.into());
    }
    let found = format!(
        "({} LIKE $1 ESCAPE '!' OR {} LIKE $1 ESCAPE '!' OR {} LIKE $1 ESCAPE '!')",
        folded("to_email"),
        folded("to_name"),
        folded("subject"),
    );
    let newest = |rank: u8, which: &str, (about, order): (&str, &str)| {
        format!(
            "SELECT * FROM (SELECT {rank} AS rank, {about} AS about, id, occasion, to_name, to_email, subject, text_body, secret, \
             state, written_at, sent_at, trouble, unsettled_at, replaced_at FROM letter WHERE {which} AND {found} \
             ORDER BY {order} LIMIT 100) l{rank}"
        )
    };
    // Of letters that did not arrive those about no ticket come first: nothing else tells of them, and the counter counts them.
    let ticketless = ("CASE WHEN ticket_id IS NULL THEN 0 ELSE 1 END", "about, id DESC");
    let latest = ("0", "id DESC");
    let sql = format!(
        "{} UNION ALL {} UNION ALL {} ORDER BY rank, about, id DESC",
        newest(0, "unsettled_at IS NOT NULL", ticketless),
        newest(1, "state = 'uncertain'", latest),
        newest(2, "unsettled_at IS NULL AND state <> 'uncertain'", latest),
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, [pattern(query).into()]).await?;
    let held = house.settings.smtp_url.is_none();
    let letters =
        rows.into_iter().map(|row| row.into_view(house, call.lang, held)).collect::<Result<_, _>>()?;
    let outgoing = outgoing::shown(house, call.now).await?;
    Ok(OutboxView { letters, outgoing, now: house.clock.moment(call.now) })
}

/// Staff decide about a letter that did not arrive, or of which nobody knows. Twice is as good as once.
pub async fn settle(house: &House, call: &Call, id: LetterId, again: bool) -> Result<(), Fault> {
    if !call.actor()?.may_enter(Area::Outbox) {
        return Err(AppError::NotFound.into());
    }
    let mut change = house.store.change().await?;
    if again {
        send_again(house, call, &mut change, id).await?;
    } else {
        let at = call.now.as_millisecond();
        let sql = "UPDATE letter SET unsettled_at = NULL WHERE id = $1 AND state = 'failed'";
        run(change.db(), sql, [id.0.into()]).await?;
        // One that was doubted left when it did.
        let sql = "UPDATE letter SET state = 'sent', sent_at = CASE WHEN reported_at IS NULL OR sent_at IS NULL THEN $1 ELSE sent_at END,
          text_body = CASE WHEN secret THEN '' ELSE text_body END,
          html_body = CASE WHEN secret THEN '' ELSE html_body END WHERE id = $2 AND state = 'uncertain'";
        run(change.db(), sql, [at.into(), id.0.into()]).await?;
    }
    let row = one_row(change.db(), "SELECT ticket_id FROM letter WHERE id = $1", [id.0.into()]).await?;
    if let Some(ticket) = row.map_or(Ok(None), |row| row.try_get::<Option<i64>>("", "ticket_id"))? {
        told(&mut change, ticket).await?;
    }
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// The state of a letter's row.
pub fn state(letter: i64, code: &str) -> Result<LetterState, Fault> {
    match code {
        "waiting" => Ok(LetterState::Waiting),
        "sent" => Ok(LetterState::Sent),
        "failed" => Ok(LetterState::Failed),
        "uncertain" => Ok(LetterState::Uncertain),
        other => Err(Fault::impossible_row("letter", letter, other)),
    }
}

impl Row {
    fn into_view(self, house: &House, lang: Lang, held: bool) -> Result<LetterView, Fault> {
        let state = state(self.id, &self.state)?;
        let emptied = self.secret && self.text_body.is_empty();
        let undecided = state == LetterState::Uncertain || self.unsettled_at.is_some();
        let hidden = self.secret && (!held || self.text_body.is_empty());
        let text = match hidden {
            true => say(lang, app::words::mail::HIDDEN).to_owned(),
            // While no mail leaves the house this is where readers find theirs.
            false if held => self.text_body,
            false => without_tokens(&self.text_body),
        };
        Ok(LetterView {
            id: LetterId(self.id),
            to: format!("{} <{}>", self.to_name, self.to_email),
            subject: self.subject,
            occasion: self.occasion,
            text,
            state,
            undecided,
            emptied,
            replaced: self.replaced_at.is_some(),
            trouble: self.trouble,
            written: house.clock.shown(self.written_at),
            sent: self.sent_at.map(|at| house.clock.shown(at)),
        })
    }
}
