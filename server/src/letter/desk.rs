//! Writing letters into the outbox, and showing it.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::compose::Content;
use crate::letter::thread::Thread;
use crate::store::{Change, all, insert};
use app::call::Call;
use app::error::AppError;
use app::letter::api::LetterDesk;
use app::letter::view::{LetterState, LetterView, OutboxView};
use app::words::{Text, say};
use domain::access::Area;
use domain::id::{LetterId, PersonId};
use domain::lang::Lang;
use jiff::Timestamp;
use sea_orm::FromQueryResult;

/// To whom.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// Account, where there is one.
    pub person: Option<PersonId>,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Language.
    pub lang: Lang,
}

/// A letter to be written.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: Addressee,
    /// Subject.
    pub subject: String,
    /// What it says between greeting and footer.
    pub paragraphs: Vec<String>,
    /// Label and absolute address of the one thing to do.
    pub button: Option<(String, String)>,
    /// The ticket's row, where it is about one.
    pub ticket: Option<i64>,
    /// Carries a link that signs in; its text is shown to staff only while no mail leaves the house, and not kept once
    /// it left.
    pub secret: bool,
    /// Only confirms that something arrived: leaves with a null return path, so that no machine answers it (RFC 3834).
    pub acknowledges: bool,
}

impl Letter {
    /// A letter that only tells something about the account, without anything to fill in or to press.
    pub fn notice(to: Addressee, subject: Text, paragraphs: &[Text]) -> Self {
        let lang = to.lang;
        Self {
            to,
            subject: say(lang, subject).to_owned(),
            paragraphs: paragraphs.iter().map(|text| say(lang, *text).to_owned()).collect(),
            button: None,
            ticket: None,
            secret: false,
            acknowledges: false,
        }
    }
}

/// Puts a letter into the outbox, as part of a change. After committing, wake the mailer: `house.letters.notify_one()`.
pub async fn write(change: &Change, house: &House, letter: Letter, now: Timestamp) -> Result<i64, Fault> {
    let content = Content {
        lang: letter.to.lang,
        name: &letter.to.name,
        paragraphs: &letter.paragraphs,
        button: letter.button.as_ref().map(|(label, address)| (label.as_str(), address.as_str())),
        company: &house.settings.company,
        portal: house.base.as_str().trim_end_matches('/'),
    };
    let host = house.base.host_str().unwrap_or("localhost");
    let message_id = format!("<{}@{host}>", crate::secret::key());
    let thread = match letter.ticket {
        Some(ticket) => Thread::of(change, ticket, &letter.to.email).await?,
        None => Thread::default(),
    };
    let headers = serde_json::to_string(&Thread { acknowledges: letter.acknowledges, ..thread })?;
    let at = now.as_millisecond();
    let sql = "INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, person_id, ticket_id, secret, state, attempts, next_at, written_at) \
               VALUES ($1, $2, $3, $4, $5, $11, $6, $7, $8, $9, 'waiting', 0, $10, $10) RETURNING id";
    let values = [
        letter.to.name.clone().into(),
        letter.to.email.clone().into(),
        letter.subject.clone().into(),
        content.text().into(),
        content.html().into(),
        message_id.into(),
        letter.to.person.map(|id| id.0).into(),
        letter.ticket.into(),
        letter.secret.into(),
        at.into(),
        headers.into(),
    ];
    Ok(insert(change.db(), sql, values).await?)
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    to_name: String,
    to_email: String,
    subject: String,
    text_body: String,
    secret: bool,
    state: String,
    written_at: i64,
    sent_at: Option<i64>,
    trouble: Option<String>,
}

#[async_trait::async_trait]
impl LetterDesk for House {
    async fn outbox(&self, call: &Call, query: &str) -> Result<OutboxView, AppError> {
        Ok(outbox(self, call, query).await?)
    }
}

async fn outbox(house: &House, call: &Call, query: &str) -> Result<OutboxView, Fault> {
    if !call.actor()?.may_enter(Area::Outbox) {
        return Err(AppError::NotFound.into());
    }
    let sql = format!(
        "SELECT id, to_name, to_email, subject, text_body, secret, state, written_at, sent_at, trouble FROM letter \
         WHERE {} LIKE $1 ESCAPE '!' OR {} LIKE $1 ESCAPE '!' OR {} LIKE $1 ESCAPE '!' ORDER BY id DESC LIMIT 100",
        folded("to_email"),
        folded("to_name"),
        folded("subject"),
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, [pattern(query).into()]).await?;
    let held = house.settings.smtp_url.is_none();
    let letters =
        rows.into_iter().map(|row| row.into_view(house, call.lang, held)).collect::<Result<_, _>>()?;
    Ok(OutboxView { letters, now: house.clock.moment(call.now) })
}

impl Row {
    fn into_view(self, house: &House, lang: Lang, held: bool) -> Result<LetterView, Fault> {
        let state = match self.state.as_str() {
            "waiting" => LetterState::Waiting,
            "sent" => LetterState::Sent,
            "failed" => LetterState::Failed,
            other => return Err(Fault::impossible_row("letter", self.id, other)),
        };
        let hidden = self.secret && (!held || self.text_body.is_empty());
        let text = if hidden { say(lang, app::words::mail::HIDDEN).to_owned() } else { self.text_body };
        Ok(LetterView {
            id: LetterId(self.id),
            to: format!("{} <{}>", self.to_name, self.to_email),
            subject: self.subject,
            text,
            state,
            trouble: self.trouble,
            written: house.clock.shown(self.written_at),
            sent: self.sent_at.map(|at| house.clock.shown(at)),
        })
    }
}
