//! The live connection (I2): one event source per page; whoever shows a ticket listens here.
mod client;
mod heard;

pub use heard::{on_deal, on_invoice, on_mail, on_notice, on_package, on_reset};

use crate::parts::awake::when_awake;
use crate::parts::live::client::Client;
use domain::live::Notice;
use leptos::prelude::*;

/// How the connection stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Not asked for, as for visitors, or without scripts.
    #[default]
    None,
    /// Open.
    Live,
    /// Lost; tries again by itself.
    Lost,
}

/// What pages can know of it.
#[derive(Clone, Copy)]
pub struct Live {
    /// The last notice.
    pub last: Signal<Option<Notice>>,
    /// How the connection stands.
    pub state: Signal<Connection>,
}

/// What a page knows from the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The id up to which it shows everything, so that nothing is missed between rendering and connecting.
    pub heard: i64,
    /// How far notices were that are not stored.
    pub beat: String,
}

/// The live connection of this page.
pub fn use_live() -> Live {
    use_context().unwrap_or(Live { last: Signal::stored(None), state: Signal::stored(Connection::None) })
}

/// Opens the connection for a signed-in reader and provides [`Live`]. Called once, by `App`.
pub fn provide_live(signed_in: bool, known: Known) {
    let last = RwSignal::new(None);
    let state = RwSignal::new(Connection::None);
    provide_context(Live { last: last.into(), state: state.into() });
    if signed_in {
        when_awake(move || Client::new(last, state, known.clone()).start());
    }
}
