//! Calendars in the administration: hours, holidays, closures, one-off openings.
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Select, TextField, with_none};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::policy::hours::{WeekFields, WeekTable, in_words};
use crate::policy::part::{NameFields, PartForm, RemoveForm, Spot, dom_id, field};
use crate::words::{common, policy as w};
use domain::id::OrganisationId;
use domain::lang::Lang;
use domain::moment;
use domain::policy::Policy;
use domain::policy::edit::{Part, Spotted as _};
use domain::promise::calendar::{Calendar, Opening};
use domain::promise::interval::Week;
use domain::promise::place::Place;
use jiff::civil::Date;
use leptos::prelude::*;

/// All calendars.
#[component]
pub fn Calendars(
    /// The draft.
    policy: Policy,
    /// Codes of places.
    places: Vec<String>,
    /// With whom openings may be agreed.
    customers: Vec<(OrganisationId, String)>,
    /// Reads the page again.
    reload: Callback<()>,
) -> impl IntoView {
    let last = policy.calendars.len() == 1;
    let cards: Vec<_> = policy
        .calendars
        .into_iter()
        .map(|calendar| view! { <CalendarCard calendar places=places.clone() customers=customers.clone() last reload /> })
        .collect();
    view! {
        {cards}
        <AddCalendar places reload />
    }
}

#[component]
fn CalendarCard(
    calendar: Calendar,
    places: Vec<String>,
    customers: Vec<(OrganisationId, String)>,
    last: bool,
    reload: Callback<()>,
) -> impl IntoView {
    let name = named(lang(), &calendar.de, &calendar.en);
    let at = calendar.spot();
    let (id, heading) = (dom_id(Part::Calendar, &at), dom_id(Part::Calendar, &at));
    let spot = Spot::save(Part::Calendar, &at);
    let week = calendar.hours.first().map(|hours| hours.week.clone()).unwrap_or_default();
    let shown = week.clone();
    let open = spot.comes_back();
    let [fields, later, closures, openings] = [(); 4].map(|()| calendar.clone());
    view! {
        <section class="card setting" aria-labelledby=heading>
            <header class="card__head">
                <h2 class="card__title" id=id>
                    {name.clone()}
                </h2>
                {(!last)
                    .then(|| {
                        let what = tf(w::REMOVE_WHAT, &[("what", &name)]);
                        view! { <RemoveForm spot=Spot::remove(Part::Calendar, &at, "") what reload /> }
                    })}
            </header>
            <div class="card__body">
                <WeekTable week=shown />
            </div>
            <Fold label=w::HOURS_CHANGE icon=Icon::Pencil class="fold--in-card" open=open>
                <PartForm spot submit=common::SAVE reload>
                    <CalendarFields calendar=Some(fields) week places />
                </PartForm>
            </Fold>
            <LaterHours calendar=later reload />
            <Closures calendar=closures reload />
            <Openings calendar=openings customers reload />
        </section>
    }
    .erase()
}

/// A thing's name in the reader's language.
pub fn named(lang: Lang, de: &str, en: &str) -> String {
    match lang {
        Lang::De => de.to_owned(),
        Lang::En => en.to_owned(),
    }
}

#[component]
fn CalendarFields(calendar: Option<Calendar>, week: Week, places: Vec<String>) -> impl IntoView {
    let new = calendar.is_none();
    let (de, en, zone, holidays) = calendar.map_or_else(
        || (String::new(), String::new(), "Europe/Berlin".to_owned(), String::new()),
        |calendar| {
            let place = calendar.holidays.map(|place| place.to_string()).unwrap_or_default();
            (calendar.de, calendar.en, calendar.zone, place)
        },
    );
    view! {
        <NameFields with_code=new de en />
        <WeekFields week />
        <div class="pair">
            <TextField name=field("zone") label=w::ZONE value=zone required=true max=60 />
            <Select
                name=field("holidays")
                label=w::HOLIDAYS
                hint=w::HOLIDAYS_HINT
                options=place_options(&places)
                value=holidays
            />
        </div>
    }
}

/// Places to choose from, with none first.
pub fn place_options(places: &[String]) -> Vec<(String, String)> {
    with_none(w::PLACE_NONE, places.iter().map(|code| (code.clone(), place_name(code))))
}

/// What a place is called.
fn place_name(code: &str) -> String {
    Place::read(code).map_or_else(|_| code.to_owned(), |place| place.name(lang()))
}

#[component]
fn AddCalendar(places: Vec<String>, reload: Callback<()>) -> impl IntoView {
    let spot = Spot::add(Part::Calendar, "");
    view! {
        <Fold label=w::CALENDAR_ADD icon=Icon::Plus class="fold--card" open=spot.comes_back()>
            <PartForm spot submit=common::ADD reload>
                <CalendarFields calendar=None week=Week::default() places />
            </PartForm>
        </Fold>
    }
}

