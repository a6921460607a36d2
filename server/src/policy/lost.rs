//! Classes, priorities and plans that a draft drops though tickets or contracts name them.
use crate::fault::Fault;
use crate::house::House;
use crate::policy::word::{Names, said};
use crate::store::all;
use app::policy::view::LostLine;
use domain::lang::Lang;
use domain::policy::Policy;
use domain::policy::limit::Lost;
use sea_orm::FromQueryResult;
use toml::Value;

#[derive(FromQueryResult)]
struct Used {
    kind: String,
    code: String,
    count: i64,
}

/// How often what goes is still named, by open tickets and by contracts that have not ended.
pub async fn count(house: &House, now: &Policy, next: &Policy, lang: Lang) -> Result<Vec<LostLine>, Fault> {
    let lost = now.lost(next);
    if lost.is_empty() {
        return Ok(Vec::new());
    }
    let today = house.clock.moment(house.clock.now()).civil().date().to_string();
    let sql = "SELECT 'class' AS kind, class AS code, COUNT(*) AS count FROM ticket WHERE is_open = TRUE AND class IS NOT NULL GROUP BY class
      UNION ALL SELECT 'priority', priority, COUNT(*) FROM ticket WHERE is_open = TRUE AND priority IS NOT NULL GROUP BY priority
      UNION ALL SELECT 'plan', plan, COUNT(*) FROM contract WHERE to_on IS NULL OR to_on >= $1 GROUP BY plan";
    let used: Vec<Used> = all(house.store.read(), sql, [today.into()]).await?;
    let names = Names::of(now, next, lang);
    let line = |lost: Lost| {
        let (kind, code) = match lost {
            Lost::Class(code) => ("class", code),
            Lost::Priority(code) => ("priority", code),
            Lost::Plan(code) => ("plan", code),
        };
        let count = used.iter().find(|used| used.kind == kind && used.code == code)?.count;
        let name = said(&names, kind, &Value::String(code));
        Some(LostLine { name, contracts: kind == "plan", count: count.unsigned_abs() })
    };
    Ok(lost.into_iter().filter_map(line).collect())
}
