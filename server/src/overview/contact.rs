//! Who looks after the reader's organisations.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::Binds;
use app::overview::view::Caretaker;
use domain::access::Actor;
use sea_orm::FromQueryResult;

/// Of each organisation, by name.
pub async fn caretakers(house: &House, actor: &Actor) -> Result<Vec<Caretaker>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        organisation: String,
        lead_name: Option<String>,
        lead_email: Option<String>,
        manager_name: Option<String>,
        manager_email: Option<String>,
    }
    let mut binds = Binds::default();
    let mine = binds.list(actor.memberships().iter().map(|m| m.organisation.0));
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT o.name AS organisation, l.name AS lead_name, l.email AS lead_email, m.name AS manager_name,
           m.email AS manager_email
         FROM organisation o
         LEFT JOIN person l ON l.id = o.project_lead_id AND l.account <> 'left'
         LEFT JOIN person m ON m.id = o.account_manager_id AND m.account <> 'left'
         WHERE o.id IN ({mine}) ORDER BY o.name"
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, binds.0).await?;
    let caretaker = |row: Row| Caretaker {
        organisation: row.organisation,
        project_lead: row.lead_name.zip(row.lead_email),
        account_manager: row.manager_name.zip(row.manager_email),
    };
    Ok(rows.into_iter().map(caretaker).collect())
}
