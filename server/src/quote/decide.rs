//! Accepting, declining, withdrawing. An accepted quote becomes an order in the same change.
use crate::deal::contact::{contacts, involved, staff};
use crate::deal::entry::record;
use crate::deal::facts::Facts;
use crate::deal::letter::{Mail, no_more, of_contacts, of_staff, send};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::addressee::readers;
use crate::letter::compose::Block;
use crate::letter::desk::Addressee;
use crate::order::begin::begin;
use crate::quote::ending::{self, responsible};
use crate::quote::row::{QuoteRow, find_to_change, save};
use crate::quote::version::of_quote;
use crate::store::Change;
use crate::ticket::internal::keeps_inner;
use app::call::Call;
use app::error::AppError;
use app::quote::wording;
use app::words::{Text, fill, quote as w};
use domain::access::Actor;
use domain::access::deal::DealAction;
use domain::deal::timeline::What;
use domain::deal::{LONGEST_COMMENT, QuoteNumber};
use domain::input::Checks;
use domain::lang::Lang;
use domain::quote::{Event, WrongQuote};
use domain::ticket::timeline::Ending;

/// Whether an actor may, or why not: who could decline but not accept has too small a limit.
fn check(actor: &Actor, facts: &Facts, action: DealAction) -> Result<(), AppError> {
    let may = |action| actor.may_deal(action, &facts.stake(actor));
    match action {
        _ if may(action) => Ok(()),
        DealAction::Accept if may(DealAction::Decline) => Err(WrongQuote::AboveLimit.into()),
        DealAction::Accept | DealAction::Decline if facts.net.is_none() && !actor.is_staff() => {
            Err(WrongQuote::NotSent.into())
        }
        _ => Err(AppError::NotYours),
    }
}

