//! Statements about invoices that are read in several places or are long.

/// Documents issued from one day to another, in the order of their numbers.
pub const ISSUED_WITHIN: &str = "SELECT id, organisation_id, content FROM invoice
  WHERE issued_on >= $1 AND issued_on <= $2 AND state <> 'draft' ORDER BY issued_on, LENGTH(number), number";

/// Numbers of documents issued from one day to another.
pub const NUMBERED_WITHIN: &str = "SELECT id, number FROM invoice
  WHERE issued_on >= $1 AND issued_on <= $2 AND state <> 'draft' ORDER BY issued_on, LENGTH(number), number";

/// The day on which the first document was issued.
pub const FIRST_ISSUED: &str = "SELECT MIN(issued_on) AS day FROM invoice WHERE state <> 'draft'";

/// The bytes of a document in all its forms, with the digests that were stored with them.
pub const FILES: &str = "SELECT form, bytes, sha256 FROM invoice_file WHERE invoice_id = $1 ORDER BY form";

/// What work drew from packages of an organisation, by cycle.
pub const DRAWN: &str = "SELECT p.effort_id, p.contract_id, p.cycle,
  CAST(SUM(CASE WHEN p.kind = 'use' THEN -p.minutes ELSE 0 END) AS BIGINT) AS used,
  CAST(SUM(CASE WHEN p.kind = 'overage' THEN p.minutes ELSE 0 END) AS BIGINT) AS overage
  FROM contract c JOIN posting p ON p.contract_id = c.id
  WHERE c.organisation_id = $1 AND p.effort_id IS NOT NULL AND p.kind IN ('use', 'overage')
  GROUP BY p.effort_id, p.contract_id, p.cycle ORDER BY p.effort_id, p.contract_id, p.cycle";

/// Prices to which an organisation agreed, of merged tickets before their survivors.
pub const CONSENTS: &str =
    "SELECT c.id, COALESCE(t.merged_into, t.id) AS ticket, c.kind, c.rate_cents, c.factor_percent
  FROM ticket t JOIN consent c ON c.ticket_id = t.id WHERE t.organisation_id = $1 AND c.state = 'approved'
  ORDER BY CASE WHEN t.merged_into IS NULL THEN 1 ELSE 0 END, c.id";

/// Minutes beyond packages of an organisation that stand on documents.
pub const BEYOND_BEFORE: &str = "SELECT s.contract_id, s.cycle, CAST(SUM(s.minutes) AS BIGINT) AS minutes
  FROM contract c JOIN invoice_source s ON s.contract_id = c.id
  WHERE c.organisation_id = $1 AND s.overage = TRUE AND s.released = FALSE GROUP BY s.contract_id, s.cycle";

/// Fees of an organisation that stand on documents.
pub const TAKEN: &str = "SELECT s.source FROM invoice i JOIN invoice_source s ON s.invoice_id = i.id
  WHERE i.organisation_id = $1 AND s.released = FALSE AND s.effort_id IS NULL AND s.contract_id IS NOT NULL";

/// Items of orders of an organisation that stand on documents, or parts of them.
pub const ITEM_PARTS: &str =
    "SELECT s.data, s.share, i.state FROM invoice i JOIN invoice_source s ON s.invoice_id = i.id
  WHERE i.organisation_id = $1 AND s.released = FALSE AND s.order_id IS NOT NULL";

/// How much of an order's item a line of a draft bills.
pub const SHARE_OF_LINE: &str =
    "SELECT id, data, share FROM invoice_source WHERE line_id = $1 AND order_id IS NOT NULL";

/// How much of their items the lines of a draft bill.
pub const SHARES: &str = "SELECT line_id, share FROM invoice_source WHERE invoice_id = $1 AND released = FALSE AND order_id IS NOT NULL";

/// Fees of an organisation that stood on a document which gave them free again.
pub const GIVEN_FREE: &str =
    "SELECT DISTINCT s.source FROM invoice i JOIN invoice_source s ON s.invoice_id = i.id
  WHERE i.organisation_id = $1 AND s.released = TRUE AND s.effort_id IS NULL AND s.contract_id IS NOT NULL";

