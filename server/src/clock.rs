//! The one place that reads the time. Everything else gets it as an argument.
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The house clock: the system's, or one that tests set.
#[derive(Clone)]
pub struct Clock {
    set: Option<Arc<AtomicI64>>,
    zone: TimeZone,
}

impl Clock {
    /// The system's time.
    pub fn system(zone: TimeZone) -> Self {
        Self { set: None, zone }
    }

    /// A clock that stands until it is set.
    pub fn standing(at: Timestamp, zone: TimeZone) -> Self {
        Self { set: Some(Arc::new(AtomicI64::new(at.as_millisecond()))), zone }
    }

    /// The time, to whole milliseconds as the database keeps it.
    #[allow(clippy::disallowed_methods)] // this is the place
    pub fn now(&self) -> Timestamp {
        let millis = match &self.set {
            Some(at) => at.load(Ordering::Relaxed),
            None => Timestamp::now().as_millisecond(),
        };
        instant(millis)
    }

    /// Sets a standing clock; the system's stays as it is.
    pub fn set(&self, at: Timestamp) {
        if let Some(millis) = &self.set {
            millis.store(at.as_millisecond(), Ordering::Relaxed);
        }
    }

    /// The company's zone.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// An instant as it is shown: with the offset that holds there and then.
    pub fn moment(&self, at: Timestamp) -> domain::moment::Moment {
        domain::moment::Moment::new(at, self.zone.to_offset(at).seconds())
    }

    /// [`Self::moment`] of a column.
    pub fn shown(&self, millis: i64) -> domain::moment::Moment {
        self.moment(instant(millis))
    }
}

/// The instant of a column `*_at`; what no column holds becomes the end of time.
pub fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
}
