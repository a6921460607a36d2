use super::*;
use crate::approval::consent::Tariff;
use crate::billing::supply::{Drawn, Fee, Unused, Worksite};
use crate::deal::OrderNumber;
use crate::id::{ContractId, OrderId};
use crate::package::cycle::Window;
use crate::package::terms::{Terms, Tier};
use crate::quote::item::Item;
use crate::ticket::TicketType;
use crate::ticket::number::TicketNumber;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn site(number: i64) -> Worksite {
    Worksite {
        number: TicketNumber(number),
        title: format!("Anliegen {number}"),
        inner: false,
        fixed: None,
        project: None,
    }
}

fn worked(effort: i64, ticket: i64, minutes: u32) -> Worked {
    Worked {
        effort: EffortId(effort),
        day: date(2026, 11, 1 + i8::try_from(effort % 28).unwrap()),
        minutes,
        billing: Billing::Billable,
        site: site(ticket),
        tariff: Tariff { kind: TicketType::Normal, rate_cents: 9_500, factor_percent: 100, draws: false },
        covered: false,
        drawn: None,
    }
}

fn window() -> Window {
    Window { first: date(2026, 11, 1), last: date(2026, 11, 30) }
}

fn tiers() -> Terms {
    let tier = |up_to_hours, rate_cents| Tier { up_to_hours, rate_cents };
    Terms { overage: vec![tier(Some(5), 11_500), tier(None, 10_500)], ..Terms::default() }
}

fn beyond(before: i64, parts: &[(i64, i64)]) -> Beyond {
    Beyond {
        contract: ContractId(3),
        cycle: 10,
        window: window(),
        terms: tiers(),
        usual_cents: 0,
        before,
        parts: parts
            .iter()
            .map(|(effort, minutes)| (EffortId(*effort), date(2026, 11, 9), *minutes))
            .collect(),
    }
}

fn by_hand(supply: &Supply) -> Gathered {
    gather(supply, &Rules::default(), Vat::Standard)
}

#[test]
fn work_on_one_ticket_at_one_price_is_one_line() {
    let quick = Tariff { kind: TicketType::QuickHigh, rate_cents: 9_500, factor_percent: 200, draws: false };
    let other = Worked { tariff: quick, ..worked(3, 1042, 30) };
    let supply = Supply {
        work: vec![worked(1, 1042, 40), worked(2, 1043, 20), other, worked(4, 1042, 35)],
        ..Supply::default()
    };
    let lines = by_hand(&supply).lines;
    let seen: Vec<_> =
        lines.iter().map(|line| (line.quantity.count(), line.price_cents, line.net_cents())).collect();
    assert_eq!(seen, [(75, 9_500, 11_875), (20, 9_500, 3_167), (30, 19_000, 9_500)]);
    assert_eq!(lines[0].period(), Some(Period { from: date(2026, 11, 2), to: date(2026, 11, 5) }));
}

#[test]
fn work_is_free_for_the_first_reason_that_holds() {
    let fixed = |fixed| Worksite { fixed: Some(fixed), ..site(1) };
    let order = || fixed(FixedPrice::Order(OrderNumber { year: 2026, serial: 4 }));
    let release = || fixed(FixedPrice::Release("5.0".into()));
    let drawn = |used, overage| Some(Drawn { used, overage });
    let norate = Tariff { kind: TicketType::Normal, rate_cents: 0, factor_percent: 100, draws: false };
    for (work, why) in [
        (Worked { billing: Billing::Goodwill, ..worked(1, 1, 60) }, Some(Why::Said(Billing::Goodwill))),
        (Worked { site: order(), drawn: drawn(0, 60), ..worked(1, 1, 60) }, Some(Why::Order)),
        (Worked { site: release(), drawn: drawn(0, 60), ..worked(1, 1, 60) }, Some(Why::Release)),
        (Worked { drawn: drawn(60, 0), ..worked(1, 1, 60) }, Some(Why::Package)),
        (Worked { covered: true, ..worked(1, 1, 60) }, Some(Why::Covered)),
        (Worked { tariff: norate, ..worked(1, 1, 60) }, Some(Why::NoRate)),
        (worked(1, 1, 60), None),
    ] {
        let gathered = by_hand(&Supply { work: vec![work.clone()], ..Supply::default() });
        assert_eq!(gathered.free.first().map(|free| free.why), why, "{work:?}");
        assert_eq!(gathered.lines.is_empty(), why.is_some());
    }
}

