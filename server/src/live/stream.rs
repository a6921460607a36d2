//! `GET /live`: what happens on the reader's tickets, as server-sent events.
//!
//! | event | data | meaning |
//! |---|---|---|
//! | (message) | [`domain::live::Notice`] | something happened; `id` resumes after it |
//! | `deal` | [`domain::deal::live::DealNotice`] | something happened on a quote or an order |
//! | `hello` | `{"newest": id}` | everything up to `id` was told |
//! | `reset` | `{"newest": id}` | something was missed, read anew; `id` resumes after it |
//! | `mail` | `{}` | mails wait for a decision that did not before, or no longer; or a mailbox or the mail server fares otherwise |
//! | `package` | id of an organisation | hours of its package changed |
//! | `invoice` | `{}` | something happened on an invoice |
//! | `missed` | `{}` | some of `mail`, `package`, `invoice`, `deal` may have been missed: they are not stored |
//! | `bye` | `{}` | session or rights are others now, or nobody is signed in any longer; load the page anew |
//!
//! A page resumes with `Last-Event-ID` or `?after=`, and says by `?beat=` what it knows of what is not stored. A stream that ends without `bye` is to be opened again.
use crate::fault::Fault;
use crate::gate::error_answer;
use crate::house::House;
use crate::live::replay::{self, MOST};
use crate::live::{Heard, Told, frame};
use crate::session;
use app::call::Call;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::access::{Actor, Area};
use prometheus_client::metrics::gauge::Gauge;
use serde::Deserialize;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_util::sync::WaitForCancellationFutureOwned;

/// A comment is sent this often, so that a dead connection is noticed on both ends.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// Every how many of them session and rights are read again, told or not: they also end by time.
const REREAD: u32 = 3;

/// Where to resume, for event sources that were opened anew and know no `Last-Event-ID`.
#[derive(Deserialize)]
pub struct Resume {
    after: Option<i64>,
    beat: Option<String>,
}

/// Opens a stream for the signed-in reader.
pub async fn open(
    State(house): State<House>,
    Extension(call): Extension<Call>,
    Query(resume): Query<Resume>,
    headers: HeaderMap,
) -> Response {
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    // Only pages of readers who were signed in ask. An event source does not learn the status of an answer: told by one
    // that they are not any longer, the page would ask again for ever.
    let Ok(actor) = call.actor() else { return streamed(Body::from(BYE)) };
    let after = header.or(resume.after);
    match Viewer::open(house, &call, actor.clone(), after, resume.beat.as_deref()).await {
        Ok(viewer) => viewer.answer(),
        Err(fault) => error_answer(fault.into()),
    }
}

/// One open stream.
struct Viewer {
    house: House,
    token: String,
    actor: Actor,
    heard: Receiver<Heard>,
    /// Id up to which this stream told everything.
    last: i64,
    first: Option<Bytes>,
    ended: bool,
    ticks: u32,
    tick: Interval,
    closing: Pin<Box<WaitForCancellationFutureOwned>>,
    _counted: Counted,
}

