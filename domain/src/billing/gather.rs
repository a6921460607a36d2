//! From what is not billed to the lines of a draft. Every minute of work goes into one line, or is free with a reason.
use crate::billing::rules::Rules;
use crate::billing::share::rest_percent;
use crate::billing::source::Source;
use crate::billing::supply::{Beyond, Fee, Sold, Supply, Unused, Worked};
use crate::deal::OrderNumber;
use crate::effort::Billing;
use crate::effort::fixed::FixedPrice;
use crate::id::EffortId;
use crate::invoice::Period;
use crate::invoice::line::{Line, Quantity, Unit};
use crate::package::cycle::Window;
use crate::quote::item::ItemKind;
use crate::ticket::number::TicketNumber;
use crate::vat::Vat;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Heading under which lines stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What a plan costs.
    Plan,
    /// An order.
    Order(OrderNumber),
    /// Work for a project.
    Project(String),
    /// Any other work.
    Work,
}

/// What a line is for. Its words are the reader's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The fee of a plan for these days.
    Fee {
        /// The plan's name.
        plan: String,
        /// The days.
        window: Window,
        /// What is taken off it: other plans' days that were billed before, with how much they were, in cents.
        less: Vec<(Window, i64)>,
    },
    /// Hours beyond a package in these days.
    Beyond {
        /// The days.
        window: Window,
    },
    /// An item of an order, as it was offered.
    Item {
        /// What was offered.
        text: String,
        /// When the order was carried out.
        days: Period,
        /// How much of it this is, in percent, where a part was billed before.
        rest: Option<i64>,
    },
    /// Work on a ticket.
    Ticket {
        /// Its number.
        number: TicketNumber,
        /// Its title.
        title: String,
        /// Its factor in percent.
        factor_percent: u16,
    },
    /// Work on tickets that customers do not see.
    Inner,
}

/// A line about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Where it stands.
    pub group: Group,
    /// For what.
    pub subject: Subject,
    /// How much.
    pub quantity: Quantity,
    /// Of what.
    pub unit: Unit,
    /// Price of one in cents before tax.
    pub price_cents: i64,
    /// Percent off.
    pub discount_percent: u8,
    /// Tax.
    pub vat: Vat,
    /// The tax that it has by itself, whatever is agreed with the customer; `None` where it has what is agreed.
    pub own_vat: Option<Vat>,
    /// What it comes from.
    pub sources: Vec<Source>,
}

impl Planned {
    /// What it comes to before tax, in cents, as the line of an invoice counts it.
    pub fn net_cents(&self) -> i64 {
        let line = Line {
            group: String::new(),
            name: String::new(),
            description: String::new(),
            quantity: self.quantity,
            unit: self.unit,
            price_cents: self.price_cents,
            discount_percent: self.discount_percent,
            discount_reason: String::new(),
            vat: self.vat,
        };
        line.net_cents()
    }

    /// The factor of its work in percent.
    pub const fn factor_percent(&self) -> Option<u16> {
        match self.subject {
            Subject::Ticket { factor_percent, .. } => Some(factor_percent),
            Subject::Fee { .. } | Subject::Beyond { .. } | Subject::Item { .. } | Subject::Inner => None,
        }
    }

    /// From the first to the last day of what it is for.
    pub fn period(&self) -> Option<Period> {
        match &self.subject {
            Subject::Fee { window, .. } | Subject::Beyond { window } => {
                Some(Period { from: window.first, to: window.last })
            }
            Subject::Item { days, .. } => Some(*days),
            Subject::Ticket { .. } | Subject::Inner => {
                let days = || self.sources.iter().filter_map(Source::day);
                Some(Period { from: days().min()?, to: days().max()? })
            }
        }
    }
}

/// Why work is not billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Whoever booked it said so.
    Said(Billing),
    /// The fee of the plan covers it.
    Covered,
    /// Hours of a package paid it.
    Package,
    /// It belongs to an order, whose items are billed.
    Order,
    /// It was promised free of charge in a release (F2).
    Release,
    /// Work is not charged by the hour.
    NoRate,
}

impl From<&FixedPrice> for Why {
    fn from(fixed: &FixedPrice) -> Self {
        match fixed {
            FixedPrice::Order(_) => Self::Order,
            FixedPrice::Release(_) => Self::Release,
        }
    }
}

/// Work that is not billed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    /// Which.
    pub effort: EffortId,
    /// Why.
    pub why: Why,
}

