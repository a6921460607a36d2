//! What each sample says: the words that an administrator edits, and around them what is always there.
use crate::approval::letter::{body, day};
use crate::house::House;
use crate::letter::compose::{Block, Button};
use crate::letter::promised::promised;
use app::approval::view::RequestView;
use app::call::Call;
use app::effort::word::minutes as spoken;
use app::parts::badge::stage_word;
use app::policy::template_word::said;
use app::words::{Text, acceptance, completion, fill, notify, policy as w, progress, say};
use domain::approval::{Term, price};
use domain::id::ApprovalId;
use domain::lang::Lang;
use domain::money::euros;
use domain::policy::Policy;
use domain::policy::book::Book;
use domain::policy::template::Occasion;
use domain::promise::clock::promises;
use domain::ticket::{Stage, TicketType};
use jiff::civil::Date;

/// Who on staff does what samples tell of.
const NAME: &str = "Jonas Weber";
/// What lies on the test system, and where.
const TESTED: (&str, &str) = ("2.4.1", "https://test.example.de");

/// A mail to look at.
pub struct Content {
    /// The state of its ticket.
    pub stage: Stage,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Its reader has an account.
    pub account: bool,
}

/// With what a sample is written.
pub struct Writing<'a> {
    /// The house.
    pub house: &'a House,
    /// Who asks, and when.
    pub call: &'a Call,
    /// The draft.
    pub policy: &'a Policy,
    /// In which language.
    pub lang: Lang,
    /// The ticket's number as it is written.
    pub number: &'a str,
    /// Its reader.
    pub reader: &'a str,
}

