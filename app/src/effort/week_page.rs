//! A person's week: what was worked on which day, and the timers that wait to be booked.
use crate::effort::api::load_week;
use crate::effort::chip::Watch;
use crate::effort::view::{TimerView, WeekLine, WeekView};
use crate::effort::word::{billing_word, minutes};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Select, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::promise::sentence::weekday_word;
use crate::words::effort as w;
use domain::effort::Billing;
use domain::moment::{date, short_date};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/times?week=2026-11-23&person=7`
pub struct TimesPage;

#[lazy_route]
impl LazyRoute for TimesPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            query.with(|query| {
                (query.get("week").unwrap_or_default(), query.get("person").unwrap_or_default())
            })
        });
        let week = Resource::new(move || asked.get(), |(day, person)| load_week(day, person));
        view! {
            <PageHead title=w::TIMES />
            <Load
                resource=week
                skeleton=SkeletonKind::List
                view=move |week| {
                    let person = asked.get_untracked().1;
                    view! { <Week week person /> }
                }
            />
        }
        .erase()
    }
}

#[component]
fn Week(week: WeekView, person: String) -> impl IntoView {
    let WeekView { person: whose, people, days, lines, timers, activities, now } = week;
    let today = now.civil().date();
    let first = days.first().copied().unwrap_or(today);
    let last = days.last().copied().unwrap_or(today);
    let sum: u32 = lines.iter().map(|line| line.effort.minutes).sum();
    let billable =
        lines.iter().filter(|line| line.effort.billing == Billing::Billable).map(|line| line.effort.minutes);
    let billable = minutes(lang(), billable.sum());
    let shown: Vec<_> = days
        .iter()
        .map(|day| {
            let of_day = lines.iter().filter(|line| line.effort.day == *day).cloned().collect();
            view! { <Day day=*day today lines=of_day activities=activities.clone() /> }
        })
        .collect();
    let empty = lines.is_empty().then(|| {
        view! { <Empty icon=Icon::Clock title=w::NOTHING text=w::NOTHING_HELP /> }
    });
    view! {
        <Steps first last today person=person.clone() />
        {(!people.is_empty())
            .then(|| {
                let options = people
                    .iter()
                    .map(|one| (one.id.to_string(), one.name.clone()))
                    .collect::<Vec<_>>();
                view! {
                    <form class="form form--inline times__whose" method="get" action="/times">
                        <input type="hidden" name="week" value=first.to_string() />
                        <Select name="person" label=w::WHOSE options value=whose.id.to_string() />
                        <Submit label=w::SHOW kind=crate::parts::button::ButtonKind::Plain />
                    </form>
                }
            })}
        <Open timers />
        <p class="times__sum">
            <span>{t(w::SUM)}</span>
            <strong>{minutes(lang(), sum)}</strong>
            <span class="muted">{tf(w::OF_IT_BILLABLE, &[("time", &billable)])}</span>
        </p>
        {empty}
        <div class="times">{shown}</div>
    }
    .erase()
}

/// The week in words, with ways to others.
#[component]
fn Steps(first: Date, last: Date, today: Date, person: String) -> impl IntoView {
    use jiff::ToSpan as _;
    let to = |day: Option<Date>| {
        let week = day.map(|day| format!("week={day}"));
        let person = (!person.is_empty()).then(|| format!("person={person}"));
        let query: Vec<String> = week.into_iter().chain(person).collect();
        format!("/times?{}", query.join("&"))
    };
    let before = first.checked_sub(1.day()).ok();
    let after = last.checked_add(1.day()).ok().filter(|day| *day <= today);
    let words = tf(w::WEEK, &[("from", &date(first, lang())), ("to", &date(last, lang()))]);
    view! {
        <nav class="times__steps" aria-label=t(w::TIMES)>
            <a class="button button--quiet" href=to(before) aria-label=t(w::WEEK_BEFORE)>
                <Icon name=Icon::ArrowLeft />
            </a>
            <h2 class="times__week">{words}</h2>
            {after
                .map(|day| {
                    view! {
                        <a class="button button--quiet" href=to(Some(day)) aria-label=t(w::WEEK_AFTER)>
                            <Icon name=Icon::ArrowRight />
                        </a>
                        <a class="button button--quiet" href=to(None)>
                            {t(w::THIS_WEEK)}
                        </a>
                    }
                })}
        </nav>
    }
}

/// Timers that wait to be booked.
#[component]
fn Open(timers: Vec<TimerView>) -> impl IntoView {
    (!timers.is_empty()).then(|| {
        let rows: Vec<_> = timers
            .into_iter()
            .map(|timer| {
                let href = format!("/tickets/{}#effort", timer.number.0);
                let state = if timer.timer.since.is_some() { w::RUNS } else { w::STANDS };
                view! {
                    <li>
                        <a class="times__line" href=href>
                            <span class="times__number">{written(timer.number)}</span>
                            <span class="times__title">{timer.title}</span>
                            <span class="times__time">
                                <Watch timer=timer.timer />
                                " "
                                {t(state)}
                            </span>
                        </a>
                    </li>
                }
            })
            .collect();
        view! {
            <section class="times__open" aria-labelledby="timers">
                <h2 class="times__day" id="timers">
                    {t(w::TIMERS)}
                </h2>
                <ul class="times__lines">{rows}</ul>
            </section>
        }
    })
}

/// One day; an empty one is a line.
#[component]
fn Day(day: Date, today: Date, lines: Vec<WeekLine>, activities: Vec<(String, String)>) -> impl IntoView {
    let sum: u32 = lines.iter().map(|line| line.effort.minutes).sum();
    let rows: Vec<_> = lines.into_iter().map(|line| row(line, &activities)).collect();
    let empty = rows.is_empty();
    let weekday = t(weekday_word(day.weekday()));
    view! {
        <section class="times__part" class:times__part--today=day == today class:times__part--empty=empty>
            <h3 class="times__day">
                <span>{weekday} ", " {short_date(day, lang())}</span>
                <strong>{if empty { "–".to_owned() } else { minutes(lang(), sum) }}</strong>
            </h3>
            <ul class="times__lines">{rows}</ul>
        </section>
    }
}

fn row(line: WeekLine, activities: &[(String, String)]) -> AnyView {
    let effort = line.effort;
    let known = activities.iter().find(|(code, _)| *code == effort.activity);
    let activity = known.map_or_else(|| effort.activity.clone(), |(_, name)| name.clone());
    let free = (effort.billing != Billing::Billable).then(|| t(billing_word(effort.billing)).to_owned());
    let note = Some(effort.note).filter(|note| !note.is_empty());
    let about: Vec<String> = [line.organisation, Some(activity), free, note].into_iter().flatten().collect();
    view! {
        <li>
            <a class="times__line" href=format!("/tickets/{}#effort", line.number.0)>
                <span class="times__number">{written(line.number)}</span>
                <span class="times__title">
                    {line.title} <span class="times__about">{about.join(" · ")}</span>
                </span>
                <span class="times__time">{minutes(lang(), effort.minutes)}</span>
            </a>
        </li>
    }
    .into_any()
}