/// Lines, and what is not on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Lines, by group.
    pub lines: Vec<Planned>,
    /// What is free.
    pub free: Vec<Free>,
}

impl Gathered {
    /// From the first to the last day of all lines.
    pub fn period(&self) -> Option<Period> {
        let periods: Vec<Period> = self.lines.iter().filter_map(Planned::period).collect();
        let from = periods.iter().map(|period| period.from).min()?;
        let to = periods.iter().map(|period| period.to).max()?;
        Some(Period { from, to })
    }
}

/// Draws up the lines; `vat` is the treatment that holds for the customer.
pub fn gather(supply: &Supply, rules: &Rules, vat: Vat) -> Gathered {
    let mut gathered = Gathered::default();
    let mut unused = supply.unused.clone();
    let fees = supply.fees.iter().filter(|fee| fee.cents > 0);
    gathered.lines.extend(fees.map(|fee| less(of_fee(fee, vat), fee, &mut unused)));
    let beyond = supply.work.iter().filter(|work| matches!(fate(work), Fate::Beyond));
    let beyond: BTreeSet<EffortId> = beyond.map(|work| work.effort).collect();
    for cycle in &supply.beyond {
        let parts = cycle.parts.iter().copied().filter(|(effort, ..)| beyond.contains(effort)).collect();
        match of_beyond(&Beyond { parts, ..cycle.clone() }, vat) {
            Ok(lines) => gathered.lines.extend(lines),
            Err(free) => gathered.free.extend(free),
        }
    }
    gathered.lines.extend(supply.items.iter().map(|item| of_item(item, vat)));
    for work in &supply.work {
        match fate(work) {
            Fate::Charged => charge(&mut gathered.lines, work, rules, vat),
            Fate::Beyond => {}
            Fate::Free(why) => gathered.free.push(Free { effort: work.effort, why }),
        }
    }
    // Lines of one group follow each other; within it they stay in their order.
    gathered.lines.sort_by(|a, b| a.group.cmp(&b.group));
    gathered
}

/// Whether work would stand on an invoice.
pub(super) fn is_charged(work: &Worked) -> bool {
    !matches!(fate(work), Fate::Free(_))
}

enum Fate {
    Charged,
    /// Its overage stands in a line of its own; the rest was paid by the package.
    Beyond,
    Free(Why),
}

fn fate(work: &Worked) -> Fate {
    match (work.billing, &work.site.fixed, work.drawn) {
        (Billing::Maintenance | Billing::Presales | Billing::Warranty | Billing::Goodwill, ..) => {
            Fate::Free(Why::Said(work.billing))
        }
        // What was sold for a price, or given, is not billed by the hour as well.
        (Billing::Billable, Some(fixed), _) => Fate::Free(fixed.into()),
        (Billing::Billable, None, Some(drawn)) if drawn.overage > 0 => Fate::Beyond,
        (Billing::Billable, None, Some(_)) => Fate::Free(Why::Package),
        (Billing::Billable, None, None) if work.covered => Fate::Free(Why::Covered),
        (Billing::Billable, None, None) if work.tariff.rate_cents == 0 => Fate::Free(Why::NoRate),
        (Billing::Billable, None, None) => Fate::Charged,
    }
}

/// Adds work to the line of its ticket and price, which it may begin.
fn charge(lines: &mut Vec<Planned>, work: &Worked, rules: &Rules, vat: Vat) {
    let site = &work.site;
    let subject = if site.inner {
        Subject::Inner
    } else {
        let (number, title) = (site.number, site.title.clone());
        Subject::Ticket { number, title, factor_percent: work.tariff.factor_percent }
    };
    let group = site.project.clone().map_or(Group::Work, Group::Project);
    let (minutes, price_cents) = (rules.counted(work.minutes), work.tariff.hour_cents());
    let source = Source::Effort { effort: work.effort, day: work.day, minutes };
    let same = |line: &&mut Planned| {
        line.subject == subject && line.group == group && line.price_cents == price_cents
    };
    match lines.iter_mut().find(same) {
        Some(line) => {
            line.quantity = Quantity::Minutes(line.quantity.count() + minutes);
            line.sources.push(source);
        }
        None => lines.push(Planned {
            group,
            subject,
            quantity: Quantity::Minutes(minutes),
            unit: Unit::Hour,
            price_cents,
            discount_percent: 0,
            vat,
            own_vat: None,
            sources: vec![source],
        }),
    }
}

