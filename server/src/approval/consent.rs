//! Consents to ticket types with a factor: given with a new ticket, or asked for by staff who want a dearer type (E2).
use crate::approval::tariff::{offered, stored};
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, insert, one, run};
use crate::ticket::facts::change_kind;
use crate::ticket::history::By;
use crate::ticket::merge::FAMILY;
use crate::ticket::row::{find, find_to_change};
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::approval::api::Verdict;
use app::approval::word::order;
use app::call::Call;
use app::error::AppError;
use domain::access::Action;
use domain::approval::consent::Tariff;
use domain::approval::{Event, State, Way};
use domain::id::ConsentId;
use domain::input::Reason;
use domain::ticket::TicketType;
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A consent, given or asked for, as it is stored.
#[derive(FromQueryResult)]
pub struct ConsentRow {
    /// Id.
    pub id: i64,
    ticket_id: i64,
    kind: String,
    rate_cents: i64,
    factor_percent: i64,
    draws: bool,
    state: String,
    /// Who proposes.
    pub asked_by: Option<String>,
    /// Since when.
    pub asked_at: Option<i64>,
}

const COLUMNS: &str =
    "SELECT id, ticket_id, kind, rate_cents, factor_percent, draws, state, asked_by, asked_at FROM consent";

impl ConsentRow {
    /// Type and price.
    pub fn tariff(&self) -> Result<Tariff, Fault> {
        let tariff = stored("consent", self.id, &self.kind, self.rate_cents, self.factor_percent)?;
        Ok(Tariff { draws: self.draws, ..tariff })
    }

    /// Where it stands.
    pub fn state(&self) -> Result<State, Fault> {
        State::of_code(&self.state).ok_or_else(|| Fault::impossible_row("consent", self.id, &self.state))
    }
}

/// The consents of a ticket, the latest last; before them those of tickets that lead to it.
pub async fn of_ticket<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<ConsentRow>, Fault> {
    let sql = format!(
        "{COLUMNS} WHERE ticket_id IN {FAMILY} ORDER BY CASE WHEN ticket_id = $1 THEN 1 ELSE 0 END, id"
    );
    Ok(all(db, &sql, [ticket.into()]).await?)
}

/// The proposal that waits among them.
pub fn open(consents: &[ConsentRow]) -> Option<&ConsentRow> {
    consents.iter().find(|row| row.state == State::Open.code())
}

/// The price to which the customer agreed for a type; `None` where nobody had to.
pub fn agreed(consents: &[ConsentRow], kind: &str) -> Result<Option<Tariff>, Fault> {
    let given = |row: &&ConsentRow| row.state == State::Approved.code() && row.kind == kind;
    consents.iter().rfind(given).map(ConsentRow::tariff).transpose()
}

/// The tariff that a new ticket's type needs consent for, as it is for its organisation; an error at its box where there is none,
/// or one to another price in cents.
pub async fn needed<C: ConnectionTrait>(
    house: &House,
    db: &C,
    (organisation, kind): (Option<i64>, TicketType),
    agreed: Option<i64>,
    now: Timestamp,
) -> Result<Option<Tariff>, Fault> {
    let tariffs = offered(house, db, organisation, now).await?;
    let tariff = tariffs.into_iter().find(|tariff| tariff.kind == kind && tariff.needs_consent());
    match tariff {
        Some(tariff) if agreed != Some(tariff.hour_cents()) => {
            let field = format!("consent[{}]", kind.code());
            Err(AppError::field(&field, Reason::NotConfirmed).into())
        }
        needed => Ok(needed),
    }
}

/// Writes down what was agreed to with a new ticket; staff write down what the customer said on the phone.
pub async fn given(work: &mut Work<'_>, change: &Change, by: By, tariff: Tariff) -> Result<(), Fault> {
    let wording = order(work.call.lang, tariff, by.staff);
    let way = if by.staff { Way::Phone } else { Way::Portal };
    let sql = "INSERT INTO consent (ticket_id, kind, rate_cents, factor_percent, draws, state, settled_at, settled_by_id,
      settled_by, way, wording) VALUES ($1, $2, $3, $4, $5, 'approved', $6, $7, $8, $9, $10) RETURNING id";
    let values = [
        work.row.id.into(),
        tariff.kind.code().into(),
        tariff.rate_cents.into(),
        i64::from(tariff.factor_percent).into(),
        tariff.draws.into(),
        work.call.now.as_millisecond().into(),
        by.id.into(),
        by.name.clone().into(),
        way.code().into(),
        wording.clone().into(),
    ];
    let consent = ConsentId(insert(change.db(), sql, values).await?);
    work.happened(by, What::Consent { consent, state: State::Approved, tariff, wording, way: Some(way) });
    Ok(())
}

