//! Booking time by many at once on one hour package.
use crate::client::{Answer, Client};
use crate::portal::{Portal, encode};
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Bookings that are made at the same time, by all people in turn.
const BOOKERS: usize = 16;
const SPAN: Duration = Duration::from_secs(5);
/// Minutes that a person books on one day: no more than it has, beside what the demo booked on it.
const A_DAY: usize = 1_200;

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
    let staff = portal.everybody(|one| roles(one).any(|role| role != "accounting")).await?;
    let [lead, administrator] = ["project_lead", "administrator"].map(|role| {
        let found = staff.iter().find(|(one, _)| roles(one).any(|one| one == role));
        found.map(|(_, cookie)| cookie.as_str())
    });
    let (lead, administrator) = lead.zip(administrator).context("a project lead and an administrator")?;
    let mut client = Client::connect(portal.address).await?;
    let list = json(&client.call("packages", "", administrator).await?)?;
    let organisation = list["lines"][0]["organisation"]["id"].as_i64().context("a package")?;
    let query = encode(&format!("organisation={organisation}"));
    let tickets = json(&client.call("tickets", &format!("query={query}"), lead).await?)?;
    let tickets: Vec<i64> = tickets["lines"]
        .as_array()
        .context("lines")?
        .iter()
        .filter_map(|line| line["number"].as_i64())
        .collect();
    if tickets.is_empty() {
        bail!("the customer has no ticket");
    }
    let before = forecast(&mut client, organisation, administrator).await?;
    let people: Arc<[String]> = staff.iter().map(|(_, cookie)| cookie.clone()).collect();
    // The first day of the hours that run: whose day is full, books there, and it is counted with the rest.
    let spare = before["first"].as_str().context("first")?.to_owned();
    let cpu = portal.cpu_ms()?;
    let bookers: Vec<_> = (0..BOOKERS)
        .map(|booker| {
            let number = tickets[booker % tickets.len()];
            tokio::spawn(book(portal.address, booker, number, people.clone(), spare.clone()))
        })
        .collect();
    let mut times = Vec::new();
    for booker in bookers {
        times.extend(booker.await??);
    }
    let cpu_ms = (portal.cpu_ms()? - cpu) / times.len() as f64;
    times.sort();
    let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    let after = forecast(&mut client, organisation, administrator).await?;
    portal.stop().await?;
    Ok(Package {
        per_second: times.len() as f64 / SPAN.as_secs_f64(),
        cpu_ms,
        p99_ms: p99.as_secs_f64() * 1000.0,
        booked: times.len(),
        counted_minutes: counted(&after)? - counted(&before)?,
    })
}

async fn book(
    address: SocketAddr,
    booker: usize,
    number: i64,
    people: Arc<[String]>,
    spare: String,
) -> Result<Vec<Duration>> {
    let mut client = Client::connect(address).await?;
    let (mut times, until) = (Vec::new(), Instant::now() + SPAN);
    // So many, and everybody booked a day's minutes.
    let full = A_DAY * people.len() / BOOKERS;
    while Instant::now() < until {
        let (began, done) = (Instant::now(), times.len());
        let day = if done < full { "" } else { spare.as_str() };
        let fields = format!(
            "key=bench-hours-{booker}-{done}&number={number}&day={day}&minutes=1&activity=design&billing=billable"
        );
        json(&client.call("effort/book", &fields, &people[(booker + done) % people.len()]).await?)?;
        times.push(began.elapsed());
    }
    Ok(times)
}

/// Roles of an account; none unless on staff.
fn roles(account: &Value) -> impl Iterator<Item = &str> {
    account["roles"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The hours that run.
async fn forecast(client: &mut Client, organisation: i64, cookie: &str) -> Result<Value> {
    let answer = client.call("packages", &format!("organisation={organisation}"), cookie).await?;
    Ok(json(&answer)?["statement"]["forecast"].clone())
}

/// Minutes that they count, by hours and beyond them.
fn counted(forecast: &Value) -> Result<i64> {
    let minutes = |name: &str| forecast[name].as_i64().with_context(|| name.to_owned());
    Ok(minutes("used")? + minutes("overage")?)
}

fn json(answer: &Answer) -> Result<Value> {
    if answer.status != 200 {
        bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    Ok(serde_json::from_slice(&answer.body)?)
}
