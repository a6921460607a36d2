//! Mails to look at before a configuration is published: made by what makes the real ones, with made-up content.
use crate::approval::letter;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{About, Addressee, Letter, forms, occasion};
use crate::policy::desk::manager;
use crate::policy::draft::drafted_policy;
use app::approval::view::RequestView;
use app::call::Call;
use app::error::AppError;
use app::parts::badge::stage_word;
use app::policy::template_word::said;
use app::promise::sentence::weekday_word;
use app::words::{completion, notify, policy as w, say};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::approval::{Term, price};
use domain::id::ApprovalId;
use domain::lang::Lang;
use domain::moment::date;
use domain::money::euros;
use domain::policy::Policy;
use domain::policy::template::Occasion;
use domain::ticket::number::TicketNumber;
use domain::ticket::{Stage, TicketType};

/// `GET /settings-mail/{sample}/{lang}`: a mail as the asker's draft would write it, for a frame of the administration.
pub async fn show(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Path((sample, lang)): Path<(String, String)>,
) -> Response {
    match page(&house, &call, &sample, &lang).await {
        Ok(html) => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
                ),
                (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, html).into_response()
        }
        Err(fault) => crate::gate::error_answer(fault.into()),
    }
}

async fn page(house: &House, call: &Call, sample: &str, lang: &str) -> Result<String, Fault> {
    let actor = manager(call)?;
    let lang = Lang::of_code(lang).ok_or(AppError::NotFound)?;
    let policy = drafted_policy(house, actor.id.0).await?;
    let (stage, blocks) = blocks(house, call, &policy, sample, lang).ok_or(AppError::NotFound)?;
    let number = policy.number.write(TicketNumber(1042));
    let to = Addressee { person: None, name: "Vera Albers".to_owned(), email: String::new(), lang };
    let about = About {
        ticket: 0,
        title: say(lang, w::SAMPLE_TITLE).to_owned(),
        state: say(lang, stage_word(stage, false)).to_owned(),
        address: Some(house.link("/")),
        token: "1042-0123456789abcdef".to_owned(),
        internal: false,
        begins: false,
        number,
    };
    let occasion = occasion(&blocks);
    let letter = Letter {
        to,
        subject: String::new(),
        blocks,
        about: Some(about),
        secret: false,
        acknowledges: false,
        answers: None,
    };
    Ok(forms(house, &policy, &letter, &occasion).1)
}

/// What the sample says, and the state of its ticket.
fn blocks(
    house: &House,
    call: &Call,
    policy: &Policy,
    sample: &str,
    lang: Lang,
) -> Option<(Stage, Vec<Block>)> {
    let text = |word| say(lang, word).to_owned();
    let (title, name) = (text(w::SAMPLE_TITLE), "Jonas Weber");
    let number = policy.number.write(TicketNumber(1042));
    let now = house.clock.moment(call.now);
    let gaps = [("number", number.as_str()), ("title", title.as_str()), ("name", name)];
    let own = |occasion: Occasion| Block::Text(said(policy, lang, occasion, &gaps));
    let quoted = |by: &str, word| Block::Message { by: by.to_owned(), at: now.full(lang), text: text(word) };
    let button = |word, primary| Button { label: text(word), address: house.link("/"), primary };
    let open = |primary| Block::Buttons(vec![button(notify::OPEN, primary)]);
    Some(match sample {
        "acknowledgement" => {
            let cost = policy.hourly_cost(None, TicketType::Normal, None).map(|cost| {
                let rate = euros(lang, cost.cents);
                Block::Notice(said(policy, lang, Occasion::Costs, &[("rate", &rate)]))
            });
            let mut blocks = vec![own(Occasion::Acknowledged)];
            blocks.extend(cost);
            blocks.extend([own(Occasion::Next), quoted("Vera Albers", w::SAMPLE_ASKED), open(true)]);
            (Stage::Received, blocks)
        }
        "message" => {
            let blocks = vec![own(Occasion::Message), quoted(name, w::SAMPLE_ANSWERED), open(true)];
            (Stage::InProgress, blocks)
        }
        "approval" => {
            let request = request(house, call, policy, name, text(w::SAMPLE_REASON))?;
            let day = letter::day(lang, request.last_day);
            let gaps = [gaps[0], gaps[1], gaps[2], ("day", day.as_str())];
            let words = said(policy, lang, Occasion::Approval, &gaps);
            (Stage::WaitingForApproval, letter::body(lang, words, request, house.link("/")))
        }
        "completion" => {
            let stage = text(stage_word(Stage::Done, false));
            let moved = [gaps[0], gaps[1], ("stage", stage.as_str())];
            let last = domain::policy::book::Book::new(policy.clone())
                .ok()
                .and_then(|book| policy.objection.last_day(book.calendar(None)?.1, call.now).ok());
            // A draft that cannot be counted with yet shows today.
            let last = last.unwrap_or_else(|| now.civil().date());
            let day = format!("{}, {}", say(lang, weekday_word(last.weekday())), date(last, lang));
            let blocks = vec![
                Block::Text(said(policy, lang, Occasion::Moved, &moved)),
                quoted(name, w::SAMPLE_DONE),
                Block::Text(said(policy, lang, Occasion::Done, &[("day", &day)])),
                Block::Buttons(vec![
                    button(completion::MAIL_CONFIRM, true),
                    button(completion::MAIL_OBJECT, false),
                ]),
                open(false),
            ];
            (Stage::Done, blocks)
        }
        _ => return None,
    })
}

/// A request as it would be made now; `None` where nobody asks.
fn request(house: &House, call: &Call, policy: &Policy, by: &str, reason: String) -> Option<RequestView> {
    let gate = policy.gate?;
    let tariff = policy.tariff(TicketType::Normal);
    let term = Term::of(&gate, call.now, house.clock.zone())?;
    let minutes = 120;
    Some(RequestView {
        id: ApprovalId(0),
        minutes,
        asked_minutes: None,
        cents: price(tariff.hour_cents(), minutes),
        tariff,
        done: gate.minutes * u32::from(gate.warn_percent) / 100,
        limit: gate.minutes,
        reason,
        asked_by: by.to_owned(),
        asked: house.clock.moment(call.now),
        last_day: house.clock.shown(term.expires.as_millisecond() - 1).civil().date(),
        state: domain::approval::State::Open,
        settled: None,
        answer: String::new(),
    })
}
