//! What people do on a ticket, move by move.
use super::Event;
use crate::demo::chance::Chance;
use crate::demo::people::Player;
use crate::demo::text::{self, Concern};
use app::ticket::acceptance::wording;
use domain::lang::Lang;
use domain::policy::Policy;
use domain::ticket::acceptance::Testing;
use domain::ticket::timeline::What;
use domain::ticket::{Channel, Stage};
use jiff::{SignedDuration, Timestamp};

/// A ticket while its course is made up.
pub struct Play<'a> {
    pub now: Timestamp,
    pub at: Timestamp,
    pub stage: Stage,
    pub events: Vec<Event>,
    pub lead: Player,
    pub author: Player,
    pub worker: Player,
    pub concern: &'a Concern,
    pub policy: &'a Policy,
    /// Where changes can be tested.
    pub place: String,
}

impl Play<'_> {
    /// Plays until the state is reached.
    pub fn run(&mut self, chance: &mut Chance, end: Stage, team: &str) {
        let (lead, worker, author) =
            (Some((self.lead, true)), Some((self.worker, true)), Some((self.author, false)));
        let concern = self.concern;
        self.tell(
            author,
            What::Opened {
                channel: Channel::Portal,
                body: concern.description.to_owned(),
                documents: vec![],
            },
        );
        if end == Stage::Received {
            return;
        }
        self.shift(chance, lead, Stage::InTriage, "");
        if end == Stage::InTriage && chance.percent(50) {
            return self.note(lead, concern.note);
        }
        if end != Stage::Question {
            self.pass(chance);
            self.tell(
                lead,
                What::Message { body: chance.pick(&text::WELCOMES).to_string(), documents: vec![] },
            );
        }
        if end == Stage::InTriage {
            return self.note(lead, concern.note);
        }
        if end == Stage::Question || chance.percent(25) {
            self.shift(chance, lead, Stage::Question, concern.question);
            if end == Stage::Question {
                return;
            }
            self.pass(chance);
            self.tell(author, What::Message { body: concern.answer.to_owned(), documents: vec![] });
            self.stage_by(None, Stage::InTriage);
        }
        self.pass(chance);
        self.tell(lead, What::Specified { body: concern.specification.to_owned() });
        self.tell(lead, What::HandedOver { team: team.to_owned() });
        self.stage_by(lead, Stage::HandedOver);
        if end == Stage::HandedOver {
            return;
        }
        self.pass(chance);
        self.tell(worker, What::Assigned { to: Some(self.worker.name.to_owned()) });
        self.stage_by(worker, Stage::InProgress);
        self.pass(chance);
        self.tell(worker, What::Message { body: concern.progress.to_owned(), documents: vec![] });
        self.finish(chance, end);
    }

    fn finish(&mut self, chance: &mut Chance, end: Stage) {
        let (worker, author) = (Some((self.worker, true)), Some((self.author, false)));
        match end {
            Stage::InProgress => return self.note(worker, self.concern.note),
            // The request itself is made at its desk, and leads there.
            Stage::WaitingForApproval => return self.pass(chance),
            Stage::WaitingForThirdParty => {
                return self.shift(
                    chance,
                    worker,
                    end,
                    "Wir warten auf eine Antwort des Hosters und melden uns, sobald sie da ist.",
                );
            }
            _ => {}
        }
        self.shift_if_used(chance, worker, Stage::ReadyForAcceptance, "Die Änderung liegt auf dem Testsystem. Bitte prüfen Sie sie und geben Sie sie zur Livestellung frei.");
        let version = self.at.strftime("%Y.%m.%d").to_string();
        let tested = self.stage == Stage::ReadyForAcceptance;
        if tested {
            let place = self.place.clone();
            self.tell(worker, What::ForTest(Testing { version: version.clone(), place }));
        }
        for (stage, by, note) in [
            (Stage::GoingLive, author, ""),
            (Stage::Done, worker, "Die Änderung ist live. Vielen Dank für die gute Zusammenarbeit!"),
            (Stage::Closed, None, ""),
            (Stage::Billed, None, ""),
        ] {
            if self.stage == end {
                return;
            }
            if stage == Stage::GoingLive && tested {
                let wording = wording(Lang::De, &version, self.concern.title);
                self.tell(author, What::ResultAccepted { version: version.clone(), wording });
            }
            self.shift_if_used(chance, by, stage, note);
        }
    }

    fn shift_if_used(&mut self, chance: &mut Chance, by: Option<(Player, bool)>, to: Stage, note: &str) {
        if self.policy.workflow.state(to).is_some() {
            self.shift(chance, by, to, note);
        }
    }

    fn tell(&mut self, by: Option<(Player, bool)>, what: What) {
        self.events.push(Event { at: self.at, by, what, stage: self.stage });
    }

    fn note(&mut self, by: Option<(Player, bool)>, body: &str) {
        self.tell(by, What::Note { body: body.to_owned(), documents: vec![] });
    }

    fn shift(&mut self, chance: &mut Chance, by: Option<(Player, bool)>, to: Stage, note: &str) {
        self.pass(chance);
        let what = What::Moved { from: self.stage, to, note: note.to_owned() };
        self.stage = to;
        self.tell(by, what);
    }

    fn stage_by(&mut self, by: Option<(Player, bool)>, to: Stage) {
        let what = What::Moved { from: self.stage, to, note: String::new() };
        self.stage = to;
        self.tell(by, what);
    }

    /// Some time goes by, but never into the future.
    fn pass(&mut self, chance: &mut Chance) {
        let left = self.now.duration_since(self.at).as_mins().max(2);
        let step = i64::try_from(20 + chance.below(26 * 60)).unwrap_or(20).min(left / 3);
        let later = office(self.at + SignedDuration::from_mins(step), chance);
        self.at =
            if later < self.now { later.max(self.at) } else { self.at + SignedDuration::from_mins(left / 4) };
    }
}

/// Moves a time into the agency's day, 8:30 to 16:59 on weekdays (summer time is left aside).
pub fn office(at: Timestamp, chance: &mut Chance) -> Timestamp {
    let mut local = at.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    while matches!(local.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday) {
        local = local.checked_sub(jiff::Span::new().days(1)).unwrap_or(local);
    }
    let hour = i8::try_from(7 + chance.below(9)).unwrap_or(9);
    let minute = i8::try_from(chance.below(60)).unwrap_or(0);
    let within = if (7..16).contains(&local.hour()) { local } else { local.date().at(hour, minute, 0, 0) };
    within.to_zoned(jiff::tz::TimeZone::UTC).map_or(at, |zoned| zoned.timestamp())
}
