//! Giving an organisation a plan: from which day on, until when, and for how long (D4). Tickets that are open keep the plan they
//! came in under (D8).
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::contract::{Turn, Wanted};
use crate::package::contract::ContractRow;
use crate::package::{draw, settle};
use crate::store::Change;
use app::call::Call;
use app::organisation::api::OrganisationFacts;
use domain::effort::FURTHEST_BACK;
use domain::id::OrganisationId;
use domain::input::{Checks, Reason, is_day};
use domain::policy::limit::TERMS;
use domain::policy::plan::last_of_term;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// What is agreed, and what becomes of what was.
pub struct Agreed {
    wanted: Wanted,
    turn: Turn,
}

/// Reads what is agreed, and says at its fields what cannot be.
pub async fn check(
    house: &House,
    call: &Call,
    change: &Change,
    checks: &mut Checks,
    id: OrganisationId,
    facts: &OrganisationFacts,
) -> Result<Agreed, Fault> {
    let today = house.clock.moment(call.now).civil().date();
    let policy = house.policy();
    let plan = facts.plan.as_deref().and_then(|code| policy.plan(code));
    if facts.plan.is_some() && plan.is_none() {
        checks.add("plan", Reason::NotAChoice);
    }
    let from = day(checks, "from", &facts.from).unwrap_or(today);
    // Without a plan nothing ends.
    let until = facts.plan.as_ref().and_then(|_| day(checks, "until", &facts.until));
    let months = term(checks, &facts.term_months);
    if today.checked_sub(FURTHEST_BACK.days()).is_ok_and(|first| from < first) {
        checks.add("from", Reason::TooLongAgo);
    }
    if until.is_some_and(|until| until < from) {
        checks.add("until", Reason::EndsBeforeItBegins);
    }
    let mut wanted = Wanted { plan: facts.plan.clone(), from, until, term_months: 0 };
    let turn = Turn::read(change.db(), id.0, &wanted).await?;
    if let Some(first) = turn.not_before(change.db(), id.0, from, today).await? {
        checks.add("from", Reason::NotBefore { first });
    }
    let Some(plan) = plan else { return Ok(Agreed { wanted, turn }) };
    let kept = turn.goes_on.as_ref();
    let agreed = kept.map(|row| u16::try_from(row.term_months).unwrap_or_default());
    let (least, most) = (plan.term_months, *TERMS.end());
    // What was agreed before goes on as it is, also where it is shorter than the plan has it by now.
    wanted.term_months = match months {
        None if agreed == Some(0) => 0,
        None => least,
        Some(months) => months,
    };
    if wanted.term_months < least && agreed != Some(wanted.term_months) {
        checks.add("term_months", Reason::NotBetween { min: least.into(), max: most.into() });
    }
    let days = kept.map(ContractRow::cycles).transpose()?;
    if let Some(until) = until
        && days.is_none_or(|days| days.to != Some(until))
        && let Some(last) = last_of_term(days.map_or(from, |days| days.from), wanted.term_months)
        && from <= until
        && until < last
    {
        checks.add("until", Reason::WithinTerm { last });
    }
    Ok(Agreed { wanted, turn })
}

/// Does what is agreed. Hours of what is over expire, those of a plan that began come at once, and what was worked since draws
/// from them; what begins later is looked at on its first day.
pub async fn give(
    house: &House,
    call: &Call,
    change: &mut Change,
    id: OrganisationId,
    agreed: &Agreed,
) -> Result<(), Fault> {
    let Agreed { wanted, turn } = agreed;
    let worked = match turn.first {
        Some(first) => draw::worked_since(change, id.0, first).await?,
        None => Vec::new(),
    };
    turn.make(change.db(), id.0, wanted).await?;
    let Some(first) = turn.first else { return Ok(()) };
    settle::of_organisation(change, house, call, id).await?;
    for ticket in &worked {
        draw::follow_ticket(change, house, call, ticket, first).await?;
    }
    Ok(())
}

/// A day; empty is none.
fn day(checks: &mut Checks, field: &str, text: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    match text.parse::<Date>() {
        Ok(day) if is_day(day) => return Some(day),
        Ok(_) => checks.add(field, Reason::NotADay),
        Err(_) => checks.add(field, Reason::NotReadable),
    }
    None
}

/// A term in months; empty is the shortest that the plan has.
fn term(checks: &mut Checks, text: &str) -> Option<u16> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let months = text.parse::<u16>().ok().filter(|months| TERMS.contains(months));
    if months.is_none() {
        checks.add("term_months", Reason::NotBetween { min: 0, max: (*TERMS.end()).into() });
    }
    months
}
