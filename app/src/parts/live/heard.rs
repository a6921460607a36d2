//! Who listens, and what is told to them.
use crate::parts::effect::effect;
use domain::deal::live::DealNotice;
use domain::live::Notice;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Listener = Rc<dyn Fn(&Told)>;

/// What listeners are told.
pub enum Told {
    /// Something happened on a ticket.
    Notice(Notice),
    /// Hours of a package changed.
    Package,
    /// Other mails wait than before, or a mailbox fares otherwise.
    Mail,
    /// Something happened on a quote or an order.
    Deal(DealNotice),
    /// Something happened on an invoice.
    Invoice,
    /// Notices that are not stored may have been missed.
    Missed,
    /// Any may have been missed.
    Reset,
}

thread_local! {
    // Browser only: filled by effects, which never run on the server.
    static LISTENERS: RefCell<Vec<(u64, Listener)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// Calls `f` for every notice while the calling part is shown. On the server it does nothing.
pub fn on_notice(f: impl Fn(&Notice) + 'static) {
    listen(Rc::new(move |told| {
        if let Told::Notice(notice) = told {
            f(notice);
        }
    }));
}

/// Calls `f` when notices may have been missed, so that what is shown must be loaded again.
pub fn on_reset(f: impl Fn() + 'static) {
    listen(Rc::new(move |told| {
        if matches!(told, Told::Reset) {
            f();
        }
    }));
}

/// Calls `f` when hours of a package changed that the reader sees, or may have changed unheard.
pub fn on_package(f: impl Fn() + 'static) {
    listen(Rc::new(move |told| {
        if matches!(told, Told::Package | Told::Missed | Told::Reset) {
            f();
        }
    }));
}

/// Calls `f` when other mails wait for a decision than before, or a mailbox fares otherwise; also when that may have been
/// missed. On the server it does nothing.
pub fn on_mail(f: impl Fn() + 'static) {
    listen(Rc::new(move |told| {
        if matches!(told, Told::Mail | Told::Missed | Told::Reset) {
            f();
        }
    }));
}

/// Calls `f` for every notice of a quote or an order, and with `None` where some may have been missed: such notices are not
/// told again, so that who was away must read anew. On the server it does nothing.
pub fn on_deal(f: impl Fn(Option<&DealNotice>) + 'static) {
    listen(Rc::new(move |told| match told {
        Told::Deal(notice) => f(Some(notice)),
        Told::Missed => f(None),
        Told::Notice(_) | Told::Package | Told::Mail | Told::Invoice | Told::Reset => {}
    }));
}

/// Calls `f` when something happened on an invoice that the reader may see, or may have happened unheard.
pub fn on_invoice(f: impl Fn() + 'static) {
    listen(Rc::new(move |told| {
        if matches!(told, Told::Invoice | Told::Missed) {
            f();
        }
    }));
}

fn listen(f: Listener) {
    if !cfg!(target_arch = "wasm32") {
        // Nothing is told on the server, and what is wrapped below must not end on another thread.
        return;
    }
    let owner = Owner::current();
    let f = SendWrapper::new(f);
    let once = StoredValue::new(Some(f));
    let id = StoredValue::new(None::<u64>);
    effect(move || {
        let Some(f) = once.try_update_value(Option::take).flatten() else { return };
        let owner = owner.clone();
        let listener: Listener = Rc::new(move |told| match &owner {
            Some(owner) => owner.with(|| f(told)),
            None => f(told),
        });
        let next = NEXT.replace(NEXT.get() + 1);
        LISTENERS.with_borrow_mut(|all| all.push((next, listener)));
        id.set_value(Some(next));
    });
    on_cleanup(move || {
        if let Some(id) = id.try_get_value().flatten() {
            LISTENERS.with_borrow_mut(|all| all.retain(|(other, _)| *other != id));
        }
    });
}

/// Tells all who listen.
pub fn tell(told: &Told) {
    let listeners: Vec<Listener> =
        LISTENERS.with_borrow(|all| all.iter().map(|(_, f)| Rc::clone(f)).collect());
    for listener in listeners {
        listener(told);
    }
}
