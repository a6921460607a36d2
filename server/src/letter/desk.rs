//! Writing letters into the outbox, and showing it.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::compose::{Block, Button, Company, Content, Ticket};
use crate::letter::mailer::told;
use crate::letter::thread::{Answered, Thread};
use crate::letter::{mails, original, preview};
use crate::sealed::masked;
use crate::store::{Change, all, insert, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::letter::api::{LetterDesk, MailDeed, MailsAsked};
use app::letter::view::{LetterState, LetterView, MailsView, MoveView, OriginalView, OutboxView};
use app::policy::template_word::said;
use app::words::{self, Text, fill, say};
use domain::access::Area;
use domain::deal::Deal;
use domain::id::{LetterId, MailId, PersonId};
use domain::lang::Lang;
use domain::letter::cap::counted;
use domain::letter::greeting;
use domain::letter::reply::{MARKER_DE, MARKER_EN};
use domain::policy::Policy;
use domain::policy::template::Occasion;
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use sea_orm::{FromQueryResult, Value};

/// Colour of what is to be pressed, as in the portal.
const ACCENT: &str = "#0f5a63";
/// Inboxes show no more than this beside a subject.
const LONGEST_OCCASION: usize = 140;
/// What is told of a letter when it is put into the outbox.
const COLUMNS: usize = 17;
/// Letters of one statement.
const MOST_AT_ONCE: usize = 20;

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
    pub blocks: Vec<Block>,
    /// The ticket that it is about.
    pub about: Option<About>,
    /// Carries a link that signs in; its text is shown to staff only while no mail leaves the house, and not kept once
    /// it left.
    pub secret: bool,
    /// Only confirms that something arrived: leaves with a null return path, so that no machine answers it (RFC 3834).
    pub acknowledges: bool,
    /// Where nobody but the house answers: the mail that it answers; such letters are capped.
    pub answers: Option<Answered>,
}

/// The ticket that a letter is about.
#[derive(Clone, Debug)]
pub struct About {
    /// Its row.
    pub ticket: i64,
    /// Its number as it is written.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its state, in the reader's words.
    pub state: String,
    /// Its address in the portal; `None` for who has no account there.
    pub address: Option<String>,
    /// The keyed token by which answers find it.
    pub token: String,
    /// Staff alone are told: an answer becomes an internal note.
    pub internal: bool,
    /// The ticket begins with it: nobody was written to about it before.
    pub begins: bool,
}

/// Paragraphs and, below them, the one thing to do: its label and absolute address.
pub fn blocks(paragraphs: Vec<String>, button: Option<(String, String)>) -> Vec<Block> {
    let button =
        button.map(|(label, address)| Block::Buttons(vec![Button { label, address, primary: true }]));
    paragraphs.into_iter().map(Block::Text).chain(button).collect()
}

impl Letter {
    /// A letter that only tells something about the account, without anything to fill in or to press.
    pub fn notice(to: Addressee, subject: Text, paragraphs: &[Text]) -> Self {
        let lang = to.lang;
        Self {
            to,
            subject: say(lang, subject).to_owned(),
            blocks: blocks(paragraphs.iter().map(|text| say(lang, *text).to_owned()).collect(), None),
            about: None,
            secret: false,
            acknowledges: false,
            answers: None,
        }
    }
}

/// A letter as plain text and as HTML, with what a configuration says in greeting and closing.
pub fn forms(house: &House, policy: &Policy, letter: &Letter, occasion: &str) -> (String, String) {
    let lang = letter.to.lang;
    let reference: Vec<String> = letter
        .about
        .iter()
        .map(|about| fill(lang, words::mail::REFERENCE, &[("token", &about.token)]))
        .collect();
    let closing = said(policy, lang, Occasion::Closing, &[]);
    let closing = (!closing.is_empty()).then_some(Block::Text(closing));
    let inside = letter.about.as_ref().is_some_and(|about| about.internal);
    let inside = inside.then(|| Block::Small(say(lang, words::mail::ANSWER_IS_INTERNAL).to_owned()));
    let greeting = said(policy, lang, Occasion::Greeting, &[("name", &letter.to.name)]);
    let mut blocks: Vec<Block> = letter.blocks.iter().cloned().chain(inside).chain(closing).collect();
    if let (Lang::De, Some(Block::Text(first))) = (lang, blocks.first_mut()) {
        *first = greeting::continued(&greeting, first);
    }
    let content = Content {
        lang,
        preheader: occasion,
        reply_above: letter.about.as_ref().map(|_| match lang {
            Lang::De => MARKER_DE,
            Lang::En => MARKER_EN,
        }),
        greeting: &greeting,
        blocks: &blocks,
        company: Company {
            name: &house.settings.company,
            lines: &reference,
            portal: house.base.as_str().trim_end_matches('/'),
            accent: ACCENT,
        },
        ticket: letter.about.as_ref().map(|about| Ticket {
            number: &about.number,
            title: &about.title,
            state: &about.state,
            address: about.address.as_deref(),
        }),
    };
    (content.text(), content.html())
}

