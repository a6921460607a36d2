//! Live events inside the house: whoever changes something tells it here, open pages listen.
//!
//! Several servers on one PostgreSQL hear each other by `LISTEN`/`NOTIFY` ([`listener`]).
pub mod listener;
pub mod replay;
pub mod stream;

use axum::body::Bytes;
use domain::deal::live::{DealEvent, DealNotice};
use domain::id::{OrganisationId, PersonId};
use domain::live::LiveEvent;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// Channel of PostgreSQL's `NOTIFY`.
pub const CHANNEL: &str = "schalter_live";
/// PostgreSQL takes less than 8000 bytes at once.
const LONGEST_PAYLOAD: usize = 7_900;

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tell", rename_all = "snake_case")]
pub enum Told {
    /// Something happened on a ticket.
    Event {
        /// What.
        event: LiveEvent,
    },
    /// The same, too long for the database's channel: to be read there.
    Entry {
        /// Its id.
        id: i64,
    },
    /// Something happened on a quote or an order.
    Deal {
        /// What.
        event: DealEvent,
    },
    /// Somebody's rights or sessions changed.
    Person {
        /// Whose.
        person: PersonId,
    },
    /// Hours of an organisation's package changed.
    Package {
        /// Whose.
        organisation: OrganisationId,
    },
    /// Mails wait for a decision that did not before, or no longer; or a mailbox fares otherwise.
    Mail,
    /// Something happened on a draft or an invoice.
    Invoice {
        /// Whose.
        organisation: OrganisationId,
        /// The customer knows of it.
        known: bool,
    },
    /// Something was lost on the way: pages must read anew.
    Missed,
}

/// What a listener receives: what was told, and for events the bytes that go to every page alike.
#[derive(Clone, Debug)]
pub struct Heard {
    /// What.
    pub told: Arc<Told>,
    /// What pages are sent, as one server-sent event; empty where they are sent nothing.
    pub frame: Bytes,
}

/// The house's bus.
#[derive(Clone)]
pub struct Live(Arc<Bus>);

struct Bus {
    sender: broadcast::Sender<Heard>,
    /// Held while sending and while joining, so that who joins knows exactly where.
    spot: Mutex<Spot>,
    /// Tells this bus from that of another server, or of this one before it was started anew.
    name: String,
}

/// How far the bus is.
#[derive(Default)]
struct Spot {
    /// Id of the newest event sent.
    newest: i64,
    /// How many notices were sent that are not stored.
    unstored: u64,
}

impl Default for Live {
    fn default() -> Self {
        let (sender, spot) = (broadcast::channel(4096).0, Mutex::default());
        Self(Arc::new(Bus { sender, spot, name: crate::secret::short_id() }))
    }
}

impl Live {
    /// Tells everybody in this process. An event is written out once, however many listen.
    pub fn publish(&self, told: Told) {
        let (id, frame) = match &told {
            Told::Event { event } => (event.notice.id, frame(&event.notice)),
            Told::Package { organisation } => (0, package_frame(*organisation)),
            Told::Deal { event } => (0, deal_frame(&event.notice)),
            Told::Mail => (0, Bytes::from_static(b"event: mail\ndata: {}\n\n")),
            Told::Invoice { .. } => (0, Bytes::from_static(INVOICE_FRAME)),
            Told::Entry { .. } | Told::Person { .. } | Told::Missed => (0, Bytes::new()),
        };
        let unstored = matches!(
            told,
            Told::Package { .. } | Told::Deal { .. } | Told::Mail | Told::Invoice { .. } | Told::Missed
        );
        let mut spot = self.lock();
        spot.newest = id.max(spot.newest);
        spot.unstored += u64::from(unstored);
        // Nobody listening is no error.
        let _ = self.0.sender.send(Heard { told: Arc::new(told), frame });
    }

    /// Listens from now on; everything newer than the id beside it will be heard.
    pub fn join(&self) -> (broadcast::Receiver<Heard>, i64) {
        let spot = self.lock();
        (self.0.sender.subscribe(), spot.newest)
    }

