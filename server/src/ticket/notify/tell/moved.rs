//! What is said of a new state.
use super::Telling;
use crate::letter::compose::{Block, Button};
use crate::ticket::completion;
use app::parts::badge::stage_word;
use app::words::{self, Text, say};
use domain::policy::template::Occasion;
use domain::ticket::Stage;

impl Telling<'_> {
    /// The new state, where it is mailed, and what the reader can do about it.
    pub(super) fn moved(&self, to: Stage, note: &str, out: &mut Vec<Block>) {
        let Some(state) = self.state(to) else { return };
        out.push(state);
        if !note.is_empty() {
            out.push(self.quoted(note));
        }
        out.extend(self.window(to));
        if to == Stage::Done && self.work.stage == Stage::Done && self.reader.decides {
            out.push(self.answers());
        }
    }

    /// A state in the reader's words, where it is mailed.
    pub(super) fn state(&self, stage: Stage) -> Option<Block> {
        let mailed = self.work.house.policy().workflow.state(stage).is_some_and(|state| state.mailed);
        let stage = say(self.reader.lang, stage_word(stage, self.reader.staff));
        let [number, title, _] = self.gaps();
        mailed.then(|| self.said(Occasion::Moved, &[number, title, ("stage", stage)]))
    }

    /// Until when a customer may object, and that nobody did (C4).
    fn window(&self, to: Stage) -> Option<Block> {
        match to {
            Stage::Done if !self.reader.staff => {
                let day = self.day(self.work.objection_day()?);
                Some(self.said(Occasion::Done, &[("day", &day)]))
            }
            Stage::Closed if self.by.name.is_empty() => Some(self.said(Occasion::ClosedByItself, &[])),
            _ => None,
        }
    }

    /// The two answers to a result; they work without signing in (C4).
    fn answers(&self) -> Block {
        use words::completion as w;
        let address = completion::address(self.work.house, &self.work.row, self.reader.id);
        let button = |label: Text, address: String, primary: bool| Button {
            label: say(self.reader.lang, label).to_owned(),
            address,
            primary,
        };
        let object = format!("{address}&object=1");
        Block::Buttons(vec![button(w::MAIL_CONFIRM, address, true), button(w::MAIL_OBJECT, object, false)])
    }
}
