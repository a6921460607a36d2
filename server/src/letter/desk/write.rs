//! Writing letters into the outbox.
use super::{Letter, forms, occasion};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::thread::Thread;
use crate::store::{Change, insert, run};
use domain::deal::Deal;
use domain::letter::cap::counted;
use jiff::Timestamp;
use sea_orm::Value;

/// What is told of a letter when it is put into the outbox.
const COLUMNS: usize = 17;
/// Letters of one statement.
const MOST_AT_ONCE: usize = 20;

/// Puts a letter into the outbox, as part of a change. After committing, wake the mailer: `house.letters.notify_one()`.
pub async fn write(change: &Change, house: &House, letter: Letter, now: Timestamp) -> Result<i64, Fault> {
    put(change, house, letter, None, now).await
}

/// The same about a quote or an order: what answers it is a comment there, or a note where it is `internal`.
pub async fn write_on_deal(
    change: &Change,
    house: &House,
    letter: Letter,
    (deal, internal): (Deal, bool),
    now: Timestamp,
) -> Result<i64, Fault> {
    put(change, house, letter, Some((deal, internal)), now).await
}

/// The same with the files of an issued invoice, for who cannot open it in the portal.
pub async fn write_with_invoice(
    change: &Change,
    house: &House,
    letter: Letter,
    invoice: i64,
    now: Timestamp,
) -> Result<(), Fault> {
    let id = write(change, house, letter, now).await?;
    let sql = "UPDATE letter SET invoice_id = $2 WHERE id = $1";
    run(change.db(), sql, [id.into(), invoice.into()]).await?;
    Ok(())
}

/// Puts letters into the outbox by one statement.
pub async fn write_all(
    change: &Change,
    house: &House,
    letters: impl Iterator<Item = Letter>,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = Vec::new();
    for letter in letters {
        rows.push(row(change, house, letter, None, now).await?);
    }
    for rows in rows.chunks(MOST_AT_ONCE) {
        run(change.db(), &insertion(rows.len()), rows.concat()).await?;
    }
    Ok(())
}

async fn put(
    change: &Change,
    house: &House,
    letter: Letter,
    deal: Option<(Deal, bool)>,
    now: Timestamp,
) -> Result<i64, Fault> {
    let values = row(change, house, letter, deal, now).await?;
    Ok(insert(change.db(), &format!("{} RETURNING id", insertion(1)), values).await?)
}

/// The statement that puts so many rows into the outbox.
fn insertion(rows: usize) -> String {
    let places = |row: usize| {
        let places: Vec<String> =
            (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
        format!("({}, 'waiting', 0)", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(places).collect();
    format!(
        "INSERT INTO letter (to_name, to_email, subject, text_body, html_body, message_id, person_id, ticket_id, secret, next_at, written_at,
         headers, occasion, answers, internal, counted, deal, state, attempts) VALUES {}",
        rows.join(", ")
    )
}

/// A letter's row, column by column.
async fn row(
    change: &Change,
    house: &House,
    letter: Letter,
    deal: Option<(Deal, bool)>,
    now: Timestamp,
) -> Result<[Value; COLUMNS], Fault> {
    let occasion = occasion(&letter.blocks);
    let (text, html) = forms(house, &house.policy(), &letter, &occasion);
    let ticket = letter.about.as_ref().map(|about| about.ticket);
    let host = house.base.host_str().unwrap_or("localhost");
    // By the token an answer finds its ticket, also where this row is gone.
    let message_id = match &letter.about {
        Some(about) => format!("<{}.{}@{host}>", about.token, crate::secret::key()),
        None => format!("<{}@{host}>", crate::secret::key()),
    };
    let thread = match &letter.about {
        Some(about) => {
            let root = format!("<{}@{host}>", about.token);
            let came = letter.answers.as_ref().and_then(|mail| mail.message_id.clone());
            if about.begins {
                Thread::new((root, host), came, Vec::new())
            } else {
                Thread::of(change, (root, host), (about.ticket, came), &letter.to.email).await?
            }
        }
        None => Thread::default(),
    };
    let headers = serde_json::to_string(&Thread { acknowledges: letter.acknowledges, ..thread })?;
    let at = now.as_millisecond();
    let counted = letter.answers.as_ref().map(|_| counted(&letter.to.email));
    Ok([
        letter.to.name.clone().into(),
        letter.to.email.clone().into(),
        letter.subject.clone().into(),
        text.into(),
        html.into(),
        message_id.into(),
        letter.to.person.map(|id| id.0).into(),
        ticket.into(),
        letter.secret.into(),
        at.into(),
        at.into(),
        headers.into(),
        occasion.into(),
        letter.answers.map(|mail| mail.likeness).into(),
        (letter.about.is_some_and(|about| about.internal) || deal.is_some_and(|(_, internal)| internal))
            .into(),
        counted.into(),
        deal.map(|(deal, _)| deal.to_string()).into(),
    ])
}
