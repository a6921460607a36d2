//! Time that was booked without a connection and is not taken yet: it waits, or was refused and can be corrected.
use crate::effort::api::BookEffort;
use crate::effort::form::{ActivityField, EffortFields, booked};
use crate::effort::waiting::{Booking, KeptBooking, Waiting};
use crate::effort::word::{billing_word, minutes};
use crate::parts::button::{Button, ButtonKind};
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Submit};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, written};
use crate::ticket::page::here::here;
use crate::words::effort as w;
use domain::effort::Billing;
use domain::effort::minutes::read_minutes;
use domain::moment::short_date;
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The reader's bookings that are not taken yet; nothing while there are none.
#[component]
pub fn Kept(
    /// Of the open ticket, where they can be corrected; `None` for all.
    number: Option<TicketNumber>,
    /// Names of activities by code.
    activities: Vec<(String, String)>,
) -> impl IntoView {
    let waiting = expect_context::<Waiting>();
    let activities = StoredValue::new(activities);
    let kept = Memo::new(move |_| waiting.bookings(number));
    view! {
        <section class="kept" aria-label=t(w::KEPT_TIMES) hidden=move || kept.with(Vec::is_empty)>
            <ul class="booked">
                <For
                    each=move || kept.get()
                    key=|one| (one.key.clone(), one.booking.refused.is_some())
                    let:one
                >
                    <Row kept=one here=number.is_some() activities />
                </For>
            </ul>
        </section>
    }
    .erase()
}

#[component]
fn Row(kept: KeptBooking, here: bool, activities: StoredValue<Vec<(String, String)>>) -> impl IntoView {
    let waiting = expect_context::<Waiting>();
    let KeptBooking { key, number, booking: Booking { typed, timed, refused } } = kept.clone();
    let time = match read_minutes(&typed.minutes) {
        _ if timed => t(w::OF_TIMER).to_owned(),
        Some(time) => minutes(lang(), time),
        None => typed.minutes.clone(),
    };
    let place = (!here).then(|| {
        view! { <a href=format!("/tickets/{}#effort", number.0)>{written(number)}</a> }
    });
    // What a timer ran is booked on the days on which it did.
    let day =
        (!timed).then(|| typed.day.parse::<Date>().map_or(typed.day.clone(), |day| short_date(day, lang())));
    let named = |all: &Vec<(String, String)>| all.iter().find(|(code, _)| *code == typed.activity).cloned();
    let activity = activities.with_value(named).map_or(typed.activity.clone(), |(_, name)| name);
    let free = Billing::of_code(&typed.billing).filter(|billing| *billing != Billing::Billable);
    let about = [day, Some(activity), free.map(|billing| t(billing_word(billing)).to_owned())];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let note = (!typed.note.is_empty()).then(|| view! { <p class="booked__note">{typed.note.clone()}</p> });
    let late = refused.is_some();
    let (icon, word) = match refused {
        Some(why) => (Icon::Alert, why),
        None => (Icon::WifiOff, t(w::WAITS).to_owned()),
    };
    let again = (late && here && !timed).then(|| view! { <Again kept /> });
    let forget = late.then(|| {
        let on_click = Callback::new(move |_: MouseEvent| waiting.forget(&key));
        view! { <Button label=w::DROP on_click kind=ButtonKind::Quiet icon=Icon::Trash /> }
    });
    view! {
        <li class="booked__line">
            <p class="booked__head">
                <span>{place} {(!here).then_some(" · ")} {about}</span>
                <strong class="booked__time">{time}</strong>
            </p>
            {note}
            <p class="kept__state" class:kept__state--refused=late>
                <Icon name=icon />
                <span>{word}</span>
            </p>
            {again}
            {forget}
        </li>
    }
    .erase()
}

/// The refused booking with everything that was typed, to be corrected and sent as a new one.
#[component]
fn Again(kept: KeptBooking) -> impl IntoView {
    let here = here();
    let action = ServerAction::<BookEffort>::new();
    let activities = here.choices.with_value(|choices| choices.activities.clone());
    let KeptBooking { key, booking: Booking { typed, .. }, .. } = kept;
    let (activity, only, how) = (typed.activity.clone(), ("how", key.clone()), key.clone());
    view! {
        <Fold label=w::CHANGE class="fold--quiet">
            <Form action on_success=booked(action, here, Some(key)) label=w::CHANGE only>
                <input type="hidden" name="how" value=how />
                <input type="hidden" name="number" value=here.number.0.to_string() />
                <EffortFields typed />
                <ActivityField activities value=activity kept=true />
                <Submit label=w::BOOK icon=Icon::Plus />
            </Form>
        </Fold>
    }
    .erase()
}
