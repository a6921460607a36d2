//! What an invoice charges for days after the end of its contract that come off no other invoice: only a credit note gives it back.
use super::unused::{follower, on};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::payer;
use crate::package::contract::{contracts_of, cycles_of};
use domain::billing::supply::Unused;
use domain::id::ContractId;
use sea_orm::ConnectionTrait;

/// It, in cents before tax: for days of plans after which there is none with a fee, and where tax is another one by now.
pub async fn owed<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: i64,
    invoice: i64,
) -> Result<i64, Fault> {
    let balances = on(db, organisation, (invoice, "fee:%")).await?;
    let unused: Vec<Unused> =
        balances.into_iter().filter_map(|balance| balance.rest).filter(|one| one.cents > 0).collect();
    if unused.is_empty() {
        return Ok(0);
    }
    let vat = payer::treatment(house, db, organisation).await?;
    let (contracts, cycles) = (contracts_of(db, organisation).await?, cycles_of(db, organisation).await?);
    let policy = house.policy();
    let has_fee = |contract: ContractId| {
        let row = contracts.iter().find(|row| row.id == contract.0);
        row.and_then(|row| policy.plan(&row.plan)).is_some_and(|plan| plan.fee_cents > 0)
    };
    let stays =
        |one: &&Unused| one.vat != vat || follower(&cycles, one.contract).is_none_or(|next| !has_fee(next));
    Ok(unused.iter().filter(stays).map(|one| one.cents).sum())
}