    /// How far the bus is with what is not stored. Who knew the same before has missed nothing of it in between.
    pub fn beat(&self) -> String {
        format!("{}.{}", self.0.name, self.lock().unstored)
    }

    /// Id of the newest event known here.
    pub fn newest(&self) -> i64 {
        self.lock().newest
    }

    /// Moves on to what the database has, when something may have happened unheard.
    pub fn catch_up(&self, newest: i64) {
        let mut spot = self.lock();
        spot.newest = newest.max(spot.newest);
    }

    fn lock(&self) -> MutexGuard<'_, Spot> {
        // Numbers cannot be left half changed.
        self.0.spot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A notice as a server-sent event; what is stored carries its id, by which a page resumes.
pub fn frame(notice: &domain::live::Notice) -> Bytes {
    let data = serde_json::to_string(notice).unwrap_or_default();
    let id = if notice.id > 0 { format!("id: {}\n", notice.id) } else { String::new() };
    Bytes::from(format!("{id}data: {data}\n\n"))
}

/// That hours changed, as a server-sent event.
fn package_frame(organisation: OrganisationId) -> Bytes {
    Bytes::from(format!("event: package\ndata: {organisation}\n\n"))
}

/// That an invoice changed, as a server-sent event; pages read anew what they show.
const INVOICE_FRAME: &[u8] = b"event: invoice\ndata: {}\n\n";

/// A notice of a quote or an order as a server-sent event.
fn deal_frame(notice: &DealNotice) -> Bytes {
    let data = serde_json::to_string(notice).unwrap_or_default();
    Bytes::from(format!("event: deal\ndata: {data}\n\n"))
}

/// What goes over the database's channel. An event that is too long for it is sent by its id; one that is not stored has
/// none and is left out, its next repetition comes within seconds.
pub fn payload(told: &Told) -> Result<Option<String>, serde_json::Error> {
    let text = serde_json::to_string(told)?;
    match told {
        _ if text.len() < LONGEST_PAYLOAD => Ok(Some(text)),
        Told::Event { event } if event.notice.id > 0 => {
            serde_json::to_string(&Told::Entry { id: event.notice.id }).map(Some)
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::live::{Change, Notice};
    use domain::ticket::Stage;
    use domain::ticket::number::TicketNumber;

    fn event(id: i64, people: i64) -> Told {
        let notice = Notice {
            id,
            ticket: TicketNumber(1001),
            change: Change::Message,
            stage: Stage::Received,
            version: 2,
            by: None,
        };
        let people = (1..=people).map(PersonId).collect();
        Told::Event { event: LiveEvent { notice, organisation: None, people, internal: false } }
    }

    #[test]
    fn what_is_too_long_for_the_channel_travels_by_its_id() {
        let short = event(7, 3);
        assert_eq!(payload(&short).unwrap().unwrap(), serde_json::to_string(&short).unwrap());
        assert_eq!(payload(&event(7, 5000)).unwrap().unwrap(), r#"{"tell":"entry","id":7}"#);
        assert_eq!(payload(&event(0, 5000)).unwrap(), None);
    }

    #[test]
    fn what_is_not_stored_moves_the_beat_and_nothing_else_does() {
        let live = Live::default();
        let before = live.beat();
        live.publish(event(5, 1));
        live.publish(Told::Person { person: PersonId(1) });
        assert_eq!(live.beat(), before);
        live.publish(Told::Mail);
        assert_ne!(live.beat(), before);
        assert_ne!(Live::default().beat(), Live::default().beat(), "another server's is another");
    }

    #[test]
    fn who_joins_knows_exactly_where() {
        let live = Live::default();
        live.publish(event(5, 1));
        let (mut heard, newest) = live.join();
        assert_eq!(newest, 5);
        live.publish(event(6, 1));
        let next = heard.try_recv().unwrap();
        assert!(std::str::from_utf8(&next.frame).unwrap().starts_with("id: 6\ndata: {\"id\":6,\"ticket\":"));
        assert!(heard.try_recv().is_err());
    }
}