/// Fees of an organisation on documents and what was taken off for unused days, with their lines and what was given back of these,
/// and what the lines of their document come to, before and after what is taken off it as a whole.
pub const BILLED_FEES: &str = "SELECT s.data, l.facts, l.from_on, l.to_on, i.state, i.net AS after_discount,
  CAST(COALESCE((SELECT SUM(x.net) FROM invoice_line x WHERE x.invoice_id = i.id AND x.left_out = FALSE), 0) AS BIGINT) AS before_discount,
  CAST(COALESCE((SELECT SUM(ABS(b.net))
    FROM invoice k JOIN invoice_line b ON b.invoice_id = k.id
    WHERE k.corrects_id = i.id AND k.state <> 'draft' AND b.origin_id = l.id AND b.left_out = FALSE), 0) AS BIGINT) AS given_back
  FROM invoice i JOIN invoice_source s ON s.invoice_id = i.id JOIN invoice_line l ON l.id = s.line_id
  WHERE i.organisation_id = $1 AND s.released = FALSE AND s.effort_id IS NULL AND s.contract_id IS NOT NULL";

/// Cycles of contracts whose fees, or what was taken off for them, stand on the lines of a document; `$2` says which of both.
pub const CYCLES_ON: &str = "SELECT s.contract_id, s.cycle FROM invoice_source s
  JOIN invoice_line l ON l.id = s.line_id AND l.left_out = FALSE
  WHERE s.invoice_id = $1 AND s.released = FALSE AND s.contract_id IS NOT NULL AND s.cycle IS NOT NULL AND s.source LIKE $2";

/// Whether days of a fee on a document were taken off another issued one.
pub const TAKEN_OFF: &str = "SELECT 1 AS yes FROM invoice_source s
  JOIN invoice_source u ON u.contract_id = s.contract_id AND u.cycle = s.cycle AND u.released = FALSE AND u.source LIKE 'unused:%'
  JOIN invoice i ON i.id = u.invoice_id AND i.state <> 'draft'
  WHERE s.invoice_id = $1 AND s.released = FALSE AND s.source LIKE 'fee:%' LIMIT 1";

/// Work with what its line must know; `f` is the work, `t` its ticket.
pub const WORK: &str = "SELECT f.id, f.day, f.minutes, f.activity, f.billing, f.version, t.id AS ticket_id, t.number, t.title, t.internal,
  t.kind, t.class, t.plan, t.policy, t.release, r.number AS order_number, r.state AS order_state, COALESCE(p.name, q.name) AS project
  FROM ticket t JOIN effort f ON f.ticket_id = t.id
  LEFT JOIN orders r ON r.id = t.order_id AND r.state <> 'cancelled' LEFT JOIN project p ON p.id = r.project_id
  LEFT JOIN asset a ON a.id = t.asset_id LEFT JOIN project q ON q.id = a.project_id";

/// Claims a source; nothing happens where another document has it.
pub const CLAIM: &str = "INSERT INTO invoice_source (invoice_id, line_id, source, data, annex, effort_id, effort_version, ticket_id,
  order_id, contract_id, cycle, project, overage, minutes, price_cents, share, released, organisation_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, FALSE, (SELECT i.organisation_id FROM invoice i WHERE i.id = $1))
  ON CONFLICT DO NOTHING";

/// How much of the work and the orders behind a draft is another than when it was drawn up.
pub const CHANGED_WORK: &str = "SELECT COUNT(*) AS changed FROM invoice_source s JOIN invoice i ON i.id = s.invoice_id
  JOIN invoice_line l ON l.id = s.line_id AND l.left_out = FALSE
  LEFT JOIN effort f ON f.id = s.effort_id LEFT JOIN ticket t ON t.id = f.ticket_id
  LEFT JOIN orders r ON r.id = t.order_id AND r.state <> 'cancelled' LEFT JOIN orders b ON b.id = s.order_id
  WHERE s.invoice_id = $1 AND s.released = FALSE AND (
  (s.effort_id IS NOT NULL AND (f.version <> s.effort_version OR f.taken_back = TRUE
  OR t.id <> s.ticket_id OR t.organisation_id IS NULL OR t.organisation_id <> i.organisation_id OR r.id IS NOT NULL
  OR t.release IS NOT NULL))
  OR b.state = 'cancelled')";

