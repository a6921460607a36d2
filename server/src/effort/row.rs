//! Rows of booked time.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, one};
use app::effort::view::{EffortLine, EffortView};
use domain::access::{Action, Actor, Area};
use domain::effort::{Billing, Effort};
use domain::id::EffortId;
use sea_orm::FromQueryResult;

/// Booked time as it is stored.
#[derive(FromQueryResult)]
pub struct EffortRow {
    /// Id.
    pub id: i64,
    /// Whose time, by id.
    pub person_id: i64,
    /// Whose time.
    pub whose: String,
    day: String,
    minutes: i64,
    activity: String,
    note: String,
    billing: String,
    /// How often it was corrected.
    pub version: i64,
}

/// Columns of [`EffortRow`]; `f` is the effort, `p` its person.
pub const COLUMNS: &str =
    "f.id, f.person_id, p.name AS whose, f.day, f.minutes, f.activity, f.note, f.billing, f.version";

impl EffortRow {
    /// What was booked.
    pub fn effort(&self) -> Result<Effort, Fault> {
        let impossible = |what: &str| Fault::impossible_row("effort", self.id, what);
        Ok(Effort {
            day: self.day.parse().map_err(|_| impossible(&self.day))?,
            minutes: u32::try_from(self.minutes).map_err(|_| impossible("minutes"))?,
            activity: self.activity.clone(),
            note: self.note.clone(),
            billing: Billing::of_code(&self.billing).ok_or_else(|| impossible(&self.billing))?,
        })
    }
}

/// Whether an actor may correct what a person booked: one's own, or others' with that duty.
pub fn may_correct(actor: &Actor, person: i64, may_book: bool) -> bool {
    (may_book && actor.id.0 == person) || actor.may_enter(Area::Times)
}

#[derive(FromQueryResult)]
struct Last {
    activity: String,
}

/// The activity that somebody booked last.
pub async fn usual(house: &House, actor: &Actor) -> Result<Option<String>, Fault> {
    let sql = "SELECT activity FROM effort WHERE person_id = $1 ORDER BY day DESC, id DESC LIMIT 1";
    let last: Option<Last> = one(house.store.read(), sql, [actor.id.0.into()]).await?;
    Ok(last.map(|last| last.activity))
}

/// A ticket's time as this member of staff sees it.
pub async fn of_ticket(
    house: &House,
    actor: &Actor,
    ticket: i64,
    relation: &domain::access::Relation,
    today: jiff::civil::Date,
) -> Result<EffortView, Fault> {
    let db = house.store.read();
    let may_book = actor.may(Action::Work, relation);
    let sql = format!(
        "SELECT {COLUMNS} FROM effort f JOIN person p ON p.id = f.person_id
         WHERE f.ticket_id = $1 AND f.taken_back = FALSE ORDER BY f.day, f.id"
    );
    let rows: Vec<EffortRow> = all(db, &sql, [ticket.into()]).await?;
    let line = |row: EffortRow| {
        Ok::<_, Fault>(EffortLine {
            id: EffortId(row.id),
            effort: row.effort()?,
            version: row.version,
            mine: may_correct(actor, row.person_id, may_book),
            whose: row.whose,
        })
    };
    Ok(EffortView {
        lines: rows.into_iter().map(line).collect::<Result<_, _>>()?,
        timer: if may_book { super::timer::on_ticket(house, actor, ticket).await? } else { None },
        may_book,
        meter: None,
        fixed: None,
        usual: if may_book { usual(house, actor).await? } else { None },
        today,
    })
}