#[test]
fn what_goes_beyond_a_package_climbs_its_tiers_from_where_it_stood() {
    let drawn =
        |effort, overage| Worked { drawn: Some(Drawn { used: 10, overage }), ..worked(effort, 7, 999) };
    let supply = Supply {
        work: vec![drawn(1, 90), drawn(2, 120)],
        beyond: vec![beyond(240, &[(1, 90), (2, 120)])],
        ..Supply::default()
    };
    let lines = by_hand(&supply).lines;
    let seen: Vec<_> = lines.iter().map(|line| (line.quantity.count(), line.price_cents)).collect();
    assert_eq!(seen, [(60, 11_500), (150, 10_500)]);
    let keys: Vec<_> = lines.iter().flat_map(|line| line.sources.iter().map(Source::key)).collect();
    assert_eq!(keys, ["overage:1:3:10:0", "overage:1:3:10:1", "overage:2:3:10:0"]);
    let none = Beyond { terms: Terms::default(), ..beyond(0, &[(1, 90)]) };
    let gathered = by_hand(&Supply { work: vec![drawn(1, 90)], beyond: vec![none], ..Supply::default() });
    assert_eq!(gathered.free, [Free { effort: EffortId(1), why: Why::NoRate }]);
}

#[test]
fn fees_have_their_discount_and_a_short_cycle_its_share() {
    let fee = |last, cents, discount_percent| Fee {
        contract: ContractId(3),
        cycle: 10,
        window: Window { last, ..window() },
        whole_days: 30,
        plan: "Paket 10".into(),
        cents,
        discount_percent,
    };
    for (last, cents, discount, net) in [
        (date(2026, 11, 30), 99_500, 10, 89_550),
        (date(2026, 11, 30), 24_900, 0, 24_900),
        (date(2026, 11, 15), 99_500, 0, 49_750),
    ] {
        let supply = Supply { fees: vec![fee(last, cents, discount)], ..Supply::default() };
        assert_eq!(by_hand(&supply).lines[0].net_cents(), net, "{last} {cents}");
    }
    let free = Supply { fees: vec![fee(date(2026, 11, 30), 0, 0)], ..Supply::default() };
    assert_eq!(by_hand(&free), Gathered::default(), "what costs nothing is no line");
}

#[test]
fn items_of_an_order_are_billed_as_they_were_offered() {
    let item = |kind, quantity, price, vat| Item { kind, text: "Umbau".into(), quantity, price, vat };
    let number = OrderNumber { year: 2026, serial: 4 };
    let days = Period { from: date(2026, 10, 3), to: date(2026, 11, 12) };
    let sold = |place, item: Item| {
        let (order, open) = (OrderId(5), item.quantity);
        Sold { order, number, place, part: 0, open, days, item }
    };
    let supply = Supply {
        items: vec![
            sold(0, item(ItemKind::Hours, 450, 9_500, Vat::Standard)),
            sold(1, item(ItemKind::Flat, 100, 125_000, Vat::Standard)),
            sold(2, item(ItemKind::Material, 250, 1_999, Vat::Reduced)),
        ],
        ..Supply::default()
    };
    let expected: Vec<i64> = supply.items.iter().map(|sold| sold.item.net()).collect();
    let lines = by_hand(&supply).lines;
    assert_eq!(lines.iter().map(Planned::net_cents).collect::<Vec<_>>(), expected);
    assert_eq!((lines[2].vat, lines[2].sources[0].key().as_str()), (Vat::Reduced, "item:5:2"));
    assert_eq!(by_hand(&supply).period(), Some(days), "when it was carried out stands on the document");
    // What a part left is billed at the same price, by a key of its own.
    let rest = Sold { part: 1, open: 60, ..supply.items[1].clone() };
    let line = by_hand(&Supply { items: vec![rest], ..Supply::default() }).lines.remove(0);
    assert_eq!((line.net_cents(), line.sources[0].key().as_str()), (75_000, "item:5:1:1"));
    assert_eq!(line.sources[0].share(), Some(60));
    assert!(matches!(line.subject, Subject::Item { rest: Some(60), .. }), "{line:?}");
    assert!(lines.iter().all(|line| matches!(line.subject, Subject::Item { rest: None, .. })));
    // Who owes the tax owes it for all of it, however it was offered.
    let owed = gather(&supply, &Rules::default(), Vat::ReverseCharge).lines;
    assert!(owed.iter().all(|line| line.vat == Vat::ReverseCharge), "{owed:?}");
    let own: Vec<_> = owed.iter().map(|line| line.own_vat).collect();
    assert_eq!(own, lines.iter().map(|line| Some(line.vat)).collect::<Vec<_>>(), "which is not forgotten");
}

fn any_work() -> impl Strategy<Value = (u8, i64, u32, u8, bool, i64, i64)> {
    (0u8..6, 1i64..5, 1u32..600, 0u8..3, any::<bool>(), 0i64..200, 0i64..200)
}