/// What an hour of the work on a draft cost when it was drawn up.
pub const PRICES: &str = "SELECT effort_id, price_cents FROM invoice_source
  WHERE invoice_id = $1 AND released = FALSE AND effort_id IS NOT NULL AND price_cents IS NOT NULL";

/// Fees on a draft, with the days for which they are charged.
pub const FEES: &str = "SELECT s.contract_id, s.cycle, l.from_on, l.to_on FROM invoice_source s
  JOIN invoice_line l ON l.id = s.line_id AND l.left_out = FALSE
  WHERE s.invoice_id = $1 AND s.released = FALSE AND s.source LIKE 'fee:%'
  AND l.from_on IS NOT NULL AND l.to_on IS NOT NULL";

/// How much work of a draft its packages pay otherwise by now.
pub const CHANGED_DRAW: &str = "SELECT COUNT(*) AS changed FROM (
  SELECT s.effort_id, SUM(CASE WHEN s.overage = TRUE THEN s.minutes ELSE 0 END) AS billed
  FROM invoice_source s WHERE s.invoice_id = $1 AND s.released = FALSE AND s.effort_id IS NOT NULL GROUP BY s.effort_id) x
  JOIN (SELECT p.effort_id, SUM(CASE WHEN p.kind = 'overage' THEN p.minutes ELSE 0 END) AS beyond,
  SUM(CASE WHEN p.kind = 'use' THEN -p.minutes ELSE 0 END) AS used
  FROM posting p WHERE p.effort_id IN (SELECT effort_id FROM invoice_source WHERE invoice_id = $1)
  GROUP BY p.effort_id) y ON y.effort_id = x.effort_id
  WHERE y.beyond <> x.billed OR (x.billed = 0 AND y.used <> 0)";

/// Tickets with work on a document, and those of orders with items on it.
pub const TICKETS: &str = "SELECT t.id FROM ticket t WHERE t.merged_into IS NULL AND (
    t.id IN (SELECT s.ticket_id FROM invoice_source s WHERE s.invoice_id = $1)
    OR t.order_id IN (SELECT s.order_id FROM invoice_source s WHERE s.invoice_id = $1))";

/// Whether work on a ticket, or an item of its order, stands on an issued document that was not taken back.
pub const STANDS: &str = "SELECT COUNT(*) AS count FROM ticket t
  JOIN invoice_source s ON s.ticket_id = t.id OR s.order_id = t.order_id
  JOIN invoice i ON i.id = s.invoice_id AND i.state = 'issued' WHERE t.id = $1 AND s.released = FALSE";

/// What an issued document says, for ever.
pub const FREEZE: &str = "UPDATE invoice SET number = $2, state = $3, content = $4, words = $5, net = $6, gross = $7, left_cents = $8,
  issued_on = $9, listed_on = $9, due_on = $10, issued_by = $11, changed_at = $12, version = version + 1 WHERE id = $1";

/// A draft that takes back or corrects a document.
pub const COUNTERPART: &str = "INSERT INTO invoice (kind, state, organisation_id, order_id, corrects_id, title, lang, period_from, period_to, period_by_hand,
  asked_from, asked_to, buyer_reference, purchase_order, free, discount, words, net, gross, credited, paid, left_cents, reminded, created_at,
  changed_at, version)
  SELECT CAST($2 AS TEXT), 'draft', organisation_id, order_id, id, title, lang, period_from, period_to, period_by_hand, asked_from, asked_to,
  buyer_reference, purchase_order, '[]', CAST($4 AS TEXT), '',
  0, 0, 0, 0, 0, 0, CAST($3 AS BIGINT), CAST($3 AS BIGINT), 0 FROM invoice WHERE id = $1 RETURNING id";

