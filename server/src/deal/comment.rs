//! Comments on quotes and orders, and notes of staff for staff.
use crate::deal::contact::{contacts, involved, staff};
use crate::deal::entry::record;
use crate::deal::facts::Facts;
use crate::deal::letter::{Mail, no_more, of_contacts, of_staff, send};
use crate::fault::Fault;
use crate::house::House;
use crate::store::Change;
use crate::ticket::internal::keeps_inner;
use app::call::Call;
use app::deal::api::DealDesk;
use app::error::AppError;
use app::words::quote as w;
use domain::access::Actor;
use domain::access::deal::{DealAction, Stake};
use domain::deal::timeline::What;
use domain::deal::{Deal, LONGEST_COMMENT};
use domain::document::MOST_AT_ONCE;
use domain::id::DocumentId;
use domain::input::{Checks, Reason, clean_text};

#[async_trait::async_trait]
impl DealDesk for House {
    async fn comment(
        &self,
        call: &Call,
        key: &str,
        deal: Deal,
        body: String,
        documents: Vec<DocumentId>,
        internal: bool,
    ) -> Result<(), AppError> {
        Ok(comment(self, call, key, deal, &body, documents, internal).await?)
    }
}

/// A quote or an order that the actor sees, locked.
async fn find_to_change(change: &Change, actor: &Actor, deal: Deal) -> Result<Facts, Fault> {
    match deal {
        Deal::Quote(number) => crate::quote::row::find_to_change(change, actor, number).await?.facts(),
        Deal::Order(number) => crate::order::row::find_to_change(change, actor, number).await?.facts(),
    }
}

async fn comment(
    house: &House,
    call: &Call,
    key: &str,
    deal: Deal,
    body: &str,
    documents: Vec<DocumentId>,
    internal: bool,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "deal/comment").await? {
        return Ok(done);
    }
    let facts = find_to_change(&change, actor, deal).await?;
    if !may(actor, &facts.stake(actor), internal) {
        return Err(AppError::NotYours.into());
    }
    let body = clean_text(body);
    let mut checks = Checks::default();
    if body.trim().is_empty() && documents.is_empty() {
        checks.add("body", Reason::Missing);
    } else if body.chars().count() > LONGEST_COMMENT as usize {
        checks.add("body", Reason::TooLong { max: LONGEST_COMMENT });
    }
    if documents.len() > MOST_AT_ONCE {
        checks.add("documents", Reason::NotAChoice);
    }
    checks.done(())?;
    if !internal && actor.is_staff() {
        keeps_inner(house, &change, &[("body", &body)]).await?;
    }
    let what = if internal { What::Note { body, documents } } else { What::Comment { body, documents } };
    write(house, &mut change, call, &facts, &what).await?;
    change.remember(actor.id.0, key, "deal/comment", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Whether somebody may comment on a quote or an order that they see, or write a note for staff there.
pub fn may(actor: &Actor, stake: &Stake, internal: bool) -> bool {
    actor.may_deal(action(internal), stake)
}

const fn action(internal: bool) -> DealAction {
    if internal { DealAction::SeeInternal } else { DealAction::Comment }
}

/// Writes what came by mail from somebody who may.
pub async fn say(
    house: &House,
    change: &mut Change,
    call: &Call,
    deal: Deal,
    what: &What,
) -> Result<(), Fault> {
    let facts = find_to_change(change, call.actor()?, deal).await?;
    write(house, change, call, &facts, what).await
}

async fn write(
    house: &House,
    change: &mut Change,
    call: &Call,
    facts: &Facts,
    what: &What,
) -> Result<(), Fault> {
    record(change, call, facts, what).await?;
    if let What::Comment { body, .. } = what {
        tell(house, change, call, facts, body).await?;
    }
    touch(change, facts, call).await
}

/// Staff who are responsible, and of the customer's people those who took part.
async fn tell(house: &House, change: &Change, call: &Call, facts: &Facts, body: &str) -> Result<(), Fault> {
    let taking_part = involved(change, facts).await?;
    let people = contacts(change.db(), facts.organisation).await?;
    let mut to = of_contacts(&people, |contact| {
        taking_part.contains(&contact.actor.id.0)
            && contact.actor.may_deal(DealAction::See, &facts.stake(&contact.actor))
    });
    to.extend(of_staff(&staff(change, facts, None).await?));
    let mail = Mail {
        subject: w::MAIL_COMMENT_SUBJECT,
        text: w::MAIL_COMMENT,
        button: w::MAIL_COMMENT_OPEN,
        gaps: &[],
        quoted: (!body.is_empty()).then_some(body),
        internal: false,
        more: &no_more,
    };
    send(house, change, call, facts, to, &mail).await
}

/// What was written on last comes first in lists.
async fn touch(change: &Change, facts: &Facts, call: &Call) -> Result<(), Fault> {
    let (table, id) = match facts.order {
        Some(order) => ("orders", order),
        None => ("quote", facts.quote),
    };
    let sql = format!("UPDATE {table} SET changed_at = $2 WHERE id = $1");
    crate::store::run(change.db(), &sql, [id.into(), call.now.as_millisecond().into()]).await?;
    Ok(())
}
