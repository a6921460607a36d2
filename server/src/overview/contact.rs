//! Who looks after the reader's organisations.
use crate::fault::Fault;
use crate::house::House;
use crate::overview::row::{CaretakerRow, caretakers as of};
use crate::store::all;
use app::overview::view::Caretaker;
use domain::access::Actor;

/// Of each organisation, by name.
pub async fn caretakers(house: &House, actor: &Actor) -> Result<Vec<Caretaker>, Fault> {
    if actor.memberships().is_empty() {
        return Ok(Vec::new());
    }
    let (sql, values) = of(actor);
    let rows: Vec<CaretakerRow> = all(house.store.read(), &sql, values).await?;
    Ok(rows.into_iter().map(CaretakerRow::shown).collect())
}
