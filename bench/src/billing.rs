//! Invoices in the portal: filtering a hundred thousand of them, and ticket pages while a thousand are issued.
use crate::client::Client;
use crate::load;
use crate::portal::{Portal, encode};
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use sqlx::{Connection as _, Row as _, SqliteConnection};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

/// Tickets beside the invoices.
const TICKETS: u64 = 300;
/// How often each filter is asked for; the median counts.
const ASKED: usize = 9;
/// Invoices of the run.
const RUN: usize = 1_000;
/// Connections that read ticket pages meanwhile.
const READERS: [usize; 2] = [1, 8];
const SPAN: Duration = Duration::from_secs(8);

/// A hundred thousand issued invoices of all organisations over ten years, each for a ticket; what they say is that of an issued one.
const MANY: &str = "
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000)
INSERT INTO invoice (number, kind, state, organisation_id, title, lang, asked_from, asked_to, free, content, words, net, gross,
  credited, paid, left_cents, issued_on, listed_on, due_on, issued_by, reminded, created_at, changed_at, version)
SELECT 'R-' || n, 'invoice', 'issued', 1 + n % (SELECT COUNT(*) FROM organisation), k.title, k.lang, k.asked_from, k.asked_to, '[]',
  k.content, 'R-' || n || ' Warenkorb rechnet Versand doppelt Sonderposten' || (n * 7919 % 2000), 5000 + n * 37 % 495000,
  5000 + n * 37 % 495000, 0, iif(n % 20 = 0, 0, 5000 + n * 37 % 495000), iif(n % 20 = 0, 5000 + n * 37 % 495000, 0),
  date('2016-01-01', '+' || (n / 28) || ' days'), date('2016-01-01', '+' || (n / 28) || ' days'),
  date('2016-01-15', '+' || (n / 28) || ' days'), 'A', 0, 0, 0, 1
FROM n, (SELECT * FROM invoice WHERE state = 'issued' ORDER BY id LIMIT 1) k;
INSERT INTO invoice_search (rowid, words, own)
SELECT id, said, replace(' ' || said, ' ', ' o' || organisation_id || 'o')
FROM (SELECT id, organisation_id, lower(replace(words, '-', ' ')) AS said FROM invoice WHERE number LIKE 'R-%');
INSERT INTO invoice_line (invoice_id, place, facts, left_out, reason)
SELECT id, 0, (SELECT facts FROM invoice_line ORDER BY id LIMIT 1), FALSE, '' FROM invoice WHERE number LIKE 'R-%';
INSERT INTO invoice_source (invoice_id, line_id, source, data, ticket_id, project, overage, minutes, released, organisation_id)
SELECT i.id, l.id, 'bench' || l.id, '{}', (SELECT MIN(id) FROM ticket) + l.id % 300, 'Projekt ' || (l.id % 400), FALSE, 60, FALSE,
  i.organisation_id FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.number LIKE 'R-%';
ANALYZE";

/// Drafts of 25 lines, each as one that is there.
const DRAFTS: &str = "
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000)
INSERT INTO invoice (kind, state, organisation_id, title, lang, period_from, period_to, asked_from, asked_to, free, words, net, gross,
  credited, paid, left_cents, reminded, created_at, changed_at, version)
SELECT 'invoice', 'draft', k.organisation_id, 'Lauf ' || n, k.lang, k.period_from, k.period_to, k.asked_from, k.asked_to, '[]', '', 0, 0,
  0, 0, 0, 0, 0, 0, 1
FROM n, (SELECT * FROM invoice WHERE state = 'draft' ORDER BY id LIMIT 1) k;
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 25)
INSERT INTO invoice_line (invoice_id, place, facts, left_out, reason)
SELECT i.id, n.n, (SELECT l.facts FROM invoice d JOIN invoice_line l ON l.invoice_id = d.id WHERE d.state = 'draft' ORDER BY l.id LIMIT 1),
  FALSE, '' FROM invoice i, n WHERE i.title LIKE 'Lauf %'";

