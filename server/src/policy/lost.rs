//! Classes, priorities and plans that a draft drops though tickets, contracts or mailboxes name them.
use crate::fault::Fault;
use crate::house::House;
use crate::policy::word::{Names, said};
use crate::store::all;
use app::policy::view::{LostLine, UsedBy};
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

/// How often what goes is still named, by open tickets, by contracts that have not ended and by mailboxes.
pub async fn count(house: &House, now: &Policy, next: &Policy, lang: Lang) -> Result<Vec<LostLine>, Fault> {
    let lost = now.lost(next);
    if lost.is_empty() {
        return Ok(Vec::new());
    }
    let today = house.clock.moment(house.clock.now()).civil().date().to_string();
    let sql = "SELECT 'class' AS kind, class AS code, COUNT(*) AS count FROM ticket WHERE is_open = TRUE AND class IS NOT NULL GROUP BY class
      UNION ALL SELECT 'priority', priority, COUNT(*) FROM ticket WHERE is_open = TRUE AND priority IS NOT NULL GROUP BY priority
      UNION ALL SELECT 'plan', plan, COUNT(*) FROM contract WHERE to_on IS NULL OR to_on >= $1 GROUP BY plan
      UNION ALL SELECT 'mailbox', class, COUNT(*) FROM mailbox WHERE removed_at IS NULL AND class IS NOT NULL GROUP BY class";
    let used: Vec<Used> = all(house.store.read(), sql, [today.into()]).await?;
    let names = Names::of(now, next, lang);
    let lines = |lost: Lost| {
        let (kind, code, by) = match lost {
            Lost::Class(code) => {
                ("class", code, &[("class", UsedBy::Tickets), ("mailbox", UsedBy::Mailboxes)][..])
            }
            Lost::Priority(code) => ("priority", code, &[("priority", UsedBy::Tickets)][..]),
            Lost::Plan(code) => ("plan", code, &[("plan", UsedBy::Contracts)][..]),
        };
        let name = said(&names, kind, &Value::String(code.clone()));
        let count =
            |by: &str| used.iter().find(|used| used.kind == by && used.code == code).map(|used| used.count);
        let line = |(by, used_by): &(&str, UsedBy)| {
            Some(LostLine { name: name.clone(), used_by: *used_by, count: count(by)?.unsigned_abs() })
        };
        by.iter().filter_map(line).collect::<Vec<_>>()
    };
    Ok(lost.into_iter().flat_map(lines).collect())
}
