//! A mail as it was sent, for who sees the message that it became: `/mails/{id}`, and for its frame `/mails/{id}/html` and
//! `/mails/{id}/inline/{place}`. What a person may not see is not found (A6).
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::letter::html;
use crate::letter::mails::sender;
use crate::letter::mime::{Addressed, addressed};
use crate::letter::token;
use crate::store::one;
use app::call::Call;
use app::error::AppError;
use app::letter::view::OriginalView;
use app::words::{self, say};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::access::{Action, Actor, Area, Relation};
use domain::id::{MailId, OrganisationId};
use domain::input::link::without_tokens;
use domain::lang::Lang;
use domain::ticket::number::TicketNumber;
use futures::TryStreamExt as _;
use object_store::ObjectStoreExt as _;
use sea_orm::FromQueryResult;
use tokio::sync::Semaphore;

/// The frame keeps our origin, or its pictures would be asked for without the reader's session; nothing in it may run,
/// be sent or be loaded from elsewhere. Links open outside of it.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
   sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'";
/// A picture is nothing but a picture.
const PICTURE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// How much HTML is cleaned at once: whoever sends mails that are as bad as is let through, or opens many of them, keeps one core
/// busy and leaves the others to everybody else.
static CLEANED_AT_ONCE: Semaphore = Semaphore::const_new(1);
/// A mail that was fetched so much later than it arrived, in milliseconds, had waited.
const WAITED: i64 = 5 * 60 * 1000;
/// So much of a mail is looked through for its headers, in bytes.
const LONGEST_HEADERS: usize = 256 * 1024;
const CACHING: &str = "private, no-store";
/// Mails are laid out for white paper. A picture that is not loaded is a quiet sign instead of the browser's mark for broken ones;
/// where it said nothing, or was there to be counted, it is nothing at all. The marks of lists have their room, also where a mail
/// takes the padding away or its list is none.
const STYLE: &str = r#"html { color-scheme: light; background: #fff; color: #1a1a1a }
body { margin: 16px; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
img { max-width: 100%; height: auto }
img:not([src]) { width: 28px; height: 20px; vertical-align: middle; content: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='28' height='20' fill='none'%3E%3Crect x='.5' y='.5' width='27' height='19' rx='3.5' fill='%23f3f5f6' stroke='%23d5dade'/%3E%3Cpath d='m6 15 5-6 4 4 3-3 4 5' stroke='%239aa3aa' stroke-linejoin='round' stroke-linecap='round'/%3E%3C/svg%3E") / attr(alt) }
img:not([src]):is([alt=""], [width="0"], [width="1"], [height="0"], [height="1"]) { display: none }
ul, ol { padding-inline-start: 2.5em !important }
:not(ul, ol) > li { list-style-position: inside }
.told { margin: 0 0 16px; padding: 8px 12px; border-radius: 6px; background: #eef1f3; color: #444 }"#;

/// A mail with what decides who may see it.
#[derive(FromQueryResult)]
struct Row {
    id: i64,
    from_name: String,
    from_email: String,
    subject: String,
    body: String,
    place: String,
    received_at: i64,
    fetched_at: Option<i64>,
    has_html: bool,
    entry_id: Option<i64>,
    entry_internal: Option<bool>,
    number: Option<i64>,
    organisation_id: Option<i64>,
    author_id: Option<i64>,
    ticket_internal: Option<bool>,
    takes_part: bool,
}

const MAIL: &str = "
SELECT m.id, m.from_name, m.from_email, m.subject, m.body, m.place, m.received_at, m.fetched_at, m.has_html, m.entry_id,
  e.internal AS entry_internal, t.number, t.organisation_id, t.author_id, t.internal AS ticket_internal,
  EXISTS (SELECT 1 FROM participant p WHERE p.ticket_id = t.id AND p.person_id = $2) AS takes_part
FROM mail m LEFT JOIN entry e ON e.id = m.entry_id LEFT JOIN ticket t ON t.id = e.ticket_id WHERE m.id = $1";

impl Row {
    fn is_for(&self, actor: &Actor) -> bool {
        if actor.may_enter(Area::Outbox) {
            return true;
        }
        let (Some(entry), Some(ticket)) = (self.entry_internal, self.ticket_internal) else { return false };
        let relation = Relation {
            organisation: self.organisation_id.map(OrganisationId),
            author: self.author_id == Some(actor.id.0),
            participant: self.takes_part,
            internal: ticket,
        };
        actor.may(Action::See, &relation) && (!entry || actor.may(Action::SeeInternal, &relation))
    }
}

/// A mail as it came in, for staff who see its page.
pub(super) async fn for_staff(house: &House, call: &Call, id: MailId) -> Result<axum::body::Bytes, Fault> {
    let row = visible(house, call, id).await?;
    if !call.actor()?.is_staff() {
        return Err(AppError::NotFound.into());
    }
    raw(house, &row).await
}

async fn visible(house: &House, call: &Call, id: MailId) -> Result<Row, Fault> {
    let actor = call.actor()?;
    let row: Option<Row> = one(house.store.read(), MAIL, [id.0.into(), actor.id.0.into()]).await?;
    Ok(row.filter(|row| row.is_for(actor)).ok_or(AppError::NotFound)?)
}

/// What the page shows beside the frame.
pub async fn read(house: &House, call: &Call, id: MailId) -> Result<OriginalView, Fault> {
    let row = visible(house, call, id).await?;
    let Addressed { to, cc, written } = headers(house, &row).await?;
    let told = |people: Vec<(String, String)>| -> Vec<String> {
        people.iter().map(|(name, email)| unkeyed(house, &sender(name, email))).collect()
    };
    Ok(OriginalView {
        id: MailId(row.id),
        from: sender(&row.from_name, &row.from_email),
        to: told(to),
        cc: told(cc),
        written: written.map(|at| house.clock.moment(at)),
        subject: row.subject,
        received: house.clock.shown(row.received_at),
        fetched: row.fetched_at.filter(|at| at - row.received_at >= WAITED).map(|at| house.clock.shown(at)),
        has_html: row.has_html,
        text: unkeyed(house, &row.body),
        ticket: row.number.map(TicketNumber),
        entry: row.entry_id,
        raw: call.actor()?.is_staff(),
        now: house.clock.moment(call.now),
    })
}

/// `GET /mails/{id}/html`: what stands in the frame.
pub async fn html(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path(id): Path<MailId>,
) -> Response {
    match framed(&house, &call, id).await {
        Ok(page) => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, CACHING),
            ];
            (headers, page).into_response()
        }
        Err(fault) => error_answer(fault.into()),
    }
}

