//! The search index: what is written into it, and what a query asks of it. Customers are only ever matched against the
//! public column.
use crate::fault::Fault;
use crate::store::{all, run};
use crate::ticket::query::Binds;
use domain::access::{Actor, Reach};
use domain::search::{fold, terms};
use domain::ticket::timeline::What;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// The condition on `ticket_search` that every word of a query begins a word there; `None` where the query has no word.
pub fn condition(backend: DbBackend, actor: &Actor, query: &str, binds: &mut Binds) -> Option<String> {
    let terms = terms(query);
    if terms.is_empty() {
        return None;
    }
    let staff = actor.is_staff();
    Some(match backend {
        DbBackend::Postgres => {
            let wanted = terms.iter().map(|term| format!("{term}:*")).collect::<Vec<_>>().join(" & ");
            let words = if staff { "public || ' ' || inner_words" } else { "public" };
            let wanted = binds.put(wanted);
            format!("to_tsvector('simple', {words}) @@ to_tsquery('simple', {wanted})")
        }
        _ => {
            let words = if staff { "{public inner_words}" } else { "public" };
            let wanted = terms.iter().map(|term| format!("\"{term}\"*")).collect::<Vec<_>>().join(" AND ");
            let scope = scope(actor).map(|scope| format!(" AND scope : ({scope})")).unwrap_or_default();
            format!("ticket_search MATCH {}", binds.put(format!("{words} : ({wanted}){scope}")))
        }
    })
}

/// Marks of which one must be on every ticket that an actor reaches. It keeps a search from walking through everybody's
/// tickets; what may be seen is decided by the query's other conditions.
fn scope(actor: &Actor) -> Option<String> {
    match actor.reach() {
        Reach::Everything => None,
        Reach::Some { organisations, person, .. } => Some(
            organisations
                .iter()
                .map(|id| format!("o{id}"))
                .chain([format!("p{person}")])
                .collect::<Vec<_>>()
                .join(" OR "),
        ),
        Reach::Invited { person } => Some(format!("p{person}")),
    }
}

/// Words of a ticket that are to be found.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What customers find.
    pub public: String,
    /// What staff find beside it.
    pub inner: String,
    /// Marks of organisations (`o17`) and people (`p5`) who reach it.
    pub marks: Vec<String>,
}

impl Words {
    /// Those with which a ticket begins: its title, who wrote it, whose it is.
    pub fn first(title: &str, author: String, organisation: Option<i64>, people: &[i64]) -> Self {
        let organisation = organisation.iter().map(|id| format!("o{id}"));
        let marks = organisation.chain(people.iter().map(|id| format!("p{id}"))).collect();
        Self { public: format!("{title} "), inner: format!("{author} "), marks }
    }

    /// Writes them: all there are of a new ticket, or those that are added to a known one.
    pub async fn write<C: ConnectionTrait>(&self, db: &C, ticket: i64, new: bool) -> Result<(), Fault> {
        let (public, inner, marks) = (fold(&self.public), fold(&self.inner), self.marks.join(" "));
        let sql = if new {
            "INSERT INTO ticket_search (rowid, public, inner_words, scope) VALUES ($1, $2, $3, $4)"
        } else if public.is_empty() && inner.is_empty() && marks.is_empty() {
            return Ok(());
        } else {
            "UPDATE ticket_search SET public = public || ' ' || $2, inner_words = inner_words || ' ' || $3,
             scope = scope || ' ' || $4 WHERE rowid = $1"
        };
        run(db, sql, [ticket.into(), public.into(), inner.into(), marks.into()]).await?;
        Ok(())
    }
}

/// Adds marks of organisations and people, parted by spaces, to a ticket that is known.
pub async fn mark<C: ConnectionTrait>(db: &C, ticket: i64, marks: String) -> Result<(), Fault> {
    Words { marks: vec![marks], ..Words::default() }.write(db, ticket, false).await
}

/// Enters the public texts of an entry's ticket anew: what was withdrawn from customers is found by staff alone.
pub async fn renew<C: ConnectionTrait>(db: &C, entry: i64) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        ticket_id: i64,
        title: String,
        data: String,
        withdrawn: bool,
    }
    let sql = "SELECT e.id, e.ticket_id, t.title, e.data, e.withdrawn FROM entry e JOIN ticket t ON t.id = e.ticket_id
      WHERE e.ticket_id = (SELECT ticket_id FROM entry WHERE id = $1) AND e.internal = FALSE
        AND e.what IN ('opened', 'message', 'called', 'moved', 'specified', 'result_refused') ORDER BY e.id";
    let rows: Vec<Row> = all(db, sql, [entry.into()]).await?;
    let Some((ticket, title)) = rows.first().map(|row| (row.ticket_id, row.title.clone())) else {
        return Ok(());
    };
    let (mut public, mut inner) = (title, String::new());
    for row in rows {
        let what: What = serde_json::from_str(&row.data)
            .map_err(|error| Fault::impossible_row("entry", row.id, &error.to_string()))?;
        let into = if row.withdrawn { &mut inner } else { &mut public };
        into.push(' ');
        into.push_str(what.words().unwrap_or_default());
    }
    let sql = "UPDATE ticket_search SET public = $2, inner_words = inner_words || ' ' || $3 WHERE rowid = $1";
    run(db, sql, [ticket.into(), fold(&public).into(), fold(&inner).into()]).await?;
    Ok(())
}