/// A cycle that the contract cuts short costs its share of days.
fn of_fee(fee: &Fee, vat: Vat) -> Planned {
    Planned {
        group: Group::Plan,
        subject: Subject::Fee { plan: fee.plan.clone(), window: fee.window, less: Vec::new() },
        quantity: Quantity::Hundredths(Fee::share(fee.window.days(), fee.whole_days)),
        unit: Unit::Month,
        price_cents: fee.cents,
        discount_percent: fee.discount_percent,
        vat,
        own_vat: None,
        sources: vec![Source::Fee { contract: fee.contract, cycle: fee.cycle }],
    }
}

/// Takes off a fee what was paid before for days that its contract took over from another one. A line costs nothing at least:
/// what is left then waits for the next fee. What was paid with another tax is not paid back with this one: that needs a credit note.
fn less(planned: Planned, fee: &Fee, unused: &mut [Unused]) -> Planned {
    let mut net = planned.net_cents();
    let (mut less, mut sources) = (Vec::new(), planned.sources.clone());
    let before = |one: &&mut Unused| {
        one.contract != fee.contract && one.window.first <= fee.window.first && one.vat == planned.vat
    };
    for one in unused.iter_mut().filter(before) {
        let cents = one.cents.min(net);
        if cents <= 0 {
            continue;
        }
        net -= cents;
        one.cents -= cents;
        less.push((one.window, cents));
        let Unused { contract, cycle, .. } = *one;
        sources.push(Source::Unused { contract, cycle, off: fee.contract, off_cycle: fee.cycle, cents });
    }
    if less.is_empty() {
        return planned;
    }
    Planned {
        subject: Subject::Fee { plan: fee.plan.clone(), window: fee.window, less },
        quantity: Quantity::Hundredths(100),
        unit: Unit::Flat,
        price_cents: net,
        discount_percent: 0,
        sources,
        ..planned
    }
}

/// A line for each tier of the rate; where none is agreed all of it is free.
fn of_beyond(beyond: &Beyond, vat: Vat) -> Result<Vec<Planned>, Vec<Free>> {
    let minutes = beyond.parts.iter().map(|(.., minutes)| *minutes).sum();
    let Some(tiers) = beyond.terms.tiers(beyond.before, minutes, beyond.usual_cents) else {
        let free = |(effort, ..): &(EffortId, Date, i64)| Free { effort: *effort, why: Why::NoRate };
        return Err(beyond.parts.iter().map(free).collect());
    };
    let mut parts = beyond.parts.iter().copied().map(|(effort, day, minutes)| (effort, day, minutes, 0_u32));
    let mut rest = parts.next();
    let mut lines = Vec::new();
    for (minutes, rate_cents) in tiers {
        let (mut sources, mut left) = (Vec::new(), minutes);
        while left > 0
            && let Some((effort, day, of_effort, part)) = rest
        {
            let taken = of_effort.min(left);
            let (contract, cycle) = (beyond.contract, beyond.cycle);
            sources.push(Source::Overage { effort, day, contract, cycle, part, minutes: taken });
            left -= taken;
            rest = if taken < of_effort {
                Some((effort, day, of_effort - taken, part + 1))
            } else {
                parts.next()
            };
        }
        lines.push(Planned {
            group: Group::Plan,
            subject: Subject::Beyond { window: beyond.window },
            quantity: Quantity::Minutes(minutes),
            unit: Unit::Hour,
            price_cents: rate_cents,
            discount_percent: 0,
            vat,
            own_vat: None,
            sources,
        });
    }
    Ok(lines)
}

/// An item as it was offered, or what is open of it, at its own tax unless another one holds between the parties.
fn of_item(sold: &Sold, vat: Vat) -> Planned {
    let item = &sold.item;
    let Sold { order, place, part, open, days, .. } = *sold;
    let (quantity, unit) = match item.kind {
        ItemKind::Hours => (Quantity::Minutes(open), Unit::Hour),
        ItemKind::Material => (Quantity::Hundredths(open), Unit::Piece),
        ItemKind::Flat => (Quantity::Hundredths(open), Unit::Flat),
    };
    let rest = rest_percent(open, item.quantity);
    Planned {
        group: Group::Order(sold.number),
        subject: Subject::Item { text: item.text.clone(), days, rest },
        quantity,
        unit,
        price_cents: item.price,
        discount_percent: 0,
        vat: Vat::of_line(Some(item.vat), vat),
        own_vat: Some(item.vat),
        sources: vec![Source::Item { order, item: place, part, open }],
    }
}

#[cfg(test)]
mod tests;