/// Accepts the version that was shown.
pub async fn accept(
    house: &House,
    call: &Call,
    key: &str,
    number: QuoteNumber,
    version: u32,
    confirmed: bool,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "quote/accept").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, number).await?;
    let facts = row.facts()?;
    check(actor, &facts, DealAction::Accept)?;
    let today = house.clock.moment(call.now).civil().date();
    let event = Event::Accept { version, by: actor.id };
    let state = row.state()?.after(event, call.now, today).map_err(AppError::from)?;
    if !confirmed {
        return Err(AppError::from(WrongQuote::NotConfirmed).into());
    }
    let versions = of_quote(change.db(), row.id).await?;
    let offer = versions.iter().find(|one| one.version() == version).ok_or(AppError::NotFound)?.offer()?;
    save(&change, call, row.id, &state).await?;
    let totals = offer.totals();
    let sentence = wording::accepted(call.lang, number, version, &offer.title, &row.organisation, &totals);
    record(&mut change, call, &facts, &What::Accepted { version, wording: sentence }).await?;
    let begun = begin(house, &mut change, call, &row, &offer).await?;
    record(&mut change, call, &facts, &What::Ordered { order: begun.number }).await?;
    let order = begun.number.to_string();
    let apart = begun.apart.map(|(ticket, stays)| (house.policy().number.write(ticket), stays.to_string()));
    let more = |lang: Lang, _: &Addressee| {
        let said = |(ticket, stays): &(String, String)| {
            let gaps = [("ticket", ticket.as_str()), ("stays", stays.as_str()), ("order", order.as_str())];
            Block::Text(fill(lang, w::MAIL_APART, &gaps))
        };
        apart.iter().map(said).collect::<Vec<_>>()
    };
    let to_staff = Mail {
        subject: w::MAIL_ACCEPTED_SUBJECT,
        text: w::MAIL_ACCEPTED,
        button: w::MAIL_OPEN,
        gaps: &[("order", order.as_str())],
        quoted: None,
        internal: false,
        more: &more,
    };
    let to = of_staff(&staff(&change, &facts, responsible(&change, &row).await?).await?);
    send(house, &change, call, &facts, to, &to_staff).await?;
    confirm(house, &change, call, &facts, &to_staff).await?;
    change.remember(actor.id.0, key, "quote/accept", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Who accepted, and who asked, have it in writing.
async fn confirm(
    house: &House,
    change: &Change,
    call: &Call,
    facts: &Facts,
    mail: &Mail<'_>,
) -> Result<(), Fault> {
    let people = contacts(change.db(), facts.organisation).await?;
    let by = call.actor()?.id;
    let to = of_contacts(&people, |one| one.actor.id == by || facts.asked_by == Some(one.actor.id.0));
    let mail = Mail { text: w::MAIL_CONFIRMED, more: &no_more, ..*mail };
    // By the house: who acts is otherwise not told what they did themselves, but this is a document.
    send(house, change, &Call::of_the_house(call.now), facts, to, &mail).await
}

/// Declines the version that was shown.
pub async fn decline(
    house: &House,
    call: &Call,
    key: &str,
    number: QuoteNumber,
    version: u32,
    reason: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "quote/decline").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, number).await?;
    let facts = row.facts()?;
    check(actor, &facts, DealAction::Decline)?;
    let mut checks = Checks::default();
    let reason = checks.text("reason", reason, LONGEST_COMMENT);
    checks.done(())?;
    let event = Event::Decline { version, by: actor.id, reason: reason.clone() };
    turn(house, &mut change, call, &row, event).await?;
    record(&mut change, call, &facts, &What::Declined { version, reason: reason.clone() }).await?;
    ending::tell(house, &mut change, call, &row, Ending::Declined, &reason).await?;
    let to = of_staff(&staff(&change, &facts, responsible(&change, &row).await?).await?);
    let mail = told((w::MAIL_DECLINED_SUBJECT, w::MAIL_DECLINED), &reason);
    send(house, &change, call, &facts, to, &mail).await?;
    change.remember(actor.id.0, key, "quote/decline", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Takes a quote back; the customer is told where he knows of it, and who is responsible for its ticket.
pub async fn withdraw(
    house: &House,
    call: &Call,
    key: &str,
    number: QuoteNumber,
    reason: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "quote/withdraw").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, actor, number).await?;
    let facts = row.facts()?;
    check(actor, &facts, DealAction::Write)?;
    let mut checks = Checks::default();
    let reason = checks.text("reason", reason, LONGEST_COMMENT);
    checks.done(())?;
    keeps_inner(house, &change, &[("reason", &reason)]).await?;
    turn(house, &mut change, call, &row, Event::Withdraw { reason: reason.clone() }).await?;
    record(&mut change, call, &facts, &What::Withdrawn { reason: reason.clone() }).await?;
    ending::tell(house, &mut change, call, &row, Ending::Withdrawn, &reason).await?;
    if facts.known {
        let taking_part = involved(&change, &facts).await?;
        let people = contacts(change.db(), facts.organisation).await?;
        let mut to = of_contacts(&people, |one| {
            let stake = facts.stake(&one.actor);
            one.actor.may_deal(DealAction::Decline, &stake)
                || (taking_part.contains(&one.actor.id.0) && one.actor.may_deal(DealAction::See, &stake))
        });
        let responsible: Vec<i64> = responsible(&change, &row).await?.into_iter().collect();
        to.extend(of_staff(&readers(&change, &[], &responsible).await?));
        let mail = told((w::MAIL_WITHDRAWN_SUBJECT, w::MAIL_WITHDRAWN), &reason);
        send(house, &change, call, &facts, to, &mail).await?;
    }
    change.remember(actor.id.0, key, "quote/withdraw", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

fn told((subject, text): (Text, Text), reason: &str) -> Mail<'_> {
    Mail {
        subject,
        text,
        button: w::MAIL_OPEN,
        gaps: &[],
        quoted: Some(reason),
        internal: false,
        more: &no_more,
    }
}

async fn turn(
    house: &House,
    change: &mut Change,
    call: &Call,
    row: &QuoteRow,
    event: Event,
) -> Result<(), Fault> {
    let today = house.clock.moment(call.now).civil().date();
    let state = row.state()?.after(event, call.now, today).map_err(AppError::from)?;
    save(change, call, row.id, &state).await
}