/// What a filter costs.
pub struct Filtered {
    pub name: &'static str,
    /// Milliseconds in the product's statements: whether all say the words, what is counted, and a page.
    pub database_ms: f64,
    /// Milliseconds of the whole answer.
    pub answer_ms: f64,
}

/// Filters among all invoices, then among those of one customer.
pub async fn filters(binary: &Path) -> Result<[Vec<Filtered>; 2]> {
    let (mut portal, _) = Portal::seeded(binary, TICKETS).await?;
    fill(&portal, MANY).await?;
    portal.logs_statements = true;
    portal.start().await?;
    let accounting = portal.somebody(|one| has(&one["roles"], "accounting")).await?;
    let contact = portal.somebody(|one| one["rights"]["billing"] == true).await?;
    let mut found = [Vec::new(), Vec::new()];
    for (reader, list) in [accounting, contact].into_iter().zip(&mut found) {
        for (name, fields) in FILTERS {
            list.push(filtered(&portal, name, fields, &reader).await?);
        }
    }
    portal.stop().await?;
    Ok(found)
}

/// Filters as the list's form sends them.
const FILTERS: [(&str, &[(&str, &str)]); 10] = [
    ("none", &[]),
    ("a month", &[("from", "2020-03-01"), ("to", "2020-03-31")]),
    ("a year", &[("from", "2020-01-01"), ("to", "2020-12-31")]),
    ("a project", &[("project", "Projekt 7")]),
    ("overdue", &[("standing", "overdue")]),
    ("paid", &[("standing", "paid")]),
    ("an amount", &[("least", "4900"), ("most", "4950")]),
    ("a ticket", &[("about", "#1100")]),
    ("two words", &[("query", "versand sonderposten17")]),
    ("a word that all say", &[("query", "versand")]),
];

