//! Live events inside the house: whoever changes something tells it here, open pages listen.
use domain::live::LiveEvent;
use std::sync::Arc;
use tokio::sync::broadcast;

/// Channel of PostgreSQL's `NOTIFY`, by which several servers hear each other.
pub const CHANNEL: &str = "schalter_live";

/// The house's bus.
#[derive(Clone)]
pub struct Live {
    sender: broadcast::Sender<Arc<LiveEvent>>,
}

impl Default for Live {
    fn default() -> Self {
        Self { sender: broadcast::channel(1024).0 }
    }
}

impl Live {
    /// Tells everybody in this process.
    pub fn publish(&self, event: LiveEvent) {
        // Nobody listening is no error.
        let _ = self.sender.send(Arc::new(event));
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<LiveEvent>> {
        self.sender.subscribe()
    }
}

/// What goes over the database's channel.
pub fn payload(event: &LiveEvent) -> Result<String, serde_json::Error> {
    serde_json::to_string(event)
}
