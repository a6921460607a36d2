//! Statements of merging; `$1` is the ticket that leads to another, `$2` the other, where nothing else is said.

/// What a merge takes along.
pub const COUNTS: &str = "SELECT (SELECT COUNT(*) FROM entry WHERE ticket_id = $1 AND what IN ('opened', 'message', 'note')) AS messages,
      (SELECT COUNT(*) FROM document WHERE ticket_id = $1 AND state = 'ready') AS documents,
      CAST(COALESCE((SELECT SUM(minutes) FROM effort WHERE ticket_id = $1 AND taken_back = FALSE), 0) AS BIGINT) AS minutes";

/// Who takes part in one ticket and not yet in the other.
pub const JOINING: &str = "SELECT p.id, p.name FROM person p
      WHERE (p.id = $3 OR p.id IN (SELECT person_id FROM participant WHERE ticket_id = $1))
        AND (CAST($4 AS BIGINT) IS NULL OR p.id <> $4)
        AND p.id NOT IN (SELECT person_id FROM participant WHERE ticket_id = $2) ORDER BY p.name, p.id";

/// Holds the tickets of both numbers, in one order.
pub const HOLD: &str = "SELECT id FROM ticket WHERE number IN ($1, $2) ORDER BY id FOR UPDATE";

/// What gives work a price of its own, each with the column that names the ticket from which it came.
pub const PRICES: [(&str, &str); 2] = [("order_id", "order_from"), ("release", "release_from")];

/// Work for an order goes on at the survivor, unless that one belongs to another; so does what was promised free of charge.
pub fn follow_price((price, from): (&str, &str)) -> String {
    let of = |column| format!("(SELECT f.{column} FROM ticket f WHERE f.id = $1 AND f.{price} IS NOT NULL)");
    format!(
        "UPDATE ticket SET {price} = {}, {from} = {} WHERE id = $2 AND {price} IS NULL",
        of(price),
        of("id")
    )
}

/// What a ticket that leads nowhere any more (`$2`) brought the survivor (`$1`) goes with it; the survivor has that of the next that
/// leads to it, as if it had come alone.
pub fn part_price((price, from): (&str, &str)) -> String {
    let next = |column| {
        format!(
            "(SELECT f.{column} FROM ticket f WHERE f.merged_into = $1 AND f.merged_first = $1 AND f.{price} IS NOT NULL
              ORDER BY f.merged_at, f.id LIMIT 1)"
        )
    };
    format!(
        "UPDATE ticket SET {price} = {}, {from} = {} WHERE id = $1 AND {from} = $2",
        next(price),
        next("id")
    )
}

/// Somebody takes part in the survivor while the merge lasts.
pub const JOIN: &str = "INSERT INTO participant (ticket_id, person_id, merged_from) VALUES ($2, $3, $1)";

/// Who was told of a promise on one is not told again on the other.
pub const COPY_ALARMS: &str = "INSERT INTO alarm (ticket_id, metric, start_at, percent, came_at, at)
      SELECT $2, metric, start_at, percent, came_at, at FROM alarm WHERE ticket_id = $1 ON CONFLICT DO NOTHING";

/// A ticket leads to another from now on, and is over.
pub const LEAD: &str = "UPDATE ticket SET merged_into = $2, merged_first = $2, merged_at = $3, merged_stage = stage, survivor_stage = $4,
        stage = 'closed', stage_since = $3, is_open = FALSE, waits_for = 'nobody', due_at = NULL, objection_until = NULL,
        queue_key = queue_key % $5 + $5, changed_at = $3 WHERE id = $1";

/// What somebody timed on both is that of the survivor; the other one stands still already.
pub const ADD_TIMERS: &str = "UPDATE timer SET kept = kept + (SELECT f.kept FROM timer f
        WHERE f.ticket_id = $1 AND f.person_id = timer.person_id),
      stopped = (SELECT MAX(b.stopped) FROM timer b WHERE b.ticket_id IN ($1, $2) AND b.person_id = timer.person_id)
      WHERE ticket_id = $2 AND person_id IN (SELECT person_id FROM timer WHERE ticket_id = $1)";

/// The days of timers that were added to others.
pub const ADD_DAYS: &str = "INSERT INTO timer_day (person_id, ticket_id, day, millis)
      SELECT person_id, $2, day, millis FROM timer_day
      WHERE ticket_id = $1 AND person_id IN (SELECT person_id FROM timer WHERE ticket_id = $2)
      ON CONFLICT (person_id, ticket_id, day) DO UPDATE SET millis = timer_day.millis + excluded.millis";

/// Timers that were added to others.
pub const DROP_TIMERS: &str = "DELETE FROM timer WHERE ticket_id = $1 AND person_id IN (SELECT person_id FROM timer WHERE ticket_id = $2)";

/// Who came with a merge leaves with it: from the survivor (`$1`), with the one that led to it (`$2`).
pub const LEAVE: &str = "DELETE FROM participant WHERE ticket_id = $1 AND merged_from = $2";

/// A ticket leads nowhere any more, and stands where it stood: in a state (`$2`) since then (`$3`).
pub const PART: &str =
    "UPDATE ticket SET merged_into = NULL, merged_first = NULL, merged_at = NULL, merged_stage = NULL,
        survivor_stage = NULL, stage = $2, stage_since = $3 WHERE id = $1";

/// When a ticket came into a state (`$2`) for the last time.
pub const SINCE: &str = "SELECT at FROM entry WHERE ticket_id = $1 AND merged_from IS NULL AND stage = $2 AND what IN ('moved', 'opened')
      ORDER BY id DESC LIMIT 1";

/// The tickets that lead to one, as far as their promises need it. One that was split off and came back has none of its own: what
/// was promised counts from where its messages stand.
pub const MERGED: &str =
    "SELECT id, opened_at, merged_at, survivor_stage, policy, plan, kind, class, priority FROM ticket
      WHERE merged_into = $1 AND unsplit_at IS NULL ORDER BY id";
