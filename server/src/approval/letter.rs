//! Letters to approvers: what is asked for, and the way to decide.
use crate::approval::approver::Approver;
use crate::approval::link;
use crate::approval::row::RequestRow;
use crate::fault::Fault;
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{Letter, write};
use crate::store::Change;
use crate::ticket::work::Work;
use app::approval::view::RequestView;
use app::approval::word::hour;
use app::effort::word::minutes;
use app::policy::template_word::said;
use app::promise::sentence::weekday_word;
use app::words::{approval as w, fill, say};
use domain::lang::Lang;
use domain::letter::subject::tagged;
use domain::moment::date;
use domain::money::euros;
use domain::policy::template::Occasion;
use jiff::civil::Date;

/// Writes to each of them, on an occasion.
pub async fn ask(
    work: &Work<'_>,
    change: &Change,
    request: &RequestRow,
    approvers: &[Approver],
    occasion: Occasion,
) -> Result<(), Fault> {
    for approver in approvers {
        let about = work.about(approver.lang, false, approver.sees);
        let letter = Letter {
            to: approver.addressee(),
            subject: tagged(&about.number, &about.title),
            blocks: blocks(work, request, approver, occasion)?,
            about: Some(about),
            secret: false,
            acknowledges: false,
            answers: None,
        };
        write(change, work.house, letter, work.call.now).await?;
    }
    Ok(())
}

fn blocks(
    work: &Work<'_>,
    request: &RequestRow,
    approver: &Approver,
    occasion: Occasion,
) -> Result<Vec<Block>, Fault> {
    let (house, lang) = (work.house, approver.lang);
    let view = request.view(house)?;
    let number = house.policy().number.write(work.row.number());
    let day = day(lang, view.last_day);
    let gaps = [
        ("number", number.as_str()),
        ("title", work.row.title.as_str()),
        ("name", view.asked_by.as_str()),
        ("day", day.as_str()),
    ];
    let text = said(&house.policy(), lang, occasion, &gaps);
    let mut blocks = body(lang, text, view, link::address(house, request.id, approver.id));
    if let Some(part) = approver.reach(request)?.filter(|reach| !reach.is_whole()) {
        let text = fill(lang, w::MAIL_PART, &[("time", &minutes(lang, part.most()))]);
        blocks.insert(1, Block::Text(text));
    }
    Ok(blocks)
}

/// What a letter about a request says below its first words: the facts, why, and the way to decide.
pub fn body(lang: Lang, text: String, request: RequestView, address: String) -> Vec<Block> {
    let fact = |label, value: String| (say(lang, label).to_owned(), value);
    let more = fill(lang, w::UP_TO, &[("time", &minutes(lang, request.minutes))]);
    let mut facts = vec![fact(w::MORE, more)];
    if request.cents > 0 {
        facts.push(fact(w::PRICE, fill(lang, w::PRICE_AT_MOST, &[("price", &euros(lang, request.cents))])));
        facts.push(fact(w::RATE, hour(lang, request.tariff)));
    }
    facts.push(fact(w::SO_FAR, so_far(lang, request.done, request.limit)));
    let label = say(lang, w::MAIL_LOOK).to_owned();
    vec![
        Block::Text(text),
        Block::Facts(facts),
        Block::Message { by: request.asked_by, at: request.asked.full(lang), text: request.reason },
        Block::Buttons(vec![Button { label, address, primary: true }]),
    ]
}

/// `Freitag, 04.12.2026`
pub fn day(lang: Lang, day: Date) -> String {
    format!("{}, {}", say(lang, weekday_word(day.weekday())), date(day, lang))
}

fn so_far(lang: Lang, done: u32, limit: u32) -> String {
    fill(lang, w::SO_FAR_OF, &[("time", &minutes(lang, done)), ("limit", &minutes(lang, limit))])
}
