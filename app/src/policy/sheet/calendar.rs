//! When people are there.
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::say::{lang, t, tf};
use crate::policy::calendar_form::{days_in_words, named, opening_words};
use crate::policy::hours::WeekTable;
use crate::policy::view::HolidayLine;
use crate::promise::sentence::weekday_word;
use crate::words::{policy as w, say};
use domain::id::OrganisationId;
use domain::moment;
use domain::promise::calendar::Calendar;
use leptos::prelude::*;

/// A calendar: its weeks, what it is closed or open for beside them, and its holidays.
#[component]
pub fn CalendarPart(
    /// Which.
    calendar: Calendar,
    /// Names of those with whom openings are agreed.
    customers: Vec<(OrganisationId, String)>,
    /// Its holidays with the place where they are kept.
    days: Option<(Vec<HolidayLine>, String)>,
    /// The years whose holidays are told.
    years: Vec<i16>,
) -> impl IntoView {
    let lang = lang();
    let weeks: Vec<_> = calendar
        .hours
        .into_iter()
        .map(|hours| {
            let from = hours.valid_from.map(|day| {
                view! { <p class="sheet__from">{tf(w::VALID_FROM_DAY, &[("day", &moment::date(day, lang))])}</p> }
            });
            view! {
                {from}
                <WeekTable week=hours.week />
            }
        })
        .collect();
    let closed: Vec<_> = calendar
        .closures
        .iter()
        .map(|closure| {
            let days = days_in_words(closure.from, closure.to);
            view! { <li>{named(lang, &closure.de, &closure.en)} ": " {days}</li> }
        })
        .collect();
    let openings: Vec<_> = calendar
        .openings
        .iter()
        .map(|opening| {
            let when = opening_words(opening, &customers);
            view! { <li>{named(lang, &opening.de, &opening.en)} ": " {when}</li> }
        })
        .collect();
    let holidays = match days {
        None => view! { <p class="muted">{t(w::NO_HOLIDAYS)}</p> }.erase(),
        Some((days, place)) => view! { <HolidayPart days place years /> }.erase(),
    };
    view! {
        <h3>
            {named(lang, &calendar.de, &calendar.en)} <span class="muted small">" " {calendar.zone}</span>
        </h3>
        {weeks}
        {(!closed.is_empty())
            .then(|| {
                view! {
                    <h4>{t(w::CLOSURES)}</h4>
                    <ul>{closed}</ul>
                }
            })}
        {(!openings.is_empty())
            .then(|| {
                view! {
                    <h4>{t(w::OPENINGS)}</h4>
                    <ul>{openings}</ul>
                }
            })}
        {holidays}
    }
    .erase()
}

#[component]
fn HolidayPart(days: Vec<HolidayLine>, place: String, years: Vec<i16>) -> impl IntoView {
    let lang = lang();
    let list = |wanted: i16| {
        let days: Vec<_> = days
            .iter()
            .filter(|day| day.day.year() == wanted)
            .map(|day| {
                let weekday = say(lang, weekday_word(day.day.weekday()));
                view! {
                    <li>
                        <span>{named(lang, &day.de, &day.en)}</span>
                        <span class="muted">{weekday} ", " {moment::date(day.day, lang)}</span>
                    </li>
                }
            })
            .collect();
        let label = tf(w::HOLIDAYS_OF, &[("year", &wanted.to_string()), ("place", &place)]);
        view! {
            <Fold label class="fold--quiet">
                <ol class="holidays">{days}</ol>
            </Fold>
        }
    };
    years.into_iter().map(list).collect::<Vec<_>>().erase()
}
