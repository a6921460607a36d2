//! One change seen by many open pages.
use crate::client::{Client, find};
use crate::portal::{People, Portal, encode};
use anyhow::{Context as _, Result, bail};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// How long a change took to reach everybody, over several changes.
pub struct Spread {
    pub viewers: usize,
    pub connect_seconds: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub all_ms: f64,
    pub memory_mb: f64,
}

const CHANGES: usize = 5;

/// Opens `viewers` streams, makes some changes, and takes for each the time from sending it until each viewer has it;
/// the medians over the changes are told.
pub async fn measure(portal: &Portal, people: &People, viewers: usize) -> Result<Spread> {
    eprintln!("{viewers} viewers");
    let started = Instant::now();
    let mut streams = Vec::with_capacity(viewers);
    for _ in 0..viewers {
        streams.push(Client::connect(portal.address).await?.open("/live", &people.customer).await?);
    }
    streams = greeted(streams).await?;
    let connect_seconds = started.elapsed().as_secs_f64();
    let memory_mb = portal.memory_mb()?;
    let (mut p50, mut p99, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for change in 0..CHANGES {
        let mut readers = JoinSet::new();
        for stream in streams.drain(..) {
            readers.spawn(seen(stream));
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        let sent = Instant::now();
        open_ticket(portal, &people.customer, change, viewers).await?;
        let mut times = Vec::with_capacity(viewers);
        while let Some(reader) = readers.join_next().await {
            let (stream, at) = reader??;
            times.push(at.duration_since(sent).as_secs_f64() * 1000.0);
            streams.push(stream);
        }
        times.sort_by(f64::total_cmp);
        p50.push(times[times.len() / 2]);
        p99.push(times[times.len() * 99 / 100]);
        last.push(times[times.len() - 1]);
    }
    Ok(Spread {
        viewers,
        connect_seconds,
        p50_ms: median(p50),
        p99_ms: median(p99),
        all_ms: median(last),
        memory_mb,
    })
}

async fn open_ticket(portal: &Portal, cookie: &str, change: usize, viewers: usize) -> Result<()> {
    let title = encode(&format!("Änderung {change} vor {viewers} Augen"));
    let key = format!("bench-live-{viewers}-{change}");
    let answer = Client::connect(portal.address)
        .await?
        .call("ticket/open", &format!("key={key}&title={title}&description={title}"), cookie)
        .await?;
    if answer.status == 200 { Ok(()) } else { bail!("opening a ticket: {}", answer.status) }
}

/// Reads until every stream has sent its first bytes after the head.
async fn greeted(streams: Vec<TcpStream>) -> Result<Vec<TcpStream>> {
    let mut waiting = JoinSet::new();
    for mut stream in streams {
        waiting.spawn(async move {
            let mut all = Vec::new();
            while find(&all, b"\r\n\r\n").is_none_or(|end| !all[end..].windows(2).any(|w| w == b"\n\n")) {
                read(&mut stream, &mut all).await?;
            }
            anyhow::Ok(stream)
        });
    }
    let mut ready = Vec::new();
    while let Some(stream) = waiting.join_next().await {
        ready.push(stream??);
    }
    Ok(ready)
}

/// Reads until the next stored event and says when it came.
async fn seen(mut stream: TcpStream) -> Result<(TcpStream, Instant)> {
    let mut all = Vec::new();
    while find(&all, b"\"change\":\"opened\"").is_none() {
        read(&mut stream, &mut all).await?;
    }
    Ok((stream, Instant::now()))
}

async fn read(stream: &mut TcpStream, all: &mut Vec<u8>) -> Result<()> {
    let count = tokio::time::timeout(Duration::from_mins(1), stream.read_buf(all))
        .await
        .context("nothing came for a minute")??;
    if count == 0 {
        bail!("the stream ended");
    }
    Ok(())
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
