//! Figures of the running server, in Prometheus' text format at `/metrics`.
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// What requests are told apart by: few values each, never ids.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Request {
    /// HTTP method.
    pub method: String,
    /// `page`, `call`, `file`, `live` or `other`.
    pub kind: &'static str,
    /// Status class: 2, 3, 4 or 5.
    pub status: u16,
}

/// The figures.
pub struct Metrics {
    registry: Registry,
    /// Requests by method, kind and status class.
    pub requests: Family<Request, Counter>,
    /// Seconds per request, live streams left out.
    pub seconds: Histogram,
    /// Open live streams.
    pub live: Gauge,
    /// Mails taken by the mail server.
    pub letters_sent: Counter,
    /// Attempts to send that failed.
    pub letters_failed: Counter,
    /// Mails taken in.
    pub mails_received: Counter,
    /// Seconds per look for promises that come due, telling included.
    pub watch_seconds: Histogram,
    /// Open tickets that were moved to a new configuration.
    pub tickets_recounted: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("schalter");
        let requests = Family::default();
        let seconds = Histogram::new(exponential_buckets(0.000_25, 2.0, 15));
        let (live, letters_sent, letters_failed) = (Gauge::default(), Counter::default(), Counter::default());
        registry.register("requests", "HTTP requests", requests.clone());
        registry.register("request_seconds", "Seconds per HTTP request", seconds.clone());
        registry.register("live_streams", "Open live streams", live.clone());
        registry.register("letters_sent", "Mails taken by the mail server", letters_sent.clone());
        registry.register("letters_failed", "Failed attempts to send a mail", letters_failed.clone());
        let mails_received = Counter::default();
        registry.register("mails_received", "Mails taken in", mails_received.clone());
        let watch_seconds = Histogram::new(exponential_buckets(0.000_05, 4.0, 10));
        let told = "Seconds per look for promises that come due";
        registry.register("watch_seconds", told, watch_seconds.clone());
        let tickets_recounted = Counter::default();
        let told = "Open tickets that were moved to a new configuration";
        registry.register("tickets_recounted", told, tickets_recounted.clone());
        Self {
            registry,
            requests,
            seconds,
            live,
            letters_sent,
            letters_failed,
            mails_received,
            watch_seconds,
            tickets_recounted,
        }
    }
}

impl Metrics {
    /// All figures as text.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
