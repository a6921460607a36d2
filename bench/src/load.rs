//! Requests under load: processor time, rate, waiting times.
use crate::client::Client;
use crate::portal::{People, Portal, encode};
use anyhow::{Result, bail};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// One kind of request.
pub struct Scenario {
    pub name: &'static str,
    pub cpu_ms: f64,
    pub bytes: usize,
    pub runs: Vec<Run>,
}

/// One number of connections.
pub struct Run {
    pub connections: usize,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

#[derive(Clone)]
enum Kind {
    Page(String, String),
    Create(String),
}

/// Every scenario, one after the other; each run is bounded by time and count.
pub async fn all(portal: &Portal, people: &People) -> Result<Vec<Scenario>> {
    let lead = |path: &str| Kind::Page(path.to_owned(), people.lead.clone());
    let customer = |path: &str| Kind::Page(path.to_owned(), people.customer.clone());
    let mine = first_ticket(portal, &people.customer).await?;
    let scenarios = [
        // At 40,000 tickets this customer has 5,000 of them, with 20,000 booked times.
        ("overview (customer)", customer("/")),
        ("customers at a glance", lead("/organisations")),
        ("ticket list (staff)", lead("/tickets")),
        ("ticket list (customer)", customer("/tickets")),
        ("staff queue", lead("/queue?queue=all")),
        ("board", lead("/board")),
        ("search, rare word", lead("/tickets?q=zwischenspeicher")),
        ("search, frequent word", lead("/tickets?q=warenkorb")),
        ("ticket page (staff)", lead(&mine)),
        ("ticket page (customer)", customer(&mine)),
        ("create", Kind::Create(people.customer.clone())),
    ];
    let mut all = Vec::new();
    for (name, kind) in scenarios {
        eprintln!("{name}");
        all.push(scenario(portal, name, kind).await?);
    }
    Ok(all)
}

/// One page as somebody sees it.
pub async fn page(portal: &Portal, name: &'static str, path: &str, cookie: &str) -> Result<Scenario> {
    scenario(portal, name, Kind::Page(path.to_owned(), cookie.to_owned())).await
}

/// How many of a page somebody gets a second, over so many connections.
pub async fn rate(
    portal: &Portal,
    path: &str,
    cookie: &str,
    connections: usize,
    span: Duration,
) -> Result<f64> {
    let kind = Kind::Page(path.to_owned(), cookie.to_owned());
    let (times, _) = run(portal, &kind, connections, span).await?;
    Ok(times.len() as f64 / span.as_secs_f64())
}

/// The address of the first ticket on somebody's list.
pub async fn first_ticket(portal: &Portal, cookie: &str) -> Result<String> {
    let answer = Client::connect(portal.address).await?.get("/tickets", cookie).await?;
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let number = text
        .split("href=\"/tickets/")
        .filter_map(|rest| rest.split('"').next())
        .find(|n| n.bytes().all(|b| b.is_ascii_digit()) && !n.is_empty());
    match number {
        Some(number) => Ok(format!("/tickets/{number}")),
        None => bail!("no ticket on the list"),
    }
}

async fn scenario(portal: &Portal, name: &'static str, kind: Kind) -> Result<Scenario> {
    run(portal, &kind, 1, Duration::from_millis(700)).await?; // warm
    let mut runs = Vec::new();
    let (mut cpu_ms, mut bytes) = (f64::MAX, 0);
    for connections in [1, 8, 32] {
        let before = portal.cpu_ms()?;
        let (times, size) = run(portal, &kind, connections, Duration::from_secs(4)).await?;
        let used = portal.cpu_ms()? - before;
        let count = times.len() as f64;
        // The least of the three: the others carry the noise of a full machine.
        cpu_ms = cpu_ms.min(used / count);
        bytes = size;
        runs.push(summary(connections, times, Duration::from_secs(4)));
    }
    Ok(Scenario { name, cpu_ms, bytes, runs })
}

async fn run(
    portal: &Portal,
    kind: &Kind,
    connections: usize,
    span: Duration,
) -> Result<(Vec<Duration>, usize)> {
    let count = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + span;
    let workers: Vec<_> = (0..connections)
        .map(|worker| tokio::spawn(work(portal.address, kind.clone(), worker, until, Arc::clone(&count))))
        .collect();
    let (mut all, mut bytes) = (Vec::new(), 0);
    for worker in workers {
        let (times, size) = worker.await??;
        all.extend(times);
        bytes = size;
    }
    Ok((all, bytes))
}

async fn work(
    address: std::net::SocketAddr,
    kind: Kind,
    worker: usize,
    until: Instant,
    count: Arc<AtomicU64>,
) -> Result<(Vec<Duration>, usize)> {
    let mut client = Client::connect(address).await?;
    let (mut times, mut bytes) = (Vec::new(), 0);
    while Instant::now() < until && count.fetch_add(1, Ordering::Relaxed) < 100_000 {
        let started = Instant::now();
        let answer = match &kind {
            Kind::Page(path, cookie) => client.get(path, cookie).await?,
            Kind::Create(cookie) => {
                let key = format!(
                    "bench-{worker}-{}-{}",
                    times.len(),
                    started.elapsed().as_nanos()
                        + u128::from(count.load(Ordering::Relaxed)) * 1000
                        + now_nanos()
                );
                let title = encode(&format!("Messung {key}"));
                client
                    .call("ticket/open", &format!("key={key}&title={title}&description={title}"), cookie)
                    .await?
            }
        };
        if answer.status != 200 {
            bail!("status {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
        bytes = answer.body.len();
        times.push(started.elapsed());
    }
    Ok((times, bytes))
}

#[allow(clippy::disallowed_methods)] // a key that no earlier run has used
fn now_nanos() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_nanos())
}

fn summary(connections: usize, mut times: Vec<Duration>, span: Duration) -> Run {
    times.sort();
    let at = |share: f64| {
        times.get(((times.len() as f64 - 1.0) * share) as usize).map_or(0.0, |d| d.as_secs_f64() * 1000.0)
    };
    Run {
        connections,
        per_second: times.len() as f64 / span.as_secs_f64(),
        p50_ms: at(0.5),
        p99_ms: at(0.99),
    }
}
