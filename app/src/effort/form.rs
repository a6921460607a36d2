//! The fields of booked time, and booking it with one tap.
use crate::effort::api::BookEffort;
use crate::effort::chip::{browser_now, renew_timers};
use crate::effort::waiting::Waiting;
use crate::effort::word::{billing_word, minutes};
use crate::error::AppError;
use crate::parts::button::ButtonKind;
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Select, Submit, TextArea, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, now, t, tf};
use crate::parts::toast::toast;
use crate::ticket::page::here::{Here, here};
use crate::ticket::view::TicketView;
use crate::words::{Text, effort as w};
use domain::effort::fixed::FixedPrice;
use domain::effort::timer::Timer;
use domain::effort::{Activity, Billing, LONGEST_NOTE, Typed};
use domain::moment::{Moment, short_date};
use jiff::civil::Date;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// Amounts that are booked with one tap, in minutes.
const QUICK: [u32; 4] = [15, 30, 45, 60];

/// Books time on the open ticket: with one tap, or with details. Two forms: Enter in a field must not press the first button
/// of the other way.
#[component]
pub fn BookForm(
    /// The reader's timer, if there is one.
    timer: Memo<Option<Timer>>,
    /// The activity that the reader booked last.
    usual: Option<String>,
    /// Today.
    today: Date,
) -> impl IntoView {
    let usual = usual.unwrap_or_default();
    let open = comes_back(BookEffort::url(), Some(("how", "details")));
    let here = here();
    // What was timed belongs to the day on which that ended.
    let day = Memo::new(move |_| timer.get().and_then(|timer| last_day(here, timer)).unwrap_or(today));
    let details = usual.clone();
    view! {
        <TapForm timer usual />
        <Fold label=w::DETAILS class="fold--quiet" open>
            <DetailForm usual=details day />
        </Fold>
    }
    .erase()
}

/// On which day a timer ran that stands still.
fn last_day(here: Here, timer: Timer) -> Option<Date> {
    let stopped = timer.stopped.filter(|_| timer.since.is_none())?;
    // The browser knows no zone but the offset of now: an hour off at midnight at the worst, and only in what is proposed.
    let offset = here.ticket.with_untracked(|ticket| ticket.now.offset);
    Some(Moment::new(stopped, offset).civil().date())
}

/// What to do after time was booked. What cannot be sent now is kept with its key and sent later; for the form that is done
/// as well: what is typed next is another booking. `instead` is what was refused before and is taken from the kept ones.
pub fn booked(action: ServerAction<BookEffort>, here: Here, instead: Option<String>) -> Callback<()> {
    let waiting = expect_context::<Waiting>();
    let (tried, kept) = (StoredValue::new(None::<BookEffort>), StoredValue::new(false));
    effect(move || {
        if let Some(input) = action.input().get() {
            tried.set_value(Some(input));
        }
    });
    effect(move || {
        if matches!(action.value().get(), Some(Err(AppError::Offline)))
            && let Some(input) = tried.try_update_value(Option::take).flatten()
        {
            let answer = keep(waiting, here, input);
            kept.set_value(answer.is_ok());
            action.value().set(Some(answer));
        }
    });
    Callback::new(move |()| {
        let later = kept.try_update_value(std::mem::take).unwrap_or_default();
        if let Some(key) = &instead {
            waiting.forget(key);
        }
        if later {
            return toast(w::KEPT);
        }
        toast(w::BOOKED);
        renew_timers();
        here.renew();
    })
}

/// Keeps a booking for later; what cannot be meant is said at once.
fn keep(waiting: Waiting, here: Here, input: BookEffort) -> Result<(), AppError> {
    let BookEffort { key, quick, minutes, activity, billing, day, note, .. } = input;
    let at = browser_now();
    let today = Moment::new(at, now().offset).civil().date();
    let timed = quick == "timer";
    let minutes = if quick.is_empty() || timed { minutes } else { quick };
    // A tap means the day on which it was made.
    let day = if day.is_empty() { today.to_string() } else { day };
    let typed = Typed { day, minutes, activity, note, billing };
    let activities = here.choices.with_value(|choices| choices.activities.clone());
    if !timed {
        typed.read(today, &activities, None)?;
    }
    waiting.keep_booking(key, here.number, typed, timed, at.as_millisecond());
    Ok(())
}

