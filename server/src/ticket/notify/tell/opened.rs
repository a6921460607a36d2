//! What is said of a new ticket.
use super::Telling;
use crate::letter::compose::Block;
use crate::letter::promised::promised;
use app::policy::template_word::said;
use app::words::{self, say};
use domain::id::DocumentId;
use domain::money::euros;
use domain::policy::template::Occasion;
use domain::promise::clock::Promise;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;

impl Telling<'_> {
    /// Its author hears that it came in, the responsible person that it is there.
    pub(super) fn opened(&self, body: &str, documents: &[DocumentId], out: &mut Vec<Block>) {
        let (row, reader) = (&self.work.row, self.reader);
        if reader.id == row.author_id && !reader.staff {
            self.acknowledge(out);
            // Whoever forges an address must not make us send their words to strangers.
            if reader.id.is_some() || self.by.staff {
                out.push(self.quoted(body));
            }
        } else if reader.id.is_some() && reader.id == row.assignee_id && !self.is_by_reader() {
            out.push(self.told(words::notify::OPENED));
            out.push(Block::Facts(self.facts()));
            out.extend(self.promised());
            out.push(self.quoted(body));
            self.attached(documents, out);
        }
    }

    /// Its author by now hears that it was opened for them, and reads what they wrote to a colleague, where that is known.
    pub(super) fn on_behalf(&self, out: &mut Vec<Block>) {
        self.acknowledge(out);
        let work = self.work;
        if !work.passed_on.is_empty() {
            let at = work.house.clock.shown(work.row.opened_at).full(self.reader.lang);
            let (by, text) = (work.row.author_name.clone(), work.passed_on.clone());
            out.push(Block::Message { by, at, text });
        }
    }

    /// That it was opened for its author, what it is promised and may cost, and what comes next (B3).
    fn acknowledge(&self, out: &mut Vec<Block>) {
        out.push(self.own(if self.by.staff { Occasion::Recorded } else { Occasion::Acknowledged }));
        out.extend(self.promised());
        // What something costs is nothing for partners (A4).
        out.extend(self.costs().filter(|_| self.reader.decides));
        if self.work.news().iter().any(|(_, what)| matches!(what, What::Remark(Remark::Sealed))) {
            out.push(self.plain(words::mail::SEALED_TOLD));
        }
        let account = self.reader.id.is_some();
        out.push(self.own(if account { Occasion::Next } else { Occasion::NextWithoutAccount }));
    }

    /// What is promised about a new ticket, in words (B3).
    fn promised(&self) -> Option<Block> {
        let work = self.work;
        // Of a mail that waited to be fetched: what was missed before it was told is no promise to its writer.
        let told =
            |promise: &&Promise| promise.is_open() && (self.reader.staff || !promise.is_late(work.call.now));
        promised(work.house, self.reader.lang, work.promised.iter().filter(told))
    }

    /// Whose it is, and how urgent: what a responsible person looks for first.
    fn facts(&self) -> Vec<(String, String)> {
        use words::ticket as w;
        let (row, lang) = (&self.work.row, self.reader.lang);
        let policy = self.work.house.policy();
        let class = row.class.as_deref().and_then(|code| policy.class(code));
        let class = class.map(|class| (w::CLASS, class.name(lang).to_owned()));
        let organisation = row.organisation.clone().map(|name| (w::ORGANISATION, name));
        let facts = organisation.into_iter().chain(class);
        facts.map(|(word, value)| (say(lang, word).to_owned(), value)).collect()
    }

    /// What it may cost, where the contract does not cover it (B3) and nothing was agreed about its price.
    fn costs(&self) -> Option<Block> {
        let (row, lang) = (&self.work.row, self.reader.lang);
        if row.fixed_price().ok()?.is_some() {
            return None;
        }
        let policy = self.work.house.policy();
        let cost = policy.hourly_cost(row.plan.as_deref(), row.kind().ok()?, row.class.as_deref())?;
        let rate = euros(lang, cost.cents);
        Some(Block::Notice(said(&policy, lang, Occasion::Costs, &[("rate", &rate)])))
    }
}