proptest! {
    #[test]
    fn every_minute_is_in_exactly_one_line_or_free_with_a_reason(
        all in prop::collection::vec(any_work(), 0..40), before in 0i64..500, step in 0u16..60, minimum in 0u16..60,
    ) {
        let rules = Rules { step_minutes: step, minimum_minutes: minimum, ..Rules::default() };
        let mut supply = Supply::default();
        let mut parts = Vec::new();
        for (effort, (billing, ticket, minutes, factor, covered, used, overage)) in (1..).zip(all) {
            let mut work = worked(effort, ticket, minutes);
            work.billing = *Billing::ALL.get(usize::from(billing)).unwrap_or(&Billing::Billable);
            work.tariff.factor_percent = 100 + 50 * u16::from(factor);
            work.covered = covered;
            work.site.project = (ticket == 2).then(|| "Relaunch".to_owned());
            let number = OrderNumber { year: 2026, serial: 1 };
            work.site.fixed = (ticket == 3).then_some(FixedPrice::Order(number));
            work.site.inner = ticket == 4;
            if used + overage > 150 {
                work.drawn = Some(Drawn { used, overage });
                parts.push((effort, overage));
            }
            supply.work.push(work);
        }
        parts.retain(|(_, minutes)| *minutes > 0);
        supply.beyond = vec![beyond(before, &parts)];
        let gathered = gather(&supply, &rules, Vat::Standard);
        let mut seen: BTreeMap<EffortId, i64> = BTreeMap::new();
        for source in gathered.lines.iter().flat_map(|line| &line.sources) {
            *seen.entry(source.effort().unwrap()).or_default() += source.minutes();
        }
        for work in &supply.work {
            let free = gathered.free.iter().filter(|free| free.effort == work.effort).count();
            let expected = match work.drawn {
                Some(drawn) => drawn.overage,
                None => rules.counted(work.minutes),
            };
            match seen.get(&work.effort) {
                Some(minutes) => prop_assert_eq!((*minutes, free), (expected, 0)),
                None => prop_assert_eq!(free, 1),
            }
        }
        let keys: Vec<String> = gathered.lines.iter().flat_map(|line| line.sources.iter().map(Source::key)).collect();
        let unique: BTreeSet<&String> = keys.iter().collect();
        prop_assert_eq!(unique.len(), keys.len());
        for line in &gathered.lines {
            let sum: i64 = line.sources.iter().map(Source::minutes).sum();
            prop_assert_eq!(line.quantity.count(), sum, "a line is the sum of what it comes from");
        }
        prop_assert!(gathered.lines.is_sorted_by(|a, b| a.group <= b.group));
    }
}

#[test]
fn days_that_another_plan_took_over_are_taken_off_its_fees_until_nothing_is_left() {
    let fee = |contract, cycle, first, cents| Fee {
        contract: ContractId(contract),
        cycle,
        window: Window { first, last: first.tomorrow().unwrap() },
        whole_days: 2,
        plan: "Paket 5".into(),
        cents,
        discount_percent: 0,
    };
    let days = Window { first: date(2026, 12, 5), last: date(2026, 12, 14) };
    let supply = Supply {
        fees: vec![
            fee(3, 1, date(2026, 11, 15), 99_500),
            fee(4, 0, date(2026, 12, 5), 10_000),
            fee(4, 1, date(2027, 1, 5), 10_000),
            fee(4, 2, date(2027, 2, 5), 10_000),
        ],
        unused: vec![
            Unused { contract: ContractId(3), cycle: 0, window: days, cents: 17_325, vat: Vat::Standard },
            Unused { contract: ContractId(2), cycle: 0, window: days, cents: 500, vat: Vat::ReverseCharge },
        ],
        ..Supply::default()
    };
    let lines = by_hand(&supply).lines;
    let nets: Vec<i64> = lines.iter().map(Planned::net_cents).collect();
    assert_eq!(
        nets,
        [99_500, 0, 2_675, 10_000],
        "not off its own fee, none with another tax, and no line below nothing"
    );
    let keys: Vec<String> = lines.iter().flat_map(|line| &line.sources).map(Source::key).collect();
    assert_eq!(keys, ["fee:3:1", "fee:4:0", "unused:3:0:4:0", "fee:4:1", "unused:3:0:4:1", "fee:4:2"]);
    let Subject::Fee { less, .. } = &lines[2].subject else { panic!("{lines:?}") };
    assert_eq!(less, &[(days, 7_325)]);
}

#[test]
fn what_of_a_fee_is_unused_goes_by_its_days() {
    // Twenty of thirty days are 0.67 months; of what was billed so there is nothing left over.
    for (billed, days, cents) in [(100, 20, 17_325), (67, 20, 0), (100, 30, 0), (100, 0, 52_500)] {
        assert_eq!(Unused::part(52_500, billed, days, 30), cents, "{billed} {days}");
    }
}
