//! The course of one ticket: from what was written to where it stands, through the workflow's own moves.
use crate::demo::chance::Chance;
use crate::demo::people::{Cast, Customer, Player};
use crate::demo::text::{self, Concern};
use app::ticket::acceptance::wording;
use domain::id::{AssetId, TeamId};
use domain::lang::Lang;
use domain::policy::Policy;
use domain::ticket::acceptance::Testing;
use domain::ticket::timeline::What;
use domain::ticket::{Channel, Stage, TicketType, Urgency};
use jiff::{SignedDuration, Timestamp};

/// Everything that becomes rows.
pub struct Course {
    pub number: i64,
    pub title: String,
    pub class: Option<String>,
    /// Priority, by code.
    pub priority: Option<String>,
    pub kind: TicketType,
    pub urgency: Urgency,
    pub organisation: i64,
    pub plan: Option<String>,
    pub asset: AssetId,
    pub author: Player,
    pub author_domain: &'static str,
    pub assignee: Option<Player>,
    pub team: Option<TeamId>,
    pub planned: Option<jiff::civil::Date>,
    pub specification: Option<&'static str>,
    pub stage: Stage,
    pub events: Vec<Event>,
    pub participants: Vec<Player>,
}

/// One entry of the history.
pub struct Event {
    pub at: Timestamp,
    pub by: Option<(Player, bool)>,
    pub what: What,
    pub stage: Stage,
}

/// Where tickets stand: mostly over, as in life; of the open ones every state.
const STANDING: [(Stage, u64); 12] = [
    (Stage::Received, 4),
    (Stage::InTriage, 4),
    (Stage::Question, 4),
    (Stage::HandedOver, 4),
    (Stage::InProgress, 7),
    (Stage::WaitingForApproval, 3),
    (Stage::WaitingForThirdParty, 3),
    (Stage::ReadyForAcceptance, 4),
    (Stage::GoingLive, 2),
    (Stage::Done, 8),
    (Stage::Closed, 30),
    (Stage::Billed, 27),
];

/// The course of ticket `index` of `total`; later ones were opened later.
pub fn of(
    policy: &Policy,
    cast: &Cast,
    chance: &mut Chance,
    index: u64,
    total: u64,
    now: Timestamp,
) -> Course {
    let customer = chance.pick(&cast.customers);
    let concern = chance.pick(&text::CONCERNS);
    // Half a year, most of it long ago: the newest tenth came in within two days.
    let (left, all) = (u128::from(total - index), u128::from(total));
    let age = u64::try_from(left * left * 180 * 24 * 60 / (all * all)).unwrap_or(0) + 30 + chance.below(40);
    let stage = standing(policy, chance, index * 10 >= total * 7, index * 10 >= total * 9);
    // What was done long ago closed by itself since.
    let stage = if stage == Stage::Done && age > 7 * 24 * 60 { Stage::Closed } else { stage };
    let opened = office(now - SignedDuration::from_mins(i64::try_from(age).unwrap_or(0)), chance);
    let author = *chance.pick(&customer.contacts);
    let (team, _, members) = &cast.teams[concern.team];
    let mut play = Play {
        now,
        at: opened.min(now - SignedDuration::from_mins(3)),
        stage: Stage::Received,
        events: Vec::new(),
        lead: customer.lead,
        author,
        worker: *chance.pick(members),
        concern,
        policy,
        place: format!("https://test.{}", customer.domain),
    };
    play.run(chance, stage, cast.teams[concern.team].1);
    let handed = matches!(play.stage, Stage::Received | Stage::InTriage | Stage::Question);
    finish(play, customer, chance, index, (!handed).then_some(*team))
}

/// A class that fits: outages the first, others mostly the default, now and then another.
fn class(policy: &Policy, chance: &mut Chance, outage: bool) -> Option<String> {
    let others = policy.classes.get(1..).filter(|rest| !rest.is_empty());
    match (outage, others) {
        (true, _) | (false, None) => policy.classes.first().map(|class| class.code.clone()),
        (false, Some(rest)) if chance.percent(50) => Some(chance.pick(rest).code.clone()),
        (false, Some(_)) => Some(policy.default_class.clone()),
    }
}