/// Puts a letter into the outbox, as part of a change. After committing, wake the mailer: `house.letters.notify_one()`.
pub async fn write(change: &Change, house: &House, letter: Letter, now: Timestamp) -> Result<i64, Fault> {
    put(change, house, letter, None, now).await
}

/// The same about a quote or an order: what answers it is a comment there, or a note where it is `internal`.
pub async fn write_on_deal(
    change: &Change,
    house: &House,
    letter: Letter,
    (deal, internal): (Deal, bool),
    now: Timestamp,
) -> Result<i64, Fault> {
    put(change, house, letter, Some((deal, internal)), now).await
}

/// The same with the pages of an issued invoice, for who cannot open it in the portal.
pub async fn write_with_invoice(
    change: &Change,
    house: &House,
    letter: Letter,
    invoice: i64,
    now: Timestamp,
) -> Result<(), Fault> {
    let id = write(change, house, letter, now).await?;
    let sql = "UPDATE letter SET invoice_id = $2 WHERE id = $1";
    run(change.db(), sql, [id.into(), invoice.into()]).await?;
    Ok(())
}

/// Puts letters into the outbox in one statement; [`write`] of many.
pub async fn write_all(
    change: &Change,
    house: &House,
    letters: impl Iterator<Item = Letter>,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = Vec::new();
    for letter in letters {
        rows.push(row(change, house, letter, None, now).await?);
    }
    for rows in rows.chunks(MOST_AT_ONCE) {
        run(change.db(), &insertion(rows.len()), rows.concat()).await?;
    }
    Ok(())
}

async fn put(
    change: &Change,
    house: &House,
    letter: Letter,
    deal: Option<(Deal, bool)>,
    now: Timestamp,
) -> Result<i64, Fault> {
    let values = row(change, house, letter, deal, now).await?;
    Ok(insert(change.db(), &format!("{} RETURNING id", insertion(1)), values).await?)
}

