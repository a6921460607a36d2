//! Invoices, made through the desk itself: paid, open, overdue, cancelled, and this month's drafts.
use crate::fault::Fault;
use crate::house::House;
use crate::secret;
use crate::store::{all, one};
use app::call::Call;
use app::invoice::api::{InvoiceDesk as _, Issuing, Wanted};
use domain::access::Actor;
use domain::billing::posting::TypedPosting;
use domain::id::{OrganisationId, PersonId};
use domain::lang::Lang;
use domain::person::{Role, Standing};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use sea_orm::FromQueryResult;

/// Months before this one for which invoices were issued.
const MONTHS: i32 = 2;
/// Customers with invoices.
const MOST: usize = 3;

#[derive(FromQueryResult)]
struct Person {
    id: i64,
    name: String,
    email: String,
}

#[derive(FromQueryResult)]
struct Customer {
    id: i64,
}

/// Plays the months, as of the days on which they were billed.
pub async fn play(house: &House, now: Timestamp) -> Result<(), Fault> {
    let sql = "SELECT p.id, p.name, p.email FROM person p JOIN staff_role r ON r.person_id = p.id
      WHERE r.role = 'accounting' ORDER BY p.id LIMIT 1";
    let accountant: Option<Person> = one(house.store.read(), sql, []).await?;
    let Some(accountant) = accountant else { return Ok(()) };
    let sql = "SELECT DISTINCT m.organisation_id AS id FROM membership m JOIN contract c ON c.organisation_id = m.organisation_id
      WHERE m.rights LIKE '%\"billing\":true%' ORDER BY m.organisation_id";
    let customers: Vec<Customer> = all(house.store.read(), sql, []).await?;
    let today = house.clock.moment(now).civil().date();
    for back in (1..=MONTHS).rev() {
        let from = today.first_of_month().checked_sub(back.months())?;
        let to = from.last_of_month();
        for (index, customer) in customers.iter().take(MOST).enumerate() {
            let billed = to.checked_add(2.days())?;
            if billed > today {
                continue;
            }
            let call = call(house, &accountant, billed, 9)?;
            let wanted = Wanted {
                organisation: Some(OrganisationId(customer.id)),
                from: from.to_string(),
                to: to.to_string(),
                order: String::new(),
                empty: false,
            };
            let Ok(draft) = house.draw(&call, &secret::key(), wanted).await else { continue };
            let number = issue(house, &call, &draft).await?;
            // Of the oldest month one stays overdue, the others are paid; of the last one all are open.
            if back == MONTHS && index > 0 {
                pay(house, &accountant, &number, billed.checked_add(9.days())?.min(today)).await?;
            }
        }
    }
    // What the last month still has becomes this month's drafts; the house does not make them again.
    crate::invoice::run::look(house, now).await.map(|_| ())
}

async fn issue(house: &House, call: &Call, draft: &str) -> Result<String, Fault> {
    let seen = house.invoice(call, draft).await?.version;
    let issuing = Issuing { seen, for_nothing: false };
    Ok(house.issue(call, &secret::key(), draft, issuing).await?)
}

async fn pay(house: &House, who: &Person, number: &str, day: Date) -> Result<(), Fault> {
    let call = call(house, who, day, 10)?;
    let left = house.invoice(&call, number).await?.account.left();
    let amount = format!("{},{:02}", left / 100, left % 100);
    let typed = TypedPosting { amount, note: "Überweisung".to_owned(), ..TypedPosting::default() };
    Ok(house.pay(&call, &secret::key(), number, typed).await?)
}

fn call(house: &House, who: &Person, day: Date, hour: i8) -> Result<Call, Fault> {
    let zoned = day.at(hour, 0, 0, 0).to_zoned(house.clock.zone().clone())?;
    let standing = Standing::Staff { roles: vec![Role::Accounting], teams: Vec::new() };
    let (name, email) = (who.name.clone(), who.email.clone());
    let actor = Actor { id: PersonId(who.id), name, email, standing };
    Ok(Call { actor: Some(actor), lang: Lang::De, ..Call::of_the_house(zoned.timestamp()) })
}
