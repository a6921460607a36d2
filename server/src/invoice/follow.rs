//! Open drafts follow the tax that holds for who pays. What takes an invoice back keeps the tax of that invoice.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{DRAFTS, SAY};
use crate::invoice::row::{InvoiceRow, lines};
use crate::invoice::{compose, entry, payer};
use crate::store::{Change, all, run};
use app::call::Call;
use domain::billing::timeline::What;
use domain::id::OrganisationId;
use domain::invoice::Kind;
use domain::vat::Vat;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

/// Turns the lines of an organisation's drafts to the treatment that holds now. The drafts are locked already.
pub async fn drafts(
    house: &House,
    call: &Call,
    change: &Change,
    organisation: OrganisationId,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Draft {
        id: i64,
    }
    let agreed = payer::treatment(house, change.db(), organisation.0).await?;
    let values = [organisation.0.into(), Kind::Invoice.code().into()];
    let drafts: Vec<Draft> = all(change.db(), DRAFTS, values).await?;
    let today = house.clock.moment(call.now).civil().date();
    for found in drafts {
        if draft(call, change, found.id, agreed).await? {
            compose::refresh(house, change, found.id, today, call.now.as_millisecond()).await?;
        }
    }
    Ok(())
}

/// Turns the lines of a draft to `agreed`, as far as they have no tax of their own; answers whether one was turned.
pub async fn draft(call: &Call, change: &Change, draft: i64, agreed: Vat) -> Result<bool, Fault> {
    let turned = turn(change, draft, agreed).await?;
    for (&(from, to), &lines) in &turned {
        entry::record(change, call, draft, &What::Taxed { from, to, lines }).await?;
    }
    Ok(!turned.is_empty())
}

/// Answers how many lines went from which treatment to which.
async fn turn(change: &Change, draft: i64, agreed: Vat) -> Result<BTreeMap<(Vat, Vat), u32>, Fault> {
    let mut turned = BTreeMap::new();
    for row in lines(change.db(), draft).await? {
        let mut line = row.line()?;
        let before = line.vat;
        line.vat = Vat::of_line(row.own_vat(), agreed);
        if line.vat == before {
            continue;
        }
        run(change.db(), SAY, [row.id.into(), serde_json::to_string(&line)?.into()]).await?;
        *turned.entry((before, line.vat)).or_default() += 1;
    }
    Ok(turned)
}

/// Whether a line of a draft cannot stand under the tax that holds: the company's usual one changed, or it was drawn up before.
pub async fn is_behind<C: ConnectionTrait>(house: &House, db: &C, row: &InvoiceRow) -> Result<bool, Fault> {
    if row.kind()? != Kind::Invoice {
        return Ok(false);
    }
    let agreed = payer::treatment(house, db, row.organisation_id).await?;
    for line in lines(db, row.id).await?.into_iter().filter(|line| !line.left_out) {
        if !line.line()?.vat.stands_under(agreed) {
            return Ok(true);
        }
    }
    Ok(false)
}
