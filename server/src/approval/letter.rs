//! Letters to approvers: what is asked for, and the way to decide.
use crate::approval::approver::Approver;
use crate::approval::link;
use crate::approval::row::RequestRow;
use crate::fault::Fault;
use crate::letter::compose::{Block, Button};
use crate::letter::desk::{Letter, write};
use crate::store::Change;
use crate::ticket::work::Work;
use app::approval::word::{hour, money};
use app::effort::word::minutes;
use app::policy::template_word::said;
use app::promise::sentence::weekday_word;
use app::words::{approval as w, fill, say};
use domain::lang::Lang;
use domain::letter::subject::tagged;
use domain::moment::date;
use domain::policy::template::Occasion;

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
    let day = format!("{}, {}", say(lang, weekday_word(view.last_day.weekday())), date(view.last_day, lang));
    let gaps = [
        ("number", number.as_str()),
        ("title", work.row.title.as_str()),
        ("name", view.asked_by.as_str()),
        ("day", day.as_str()),
    ];
    let fact = |label, value: String| (say(lang, label).to_owned(), value);
    let mut facts = vec![fact(w::MORE, fill(lang, w::UP_TO, &[("time", &minutes(lang, view.minutes))]))];
    if view.cents > 0 {
        facts.push(fact(w::PRICE, fill(lang, w::PRICE_AT_MOST, &[("price", &money(lang, view.cents))])));
        facts.push(fact(w::RATE, hour(lang, view.tariff)));
    }
    facts.push(fact(w::SO_FAR, so_far(lang, view.done, view.limit)));
    let label = say(lang, w::MAIL_LOOK).to_owned();
    let address = link::address(house, request.id, approver.id);
    Ok(vec![
        Block::Text(said(&house.policy(), lang, occasion, &gaps)),
        Block::Facts(facts),
        Block::Message { by: view.asked_by, at: view.asked.full(lang), text: view.reason },
        Block::Buttons(vec![Button { label, address, primary: true }]),
    ])
}

fn so_far(lang: Lang, done: u32, limit: u32) -> String {
    fill(lang, w::SO_FAR_OF, &[("time", &minutes(lang, done)), ("limit", &minutes(lang, limit))])
}
