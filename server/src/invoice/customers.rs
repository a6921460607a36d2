//! Customers as the tax adviser's books know them (G5).
use crate::fault::Fault;
use crate::store::all;
use app::words::{books as w, fill};
use domain::billing::datev::customers::{Customer, Shared};
use domain::billing::payer::Payer;
use domain::id::OrganisationId;
use domain::lang::Lang;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// All organisations, or those alone that documents were issued to.
pub async fn customers<C: ConnectionTrait>(db: &C, billed_alone: bool) -> Result<Vec<Customer>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        name: String,
        facts: Option<String>,
    }
    let billed = if billed_alone {
        "WHERE EXISTS (SELECT 1 FROM invoice i WHERE i.organisation_id = o.id AND i.state <> 'draft')"
    } else {
        ""
    };
    let sql = format!(
        "SELECT o.id, o.name, p.facts FROM organisation o LEFT JOIN payer p ON p.organisation_id = o.id
         {billed} ORDER BY o.id"
    );
    let rows: Vec<Row> = all(db, &sql, []).await?;
    let customer = |row: Row| {
        let payer = row.facts.map(|facts| serde_json::from_str::<Payer>(&facts)).transpose()?;
        let number = payer.map(|payer| payer.buyer.customer_number).unwrap_or_default();
        Ok(Customer { id: OrganisationId(row.id), name: row.name, number })
    };
    rows.into_iter().map(customer).collect()
}

/// Why there is no batch.
pub fn shared_words(lang: Lang, shared: &Shared) -> String {
    let account = shared.account.to_string();
    let [first, second] = &shared.names;
    fill(lang, w::SHARED, &[("account", &account), ("first", first), ("second", second)])
}