async fn framed(house: &House, call: &Call, id: MailId) -> Result<String, Fault> {
    let row = visible(house, call, id).await?;
    if !row.has_html {
        return Err(AppError::NotFound.into());
    }
    let raw = raw(house, &row).await?;
    let turn = CLEANED_AT_ONCE.acquire().await.map_err(Fault::broken)?;
    let shown = tokio::task::spawn_blocking(move || {
        // Held until it is done, also where the reader went away meanwhile.
        let _turn = turn;
        html::shown(&raw, id)
    })
    .await?;
    Ok(unkeyed(house, &page(call.lang, shown, &row.body)))
}

/// What is shown without what a quote of ours holds for its reader alone: links that decide, and the ticket's keyed token.
fn unkeyed(house: &House, text: &str) -> String {
    token::masked(&house.vault, &without_tokens(text))
}

/// The page in the frame, with what was left out told above it; of HTML that cannot be shown its text.
fn page(lang: Lang, shown: Option<html::Shown>, text: &str) -> String {
    use words::mails as w;
    let unread = shown.is_none();
    let html::Shown { html, remote, cut } = shown.unwrap_or_else(|| html::Shown::of_text(text));
    let mut told = String::new();
    for (so, text) in [(unread, w::HTML_UNREAD), (cut, w::HTML_CUT), (remote, w::NO_REMOTE_IMAGES)] {
        if so {
            told.push_str(&format!("<p class=\"told\">{}</p>", say(lang, text)));
        }
    }
    let (code, title) = (lang.code(), say(lang, w::ORIGINAL));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head>\n<body>{told}{html}</body></html>\n"
    )
}

/// `GET /mails/{id}/inline/{place}`: a picture that stands in the text of a mail.
pub async fn picture(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path((id, place)): Path<(MailId, usize)>,
) -> Response {
    match pictured(&house, &call, id, place).await {
        Ok((kind, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_DISPOSITION, "inline"),
                (header::CONTENT_SECURITY_POLICY, PICTURE_POLICY),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, CACHING),
            ];
            (headers, bytes).into_response()
        }
        Err(fault) => error_answer(fault.into()),
    }
}

async fn pictured(
    house: &House,
    call: &Call,
    id: MailId,
    place: usize,
) -> Result<(&'static str, Vec<u8>), Fault> {
    let raw = raw(house, &visible(house, call, id).await?).await?;
    let found = tokio::task::spawn_blocking(move || html::picture(&raw, place)).await?;
    Ok(found.ok_or(AppError::NotFound)?)
}

/// What its headers tell, read from its beginning: there may be large files in it.
async fn headers(house: &House, row: &Row) -> Result<Addressed, Fault> {
    let path = object_store::path::Path::from(row.place.as_str());
    let mut parts = house.files.store.get(&path).await?.into_stream();
    let mut beginning = Vec::new();
    while beginning.len() < LONGEST_HEADERS
        && let Some(part) = parts.try_next().await?
    {
        beginning.extend_from_slice(&part);
    }
    beginning.truncate(LONGEST_HEADERS);
    Ok(tokio::task::spawn_blocking(move || addressed(&beginning)).await?)
}

async fn raw(house: &House, row: &Row) -> Result<axum::body::Bytes, Fault> {
    let path = object_store::path::Path::from(row.place.as_str());
    Ok(house.files.store.get(&path).await?.bytes().await?)
}
