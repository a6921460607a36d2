//! What is promised, as mails say it (B3).
use crate::house::House;
use crate::letter::compose::Block;
use app::promise::sentence::{metric_word, weekday_word};
use app::words::{fill, promise as w, say};
use domain::lang::Lang;
use domain::promise::clock::Promise;

/// By when each of these is kept; nothing where there is none.
pub fn promised<'p>(house: &House, lang: Lang, promises: impl Iterator<Item = &'p Promise>) -> Option<Block> {
    let said = |promise: &Promise| {
        // A mail is read on another day than it is written: no "tomorrow".
        let due = house.clock.moment(promise.due);
        let weekday = say(lang, weekday_word(due.civil().date().weekday()));
        let when = format!("{weekday}, {}", due.full(lang));
        (fill(lang, w::ACKNOWLEDGED, &[("promise", say(lang, metric_word(promise.metric)))]), when)
    };
    let facts: Vec<_> = promises.map(said).collect();
    (!facts.is_empty()).then_some(Block::Facts(facts))
}
