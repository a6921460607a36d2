//! The event source.
use super::heard::{Told, tell};
use super::{Connection, Known};
use domain::live::Notice;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// Where the events come from.
const ADDRESS: &str = "/live";
/// Shortest and longest wait before the next try.
const WAITS: (u64, u64) = (1_000, 30_000);

/// One event source that is opened again after sleep, a lost network or a restart of the server.
pub struct Client {
    last: RwSignal<Option<Notice>>,
    state: RwSignal<Connection>,
    source: RefCell<Option<EventSource>>,
    wait: Cell<u64>,
    waiting: Cell<bool>,
    // The id up to which this page knows everything; the browser's own memory of it ends with the source.
    known: Cell<i64>,
    // How far notices that are not stored were when the page was made. It stays: where some came since, heard or not, the
    // server says that they may have been missed.
    beat: String,
}

impl Client {
    /// One that keeps `last` and `state` as they are heard.
    pub fn new(last: RwSignal<Option<Notice>>, state: RwSignal<Connection>, known: Known) -> Rc<Self> {
        Rc::new(Self {
            last,
            state,
            source: RefCell::new(None),
            wait: Cell::new(WAITS.0),
            waiting: Cell::new(false),
            known: Cell::new(known.heard),
            beat: known.beat,
        })
    }

    /// Connects, and again whenever that is needed; ends with its owner.
    pub fn start(self: Rc<Self>) {
        self.open();
        let (awake, online) = (Rc::clone(&self), Rc::clone(&self));
        let awake = window_event_listener_untyped("visibilitychange", move |_| awake.wake());
        let online = window_event_listener_untyped("online", move |_| online.wake());
        let offline_state = self.state;
        let offline = window_event_listener_untyped("offline", move |_| offline_state.set(Connection::Lost));
        let left = Rc::clone(&self);
        // a page that waits in the back-forward cache must not keep a connection
        let left = window_event_listener_untyped("pagehide", move |_| left.close());
        let shown = window_event_listener_untyped("pageshow", move |_| self.wake());
        on_cleanup(move || {
            for handle in [awake, online, offline, left, shown] {
                handle.remove();
            }
        });
    }

    fn open(self: &Rc<Self>) {
        self.close();
        let after = match self.known.get() {
            0 => String::new(),
            known => format!("&after={known}"),
        };
        let address = format!("{ADDRESS}?beat={}{after}", self.beat);
        let Ok(source) = EventSource::new(&address) else { return };
        self.on(&source, "open", |client, _| {
            client.wait.set(WAITS.0);
            client.state.set(Connection::Live);
        });
        self.on(&source, "error", |client, _| client.lost());
        self.on(&source, "message", |client, event| client.hear(event));
        self.on(&source, "hello", |client, event| client.know(event));
        self.on(&source, "missed", |_, _| tell(&Told::Missed));
        self.on(&source, "package", |_, _| tell(&Told::Package));
        self.on(&source, "mail", |_, _| tell(&Told::Mail));
        self.on(&source, "invoice", |_, _| tell(&Told::Invoice));
        self.on(&source, "deal", |_, event| {
            let data = event.data().as_string();
            if let Some(notice) = data.and_then(|data| serde_json::from_str(&data).ok()) {
                tell(&Told::Deal(notice));
            }
        });
        self.on(&source, "reset", |client, event| {
            client.know(event);
            tell(&Told::Reset);
        });
        self.on(&source, "bye", |client, _| {
            client.close();
            let _ = window().location().reload();
        });
        *self.source.borrow_mut() = Some(source);
    }

    fn on(self: &Rc<Self>, source: &EventSource, name: &str, f: impl Fn(&Rc<Self>, &MessageEvent) + 'static) {
        let client = Rc::clone(self);
        let handler = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| f(&client, &event));
        let _ = source.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
        // lives as long as its source, which the browser collects with it
        let _ = handler.into_js_value();
    }

    /// The server said up to where everything is told.
    fn know(&self, event: &MessageEvent) {
        if let Ok(id) = event.last_event_id().parse() {
            self.known.set(id);
        }
    }

    fn hear(&self, event: &MessageEvent) {
        let Some(notice) =
            event.data().as_string().and_then(|data| serde_json::from_str::<Notice>(&data).ok())
        else {
            return;
        };
        // what is not stored has id 0; what was heard before is not said again
        if notice.id > 0 {
            if notice.id <= self.known.get() {
                return;
            }
            self.known.set(notice.id);
        }
        self.last.set(Some(notice.clone()));
        tell(&Told::Notice(notice));
    }

    fn lost(self: &Rc<Self>) {
        self.state.set(Connection::Lost);
        let closed = self.source.borrow().as_ref().is_none_or(|s| s.ready_state() == EventSource::CLOSED);
        // while the browser itself tries again there is nothing to do; it gives up after an answer that is no stream
        if closed && !self.waiting.replace(true) {
            let wait = self.wait.get();
            self.wait.set((wait * 2).min(WAITS.1));
            let client = Rc::clone(self);
            set_timeout(
                move || {
                    client.waiting.set(false);
                    client.open();
                },
                Duration::from_millis(wait),
            );
        }
    }

    /// After sleep or a lost network: a source that is not open is opened at once.
    fn wake(self: &Rc<Self>) {
        let open = self.source.borrow().as_ref().is_some_and(|s| s.ready_state() == EventSource::OPEN);
        if !open && document().visibility_state() == web_sys::VisibilityState::Visible {
            self.wait.set(WAITS.0);
            self.open();
        }
    }

    fn close(&self) {
        if let Some(source) = self.source.borrow_mut().take() {
            source.close();
        }
    }
}
