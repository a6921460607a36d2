//! What is said of what costs money.
use super::{Telling, opening};
use crate::letter::compose::Block;
use app::effort::word::minutes as spoken;
use app::parts::badge::kind_word;
use app::words::{self, fill, say};
use domain::approval::State;
use domain::effort::gate::Meter;
use domain::money::euros;
use domain::policy::template::Occasion;
use domain::ticket::timeline::What;

impl Telling<'_> {
    /// That the effort comes near its limit, for staff (E3).
    pub(super) fn nearing(&self, meter: Meter) -> Block {
        let lang = self.reader.lang;
        let (used, limit) = (spoken(lang, meter.used()), spoken(lang, meter.limit()));
        let [number, title, _] = self.gaps();
        self.filled(words::approval::MAIL_NEARING, &[number, title, ("used", &used), ("limit", &limit)])
    }

    /// What a reader is told about what costs money: effort, types, quotes.
    pub(super) fn cost(&self, what: &What) -> Option<Block> {
        use words::approval as w;
        let (reader, lang) = (self.reader, self.reader.lang);
        let mut gaps = self.gaps().to_vec();
        match what {
            What::LimitTold { minutes } if !reader.staff => {
                let time = spoken(lang, *minutes);
                gaps.push(("time", &time));
                Some(self.said(Occasion::Limit, &gaps))
            }
            What::Approval { state, minutes, asked, cents, note, .. } => {
                let text = match state {
                    State::Approved if asked.is_some() && *cents > 0 => w::MAIL_LESS,
                    State::Approved if asked.is_some() => w::MAIL_LESS_FREE,
                    State::Approved if *cents > 0 => w::MAIL_APPROVED,
                    State::Approved => w::MAIL_APPROVED_FREE,
                    State::Declined => w::MAIL_DECLINED,
                    State::Expired => w::MAIL_EXPIRED,
                    State::Withdrawn => w::MAIL_WITHDRAWN,
                    State::Open => return None,
                };
                let (time, price) = (spoken(lang, *minutes), euros(lang, *cents));
                let asked = spoken(lang, asked.unwrap_or_default());
                gaps.extend([("time", time.as_str()), ("asked", asked.as_str()), ("price", price.as_str())]);
                let told = fill(lang, text, &gaps);
                Some(Block::Text(if note.is_empty() { told } else { format!("{told}\n\n{note}") }))
            }
            What::Quoted { quote } => {
                let quote = quote.to_string();
                gaps.push(("quote", &quote));
                Some(self.filled(words::notify::QUOTED, &gaps))
            }
            // With a new ticket its author confirmed it a moment ago.
            What::Consent { state, tariff, .. } if !opening(self.work) => {
                let text = match state {
                    State::Open if !reader.staff => w::MAIL_PROPOSED,
                    State::Approved => w::MAIL_ORDERED,
                    State::Declined => w::MAIL_NOT_ORDERED,
                    State::Open | State::Expired | State::Withdrawn => return None,
                };
                gaps.push(("type", say(lang, kind_word(tariff.kind))));
                Some(self.filled(text, &gaps))
            }
            _ => None,
        }
    }
}
