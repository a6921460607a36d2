//! The list of quotes.
use crate::clock::instant;
use crate::contains::{folded, pattern};
use crate::deal::facts::{projects, reach};
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::Binds;
use app::call::Call;
use app::overview::view::DEALS;
use app::quote::api::QuoteFilter;
use app::quote::view::{QuoteLine, QuoteList};
use domain::access::Actor;
use domain::access::deal::{DealAction, DealReach, Stake};
use domain::id::OrganisationId;
use domain::quote::{Quote, QuoteKind};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

/// Most rows; filters narrow them.
const MOST: usize = 200;

const LINE: &str =
    "SELECT q.id, q.number, q.title, q.organisation_id, o.name AS organisation, q.asked_by, q.known, q.facts,
  q.net, q.changed_at FROM quote q JOIN organisation o ON o.id = q.organisation_id";

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    number: String,
    title: String,
    organisation_id: i64,
    organisation: String,
    asked_by: Option<i64>,
    known: bool,
    facts: String,
    net: Option<i64>,
    changed_at: i64,
}

/// Quotes that the reader may see and a filter lets through, the last changed first.
pub async fn list(house: &House, call: &Call, filter: QuoteFilter) -> Result<QuoteList, Fault> {
    let actor = call.actor()?;
    let mut binds = Binds::default();
    let mut conditions = vec![reach(actor, "q", "q.known", &mut binds)];
    if !filter.query.trim().is_empty() {
        let wanted = binds.put(pattern(&filter.query));
        let columns = ["q.number", "q.title", "o.name"].map(folded);
        let found = columns.map(|column| format!("{column} LIKE {wanted} ESCAPE '!'"));
        conditions.push(format!("({})", found.join(" OR ")));
    }
    let mut only = |column: &str, value: Value| {
        let place = binds.put(value);
        conditions.push(format!("q.{column} = {place}"));
    };
    if let Some(state) = filter.state {
        only("state", state.code().into());
    }
    if let Some(organisation) = filter.organisation {
        only("organisation_id", organisation.0.into());
    }
    if let Some(project) = filter.project {
        only("project_id", project.0.into());
    }
    let sql = format!(
        "{LINE} WHERE {}
         ORDER BY q.changed_at DESC, q.id DESC LIMIT {}",
        conditions.join(" AND "),
        MOST + 1
    );
    let mut rows: Vec<Row> = all(house.store.read(), &sql, binds.0).await?;
    let more = rows.len() > MOST;
    rows.truncate(MOST);
    let now = house.clock.moment(call.now);
    let today = now.civil().date();
    Ok(QuoteList {
        lines: rows.into_iter().map(|row| row.line(house, actor, today)).collect::<Result<_, _>>()?,
        more,
        projects: projects(house.store.read(), actor, "quote", "t.known").await?,
        may_ask: actor.writes_quotes() || !actor.memberships().is_empty(),
        now,
    })
}

/// Quotes of a start page that are read: there are few under way.
const OPEN: usize = 50;

/// The statement for those under way, of all organisations that the reader sees or of one, in the words of the index that holds
/// them.
pub fn under_way(actor: &Actor, organisation: Option<i64>) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let reached = reach(actor, "q", "q.known", &mut binds);
    let of = organisation.map(|id| format!(" AND q.organisation_id = {}", binds.put(id))).unwrap_or_default();
    let sql = format!(
        "{LINE} WHERE q.state IN ('requested', 'draft', 'sent') AND {reached}{of}
         ORDER BY q.changed_at DESC, q.id DESC LIMIT {OPEN}"
    );
    (sql, binds.0)
}

/// Quotes under way, for a start page: all that wait for the reader, and some more.
pub async fn open(house: &House, call: &Call, actor: &Actor) -> Result<Vec<QuoteLine>, Fault> {
    let mut others = 0;
    let mut lines = open_of(house, call, actor, None).await?;
    lines.retain(|line| {
        others += usize::from(!line.waits);
        line.waits || others <= DEALS + 1
    });
    Ok(lines)
}

/// Quotes under way, of all organisations that the reader sees or of one.
pub async fn open_of(
    house: &House,
    call: &Call,
    actor: &Actor,
    organisation: Option<i64>,
) -> Result<Vec<QuoteLine>, Fault> {
    if actor.deal_reach() == DealReach::Nothing {
        return Ok(Vec::new());
    }
    let (sql, values) = under_way(actor, organisation);
    let rows: Vec<Row> = all(house.store.read(), &sql, values).await?;
    let today = house.clock.moment(call.now).civil().date();
    let mut lines =
        rows.into_iter().map(|row| row.line(house, actor, today)).collect::<Result<Vec<_>, _>>()?;
    // One whose last day is over is under way no more, though it may not be written down yet.
    lines.retain(|line| line.state.kind() != QuoteKind::Expired);
    Ok(lines)
}

impl Row {
    fn line(self, house: &House, actor: &Actor, today: Date) -> Result<QuoteLine, Fault> {
        let broken = |what: &str| Fault::impossible_row("quote", self.id, what);
        let state: Quote = serde_json::from_str(&self.facts).map_err(|error| broken(&error.to_string()))?;
        let state = state.on(today);
        let stake = Stake {
            organisation: OrganisationId(self.organisation_id),
            asked: self.asked_by == Some(actor.id.0),
            known: self.known,
            net: self.net,
        };
        Ok(QuoteLine {
            number: self.number.parse().map_err(|_| broken(&self.number))?,
            title: self.title,
            organisation: self.organisation,
            waits: state.kind() == QuoteKind::Sent && actor.may_deal(DealAction::Accept, &stake),
            state,
            net: self.net,
            changed: house.clock.moment(instant(self.changed_at)),
        })
    }
}