/// Proposes a dearer type; what was proposed before is taken back. The same proposed again is none.
pub async fn propose(work: &mut Work<'_>, change: &Change, tariff: Tariff) -> Result<(), Fault> {
    let actor = work.call.actor()?.clone();
    if let Some(earlier) = open(&of_ticket(change.db(), work.row.id).await?) {
        if earlier.tariff()? == tariff {
            return Ok(());
        }
        take_back(work, change).await?;
    }
    let sql =
        "INSERT INTO consent (ticket_id, kind, rate_cents, factor_percent, draws, state, asked_by, asked_at)
      VALUES ($1, $2, $3, $4, $5, 'open', $6, $7) RETURNING id";
    let values = [
        work.row.id.into(),
        tariff.kind.code().into(),
        tariff.rate_cents.into(),
        i64::from(tariff.factor_percent).into(),
        tariff.draws.into(),
        actor.name.into(),
        work.call.now.as_millisecond().into(),
    ];
    let consent = ConsentId(insert(change.db(), sql, values).await?);
    work.did(What::Consent { consent, state: State::Open, tariff, wording: String::new(), way: None });
    Ok(())
}

/// Takes back what is proposed, where something is: staff chose another type.
pub async fn take_back(work: &mut Work<'_>, change: &Change) -> Result<(), Fault> {
    let consents = of_ticket(change.db(), work.row.id).await?;
    let Some(row) = open(&consents) else { return Ok(()) };
    let sql = "UPDATE consent SET state = 'withdrawn', settled_at = $2 WHERE id = $1";
    run(change.db(), sql, [row.id.into(), work.call.now.as_millisecond().into()]).await?;
    let (consent, tariff) = (ConsentId(row.id), row.tariff()?);
    work.did(What::Consent { consent, state: State::Withdrawn, tariff, wording: String::new(), way: None });
    Ok(())
}

/// The customer agrees to a proposal, or not.
pub async fn decide(
    house: &House,
    call: &Call,
    key: &str,
    id: ConsentId,
    verdict: Verdict,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "consent/decide").await? {
        return Ok(done);
    }
    let sql = format!("{COLUMNS} WHERE id = $1");
    let row: ConsentRow = one(change.db(), &sql, [id.0.into()]).await?.ok_or(AppError::NotFound)?;
    let number = super::decide::number_of(&change, row.ticket_id).await?;
    // Seen first: who may not see the ticket must not hold it.
    find(change.db(), actor, number).await?;
    let ticket = find_to_change(change.db(), actor, number).await?;
    let relation = ticket.relation(actor);
    if !actor.may(Action::SeePrice, &relation) {
        return Err(AppError::NotFound.into());
    }
    if !actor.may(Action::Decide, &relation) {
        return Err(AppError::NotYours.into());
    }
    let row: ConsentRow = one(change.db(), &sql, [id.0.into()]).await?.ok_or(AppError::NotFound)?;
    let state = row
        .state()?
        .after(Event::from(verdict))
        .map_err(|_| AppError::Outdated { version: ticket.version })?;
    let tariff = row.tariff()?;
    let approved = state == State::Approved;
    let wording = if approved { order(call.lang, tariff, false) } else { String::new() };
    let way = Way::Portal;
    let sql = "UPDATE consent SET state = $2, settled_at = $3, settled_by_id = $4, settled_by = $5, way = $6, wording = $7
      WHERE id = $1";
    let values = [
        row.id.into(),
        state.code().into(),
        call.now.as_millisecond().into(),
        actor.id.0.into(),
        actor.name.clone().into(),
        way.code().into(),
        wording.clone().into(),
    ];
    run(change.db(), sql, values).await?;
    let mut work = Work::on(house, call, ticket)?;
    work.did(What::Consent { consent: id, state, tariff, wording, way: Some(way) });
    if approved {
        change_kind(&mut work, &mut change, tariff.kind).await?;
    }
    if !relation.author && !relation.participant {
        work.join(actor.id.0);
    }
    done(work, change, key, "consent/decide").await
}
