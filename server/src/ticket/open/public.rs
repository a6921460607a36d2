//! Opening a ticket from the public form (B6).
use super::{Author, New, make};
use crate::fault::Fault;
use crate::house::House;
use crate::person::attempt;
use crate::store::{Change, all};
use crate::ticket::history::By;
use crate::ticket::unowned;
use app::call::Call;
use domain::access::Actor;
use domain::sign_in::Attempt;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::PublicRequest;
use domain::ticket::remark::Remark;
use domain::ticket::{Channel, Urgency};
use sea_orm::FromQueryResult;

/// Opens a ticket from the public form. An address is no identity: whoever is not signed in stays without account, and
/// staff read in a note whose address it is.
pub async fn open(
    house: &House,
    call: &Call,
    key: &str,
    request: PublicRequest,
) -> Result<TicketNumber, Fault> {
    let request = request.checked()?;
    let asker = call.actor.as_ref().map_or(0, |actor| actor.id.0);
    // Sent twice, it counts once; so the question comes before the count, and again inside the change.
    if let Some(done) = house.store.change().await?.earlier(asker, key, "contact").await? {
        return Ok(done);
    }
    attempt::count(house, call, Attempt::PublicForm, &request.email).await?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(asker, key, "contact").await? {
        return Ok(done);
    }
    let known = known_address(&change, call, &request.email).await?;
    let signed_in = call.actor.as_ref().filter(|actor| !actor.is_staff());
    let organisation = match signed_in.map(Actor::memberships) {
        Some([only]) => Some(only.organisation.0),
        _ => None,
    };
    let author = Author {
        id: signed_in.map(|actor| actor.id.0),
        name: request.name.clone(),
        email: request.email.clone(),
        lang: Some(call.lang.code().to_owned()),
    };
    let by = By { id: author.id, name: author.name.clone(), staff: false };
    let new = New {
        title: request.subject,
        body: request.message,
        documents: Vec::new(),
        channel: Channel::PublicForm,
        class: None,
        kind: house.policy().usual_type(),
        urgency: Urgency::default(),
        organisation,
        asset: None,
        software_version: String::new(),
        technical_contact: None,
        author,
        people: Vec::new(),
        responsible: None,
        through: None,
        internal: None,
    };
    let mut work = make(house, call, &change, by, new).await?;
    work.remarked(known.map(|name| Remark::KnownAddress { email: request.email, name }));
    unowned::tell(&work, &change).await?;
    work.finish(&mut change).await?;
    let number = work.row.number();
    change.remember(asker, key, "contact", &number, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(number)
}

/// Whose address it is, with their organisations; `None` where nobody has it or its owner is signed in.
async fn known_address(change: &Change, call: &Call, email: &str) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Known {
        id: i64,
        name: String,
        organisation: Option<String>,
    }
    let sql = "SELECT p.id, p.name, o.name AS organisation FROM person p
      LEFT JOIN membership m ON m.person_id = p.id AND m.left_at IS NULL
      LEFT JOIN organisation o ON o.id = m.organisation_id WHERE p.email = $1 ORDER BY o.name";
    let known: Vec<Known> = all(change.db(), sql, [email.into()]).await?;
    let Some(first) = known.first() else { return Ok(None) };
    if call.actor.as_ref().is_some_and(|actor| actor.id.0 == first.id) {
        return Ok(None);
    }
    let organisations: Vec<&str> = known.iter().filter_map(|row| row.organisation.as_deref()).collect();
    Ok(Some(if organisations.is_empty() {
        first.name.clone()
    } else {
        format!("{} ({})", first.name, organisations.join(", "))
    }))
}
