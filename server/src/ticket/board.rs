//! The board of staff: several short lists, each cut off where its column ends.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::{Binds, joined};
use crate::ticket::row::LineRow;
use app::call::Call;
use app::error::AppError;
use app::ticket::view::{Board, Column, MOST_COUNTED};
use domain::access::{Area, Relation};
use domain::id::TeamId;
use domain::ticket::Stage;
use domain::ticket::workflow::{By, Need};
use sea_orm::{FromQueryResult, Value};

/// Cards of a column.
const CARDS: usize = 30;

/// The statements for cards and totals of these columns.
pub fn statements(stages: &[Stage], team: Option<TeamId>) -> [(String, Vec<Value>); 2] {
    let mut binds = Binds::default();
    let of_team = team.map(|team| format!(" AND t.team_id = {}", binds.put(team.0))).unwrap_or_default();
    let (mut cards, mut totals) = (Vec::new(), Vec::new());
    let most = MOST_COUNTED + 1;
    for (part, stage) in stages.iter().enumerate() {
        let source = format!("FROM ticket t WHERE t.stage = '{}'{of_team}", stage.code());
        cards.push(format!(
            "SELECT * FROM (SELECT t.id, t.queue_key AS k, CAST({part} AS BIGINT) AS part {source}
             ORDER BY t.queue_key, t.id LIMIT {CARDS}) a{part}"
        ));
        totals.push(format!(
            "SELECT CAST({part} AS BIGINT) AS part, (SELECT COUNT(*) FROM (SELECT 1 AS one {source} LIMIT {most}) c) AS total"
        ));
    }
    let limit = CARDS * stages.len().max(1);
    let cards = joined(&cards, "ORDER BY x.part, x.k, x.id", limit);
    [(cards, binds.0.clone()), (totals.join(" UNION ALL "), binds.0)]
}

/// The board, for one team or all.
pub async fn board(house: &House, call: &Call, team: Option<TeamId>) -> Result<Board, Fault> {
    #[derive(FromQueryResult)]
    struct Total {
        part: i64,
        total: i64,
    }
    let actor = call.actor()?;
    if !actor.may_enter(Area::Queues) {
        return Err(AppError::NotFound.into());
    }
    let policy = house.policy();
    let workflow = &policy.workflow;
    let stages: Vec<Stage> =
        workflow.states.iter().map(|state| state.stage).filter(|stage| stage.is_open()).collect();
    let [(cards, values), (totals, counted)] = statements(&stages, team);
    let cards: Vec<LineRow> = all(house.store.read(), &cards, values).await?;
    let totals: Vec<Total> = all(house.store.read(), &totals, counted).await?;
    let relation = Relation::default();
    let gated = policy.gate.is_some();
    let ways = |stage| {
        let mut ways = workflow.ways(stage, By::Person(actor, &relation));
        // No card says whether something was accepted: what needs that is offered on the ticket.
        ways.retain(|way| (gated || !way.to.needs_request()) && !way.needs.contains(&Need::Acceptance));
        ways
    };
    let mut columns: Vec<Column> = stages
        .iter()
        .zip(0_i64..)
        .map(|(stage, part)| {
            let total = totals.iter().find(|total| total.part == part).map_or(0, |total| total.total);
            Column {
                stage: *stage,
                total: u32::try_from(total).unwrap_or(u32::MAX),
                lines: Vec::new(),
                ways: ways(*stage),
            }
        })
        .collect();
    for card in cards {
        let column = usize::try_from(card.part).ok().and_then(|part| columns.get_mut(part));
        if let Some(column) = column {
            column.lines.push(card.shown(house)?);
        }
    }
    Ok(Board { columns, now: house.clock.moment(call.now) })
}
