//! The course of one ticket: from what was written to where it stands, through the workflow's own moves.
mod play;

use crate::demo::chance::Chance;
use crate::demo::people::{Cast, Customer, Player};
use crate::demo::text;
use domain::id::{AssetId, TeamId};
use domain::policy::Policy;
use domain::ticket::timeline::What;
use domain::ticket::{Stage, TicketType, Urgency};
use jiff::{SignedDuration, Timestamp};
use play::{Play, office};

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
    /// Whether a release is asked for once it is there.
    pub asks: bool,
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
    let asks = stage == Stage::WaitingForApproval;
    finish(play, customer, chance, (index, asks), (!handed).then_some(*team))
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

fn finish(
    play: Play,
    customer: &Customer,
    chance: &mut Chance,
    (index, asks): (u64, bool),
    team: Option<TeamId>,
) -> Course {
    let concern = play.concern;
    let at_work = matches!(play.stage, Stage::InProgress | Stage::HandedOver);
    let due_soon = at_work && !asks && chance.percent(40);
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
        asks,
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