/// The statement that puts so many rows into the outbox.
fn insertion(rows: usize) -> String {
    let places = |row: usize| {
        let places: Vec<String> =
            (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
        format!("({}, 'waiting', 0)", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(places).collect();
    format!(
        "INSERT INTO letter (to_name, to_email, subject, text_body, html_body, message_id, person_id, ticket_id, secret, next_at, written_at,
         headers, occasion, answers, internal, counted, deal, state, attempts) VALUES {}",
        rows.join(", ")
    )
}

/// A letter's row, column by column.
async fn row(
    change: &Change,
    house: &House,
    letter: Letter,
    deal: Option<(Deal, bool)>,
    now: Timestamp,
) -> Result<[Value; COLUMNS], Fault> {
    let occasion = occasion(&letter.blocks);
    let (text, html) = forms(house, &house.policy(), &letter, &occasion);
    let ticket = letter.about.as_ref().map(|about| about.ticket);
    let host = house.base.host_str().unwrap_or("localhost");
    // By the token an answer finds its ticket, also where this row is gone.
    let message_id = match &letter.about {
        Some(about) => format!("<{}.{}@{host}>", about.token, crate::secret::key()),
        None => format!("<{}@{host}>", crate::secret::key()),
    };
    let thread = match &letter.about {
        Some(about) => {
            let root = format!("<{}@{host}>", about.token);
            let came = letter.answers.as_ref().and_then(|mail| mail.message_id.clone());
            if about.begins {
                Thread::new((root, host), came, Vec::new())
            } else {
                Thread::of(change, (root, host), (about.ticket, came), &letter.to.email).await?
            }
        }
        None => Thread::default(),
    };
    let headers = serde_json::to_string(&Thread { acknowledges: letter.acknowledges, ..thread })?;
    let at = now.as_millisecond();
    let counted = letter.answers.as_ref().map(|_| counted(&letter.to.email));
    Ok([
        letter.to.name.clone().into(),
        letter.to.email.clone().into(),
        letter.subject.clone().into(),
        text.into(),
        html.into(),
        message_id.into(),
        letter.to.person.map(|id| id.0).into(),
        ticket.into(),
        letter.secret.into(),
        at.into(),
        at.into(),
        headers.into(),
        occasion.into(),
        letter.answers.map(|mail| mail.likeness).into(),
        (letter.about.is_some_and(|about| about.internal) || deal.is_some_and(|(_, internal)| internal))
            .into(),
        counted.into(),
        deal.map(|(deal, _)| deal.to_string()).into(),
    ])
}

/// What a letter is about in one line: the first thing it says. Letters about one ticket share their subject.
pub fn occasion(blocks: &[Block]) -> String {
    let text = blocks.iter().find_map(|block| match block {
        Block::Text(text) | Block::Notice(text) => text.lines().next(),
        Block::Facts(_) | Block::Message { .. } | Block::Buttons(_) | Block::Small(_) => None,
    });
    text.unwrap_or_default().chars().take(LONGEST_OCCASION).collect()
}

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
}

#[async_trait::async_trait]
impl LetterDesk for House {
    async fn outbox(&self, call: &Call, query: &str) -> Result<OutboxView, AppError> {
        Ok(outbox(self, call, query).await?)
    }

    async fn settle(&self, call: &Call, id: LetterId, again: bool) -> Result<(), AppError> {
        Ok(settle(self, call, id, again).await?)
    }

    async fn mails(&self, call: &Call, asked: &MailsAsked) -> Result<MailsView, AppError> {
        Ok(mails::read(self, call, asked).await?)
    }

    async fn mail_move(&self, call: &Call, id: MailId, ticket: &str) -> Result<MoveView, AppError> {
        Ok(preview::read(self, call, id, ticket).await?)
    }

    async fn mail(&self, call: &Call, id: MailId) -> Result<OriginalView, AppError> {
        Ok(original::read(self, call, id).await?)
    }

    async fn settle_mail(
        &self,
        call: &Call,
        id: MailId,
        deed: MailDeed,
        ticket: &str,
        join: bool,
    ) -> Result<Option<TicketNumber>, AppError> {
        Ok(mails::settle(self, call, id, deed, ticket, join).await?)
    }
}

/// Staff decide about a letter that did not arrive, or of which nobody knows. Twice is as good as once.
async fn settle(house: &House, call: &Call, id: LetterId, again: bool) -> Result<(), Fault> {
    if !call.actor()?.may_enter(Area::Outbox) {
        return Err(AppError::NotFound.into());
    }
    let mut change = house.store.change().await?;
    let at = call.now.as_millisecond();
    let sql = if again {
        "UPDATE letter SET state = 'waiting', next_at = $1, attempts = 0 WHERE id = $2 AND state IN ('failed', 'uncertain')"
    } else {
        "UPDATE letter SET state = 'sent', sent_at = $1, text_body = CASE WHEN secret THEN '' ELSE text_body END,
         html_body = CASE WHEN secret THEN '' ELSE html_body END WHERE id = $2 AND state = 'uncertain'"
    };
    run(change.db(), sql, [at.into(), id.0.into()]).await?;
    let row = one_row(change.db(), "SELECT ticket_id FROM letter WHERE id = $1", [id.0.into()]).await?;
    if let Some(ticket) = row.map_or(Ok(None), |row| row.try_get::<Option<i64>>("", "ticket_id"))? {
        told(&mut change, ticket).await?;
    }
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

async fn outbox(house: &House, call: &Call, query: &str) -> Result<OutboxView, Fault> {
    if !call.actor()?.may_enter(Area::Outbox) {
        return Err(AppError::NotFound.into());
    }
    let found = format!(
        "({} LIKE $1 ESCAPE '!' OR {} LIKE $1 ESCAPE '!' OR {} LIKE $1 ESCAPE '!')",
        folded("to_email"),
        folded("to_name"),
        folded("subject"),
    );
    let newest = |rank: u8, state: &str| {
        format!(
            "SELECT * FROM (SELECT {rank} AS rank, id, occasion, to_name, to_email, subject, text_body, secret, state, written_at, \
             sent_at, trouble FROM letter WHERE state {state} 'uncertain' AND {found} ORDER BY id DESC LIMIT 100) l{rank}"
        )
    };
    let sql = format!("{} UNION ALL {} ORDER BY rank, id DESC", newest(0, "="), newest(1, "<>"));
    let rows: Vec<Row> = all(house.store.read(), &sql, [pattern(query).into()]).await?;
    let held = house.settings.smtp_url.is_none();
    let letters =
        rows.into_iter().map(|row| row.into_view(house, call.lang, held)).collect::<Result<_, _>>()?;
    Ok(OutboxView { letters, now: house.clock.moment(call.now) })
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
        let hidden = self.secret && (!held || self.text_body.is_empty());
        let text = match hidden {
            true => say(lang, app::words::mail::HIDDEN).to_owned(),
            // While no mail leaves the house this is where readers find theirs.
            false if held => self.text_body,
            false => masked(&self.text_body),
        };
        Ok(LetterView {
            id: LetterId(self.id),
            to: format!("{} <{}>", self.to_name, self.to_email),
            subject: self.subject,
            occasion: self.occasion,
            text,
            state,
            trouble: self.trouble,
            written: house.clock.shown(self.written_at),
            sent: self.sent_at.map(|at| house.clock.shown(at)),
        })
    }
}
