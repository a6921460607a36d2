//! The list of quotes.
use crate::clock::instant;
use crate::contains::{folded, pattern};
use crate::deal::facts::{projects, reach};
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::Binds;
use app::call::Call;
use app::quote::api::QuoteFilter;
use app::quote::view::{QuoteLine, QuoteList};
use domain::access::Actor;
use domain::access::deal::{DealAction, Stake};
use domain::id::OrganisationId;
use domain::quote::{Quote, QuoteKind};
use jiff::civil::Date;
use sea_orm::FromQueryResult;

/// Most rows; filters narrow them.
const MOST: usize = 200;

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
    let mut only = |column: &str, value: sea_orm::Value| {
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
        "SELECT q.id, q.number, q.title, q.organisation_id, o.name AS organisation, q.asked_by, q.known, q.facts, q.net,
         q.changed_at FROM quote q JOIN organisation o ON o.id = q.organisation_id WHERE {}
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

/// Quotes that wait for the reader.
pub async fn waiting(house: &House, call: &Call) -> Result<Vec<QuoteLine>, Fault> {
    let filter = QuoteFilter { state: Some(QuoteKind::Sent), ..QuoteFilter::default() };
    let mut lines = list(house, call, filter).await?.lines;
    lines.retain(|line| line.waits);
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
