//! Agreements about hours, the ends of contracts, and corrections of staff.
use super::{HOURS, Kept, november, work};
use crate::package::cycle::Cycles;
use crate::package::pool::{Pool, WrongPool};
use crate::package::terms::Terms;
use crate::package::work::Paid;
use crate::package::{Kind, Totals};
use jiff::civil::date;

#[test]
fn pooled_hours_are_used_in_both_cycles_and_count_once() {
    let mut kept = Kept::on(november(), date(2026, 11, 20));
    assert!(kept.pool(0));
    assert_eq!(kept.told(), [(Kind::Grant, 300, 0), (Kind::Pooling, 300, 1)]);
    assert_eq!(kept.postings[1].expires, date(2026, 12, 31));
    kept.book(1, Some(work(1, date(2026, 11, 20), 400)));
    assert_eq!(kept.told()[2..], [(Kind::Use, -100, 1), (Kind::Use, -300, 0)], "the older ones first");
    kept.today = date(2026, 12, 15);
    kept.settle();
    assert_eq!((kept.ledger.balance(), kept.postings.len()), (200, 4), "December's hours came already");
    assert!(!kept.pool(1), "a cycle is pooled once");
    kept.today = date(2027, 1, 1);
    kept.settle();
    assert_eq!(kept.told()[4..], [(Kind::Expiry, -200, 1), (Kind::Grant, 300, 2)]);
    kept.check();
}

#[test]
fn an_agreement_pays_what_went_beyond_before_it() {
    let mut kept = Kept::on(november(), date(2026, 11, 20));
    kept.book(1, Some(work(1, date(2026, 11, 20), 360)));
    kept.pool(0);
    assert_eq!(kept.told()[3..], [(Kind::Pooling, 300, 1), (Kind::Use, -60, 1), (Kind::Overage, -60, 0)]);
    kept.check();
}

#[test]
fn agreements_that_cannot_be_made_are_refused() {
    let cycles = Cycles { from: date(2026, 11, 1), to: Some(date(2027, 1, 31)) };
    let two = Terms { pool_cycles: 2, ..Terms::default() };
    let check = |first, count, others: &[Pool], terms: &Terms, today| {
        Pool { first, count }.check(others, &cycles, terms, today)
    };
    let today = date(2026, 11, 30);
    assert_eq!(check(0, 2, &[], &two, today), Ok(()));
    assert_eq!(check(0, 2, &[], &two, date(2026, 12, 1)), Err(WrongPool::Over));
    assert_eq!(check(0, 3, &[], &two, today), Err(WrongPool::NotAgreed));
    assert_eq!(check(0, 1, &[], &two, today), Err(WrongPool::NotAgreed));
    assert_eq!(check(0, 2, &[], &Terms::default(), today), Err(WrongPool::NotAgreed));
    assert_eq!(check(2, 2, &[], &two, today), Err(WrongPool::NoContract));
    assert_eq!(check(1, 2, &[Pool { first: 0, count: 2 }], &two, today), Err(WrongPool::Taken));
}

#[test]
fn a_contract_that_ends_takes_its_hours_along() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    kept.pool(0);
    kept.ledger.cycles.to = Some(date(2026, 11, 15));
    kept.today = date(2026, 11, 16);
    kept.settle();
    assert_eq!((kept.ledger.balance(), kept.ledger.correct(kept.today, 60, 0, &[])), (0, None));
    kept.today = date(2027, 3, 1);
    kept.settle();
    assert_eq!(kept.told()[2..], [(Kind::Expiry, -300, 0), (Kind::Expiry, -300, 1)]);
}

#[test]
fn a_contract_that_goes_on_after_all_has_its_hours_back() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    kept.ledger.pools.push(Pool { first: 0, count: 2 });
    kept.settle();
    kept.book(1, Some(work(1, date(2026, 11, 3), 60)));
    assert_eq!(kept.ledger.balance(), 540);
    kept.ledger.cycles.to = Some(date(2026, 11, 9));
    kept.settle();
    assert_eq!(kept.ledger.balance(), 0, "what is left of both months expires with the contract");
    kept.ledger.cycles.to = None;
    kept.settle();
    assert_eq!(kept.ledger.balance(), 540);
    kept.check();
    kept.today = date(2027, 1, 1);
    kept.settle();
    assert_eq!(kept.ledger.balance(), HOURS, "and they expire in the end, once");
    kept.check();
}

#[test]
fn staff_never_take_more_than_is_left() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    kept.book(1, Some(work(1, date(2026, 11, 10), 200)));
    assert_eq!(kept.ledger.correct(kept.today, -101, 0, &[]), None);
    let postings = kept.ledger.correct(kept.today, -100, 0, &[]).unwrap();
    kept.post(postings);
    kept.check();
}

#[test]
fn hours_that_were_added_by_mistake_are_taken_back_although_they_are_used() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    for (effort, minutes) in [(1, 300), (2, 300), (3, 400)] {
        kept.book(effort, Some(work(effort, date(2026, 11, 10), minutes)));
    }
    let ten = kept.ledger.correct(kept.today, 600, 0, &[]).unwrap();
    kept.post(ten);
    kept.relieve();
    assert_eq!(kept.ledger.totals[&0], Totals { granted: 900, used: 900, expired: 0, overage: 100 });
    let last_first = |kept: &Kept| -> Vec<Paid> {
        let works = kept.works.values().rev();
        works.map(|work| Paid { work: work.clone(), drawn: kept.drawn(work.effort.0) }).collect()
    };
    let paid = last_first(&kept);
    assert_eq!(kept.ledger.correct(kept.today, -601, 600, &paid), None, "the plan's own hours stay");
    assert_eq!(kept.ledger.correct(kept.today, -540, 600, &paid[..1]), None, "what is billed stays paid");
    let before = kept.postings.len();
    let nine = kept.ledger.correct(kept.today, -540, 600, &paid).unwrap();
    kept.post(nine);
    let expected = [
        (Kind::Use, 300, 0),
        (Kind::Use, 240, 0),
        (Kind::Correction, -540, 0),
        (Kind::Overage, 300, 0),
        (Kind::Overage, 240, 0),
    ];
    assert_eq!(kept.told()[before..], expected);
    assert_eq!(kept.ledger.totals[&0], Totals { granted: 360, used: 360, expired: 0, overage: 640 });
    kept.check();
}
