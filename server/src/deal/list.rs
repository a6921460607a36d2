//! What the lists of quotes and of orders have in common: which rows a reader reaches and a filter lets through.
use crate::contains::{folded, pattern};
use crate::deal::facts::{projects, reach};
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::Binds;
use app::call::Call;
use app::deal::filters::DealFilter;
use app::deal::view::Deals;
use domain::access::Actor;
use sea_orm::{FromQueryResult, Value};

/// Most rows; filters narrow them.
const MOST: usize = 200;

/// What is listed.
pub struct Table {
    /// The statement that rows are read by, without conditions; `o` is the organisation.
    pub rows: &'static str,
    /// The table, as [`Table::rows`] calls it.
    pub alias: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its column that says whether the customer knows of a row; `None` where customers know of all.
    pub known: Option<&'static str>,
}

impl Table {
    /// The condition that holds for what an actor reaches.
    pub fn reached(&self, actor: &Actor, binds: &mut Binds) -> String {
        reach(actor, self.alias, &self.known_in(self.alias), binds)
    }

    fn known_in(&self, t: &str) -> String {
        self.known.map_or_else(|| "TRUE".to_owned(), |column| format!("{t}.{column}"))
    }

    /// The statement for rows under a condition, the last changed first.
    pub fn select(&self, condition: &str, most: usize) -> String {
        let Self { rows, alias: t, .. } = self;
        format!("{rows} WHERE {condition} ORDER BY {t}.changed_at DESC, {t}.id DESC LIMIT {most}")
    }

    /// The statement for what a reader sees and a filter lets through; `state` is the filter's, by its code.
    fn filtered<S>(
        &self,
        actor: &Actor,
        filter: &DealFilter<S>,
        state: Option<&'static str>,
    ) -> (String, Vec<Value>) {
        let mut binds = Binds::default();
        let t = self.alias;
        let mut conditions = vec![self.reached(actor, &mut binds)];
        if !filter.query.trim().is_empty() {
            let wanted = binds.put(pattern(&filter.query));
            let columns = [format!("{t}.number"), format!("{t}.title"), "o.name".to_owned()];
            let found = columns.map(|column| format!("{} LIKE {wanted} ESCAPE '!'", folded(&column)));
            conditions.push(format!("({})", found.join(" OR ")));
        }
        let only: [(&str, Option<Value>); 3] = [
            ("state", state.map(Into::into)),
            ("organisation_id", filter.organisation.map(|id| id.0.into())),
            ("project_id", filter.project.map(|id| id.0.into())),
        ];
        for (column, value) in only {
            conditions.extend(value.map(|value| format!("{t}.{column} = {}", binds.put(value))));
        }
        (self.select(&conditions.join(" AND "), MOST + 1), binds.0)
    }

    /// Reads the list.
    pub async fn list<S, Row: FromQueryResult, L>(
        &self,
        house: &House,
        call: &Call,
        filter: &DealFilter<S>,
        state: Option<&'static str>,
        line: impl Fn(Row) -> Result<L, Fault>,
    ) -> Result<Deals<L>, Fault> {
        let actor = call.actor()?;
        let (sql, values) = self.filtered(actor, filter, state);
        let mut rows: Vec<Row> = all(house.store.read(), &sql, values).await?;
        let more = rows.len() > MOST;
        rows.truncate(MOST);
        Ok(Deals {
            lines: rows.into_iter().map(line).collect::<Result<_, _>>()?,
            more,
            projects: projects(house.store.read(), actor, self.name, &self.known_in("t")).await?,
            now: house.clock.moment(call.now),
        })
    }
}
