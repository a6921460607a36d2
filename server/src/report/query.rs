//! Statements about what reports tell of work.

/// Work from day `$2` to day `$4` that was booked by `$5`. Before day `$3` only what no report told yet, and of months that have a
/// report: what was done in others their own pages still show.
pub const WORK: &str = "SELECT f.id, f.day, t.number, t.title, p.name AS project, f.activity, f.minutes, f.billing
  FROM ticket t JOIN effort f ON f.ticket_id = t.id LEFT JOIN asset a ON a.id = t.asset_id LEFT JOIN project p ON p.id = a.project_id
  WHERE t.organisation_id = $1 AND t.internal = FALSE AND f.taken_back = FALSE AND f.day >= $2 AND f.day <= $4 AND f.at <= $5
    AND (f.day >= $3 OR (NOT EXISTS (SELECT 1 FROM report_effort s WHERE s.organisation_id = $1 AND s.effort_id = f.id)
      AND EXISTS (SELECT 1 FROM report r WHERE r.organisation_id = $1 AND r.month = SUBSTR(f.day, 1, 7))))
  ORDER BY f.day, f.id";

/// What stands otherwise than a report told it.
pub const CHANGED: &str = "SELECT f.id, t.number, t.title, s.day AS told_day, s.minutes AS told_minutes, s.billing AS told_billing,
    f.day, f.minutes, f.billing, f.taken_back
  FROM ticket t JOIN effort f ON f.ticket_id = t.id JOIN report_effort s ON s.organisation_id = $1 AND s.effort_id = f.id
  WHERE t.organisation_id = $1 AND t.internal = FALSE AND f.version > 1
    AND (f.taken_back = TRUE OR f.day <> s.day OR f.minutes <> s.minutes OR f.billing <> s.billing)
  ORDER BY f.id";

/// Postings of an organisation until `$2` that no statement told yet, and those of `{own}` cycles.
pub const POSTINGS: &str = "SELECT x.* FROM (
    SELECT p.id, p.contract_id, p.kind, p.minutes, p.cycle, p.expires_on, p.reason, p.at, f.day, t.number, t.title, t.internal,
      EXISTS (SELECT 1 FROM report_posting s WHERE s.posting_id = p.id) AS told
    FROM posting p JOIN contract c ON c.id = p.contract_id LEFT JOIN effort f ON f.id = p.effort_id
    LEFT JOIN ticket t ON t.id = f.ticket_id WHERE c.organisation_id = $1 AND p.at <= $2) x
  WHERE x.told = FALSE{own} ORDER BY x.id";

/// The last month of an organisation that has a report.
pub const LAST: &str = "SELECT MAX(month) AS month FROM report WHERE organisation_id = $1";

/// Months of an organisation that have a report.
pub const MONTHS: &str = "SELECT month FROM report WHERE organisation_id = $1";
