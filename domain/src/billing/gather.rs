//! From what is not billed to the lines of a draft. Every minute of work goes into one line, or is free with a reason.
mod plan;
pub mod planned;

use crate::billing::rules::Rules;
use crate::billing::share::rest_percent;
use crate::billing::source::Source;
use crate::billing::supply::{Beyond, Sold, Supply, Worked};
use crate::effort::Billing;
use crate::effort::fixed::FixedPrice;
use crate::id::EffortId;
use crate::invoice::Period;
use crate::invoice::line::{Quantity, Unit};
use crate::quote::item::ItemKind;
use crate::vat::Vat;
use plan::{less, of_beyond, of_fee};
use planned::{Group, Planned, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