impl Viewer {
    async fn open(
        house: House,
        call: &Call,
        actor: Actor,
        after: Option<i64>,
        beat: Option<&str>,
    ) -> Result<Self, Fault> {
        // First listen, then read what was missed: nothing falls between, and what comes twice has a known id.
        let (heard, newest) = house.live.join();
        let (last, first) = match after {
            None => (newest, hello(newest)),
            Some(after) if after == newest => (newest, hello(newest)),
            Some(after) => match replay::since(house.store.read(), &actor, after).await? {
                Some((notices, last)) => {
                    let told = notices.iter().flat_map(frame).chain(hello(last));
                    (last, told.collect())
                }
                None => {
                    tracing::debug!(live.after = after, "A page missed more than {MOST} events.");
                    (newest, reset(newest))
                }
            },
        };
        let missed = beat.is_some_and(|beat| beat != house.live.beat());
        let first = if missed { [&first[..], MISSED].concat().into() } else { first };
        let mut tick = interval_at(Instant::now() + KEEP_ALIVE / 2 + KEEP_ALIVE / 64 * turn(), KEEP_ALIVE);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Self {
            token: call.token.clone(),
            actor,
            heard,
            last,
            first: Some(first),
            ended: false,
            ticks: 0,
            tick,
            closing: Box::pin(house.closing.clone().cancelled_owned()),
            _counted: Counted::new(house.metrics.live.clone()),
            house,
        })
    }

    fn answer(self) -> Response {
        let stream = futures::stream::unfold(self, |mut viewer| async {
            let bytes = viewer.next().await?;
            Some((Ok::<_, Infallible>(bytes), viewer))
        });
        streamed(Body::from_stream(stream))
    }

    async fn next(&mut self) -> Option<Bytes> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        while !self.ended {
            tokio::select! {
                () = &mut self.closing => return None,
                heard = self.heard.recv() => {
                    if let Some(bytes) = self.hear(heard).await {
                        return Some(bytes);
                    }
                }
                _ = self.tick.tick() => {
                    self.ticks += 1;
                    let bye = if self.ticks.is_multiple_of(REREAD) { self.reread().await } else { None };
                    return if self.ended { bye } else { Some(Bytes::from_static(b":\n\n")) };
                }
            }
        }
        None
    }

    async fn hear(&mut self, heard: Result<Heard, RecvError>) -> Option<Bytes> {
        let heard = match heard {
            Ok(heard) => heard,
            Err(RecvError::Lagged(_)) => {
                (self.heard, self.last) = self.house.live.join();
                return Some(reset(self.last));
            }
            Err(RecvError::Closed) => {
                self.ended = true;
                return None;
            }
        };
        match &*heard.told {
            Told::Event { event } => {
                let id = event.notice.id;
                if id > 0 && id <= self.last {
                    return None;
                }
                self.last = self.last.max(id);
                event.is_for(&self.actor).then_some(heard.frame)
            }
            Told::Deal { event } => event.is_for(&self.actor).then_some(heard.frame),
            Told::Person { person } if *person == self.actor.id => self.reread().await,
            Told::Missed => {
                self.last = self.last.max(self.house.live.newest());
                Some(reset(self.last))
            }
            Told::Package { organisation } => self.actor.sees_hours_of(*organisation).then_some(heard.frame),
            Told::Mail => self.actor.may_enter(Area::Outbox).then_some(heard.frame),
            Told::Invoice { organisation, known } => {
                let hears = self.actor.may_enter(Area::Invoices)
                    || (*known && self.actor.sees_invoices_of(*organisation));
                hears.then_some(heard.frame)
            }
            Told::Person { .. } | Told::Entry { .. } => None,
        }
    }

    /// Reads session and rights again. Others than before end the stream: what the page shows may be wrong now.
    async fn reread(&mut self) -> Option<Bytes> {
        match session::look(&self.house, &self.token, self.house.clock.now()).await {
            Ok(Some(session)) if !session.half && session.actor.standing == self.actor.standing => None,
            Ok(_) => {
                self.ended = true;
                Some(Bytes::from_static(BYE))
            }
            Err(fault) => {
                // Without knowing the rights nothing may be told; the page opens a new stream.
                tracing::error!(error.source = %fault, "A live stream could not read its session.");
                self.ended = true;
                None
            }
        }
    }
}

/// 0 to 31 in turn: thousands of pages that were opened together must not all tick, or come back, at the same moment.
fn turn() -> u32 {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    OPENED.fetch_add(1, Ordering::Relaxed) % 32
}

/// An answer of server-sent events.
fn streamed(body: Body) -> Response {
    // The last one keeps nginx from holding events back.
    let headers = [
        (header::CONTENT_TYPE.as_str(), "text/event-stream"),
        (header::CACHE_CONTROL.as_str(), "no-store"),
        ("x-accel-buffering", "no"),
    ];
    (headers, body).into_response()
}

/// That the page is to be loaded anew.
const BYE: &[u8] = b"event: bye\ndata: {}\n\n";

/// That notices were told which are not stored, since the page was made or last heard anything.
const MISSED: &[u8] = b"event: missed\ndata: {}\n\n";

/// How far the stream is, and how soon the browser may try again should it break.
fn hello(newest: i64) -> Bytes {
    let retry = 1000 + 100 * turn();
    Bytes::from(format!("retry: {retry}\nid: {newest}\nevent: hello\ndata: {{\"newest\":{newest}}}\n\n"))
}

fn reset(newest: i64) -> Bytes {
    Bytes::from(format!("id: {newest}\nevent: reset\ndata: {{\"newest\":{newest}}}\n\n"))
}

/// Counts the stream in the figures as long as it lives.
struct Counted(Gauge);

impl Counted {
    fn new(gauge: Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}
