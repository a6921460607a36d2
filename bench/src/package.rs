//! Booking time by many at once on one hour package.
use crate::client::{Answer, Client};
use crate::portal::{Portal, encode};
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

/// People who book at the same time.
const BOOKERS: usize = 16;
const SPAN: Duration = Duration::from_secs(5);
/// Who books beside a project lead: nobody has more than the minutes of a day.
const ROLES: [&str; 4] = ["team_member", "development_expert", "support_manager", "project_assistance"];

/// What it took.
pub struct Package {
    pub per_second: f64,
    /// Of the server, for each booking.
    pub cpu_ms: f64,
    pub p99_ms: f64,
    /// Bookings, and how many minutes the ledger counts for them.
    pub booked: usize,
    pub counted_minutes: i64,
}

pub async fn measure(binary: &Path) -> Result<Package> {
    let (mut portal, _) = Portal::of_preset(binary, 120, "support-packages").await?;
    portal.start().await?;
    let people = portal.people().await?;
    let mut client = Client::connect(portal.address).await?;
    let list = json(&client.call("packages", "", &people.administrator).await?)?;
    let organisation = list["lines"][0]["organisation"]["id"].as_i64().context("a package")?;
    let query = encode(&format!("organisation={organisation}"));
    let tickets = json(&client.call("tickets", &format!("query={query}"), &people.lead).await?)?;
    let tickets: Vec<i64> = tickets["lines"]
        .as_array()
        .context("lines")?
        .iter()
        .filter_map(|line| line["number"].as_i64())
        .collect();
    if tickets.is_empty() {
        bail!("the customer has no ticket");
    }
    let mut staff = vec![people.lead.clone()];
    for role in ROLES {
        let has =
            |one: &Value| one["roles"].as_array().is_some_and(|roles| roles.iter().any(|one| one == role));
        staff.push(portal.somebody(has).await?);
    }
    let before = counted(&mut client, organisation, &people.administrator).await?;
    let cpu = portal.cpu_ms()?;
    let bookers: Vec<_> = (0..BOOKERS)
        .map(|booker| {
            let (number, cookie) = (tickets[booker % tickets.len()], staff[booker % staff.len()].clone());
            tokio::spawn(book(portal.address, booker, number, cookie))
        })
        .collect();
    let mut times = Vec::new();
    for booker in bookers {
        times.extend(booker.await??);
    }
    let cpu_ms = (portal.cpu_ms()? - cpu) / times.len() as f64;
    times.sort();
    let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    let after = counted(&mut client, organisation, &people.administrator).await?;
    portal.stop().await?;
    Ok(Package {
        per_second: times.len() as f64 / SPAN.as_secs_f64(),
        cpu_ms,
        p99_ms: p99.as_secs_f64() * 1000.0,
        booked: times.len(),
        counted_minutes: after - before,
    })
}

async fn book(
    address: std::net::SocketAddr,
    booker: usize,
    number: i64,
    cookie: String,
) -> Result<Vec<Duration>> {
    let mut client = Client::connect(address).await?;
    let (mut times, until) = (Vec::new(), Instant::now() + SPAN);
    while Instant::now() < until {
        let began = Instant::now();
        let fields = format!(
            "key=bench-hours-{booker}-{}&number={number}&minutes=1&activity=design&billing=billable",
            times.len()
        );
        json(&client.call("effort/book", &fields, &cookie).await?)?;
        times.push(began.elapsed());
    }
    Ok(times)
}

/// Minutes that the running cycle counts, by hours and beyond them.
async fn counted(client: &mut Client, organisation: i64, cookie: &str) -> Result<i64> {
    let answer = client.call("packages", &format!("organisation={organisation}"), cookie).await?;
    let forecast = json(&answer)?["statement"]["forecast"].clone();
    let minutes = |name: &str| forecast[name].as_i64().with_context(|| name.to_owned());
    Ok(minutes("used")? + minutes("overage")?)
}

fn json(answer: &Answer) -> Result<Value> {
    if answer.status != 200 {
        bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    Ok(serde_json::from_slice(&answer.body)?)
}
