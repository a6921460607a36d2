//! Who may be calling: contacts and organisations by number, name, mail address.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::house::House;
use crate::phone::row::{country, taker};
use crate::store::all;
use app::call::Call;
use app::phone::view::Found;
use domain::id::{OrganisationId, PersonId};
use domain::phone::sought;
use domain::search::bounded;
use sea_orm::FromQueryResult;

/// Most that are shown; a longer question narrows it.
const MOST: i64 = 12;
/// A pattern that no digits fit.
const NO_NUMBER: &str = "-";

#[derive(FromQueryResult)]
struct Row {
    person: Option<i64>,
    organisation: i64,
    name: String,
    about: String,
    phone: Option<String>,
}

/// Contacts, then organisations, that a question fits; nothing where nothing is asked.
pub async fn find(house: &House, call: &Call, query: &str) -> Result<Vec<Found>, Fault> {
    taker(house, call)?;
    if query.trim().is_empty() {
        return Ok(Vec::new());
    }
    let digits = sought(bounded(query), country(house))
        .map_or_else(|| NO_NUMBER.to_owned(), |part| format!("%{part}%"));
    let (person, firm, by_name) = (folded("p.name"), folded("o.name"), folded("x.name"));
    let fits =
        |owner: &str| format!("EXISTS (SELECT 1 FROM phone_number n WHERE n.{owner} AND n.digits LIKE $2)");
    let phone = |owner: &str| {
        format!(
            "(SELECT n.written FROM phone_number n WHERE n.{owner}
              ORDER BY CASE WHEN n.digits LIKE $2 THEN 0 ELSE 1 END, n.id LIMIT 1)"
        )
    };
    let (of_person, of_firm) = ("person_id = p.id", "organisation_id = o.id");
    let sql = format!(
        "SELECT x.person, x.organisation, x.name, x.about, x.phone FROM (
           SELECT p.id AS person, o.id AS organisation, p.name, o.name AS about, {} AS phone, 0 AS part
           FROM membership m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
           WHERE m.left_at IS NULL AND p.account <> 'left'
             AND ({person} LIKE $1 ESCAPE '!' OR p.email LIKE $1 ESCAPE '!' OR {firm} LIKE $1 ESCAPE '!' OR {} OR {})
           UNION ALL
           SELECT CAST(NULL AS BIGINT), o.id, o.name, o.town, {}, 1 FROM organisation o
           WHERE {firm} LIKE $1 ESCAPE '!' OR {}
         ) x ORDER BY x.part, {by_name}, x.organisation LIMIT $3",
        phone(of_person),
        fits(of_person),
        fits(of_firm),
        phone(of_firm),
        fits(of_firm),
    );
    let values = [pattern(query).into(), digits.into(), MOST.into()];
    let rows: Vec<Row> = all(house.store.read(), &sql, values).await?;
    let found = |row: Row| Found {
        person: row.person.map(PersonId),
        organisation: Some(OrganisationId(row.organisation)),
        name: row.name,
        about: row.about,
        phone: row.phone,
    };
    Ok(rows.into_iter().map(found).collect())
}
