//! Two people on one ticket see each other (C9).
use crate::parts::effect::effect;
use crate::parts::live::on_notice;
use crate::parts::person::Avatar;
use crate::parts::say::tf;
use crate::ticket::api::look;
use crate::ticket::page::here::{Here, here};
use crate::ticket::view::Present;
use crate::words::ticket as w;
use domain::live::Change;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often the server hears that somebody is here.
const EVERY: Duration = Duration::from_secs(15);
/// For so many milliseconds after the last key somebody counts as writing.
const WRITES_FOR: f64 = 10_000.0;

/// Who else looks at the ticket; in context of the page.
#[derive(Clone, Copy)]
pub struct Presence {
    here: Here,
    others: RwSignal<Vec<Present>>,
    typed: StoredValue<f64>,
    asked: StoredValue<f64>,
}

impl Presence {
    /// Begins to tell and to ask. Only the browser does.
    pub fn follow(here: Here) -> Self {
        let present = here.ticket.with_untracked(|ticket| ticket.present.clone());
        let presence = Self {
            here,
            others: RwSignal::new(present),
            typed: StoredValue::new(f64::MIN),
            asked: StoredValue::new(f64::MIN),
        };
        provide_context(presence);
        on_notice(move |notice| {
            let elsewhere = notice.by != here.reader || notice.by.is_none();
            if notice.ticket == here.number && notice.change == Change::Presence && elsewhere {
                presence.ask();
            }
        });
        effect(move || {
            presence.ask();
            let every = set_interval_with_handle(
                move || {
                    if document().visibility_state() == web_sys::VisibilityState::Visible {
                        presence.ask();
                    }
                },
                EVERY,
            );
            on_cleanup(move || {
                if let Ok(every) = every {
                    every.clear();
                }
            });
        });
        presence
    }

    /// The reader typed something. Others hear of it at once, then with the next round.
    pub fn typing(self) {
        let wrote = self.writes();
        self.typed.set_value(js_sys::Date::now());
        if !wrote {
            self.ask();
        }
    }

    /// The reader has sent what was typed.
    pub fn sent(self) {
        self.typed.set_value(f64::MIN);
        self.ask();
    }

    fn writes(self) -> bool {
        self.typed.try_get_value().is_some_and(|at| js_sys::Date::now() - at < WRITES_FOR)
    }

    fn ask(self) {
        let (number, writing) = (self.here.number, self.writes());
        // Two who answer each other's notice would never stop asking.
        let now = js_sys::Date::now();
        let asked = self.asked.try_get_value();
        if asked.is_none_or(|asked| now - asked < 300.0) {
            return;
        }
        self.asked.set_value(now);
        spawn_local(async move {
            if let Ok(others) = look(number, writing).await {
                let _ = self.others.try_update(|known| *known = others);
            }
        });
    }
}

/// Who else is here, in the head of the page.
#[component]
pub fn Others() -> impl IntoView {
    let others = expect_context::<Presence>().others;
    let shown = Memo::new(move |_| others.get());
    view! {
        <span class="others" role="status">
            {move || {
                shown
                    .get()
                    .into_iter()
                    .map(|other| {
                        let text = if other.writing { w::WRITES } else { w::IS_HERE };
                        let name = other.who.name.clone();
                        view! {
                            <span class="other" class:other--writing=other.writing>
                                <Avatar name=other.who.name staff=other.who.staff />
                                <span class="other__word">{tf(text, &[("name", &name)])}</span>
                            </span>
                        }
                    })
                    .collect::<Vec<_>>()
            }}
        </span>
    }
}

/// Who is writing just now, above the box where one would write oneself.
#[component]
pub fn Writers() -> impl IntoView {
    let here = here();
    let others = expect_context::<Presence>().others;
    let names = Memo::new(move |_| {
        let writing = others.get().into_iter().filter(|other| other.writing);
        writing.map(|other| other.who.name).collect::<Vec<_>>().join(", ")
    });
    let staff = here.staff;
    move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            let text = if staff { w::WRITES_STAFF } else { w::WRITES };
            view! {
                <p class="writers">
                    <span class="writers__dots" aria-hidden="true">
                        <i></i>
                        <i></i>
                        <i></i>
                    </span>
                    {tf(text, &[("name", &names)])}
                </p>
            }
        })
    }
}