/// Credit notes that were issued for an invoice.
pub const CREDIT_NOTES: &str =
    "SELECT id, content FROM invoice WHERE corrects_id = $1 AND kind = $2 AND state = $3 ORDER BY id";

/// A draft of what an organisation owes.
pub const DRAFT: &str = "INSERT INTO invoice (kind, state, organisation_id, order_id, title, lang, asked_from, asked_to, since, free, words, net, gross,
  credited, paid, left_cents, reminded, created_at, changed_at, version)
  VALUES ($1, 'draft', $2, $3, $4, $5, $6, $7, $9, '[]', '', 0, 0, 0, 0, 0, 0, $8, $8, 0) RETURNING id";

/// Prices beyond the usual one to which people of an organisation agreed.
pub const AGREED: &str =
    "SELECT COALESCE(t.merged_into, t.id) AS ticket, c.rate_cents, c.factor_percent, c.settled_by, c.settled_at
  FROM ticket t JOIN consent c ON c.ticket_id = t.id
  WHERE t.organisation_id = $1 AND c.state = 'approved' AND c.settled_by IS NOT NULL AND c.settled_at IS NOT NULL
  ORDER BY c.settled_at, c.id";

/// What an organisation released for its tickets.
pub const RELEASED: &str =
    "SELECT COALESCE(t.merged_into, t.id) AS ticket, a.minutes, a.settled_by, a.settled_at
  FROM ticket t JOIN approval a ON a.ticket_id = t.id
  WHERE t.organisation_id = $1 AND a.state = 'approved' ORDER BY a.settled_at, a.id";

/// The bytes of a document in one form, with the digest that was stored with them.
pub const FILE: &str = "SELECT form, bytes, sha256 FROM invoice_file WHERE invoice_id = $1 AND form = $2";

/// The ticket `$1` asks about a line of a document.
pub const ASKS_ABOUT: &str = "UPDATE ticket SET invoice_id = $2, invoice_line_id = $3 WHERE id = $1";

/// The document that a ticket asks about.
pub const ASKED_ABOUT: &str =
    "SELECT i.number, i.organisation_id FROM ticket t JOIN invoice i ON i.id = t.invoice_id WHERE t.id = $1";

/// Posts on the account of a document.
pub const POST: &str =
    "INSERT INTO payment (invoice_id, day, cents, note, by_id, at, kind, other_id, twin_id, taken_back)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE) RETURNING id";

/// Names the posting on the other account of a set-off.
pub const TWIN: &str = "UPDATE payment SET twin_id = $2 WHERE id = $1";

/// The document on whose account the other side of a posting stands.
pub const OTHER: &str = "SELECT other_id FROM payment WHERE id = $1 AND other_id IS NOT NULL";

/// Takes a posting back that was not taken back before.
pub const UNPOST: &str =
    "UPDATE payment SET taken_back = TRUE WHERE id = $1 AND invoice_id = $2 AND taken_back = FALSE
  RETURNING kind, cents, day, twin_id";

/// What stands on the account of a document.
pub const POSTINGS: &str = "SELECT p.id, p.kind, p.day, p.cents, p.note, o.number AS other
  FROM payment p LEFT JOIN invoice o ON o.id = p.other_id
  WHERE p.invoice_id = $1 AND p.taken_back = FALSE ORDER BY p.day, p.id";

/// Up to which level a document was asked for again, and when.
pub const REMIND: &str = "UPDATE invoice SET reminded = $2, reminded_at = $3 WHERE id = $1";

/// Drafts of one kind for an organisation.
pub const DRAFTS: &str =
    "SELECT id FROM invoice WHERE organisation_id = $1 AND state = 'draft' AND kind = $2 ORDER BY id";

/// Whoever looks at a draft of an organisation sees another one now.
pub const RENEW_DRAFTS: &str =
    "UPDATE invoice SET version = version + 1 WHERE organisation_id = $1 AND state = 'draft'";

