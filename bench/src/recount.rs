//! Moving all open tickets to a new configuration, database included.
use crate::client::Client;
use crate::portal::{People, Portal, encode};
use anyhow::{Context as _, Result, bail};
use std::time::{Duration, Instant};

/// What it took.
pub struct Recount {
    /// Open tickets.
    pub open: u64,
    /// Those whose due times moved.
    pub moved: u64,
    /// Until the administrator saw which.
    pub preview_seconds: f64,
    /// Until all followed.
    pub seconds: f64,
    pub cpu_seconds: f64,
}

/// An administrator lets the company close half an hour earlier, for open tickets too.
pub async fn measure(portal: &Portal, people: &People) -> Result<Recount> {
    let mut client = Client::connect(portal.address).await?;
    let admin = &people.administrator;
    let file = String::from_utf8(client.get("/policy/export/1", admin).await?.body)?;
    let closing = "-17:00\"";
    if !file.contains(closing) {
        bail!("the company closes at another time than 17:00");
    }
    let file = file.replace(closing, "-16:30\"");
    let call = format!("key={}&text={}", key("import"), encode(&file));
    expect(&client.call("policy/import", &call, admin).await?)?;
    let began = Instant::now();
    let answer = client.call("policy/draft", "moves=true", admin).await?;
    expect(&answer)?;
    let preview_seconds = began.elapsed().as_secs_f64();
    let draft: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let open = draft["moves"]["open"].as_u64().context("open tickets")?;
    let moved = draft["moves"]["total"].as_u64().context("moved tickets")?;
    let seen = draft["seen"].as_i64().context("the draft's number")?;
    let (began, cpu) = (Instant::now(), portal.cpu_ms()?);
    let call = format!("key={}&seen={seen}&note=bench&open_too=1", key("publish"));
    expect(&client.call("policy/publish", &call, admin).await?)?;
    while recounted(&mut client).await? < open {
        if began.elapsed() > Duration::from_secs(300) {
            bail!("the open tickets did not follow within five minutes");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let seconds = began.elapsed().as_secs_f64();
    Ok(Recount { open, moved, preview_seconds, seconds, cpu_seconds: (portal.cpu_ms()? - cpu) / 1000.0 })
}

async fn recounted(client: &mut Client) -> Result<u64> {
    Ok(figure(client, "schalter_tickets_recounted_total").await? as u64)
}

/// Looks for promises that come due since the server started, and milliseconds each took on average.
pub async fn watched(portal: &Portal) -> Result<(u64, f64)> {
    let mut client = Client::connect(portal.address).await?;
    let looks = figure(&mut client, "schalter_watch_seconds_count").await?;
    Ok((looks as u64, figure(&mut client, "schalter_watch_seconds_sum").await? * 1000.0 / looks))
}

async fn figure(client: &mut Client, name: &str) -> Result<f64> {
    let text = String::from_utf8(client.get("/metrics", "").await?.body)?;
    let line = text.lines().find(|line| line.starts_with(name));
    Ok(line.and_then(|line| line.rsplit(' ').next()).context(name.to_owned())?.parse()?)
}

fn key(what: &str) -> String {
    format!("bench-{what}-0123456789abcdef")
}

fn expect(answer: &crate::client::Answer) -> Result<()> {
    if answer.status == 200 {
        return Ok(());
    }
    bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body))
}
