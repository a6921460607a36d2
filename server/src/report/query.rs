//! Statements about what reports tell of work.

/// Work from day `$2` to day `$4` that was booked by `$6`. Before day `$3` only what was booked after `$5`, and of months that have a
/// report: what was done in others their own pages still show.
pub const WORK: &str = "SELECT f.id, f.day, t.number, t.title, p.name AS project, f.activity, f.minutes, f.billing
  FROM ticket t JOIN effort f ON f.ticket_id = t.id LEFT JOIN asset a ON a.id = t.asset_id LEFT JOIN project p ON p.id = a.project_id
  WHERE t.organisation_id = $1 AND t.internal = FALSE AND f.taken_back = FALSE AND f.day >= $2 AND f.day <= $4 AND f.at <= $6
    AND (f.day >= $3 OR (f.at > $5
      AND EXISTS (SELECT 1 FROM report r WHERE r.organisation_id = $1 AND r.month = SUBSTR(f.day, 1, 7))))
  ORDER BY f.day, f.id";

/// What was booked and corrected from after `$2` to `$3`, as it happened.
pub const CHANGES: &str = "SELECT e.ticket_id, e.data, t.number, t.title FROM ticket t JOIN entry e ON e.ticket_id = t.id
  WHERE t.organisation_id = $1 AND t.internal = FALSE AND e.what IN ('booked', 'rebooked') AND e.at > $2 AND e.at <= $3
  ORDER BY e.id";

/// The last month of an organisation that has a report, and when that was made.
pub const LAST: &str = "SELECT month, at FROM report WHERE organisation_id = $1 ORDER BY month DESC LIMIT 1";

/// Months of an organisation that have a report.
pub const MONTHS: &str = "SELECT month FROM report WHERE organisation_id = $1";