/// One tap books; the activity is the last one unless another is chosen.
#[component]
pub fn TapForm(
    /// The reader's timer, if there is one.
    timer: Memo<Option<Timer>>,
    /// The activity that is chosen at first.
    usual: String,
    /// Its name for screen readers: a page may have two.
    #[prop(default = w::QUICK)]
    label: Text,
) -> impl IntoView {
    let here = here();
    let action = ServerAction::<BookEffort>::new();
    let activities = here.choices.with_value(|choices| choices.activities.clone());
    // Where nothing is billed it is said why not.
    let proposed = usual_billing(here);
    let billing = match proposed {
        Billing::Billable => view! { <input type="hidden" name="billing" value=proposed.code() /> }.erase(),
        _ => view! { <BillingField value=proposed.code().to_owned() /> }.erase(),
    };
    // Buttons belong to the form in which they are made.
    let quick = |amount: u32| {
        let label = minutes(lang(), amount);
        view! { <Submit label kind=ButtonKind::Plain name="quick" value=amount.to_string() /> }
    };
    let timed = move || {
        timer.get().map(|timer| {
            // As of when the ticket was read: both sides must draw the same.
            let now = here.ticket.with_untracked(|ticket| ticket.now);
            let time = minutes(lang(), timer.minutes(now.timestamp()));
            let label = match last_day(here, timer).filter(|day| *day != now.civil().date()) {
                Some(day) => tf(w::BOOK_TIMER_OF, &[("time", &time), ("day", &short_date(day, lang()))]),
                None => tf(w::BOOK_TIMER, &[("time", &time)]),
            };
            view! { <Submit label icon=Icon::Clock name="quick" value="timer" /> }
        })
    };
    view! {
        <Form
            action
            on_success=booked(action, here, None)
            class="effort__form"
            label
            only=("how", "tap".to_owned())
        >
            <input type="hidden" name="how" value="tap" />
            <input type="hidden" name="number" value=here.number.0.to_string() />
            {timed}
            <ActivityField activities value=usual />
            {billing}
            <div class="effort__quick" role="group" aria-label=t(w::QUICK)>
                {QUICK.map(quick)}
            </div>
        </Form>
    }
    .erase()
}

#[component]
fn DetailForm(usual: String, day: Memo<Date>) -> impl IntoView {
    let here = here();
    let action = ServerAction::<BookEffort>::new();
    let activities = here.choices.with_value(|choices| choices.activities.clone());
    let proposed = day.get_untracked().to_string();
    let billing = usual_billing(here).code().to_owned();
    let typed = Typed { day: proposed, billing, ..Typed::default() };
    let how = NodeRef::<html::Input>::new();
    follow(day, how);
    view! {
        <Form
            action
            on_success=booked(action, here, None)
            reset=true
            label=w::DETAILS
            only=("how", "details".to_owned())
        >
            <input node_ref=how type="hidden" name="how" value="details" />
            <input type="hidden" name="number" value=here.number.0.to_string() />
            <EffortFields typed />
            <ActivityField activities value=usual />
            <Submit label=w::BOOK icon=Icon::Plus />
        </Form>
    }
    .erase()
}

/// Lets the day follow what is proposed as long as nobody typed another one; what else was typed stays.
fn follow(day: Memo<Date>, beside: NodeRef<html::Input>) {
    let mut shown = day.get_untracked();
    effect(move || {
        let proposed = day.get();
        let before = std::mem::replace(&mut shown, proposed);
        if before == proposed {
            return;
        }
        let form = beside.try_get_untracked().flatten().and_then(|input| input.form());
        let field = form.and_then(|form| form.query_selector("input[name=day]").ok().flatten());
        let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        // A field that was typed into keeps its value whatever stands in it at first.
        if let Some(field) = field.filter(|field| field.default_value() == before.to_string()) {
            field.set_default_value(&proposed.to_string());
        }
    });
}

/// Which kind of work.
#[component]
pub fn ActivityField(
    /// Those in use.
    activities: Vec<Activity>,
    /// The first choice.
    value: String,
    /// The value is kept although it is not in use any more.
    #[prop(optional)]
    kept: bool,
) -> impl IntoView {
    let gone = kept && !activities.iter().any(|activity| activity.code == value);
    let gone = gone.then(|| (value.clone(), value.clone()));
    let known = activities.iter().map(|activity| (activity.code.clone(), activity.name(lang()).to_owned()));
    let options: Vec<_> = known.chain(gone).collect();
    view! { <Select name="activity" label=w::ACTIVITY options value required=true /> }
}

/// What is meant on the open ticket where nothing else is said.
fn usual_billing(here: Here) -> Billing {
    here.ticket.with_untracked(|ticket| Billing::usual(ticket.inner_work, fixed(ticket)))
}

fn fixed(ticket: &TicketView) -> Option<&FixedPrice> {
    ticket.effort.as_ref()?.fixed.as_ref()
}

/// Whether it is billed, or why not; what was said before stays a choice.
#[component]
fn BillingField(
    /// The first choice, by code.
    value: String,
) -> impl IntoView {
    let offered = here().ticket.with_untracked(|ticket| {
        let offered =
            |one: &Billing| one.code() == value || one.fits(ticket.inner_work.is_some(), fixed(ticket));
        Billing::ALL.into_iter().filter(offered).collect::<Vec<_>>()
    });
    let options: Vec<_> =
        offered.into_iter().map(|one| (one.code().to_owned(), t(billing_word(one)).to_owned())).collect();
    view! { <Select name="billing" label=w::BILLING options value required=true /> }
}

/// How long, whether it is billed, when, what.
#[component]
pub fn EffortFields(
    /// What stands in them at first.
    typed: Typed,
) -> impl IntoView {
    let Typed { day, minutes, note, billing, .. } = typed;
    view! {
        <TextField
            name="minutes"
            label=w::DURATION
            hint=w::DURATION_HINT
            value=minutes
            required=true
            max=20
        />
        <BillingField value=billing />
        <TextField name="day" label=w::DAY kind="date" value=day required=true />
        <TextArea name="note" label=w::NOTE rows=2 value=note max=LONGEST_NOTE />
    }
    .erase()
}