/// A priority, where the company has them.
fn priority(policy: &Policy, chance: &mut Chance) -> Option<String> {
    (!policy.priorities.is_empty()).then(|| chance.pick(&policy.priorities).code.clone())
}

/// A ticket type that the company has.
fn kind(policy: &Policy, chance: &mut Chance) -> TicketType {
    let wanted = if chance.percent(8) {
        TicketType::QuickHigh
    } else if chance.percent(10) {
        TicketType::QuickNormal
    } else {
        TicketType::Normal
    };
    if policy.types.iter().any(|known| known.code == wanted) { wanted } else { TicketType::Normal }
}

fn finish(play: Play, customer: &Customer, chance: &mut Chance, index: u64, team: Option<TeamId>) -> Course {
    let concern = play.concern;
    let due_soon = matches!(play.stage, Stage::InProgress | Stage::HandedOver) && chance.percent(40);
    let planned = due_soon
        .then(|| (play.now + SignedDuration::from_hours(24 * 4)).to_zoned(jiff::tz::TimeZone::UTC).date());
    Course {
        number: 1001 + i64::try_from(index).unwrap_or(0),
        title: concern.title.to_owned(),
        class: class(play.policy, chance, concern.outage).filter(|_| play.stage != Stage::Received),
        priority: priority(play.policy, chance).filter(|_| play.stage != Stage::Received),
        kind: kind(play.policy, chance),
        urgency: if concern.outage {
            Urgency::High
        } else if chance.percent(20) {
            Urgency::Low
        } else {
            Urgency::Normal
        },
        organisation: customer.id.0,
        plan: customer.plan.clone(),
        asset: *chance.pick(&customer.assets),
        author: play.author,
        author_domain: customer.domain,
        assignee: Some(if team.is_some() { play.worker } else { play.lead }),
        team,
        planned,
        specification: team.map(|_| concern.specification),
        stage: play.stage,
        participants: customer
            .contacts
            .iter()
            .filter(|c| c.id != play.author.id && chance.percent(15))
            .copied()
            .collect(),
        events: play.events,
    }
}

fn standing(policy: &Policy, chance: &mut Chance, recent: bool, newest: bool) -> Stage {
    let weight = |(stage, weight): &(Stage, u64)| {
        let fresh = matches!(stage, Stage::Received | Stage::InTriage);
        if policy.workflow.state(*stage).is_none() || fresh && !newest {
            0
        } else if fresh {
            weight * 15
        } else if stage.is_open() {
            if recent { weight * 4 } else { u64::from(*weight > 6) }
        } else {
            *weight
        }
    };
    let mut left = chance.below(STANDING.iter().map(weight).sum());
    for entry in &STANDING {
        if left < weight(entry) {
            return entry.0;
        }
        left -= weight(entry);
    }
    Stage::Closed
}

struct Play<'a> {
    now: Timestamp,
    at: Timestamp,
    stage: Stage,
    events: Vec<Event>,
    lead: Player,
    author: Player,
    worker: Player,
    concern: &'a Concern,
    policy: &'a Policy,
    /// Where changes can be tested.
    place: String,
}

impl Play<'_> {
    fn run(&mut self, chance: &mut Chance, end: Stage, team: &str) {
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
            Stage::WaitingForApproval => return self.shift(chance, worker, end, "Die Umsetzung braucht voraussichtlich zwei Stunden mehr als vereinbart. Bitte geben Sie den Mehraufwand frei."),
            Stage::WaitingForThirdParty => return self.shift(chance, worker, end, "Wir warten auf eine Antwort des Hosters und melden uns, sobald sie da ist."),
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
fn office(at: Timestamp, chance: &mut Chance) -> Timestamp {
    let mut local = at.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    while matches!(local.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday) {
        local = local.checked_sub(jiff::Span::new().days(1)).unwrap_or(local);
    }
    let hour = i8::try_from(7 + chance.below(9)).unwrap_or(9);
    let minute = i8::try_from(chance.below(60)).unwrap_or(0);
    let within = if (7..16).contains(&local.hour()) { local } else { local.date().at(hour, minute, 0, 0) };
    within.to_zoned(jiff::tz::TimeZone::UTC).map_or(at, |zoned| zoned.timestamp())
}