/// What a line says.
pub const SAY: &str = "UPDATE invoice_line SET facts = $2 WHERE id = $1";

/// Where a line stands.
pub const PLACE: &str = "UPDATE invoice_line SET place = $2 WHERE id = $1";

/// What is kept of who pays for an organisation.
pub const PAYER: &str = "SELECT facts, at FROM payer WHERE organisation_id = $1";

/// Keeps it.
pub const KEEP_PAYER: &str = "INSERT INTO payer (organisation_id, facts, at) VALUES ($1, $2, $3)
  ON CONFLICT (organisation_id) DO UPDATE SET facts = excluded.facts, at = excluded.at";

/// Holds an organisation on PostgreSQL; what refers to it goes on.
pub const HOLD_ORGANISATION: &str = "SELECT id FROM organisation WHERE id = $1 FOR NO KEY UPDATE";

/// The order of a number.
pub const ORDER: &str = "SELECT id, organisation_id, title FROM orders WHERE number = $1";

/// Since when an organisation is known: when it was entered, its first ticket, and the first day of its first contract.
pub const KNOWN_SINCE: &str = "SELECT o.created_at AS at,
  (SELECT MIN(t.opened_at) FROM ticket t WHERE t.organisation_id = o.id) AS opened,
  (SELECT MIN(c.from_on) FROM contract c WHERE c.organisation_id = o.id) AS agreed
  FROM organisation o WHERE o.id = $1";

/// The last number that was given.
pub const COUNTER: &str = "SELECT value FROM counter WHERE name = $1";

/// Begins to count where nothing was counted.
pub const BEGIN_COUNTER: &str = "INSERT INTO counter (name, value) VALUES ($1, 0) ON CONFLICT DO NOTHING";

/// Takes a number that is still the next.
pub const TAKE_NUMBER: &str = "UPDATE counter SET value = $2 WHERE name = $1 AND value = $2 - 1";

/// Keeps the bytes of a document in one form.
pub const KEEP_FILE: &str =
    "INSERT INTO invoice_file (invoice_id, form, bytes, sha256) VALUES ($1, $2, $3, $4)";

/// A document that was taken back as a whole.
pub const TAKE_BACK: &str =
    "UPDATE invoice SET state = $2, left_cents = 0, changed_at = $3, version = version + 1 WHERE id = $1";

/// The history of a draft that is given up.
pub const FORGET_HISTORY: &str = "DELETE FROM invoice_entry WHERE invoice_id = $1";

/// What the lines of a draft come from.
pub const FORGET_SOURCES: &str = "DELETE FROM invoice_source WHERE invoice_id = $1";

/// A draft that is given up.
pub const FORGET_DRAFT: &str = "DELETE FROM invoice WHERE id = $1 AND state = 'draft'";

/// The lines of a draft, all or those of which more is said.
pub const FORGET_LINES: &str = "DELETE FROM invoice_line WHERE invoice_id = $1";

/// The days of a draft's services, and what of them is free; days that are not known stay as they are.
pub const KEEP_DAYS: &str = "UPDATE invoice SET period_from = COALESCE($2, period_from), period_to = COALESCE($3, period_to), free = $4,
  period_by_hand = CASE WHEN CAST($2 AS TEXT) IS NULL THEN period_by_hand ELSE FALSE END WHERE id = $1";

/// The days of a draft's services as somebody set them.
pub const SET_DAYS: &str =
    "UPDATE invoice SET period_from = $2, period_to = $3, period_by_hand = TRUE WHERE id = $1";

/// The days of a draft's services follow the lines that stand there, unless somebody set them; where no line knows its days they stay.
pub const FOLLOW_DAYS: &str = "UPDATE invoice SET
  period_from = COALESCE((SELECT MIN(l.from_on) FROM invoice_line l WHERE l.invoice_id = $1 AND l.left_out = FALSE), period_from),
  period_to = COALESCE((SELECT MAX(l.to_on) FROM invoice_line l WHERE l.invoice_id = $1 AND l.left_out = FALSE), period_to)
  WHERE id = $1 AND period_by_hand = FALSE";