impl Writing<'_> {
    /// What a sample says; `None` for one that there is not, or that this draft never sends.
    pub fn content(&self, sample: &str) -> Option<Content> {
        let open = || self.buttons(&[(notify::OPEN, true)]);
        let (stage, blocks) = match sample {
            "acknowledgement" => (Stage::Received, self.received(Occasion::Acknowledged, true)),
            "recorded" => (Stage::Received, self.received(Occasion::Recorded, true)),
            "public" => (Stage::Received, self.received(Occasion::Acknowledged, false)),
            "message" => {
                let quoted = self.quoted(NAME, self.text(w::SAMPLE_ANSWERED));
                (Stage::InProgress, vec![self.own(Occasion::Message), quoted, open()])
            }
            "progress" => {
                let quoted = self.quoted(NAME, self.progress());
                (Stage::InProgress, vec![self.own(Occasion::Message), quoted, open()])
            }
            "planned" => {
                let planned = self.with(Occasion::Planned, &[("day", &self.tomorrow())]);
                (Stage::InProgress, vec![planned, open()])
            }
            "limit" => {
                let time = spoken(self.lang, self.policy.gate?.minutes);
                (Stage::InProgress, vec![self.with(Occasion::Limit, &[("time", &time)]), open()])
            }
            "approval" => (Stage::WaitingForApproval, self.asked(Occasion::Approval)?),
            "reminder" => (Stage::WaitingForApproval, self.asked(Occasion::ApprovalReminder)?),
            "for_test" => (Stage::ReadyForAcceptance, self.for_test()),
            "completion" => (Stage::Done, self.done()),
            "closed" => {
                let over = self.with(Occasion::ClosedByItself, &[]);
                (Stage::Closed, vec![self.moved(Stage::Closed), over, open()])
            }
            _ => return None,
        };
        Some(Content { stage, blocks, account: sample != "public" })
    }

    fn text(&self, text: Text) -> String {
        say(self.lang, text).to_owned()
    }

    /// What the company says on an occasion, with further gaps beside number, title and name.
    fn words(&self, occasion: Occasion, more: &[(&str, &str)]) -> String {
        let title = say(self.lang, w::SAMPLE_TITLE);
        let gaps = [("number", self.number), ("title", title), ("name", NAME)];
        let gaps: Vec<_> = gaps.into_iter().chain(more.iter().copied()).collect();
        said(self.policy, self.lang, occasion, &gaps)
    }

    fn with(&self, occasion: Occasion, more: &[(&str, &str)]) -> Block {
        Block::Text(self.words(occasion, more))
    }

    fn own(&self, occasion: Occasion) -> Block {
        self.with(occasion, &[])
    }

    fn moved(&self, stage: Stage) -> Block {
        self.with(Occasion::Moved, &[("stage", say(self.lang, stage_word(stage, false)))])
    }

    fn quoted(&self, by: &str, text: String) -> Block {
        let at = self.house.clock.moment(self.call.now).full(self.lang);
        Block::Message { by: by.to_owned(), at, text }
    }

    fn buttons(&self, buttons: &[(Text, bool)]) -> Block {
        let button = |(label, primary): &(Text, bool)| Button {
            label: self.text(*label),
            address: self.house.link("/"),
            primary: *primary,
        };
        Block::Buttons(buttons.iter().map(button).collect())
    }

    fn today(&self) -> Date {
        self.house.clock.moment(self.call.now).civil().date()
    }

    fn tomorrow(&self) -> String {
        let today = self.today();
        day(self.lang, today.tomorrow().unwrap_or(today))
    }

    /// That a ticket is there: what is promised, what it may cost, and what comes next.
    fn received(&self, occasion: Occasion, account: bool) -> Vec<Block> {
        let mut blocks = vec![self.own(occasion)];
        blocks.extend(self.promised());
        blocks.extend(self.costs());
        blocks.push(self.own(if account { Occasion::Next } else { Occasion::NextWithoutAccount }));
        if account {
            let by = if occasion == Occasion::Recorded { NAME } else { self.reader };
            blocks.push(self.quoted(by, self.text(w::SAMPLE_ASKED)));
            blocks.push(self.buttons(&[(notify::OPEN, true)]));
        }
        blocks
    }

    /// What is promised to customers without a plan, else with the first one that promises anything.
    fn promised(&self) -> Option<Block> {
        let book = Book::new(self.policy.clone()).ok()?;
        let plans = self.policy.plans.iter().map(|plan| Some(plan.code.clone()));
        let mut counted = [None].into_iter().chain(plans).map(|plan| {
            let key = self.policy.key(plan, TicketType::Normal, None, None);
            promises(&book, self.call.now, &key, &[]).promises
        });
        let all = counted.find(|all| !all.is_empty())?;
        promised(self.house, self.lang, all.iter().filter(|promise| promise.is_open()))
    }

    fn costs(&self) -> Option<Block> {
        let cost = self.policy.hourly_cost(None, TicketType::Normal, None)?;
        let rate = euros(self.lang, cost.cents);
        Some(Block::Notice(self.words(Occasion::Costs, &[("rate", &rate)])))
    }

    fn progress(&self) -> String {
        let stage = say(self.lang, stage_word(Stage::InProgress, false));
        let planned = fill(self.lang, progress::PLANNED, &[("day", &self.tomorrow())]);
        self.words(Occasion::Progress, &[("stage", stage), ("planned", &planned)])
    }

    fn for_test(&self) -> Vec<Block> {
        let (version, place) = TESTED;
        let fact = |name, value: &str| (self.text(name), value.to_owned());
        vec![
            self.with(Occasion::ForTest, &[("version", version), ("place", place)]),
            Block::Facts(vec![fact(acceptance::VERSION, version), fact(acceptance::PLACE, place)]),
            self.buttons(&[(acceptance::MAIL_TEST, true)]),
        ]
    }

    fn done(&self) -> Vec<Block> {
        let last = Book::new(self.policy.clone())
            .ok()
            .and_then(|book| self.policy.objection.last_day(book.calendar(None)?.1, self.call.now).ok());
        // A draft that cannot be counted with yet shows today.
        let last = day(self.lang, last.unwrap_or_else(|| self.today()));
        vec![
            self.moved(Stage::Done),
            self.quoted(NAME, self.text(w::SAMPLE_DONE)),
            self.with(Occasion::Done, &[("day", &last)]),
            self.buttons(&[(completion::MAIL_CONFIRM, true), (completion::MAIL_OBJECT, false)]),
            self.buttons(&[(notify::OPEN, false)]),
        ]
    }

    fn asked(&self, occasion: Occasion) -> Option<Vec<Block>> {
        let request = self.request()?;
        let words = self.words(occasion, &[("day", &day(self.lang, request.last_day))]);
        Some(body(self.lang, words, request, self.house.link("/")))
    }

    /// A request as it would be made now; `None` where nobody asks.
    fn request(&self) -> Option<RequestView> {
        let gate = self.policy.gate?;
        let clock = &self.house.clock;
        let tariff = self.policy.tariff(TicketType::Normal);
        let term = Term::of(&gate, self.call.now, clock.zone())?;
        let minutes = 120;
        Some(RequestView {
            id: ApprovalId(0),
            minutes,
            asked_minutes: None,
            cents: price(tariff.hour_cents(), minutes),
            tariff,
            done: gate.minutes * u32::from(gate.warn_percent) / 100,
            limit: gate.minutes,
            reason: self.text(w::SAMPLE_REASON),
            asked_by: NAME.to_owned(),
            asked: clock.moment(self.call.now),
            last_day: clock.shown(term.expires.as_millisecond() - 1).civil().date(),
            state: domain::approval::State::Open,
            settled: None,
            answer: String::new(),
        })
    }
}