/// Hours that begin later.
#[component]
fn LaterHours(calendar: Calendar, reload: Callback<()>) -> impl IntoView {
    let lang = lang();
    let at = calendar.spot();
    let spot = Spot::add(Part::Hours, &at);
    let week = calendar.hours.last().map(|hours| hours.week.clone()).unwrap_or_default();
    let later: Vec<_> = calendar
        .hours
        .into_iter()
        .filter_map(|hours| Some((hours.spot(), hours.valid_from?, hours.week)))
        .map(|(sub, from, week)| {
            let from = tf(w::VALID_FROM_DAY, &[("day", &moment::date(from, lang))]);
            let what = tf(w::REMOVE_WHAT, &[("what", &from)]);
            view! {
                <li class="thing thing--tall">
                    <div class="thing__words">
                        <strong>{from}</strong>
                        <WeekTable week />
                    </div>
                    <RemoveForm spot=Spot::remove(Part::Hours, &at, &sub) what reload />
                </li>
            }
        })
        .collect();
    view! {
        <ul class="things">{later}</ul>
        <Fold label=w::HOURS_LATER icon=Icon::Plus class="fold--in-card" open=spot.comes_back()>
            <PartForm spot submit=common::ADD reload>
                <TextField name=field("valid_from") label=w::VALID_FROM kind="date" required=true />
                <WeekFields week />
            </PartForm>
        </Fold>
    }
}

#[component]
fn Closures(calendar: Calendar, reload: Callback<()>) -> impl IntoView {
    let lang = lang();
    let at = calendar.spot();
    let spot = Spot::add(Part::Closure, &at);
    let closures: Vec<_> = calendar
        .closures
        .into_iter()
        .map(|closure| {
            let sub = closure.spot();
            let name = named(lang, &closure.de, &closure.en);
            let days = days_in_words(closure.from, closure.to);
            // a name comes again every year; only its days tell one from another
            let what = tf(w::REMOVE_WHAT, &[("what", &format!("{name}, {days}"))]);
            view! {
                <li class="thing">
                    <span class="thing__words">
                        <strong>{name}</strong>
                        <span class="muted small">{days}</span>
                    </span>
                    <RemoveForm spot=Spot::remove(Part::Closure, &at, &sub) what reload />
                </li>
            }
        })
        .collect();
    view! {
        <ul class="things">{closures}</ul>
        <Fold label=w::CLOSURE_ADD icon=Icon::Plus class="fold--in-card" open=spot.comes_back()>
            <PartForm spot submit=common::ADD reload>
                <div class="pair">
                    <TextField name=field("from") label=w::FIRST_DAY kind="date" required=true />
                    <TextField name=field("to") label=w::LAST_DAY kind="date" required=true />
                </div>
                <div class="pair">
                    <TextField name=field("de") label=w::NAME_DE required=true max=120 />
                    <TextField name=field("en") label=w::NAME_EN required=true max=120 />
                </div>
            </PartForm>
        </Fold>
    }
}

/// `24.12.2026 – 31.12.2026`, or `24.12.2026` where it is one day.
pub fn days_in_words(from: Date, to: Date) -> String {
    let day = |day| moment::date(day, lang());
    if from == to { day(from) } else { format!("{} – {}", day(from), day(to)) }
}

/// `28.11.2026, 10:00–14:00 · vereinbart mit Albers Möbelhaus GmbH`
pub fn opening_words(opening: &Opening, customers: &[(OrganisationId, String)]) -> String {
    let when = format!("{}, {}", moment::date(opening.day, lang()), in_words(&opening.hours));
    let Some(customer) = opening.customer else { return when };
    let name = customers.iter().find(|(id, _)| *id == customer).map(|(_, name)| name.as_str());
    let agreed =
        name.map_or_else(|| t(w::AGREED).to_owned(), |name| tf(w::AGREED_WITH, &[("customer", name)]));
    format!("{when} · {agreed}")
}

#[component]
fn Openings(
    calendar: Calendar,
    customers: Vec<(OrganisationId, String)>,
    reload: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let at = calendar.spot();
    let spot = Spot::add(Part::Opening, &at);
    let openings: Vec<_> = calendar
        .openings
        .into_iter()
        .map(|opening| {
            let sub = opening.spot();
            let name = named(lang, &opening.de, &opening.en);
            let when = opening_words(&opening, &customers);
            let what = tf(w::REMOVE_WHAT, &[("what", &format!("{name}, {when}"))]);
            view! {
                <li class="thing">
                    <span class="thing__words">
                        <strong>{name}</strong>
                        <span class="muted small">{when}</span>
                    </span>
                    <RemoveForm spot=Spot::remove(Part::Opening, &at, &sub) what reload />
                </li>
            }
        })
        .collect();
    let choices = customers.into_iter().map(|(id, name)| (id.to_string(), name));
    let choices = with_none(w::FOR_EVERYBODY, choices);
    view! {
        <ul class="things">{openings}</ul>
        <Fold label=w::OPENING_ADD icon=Icon::Plus class="fold--in-card" open=spot.comes_back()>
            <PartForm spot submit=common::ADD reload>
                <div class="pair">
                    <TextField name=field("day") label=w::DAY kind="date" required=true />
                    <TextField
                        name=field("hours")
                        label=w::HOURS
                        required=true
                        placeholder="10:00-14:00".to_owned()
                        max=80
                    />
                </div>
                <Select
                    name=field("customer")
                    label=w::OPENING_FOR
                    hint=w::OPENING_FOR_HINT
                    options=choices
                />
                <div class="pair">
                    <TextField name=field("de") label=w::REASON_DE required=true max=120 />
                    <TextField name=field("en") label=w::REASON_EN required=true max=120 />
                </div>
            </PartForm>
        </Fold>
    }
}
