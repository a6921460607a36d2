//! Time on the open ticket: the reader's timer, booking, what is booked.
use crate::approval::meter::EffortMeter;
use crate::effort::api::TimeEffort;
use crate::effort::chip::{Watch, browser_now, renew_timers};
use crate::effort::dock::TimeDock;
use crate::effort::form::BookForm;
use crate::effort::kept::Kept;
use crate::effort::list::Booked;
use crate::effort::waiting::Waiting;
use crate::effort::word::{fixed_words, minutes};
use crate::error::AppError;
use crate::parts::button::ButtonKind;
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t};
use crate::ticket::page::here::{Here, here};
use crate::ticket::view::TicketView;
use crate::words::Text;
use crate::words::effort as w;
use domain::effort::Activity;
use domain::effort::timer::{Timer, TimerDeed};
use jiff::civil::Date;
use leptos::prelude::*;

/// The panel; nothing for who may not see effort. What others book must not take away what is being typed: each part
/// follows its own facts.
#[component]
pub fn EffortPanel() -> impl IntoView {
    let here = here();
    let shown = here.part(|ticket| ticket.effort.as_ref().map(|effort| (effort.may_book, effort.today)));
    move || shown.get().map(|(may_book, today)| view! { <Panel may_book today /> })
}

#[component]
fn Panel(may_book: bool, today: Date) -> impl IntoView {
    let here = here();
    let effort = move |ticket: &TicketView| ticket.effort.clone().unwrap_or_default();
    let total = here.part(move |ticket| effort(ticket).total());
    let kept = here.part(move |ticket| effort(ticket).timer);
    let waiting = expect_context::<Waiting>();
    let timer = Memo::new(move |_| waiting.on(here.number, kept.get()));
    effect(move || {
        if waiting.sent.get() > 0 {
            here.renew();
        }
    });
    let lines = here.part(move |ticket| effort(ticket).lines);
    let meter = here.part(move |ticket| effort(ticket).meter);
    let fixed = here.part(move |ticket| effort(ticket).fixed);
    let usual = here.ticket.with_untracked(|ticket| effort(ticket).usual);
    let named = |activity: &Activity| (activity.code.clone(), activity.name(lang()).to_owned());
    let activities = here.choices.with_value(|choices| choices.activities.iter().map(named).collect());
    let told = move || {
        let minutes = minutes(lang(), total.get());
        (total.get() > 0).then(|| view! { <span class="effort__total">{minutes}</span> })
    };
    view! {
        <section class="facts-box effort" aria-labelledby="effort">
            <h2 class="facts-box__title" id="effort">
                {t(w::TIME)}
                {told}
            </h2>
            {move || meter.get().map(|meter| view! { <EffortMeter meter /> })}
            {move || {
                fixed.get().map(|fixed| view! { <p class="field__hint">{fixed_words(lang(), &fixed)}</p> })
            }}
            {may_book
                .then(|| {
                    view! {
                        {move || view! { <TimerRow timer=timer.get() /> }}
                        <BookForm timer usual=usual.clone() today />
                    }
                })}
            <Kept number=Some(here.number) activities />
            <Booked lines />
        </section>
        {may_book.then(|| view! { <TimeDock timer meter usual /> })}
    }
    .erase()
}

/// The reader's timer here and what can be done with it.
#[component]
pub fn TimerRow(
    /// As it stands.
    timer: Option<Timer>,
) -> impl IntoView {
    let runs = timer.is_some_and(|timer| timer.since.is_some());
    let deeds = match timer {
        None => {
            view! { <Deed deed=TimerDeed::Start label=w::START icon=Icon::Play kind=ButtonKind::Plain /> }
                .erase()
        }
        Some(_) => view! {
            {if runs {
                view! {
                    <Deed deed=TimerDeed::Pause label=w::PAUSE icon=Icon::Pause kind=ButtonKind::Plain />
                }
                    .erase()
            } else {
                view! { <Deed deed=TimerDeed::Start label=w::GO_ON icon=Icon::Play kind=ButtonKind::Plain /> }
                    .erase()
            }}
            <Deed deed=TimerDeed::Drop label=w::DROP icon=Icon::Trash kind=ButtonKind::Quiet />
        }
        .erase(),
    };
    view! {
        <div class="effort__timer" class:effort__timer--runs=runs>
            {timer
                .map(|timer| {
                    view! {
                        <p class="effort__watch">
                            <Watch timer seconds=true />
                            <span class="effort__state">{t(if runs { w::RUNS } else { w::STANDS })}</span>
                        </p>
                    }
                })}
            {deeds}
        </div>
    }
    .erase()
}

#[component]
fn Deed(deed: TimerDeed, label: Text, icon: Icon, kind: ButtonKind) -> impl IntoView {
    let here = here();
    let action = ServerAction::<TimeEffort>::new();
    let code = deed.code();
    keep_for_later(action, here, deed);
    let done = Callback::new(move |()| {
        renew_timers();
        here.renew();
    });
    view! {
        <Form action on_success=done class="form--inline" only=("deed", code.to_owned())>
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <input type="hidden" name="deed" value=code />
            <Submit label kind icon />
        </Form>
    }
}

/// What cannot be sent now is kept with its key and its time, and sent later.
fn keep_for_later(action: ServerAction<TimeEffort>, here: Here, deed: TimerDeed) {
    let waiting = expect_context::<Waiting>();
    let tried = StoredValue::new(None::<(String, i64)>);
    effect(move || {
        if let Some(input) = action.input().get() {
            tried.set_value(Some((input.key, browser_now().as_millisecond())));
        }
    });
    effect(move || {
        if matches!(action.value().get(), Some(Err(AppError::Offline)))
            && let Some((key, at)) = tried.get_value()
        {
            action.value().set(None);
            waiting.keep(key, here.number, deed, at);
        }
    });
}
