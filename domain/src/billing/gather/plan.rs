//! Lines of a plan: its fee, what is taken off that, and hours beyond its package.
use super::planned::{Group, Planned, Subject};
use super::{Free, Why};
use crate::billing::source::Source;
use crate::billing::supply::{Beyond, Fee, Unused};
use crate::id::EffortId;
use crate::invoice::line::{Quantity, Unit};
use crate::vat::Vat;
use jiff::civil::Date;

/// A cycle that the contract cuts short costs its share of days.
pub(super) fn of_fee(fee: &Fee, vat: Vat) -> Planned {
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
pub(super) fn less(planned: Planned, fee: &Fee, unused: &mut [Unused]) -> Planned {
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
pub(super) fn of_beyond(beyond: &Beyond, vat: Vat) -> Result<Vec<Planned>, Vec<Free>> {
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
