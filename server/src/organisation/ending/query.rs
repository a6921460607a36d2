//! Statements about the ends of what is agreed.

/// The last day of all that is agreed with an organisation `o`: none where something of it has no end. What never was in force for
/// a day does not count.
pub const LAST_DAY: &str =
    "(SELECT CASE WHEN SUM(CASE WHEN l.to_on IS NULL THEN 1 ELSE 0 END) = 0 THEN MAX(l.to_on) END
  FROM contract l WHERE l.organisation_id = o.id AND (l.to_on IS NULL OR l.from_on <= l.to_on))";

/// The statement that finds organisations whose contract in force on a day (`$1`) is their last one and ends until another day
/// (`$2`), of which nobody was told; narrowed by what follows.
pub fn ends(which: &str) -> String {
    format!(
        "SELECT o.id, o.name, o.account_manager_id, c.plan, c.to_on AS last_on
         FROM contract c JOIN organisation o ON o.id = c.organisation_id
         WHERE c.to_on >= $1 AND c.to_on <= $2 AND c.from_on <= $1 AND c.to_on = {LAST_DAY}
           AND NOT EXISTS (SELECT 1 FROM contract_end e WHERE e.organisation_id = o.id AND e.last_on = c.to_on) {which}"
    )
}

/// Notes that a last day is told of.
pub const MARK: &str =
    "INSERT INTO contract_end (organisation_id, last_on, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
