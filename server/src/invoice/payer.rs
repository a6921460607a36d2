//! Who pays: what stands on all invoices of an organisation.
use crate::deal::contact::contacts;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::customers::customers;
use crate::invoice::draw::hold_organisation;
use crate::invoice::follow;
use crate::invoice::query::{KEEP_PAYER, PAYER, RENEW_DRAFTS};
use crate::invoice::row::InvoiceRow;
use crate::organisation::query::is_there;
use crate::store::{one, run};
use app::call::Call;
use app::error::AppError;
use domain::access::Area;
use domain::billing::datev::customers::Customer;
use domain::billing::payer::{Payer, TypedPayer};
use domain::id::OrganisationId;
use domain::input::Reason;
use domain::lang::Lang;
use domain::vat::Vat;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    facts: String,
    at: i64,
}

/// What is kept for an organisation, or what can be read from its address.
pub async fn of<C: ConnectionTrait>(db: &C, row: &InvoiceRow) -> Result<Payer, Fault> {
    if let Some(kept) = kept(db, row.organisation_id).await? {
        return Ok(kept);
    }
    let people = contacts(db, OrganisationId(row.organisation_id)).await?;
    let first = people.iter().find(|one| sees_bills(&one.actor));
    let email = first.map(|one| one.actor.email.clone()).unwrap_or_default();
    Ok(Payer::proposed(&row.organisation, &row.address, &row.town, &email))
}

/// The same, as a document names it: with references of its own.
pub async fn on<C: ConnectionTrait>(db: &C, row: &InvoiceRow) -> Result<Payer, Fault> {
    Ok(row.references().on(of(db, row).await?))
}

/// What is kept for an organisation.
pub async fn kept<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<Option<Payer>, Fault> {
    let row: Option<Row> = one(db, PAYER, [organisation.into()]).await?;
    Ok(row.map(|row| serde_json::from_str(&row.facts)).transpose()?)
}

/// Which version of it that is: when it was kept, 0 for never.
pub async fn version<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<i64, Fault> {
    let row: Option<Row> = one(db, PAYER, [organisation.into()]).await?;
    Ok(row.map_or(0, |row| row.at))
}

/// The tax that holds for an organisation.
pub async fn treatment<C: ConnectionTrait>(house: &House, db: &C, organisation: i64) -> Result<Vat, Fault> {
    let usual = house.policy().billing.usual_vat();
    Ok(kept(db, organisation).await?.map_or(usual, |payer| payer.treatment(usual)))
}

/// Whether a contact has the right to see bills.
pub fn sees_bills(actor: &domain::access::Actor) -> bool {
    actor.memberships().iter().any(|member| member.rights.billing)
}

/// The language of an organisation's documents: that of the first who sees them.
pub async fn lang<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<Lang, Fault> {
    let people = contacts(db, OrganisationId(organisation)).await?;
    let first = people.iter().find(|one| sees_bills(&one.actor));
    Ok(first.map(|one| one.addressee().lang).unwrap_or_default())
}

/// Keeps it, where it is still what was `seen`.
pub async fn keep(
    house: &House,
    call: &Call,
    key: &str,
    organisation: OrganisationId,
    seen: i64,
    typed: TypedPayer,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    if !actor.may_enter(Area::Invoices) {
        return Err(AppError::NotFound.into());
    }
    if !actor.may_enter(Area::Billing) {
        return Err(AppError::NotYours.into());
    }
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "invoice/payer").await? {
        return Ok(done);
    }
    if !is_there(change.db(), organisation).await? {
        return Err(AppError::NotFound.into());
    }
    let mut payer = typed.read().map_err(|errors| {
        // The buyer's reference has a name of its own in the form, beside that of the document.
        let renamed = errors.into_iter().map(|mut error| {
            if error.field == "reference" {
                error.field = "buyer_reference".to_owned();
            }
            error
        });
        AppError::from(renamed.collect::<Vec<_>>())
    })?;
    has_own_account(house, change.db(), organisation, &payer).await?;
    // Who looks at a draft sees another one now. Who changes one waits for this, as who draws one up does.
    run(change.db(), RENEW_DRAFTS, [organisation.0.into()]).await?;
    hold_organisation(&change, organisation.0).await?;
    let version = version(change.db(), organisation.0).await?;
    if version != seen {
        return Err(AppError::Outdated { version }.into());
    }
    payer.buyer.address.country.make_ascii_uppercase();
    let now = call.now.as_millisecond();
    // No two versions are of the same instant.
    let at = now.max(version + 1);
    let values = [organisation.0.into(), serde_json::to_string(&payer)?.into(), at.into()];
    run(change.db(), KEEP_PAYER, values).await?;
    follow::drafts(house, call, &change, organisation).await?;
    change.invoice_changed(organisation, false);
    change.remember(actor.id.0, key, "invoice/payer", &(), now).await?;
    change.commit().await
}

/// Refuses a number by which two customers would have one account in the books.
async fn has_own_account<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: OrganisationId,
    payer: &Payer,
) -> Result<(), Fault> {
    let policy = house.policy();
    let Some(books) = &policy.billing.datev else { return Ok(()) };
    let number = payer.buyer.customer_number.clone();
    let asked = Customer { id: organisation, name: String::new(), number };
    match asked.shares(books, &customers(db, false).await?) {
        Some((account, other)) => {
            let by = other.name.clone();
            Err(AppError::field("customer_number", Reason::AccountTaken { account, by }).into())
        }
        None => Ok(()),
    }
}