async fn filtered(
    portal: &Portal,
    name: &'static str,
    fields: &[(&str, &str)],
    cookie: &str,
) -> Result<Filtered> {
    let query = if fields.iter().any(|(field, _)| *field == "query") { "" } else { "filter%5Bquery%5D=&" };
    let typed: Vec<String> =
        fields.iter().map(|(field, value)| format!("filter%5B{field}%5D={}", encode(value))).collect();
    let typed = format!("{query}{}", typed.join("&"));
    let mut client = Client::connect(portal.address).await?;
    let (mut answers, mut database) = (Vec::new(), Vec::new());
    for _ in 0..ASKED {
        let before = File::open(portal.log_file())?.metadata()?.len();
        let started = Instant::now();
        let answer = client.call("invoices", typed.trim_end_matches('&'), cookie).await?;
        answers.push(started.elapsed().as_secs_f64() * 1000.0);
        if answer.status != 200 {
            bail!("{name}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
        database.push(statements_ms(portal, before)?);
    }
    Ok(Filtered { name, database_ms: median(database), answer_ms: median(answers) })
}

/// Milliseconds that the list's statements took, as the server's log says since a place in it.
fn statements_ms(portal: &Portal, since: u64) -> Result<f64> {
    let mut log = BufReader::new(File::open(portal.log_file())?);
    std::io::Seek::seek(&mut log, std::io::SeekFrom::Start(since))?;
    let mut seconds = 0.0;
    for line in log.lines() {
        let told: Value = serde_json::from_str(&line?).unwrap_or_default();
        let statement = told["fields"]["db.statement"].as_str().unwrap_or_default();
        let statement = if statement.is_empty() {
            told["fields"]["summary"].as_str().unwrap_or_default()
        } else {
            statement
        };
        if ["AS all_say", "AS left_sum", "AS corrects_number"].iter().any(|sign| statement.contains(sign)) {
            seconds += told["fields"]["elapsed_secs"].as_f64().unwrap_or_default();
        }
    }
    Ok(seconds * 1000.0)
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Ticket pages alone, and while invoices are issued.
pub struct Beside {
    /// Connections, pages a second alone, pages a second meanwhile.
    pub pages: Vec<(usize, f64, f64)>,
    /// Invoices that were issued, and seconds for all of them with the readers beside.
    pub issued: usize,
    pub seconds: f64,
}

/// Issues a run of invoices while ticket pages are read.
pub async fn beside(binary: &Path) -> Result<Beside> {
    let (mut portal, _) = Portal::seeded(binary, TICKETS).await?;
    fill(&portal, DRAFTS).await?;
    let drafts = drafts(&portal).await?;
    portal.start().await?;
    let people = portal.people().await?;
    let accounting = portal.somebody(|one| has(&one["roles"], "accounting")).await?;
    let mut client = Client::connect(portal.address).await?;
    let seen = complete(&mut client, drafts[0], &accounting).await?;
    let page = load::first_ticket(&portal, &people.lead).await?;
    load::rate(&portal, &page, &people.lead, 1, Duration::from_secs(1)).await?; // warm
    let mut alone = Vec::new();
    for readers in READERS {
        alone.push(load::rate(&portal, &page, &people.lead, readers, SPAN).await?);
    }
    let started = Instant::now();
    let issuing = tokio::spawn(async move {
        for (at, id) in drafts.iter().enumerate() {
            let fields = format!("key=bench-issue-{at:06}&reference={id}&seen={seen}");
            let answer = client.call("invoice/issue", &fields, &accounting).await?;
            if answer.status != 200 {
                bail!("draft {id}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
            }
        }
        Ok(started.elapsed().as_secs_f64())
    });
    let mut pages = Vec::new();
    for (readers, alone) in READERS.into_iter().zip(alone) {
        let meanwhile = load::rate(&portal, &page, &people.lead, readers, SPAN).await?;
        if issuing.is_finished() {
            issuing.await??;
            bail!("the run was over before the pages were read");
        }
        pages.push((readers, alone, meanwhile));
    }
    let seconds = issuing.await??;
    portal.stop().await?;
    Ok(Beside { pages, issued: RUN, seconds })
}

/// Completes what invoices of a draft's organisation say of their buyer; answers which version of a draft is issued.
async fn complete(client: &mut Client, draft: i64, cookie: &str) -> Result<i64> {
    let answer = client.call("invoice", &format!("reference={draft}"), cookie).await?;
    let view: Value = serde_json::from_slice(&answer.body)?;
    let buyer = &view["billing"]["payer"]["buyer"];
    let text = |value: &Value| encode(value.as_str().unwrap_or_default());
    let address = &buyer["address"];
    let mut fields = format!(
        "key=bench-payer-1&reference={draft}&organisation={}&seen={}&email={}",
        view["organisation"]["id"],
        view["billing"]["payer_seen"],
        encode("rechnung@kunde.example")
    );
    for (name, value) in
        [("name", &buyer["name"]), ("attention", &buyer["attention"]), ("vat_id", &buyer["vat_id"])]
            .into_iter()
            .chain(["street", "more", "postcode", "town", "country"].map(|name| (name, &address[name])))
    {
        fields.push_str(&format!("&{name}={}", text(value)));
    }
    let answer = client.call("invoice/payer", &fields, cookie).await?;
    if answer.status != 200 {
        bail!("payer: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    let answer = client.call("invoice", &format!("reference={draft}"), cookie).await?;
    let view: Value = serde_json::from_slice(&answer.body)?;
    view["version"].as_i64().context("a draft's version")
}

fn has(list: &Value, wanted: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|one| one == wanted))
}

/// Runs statements on the database of a server that does not run.
async fn fill(portal: &Portal, sql: &'static str) -> Result<()> {
    let mut db = open(portal).await?;
    sqlx::raw_sql(sql).execute(&mut db).await?;
    Ok(db.close().await?)
}

async fn drafts(portal: &Portal) -> Result<Vec<i64>> {
    let mut db = open(portal).await?;
    let rows = sqlx::raw_sql("SELECT id FROM invoice WHERE title LIKE 'Lauf %' ORDER BY id")
        .fetch_all(&mut db)
        .await?;
    db.close().await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if ids.len() == RUN { Ok(ids) } else { bail!("there are {} drafts", ids.len()) }
}

async fn open(portal: &Portal) -> Result<SqliteConnection> {
    Ok(SqliteConnection::connect(&format!("sqlite://{}", portal.database().display())).await?)
}
