//! Live events inside the house: whoever changes something tells it here, open pages listen.
//!
//! Several servers on one PostgreSQL hear each other by `LISTEN`/`NOTIFY`.
use axum::body::Bytes;
use domain::id::PersonId;
use domain::live::LiveEvent;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::broadcast;

/// Channel of PostgreSQL's `NOTIFY`.
pub const CHANNEL: &str = "schalter_live";

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tell", rename_all = "snake_case")]
pub enum Told {
    /// Something happened on a ticket.
    Event {
        /// What.
        event: LiveEvent,
    },
    /// Somebody's rights or sessions changed.
    Person {
        /// Whose.
        person: PersonId,
    },
    /// Something was too long for the database's channel or lost on the way: pages must read anew.
    Missed,
}

/// What a listener receives: what was told, and for events the bytes that go to every page alike.
#[derive(Clone, Debug)]
pub struct Heard {
    /// What.
    pub told: Arc<Told>,
    /// The event as one server-sent event; empty for the rest.
    pub frame: Bytes,
}

/// The house's bus.
#[derive(Clone)]
pub struct Live {
    sender: broadcast::Sender<Heard>,
}

impl Default for Live {
    fn default() -> Self {
        Self { sender: broadcast::channel(4096).0 }
    }
}

impl Live {
    /// Tells everybody in this process. An event is written out once, however many listen.
    pub fn publish(&self, told: Told) {
        let frame = match &told {
            Told::Event { event } => frame(&event.notice),
            Told::Person { .. } | Told::Missed => Bytes::new(),
        };
        // Nobody listening is no error.
        let _ = self.sender.send(Heard { told: Arc::new(told), frame });
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Heard> {
        self.sender.subscribe()
    }
}

/// A notice as a server-sent event; what is stored carries its id, by which a page resumes.
pub fn frame(notice: &domain::live::Notice) -> Bytes {
    let data = serde_json::to_string(notice).unwrap_or_default();
    let id = if notice.id > 0 { format!("id: {}\n", notice.id) } else { String::new() };
    Bytes::from(format!("{id}data: {data}\n\n"))
}

/// What goes over the database's channel, which takes less than 8000 bytes.
pub fn payload(told: &Told) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string(told)?;
    if text.len() < 7900 { Ok(text) } else { serde_json::to_string(&Told::Missed) }
}
