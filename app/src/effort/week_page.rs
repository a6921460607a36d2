//! A person's week or day: what was worked on which day, and the timers that wait to be booked.
mod sum;
mod ways;

use crate::effort::api::load_week;
use crate::effort::chip::Watch;
use crate::effort::kept::Kept;
use crate::effort::view::{TimerView, WeekLine, WeekView};
use crate::effort::waiting::Waiting;
use crate::effort::word::{billing_word, minutes};
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Select, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, written};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::promise::sentence::weekday_word;
use crate::words::effort as w;
use domain::effort::Billing;
use domain::moment::short_date;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use sum::{Sums, Total};
use ways::{Steps, Views};

/// `/times?week=2026-11-23&person=7`, `/times?view=day&day=2026-11-23`
pub struct TimesPage;

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    day: String,
    person: String,
    alone: bool,
}

impl Asked {
    /// The address of the same with another day; none for today.
    fn to(&self, day: Option<Date>) -> String {
        let (view, name) = if self.alone { (Some("view=day".to_owned()), "day") } else { (None, "week") };
        let day = day.map(|day| format!("{name}={day}"));
        let person = (!self.person.is_empty()).then(|| format!("person={}", self.person));
        let query: Vec<String> = [view, day, person].into_iter().flatten().collect();
        format!("/times?{}", query.join("&"))
    }
}

#[lazy_route]
impl LazyRoute for TimesPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            query.with(|query| {
                let get = |name: &str| query.get(name).filter(|value| !value.is_empty());
                Asked {
                    day: get("day").or_else(|| get("week")).unwrap_or_default(),
                    person: get("person").unwrap_or_default(),
                    alone: get("view").as_deref() == Some("day"),
                }
            })
        });
        let week = Resource::new(
            move || asked.get(),
            |asked| {
                let view = if asked.alone { "day" } else { "" };
                load_week(asked.day, asked.person, view.to_owned())
            },
        );
        let waiting = expect_context::<Waiting>();
        effect(move || {
            if waiting.sent.get() > 0 {
                week.refetch();
            }
        });
        view! {
            <PageHead title=w::TIMES />
            <Load
                resource=week
                skeleton=SkeletonKind::List
                view=move |week| {
                    let asked = asked.get_untracked();
                    view! { <Week week asked /> }
                }
            />
        }
        .erase()
    }
}

#[component]
fn Week(week: WeekView, asked: Asked) -> impl IntoView {
    let WeekView { person: whose, people, days, open, lines, timers, activities, now } = week;
    let today = now.civil().date();
    let first = days.first().copied().unwrap_or(today);
    let last = days.last().copied().unwrap_or(today);
    let alone = asked.alone;
    let missing = alone.then(|| open.first().copied()).flatten().filter(|_| first <= today);
    let shown: Vec<_> = days
        .iter()
        .map(|day| {
            let of_day = lines.iter().filter(|line| line.effort.day == *day).cloned().collect();
            view! { <Day day=*day today lines=of_day activities=activities.clone() link={!alone} asked=asked.clone() /> }
        })
        .collect();
    let empty = lines.is_empty().then(|| {
        let title = if alone { w::NOTHING_ON_DAY } else { w::NOTHING };
        view! { <Empty icon=Icon::Clock title text=w::NOTHING_HELP /> }
    });
    let sums = (alone && !lines.is_empty()).then(|| view! { <Sums lines=lines.clone() /> });
    view! {
        <Views asked=asked.clone() first last today />
        <Steps first last today asked=asked.clone() />
        {(!people.is_empty())
            .then(|| {
                let options = people
                    .iter()
                    .map(|one| (one.id.to_string(), one.name.clone()))
                    .collect::<Vec<_>>();
                view! {
                    <form class="form times__whose" method="get" action="/times">
                        {alone.then(|| view! { <input type="hidden" name="view" value="day" /> })}
                        <input
                            type="hidden"
                            name=if alone { "day" } else { "week" }
                            value=first.to_string()
                        />
                        <Select name="person" label=w::WHOSE options value=whose.id.to_string() />
                        <Submit label=w::SHOW kind=crate::parts::button::ButtonKind::Plain />
                    </form>
                }
            })}
        <Kept number=None activities=activities.clone() />
        <Open timers />
        <Total lines=lines.clone() missing />
        {empty}
        <div class="times">{shown}</div>
        {sums}
    }
    .erase()
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

/// One day; an empty one is a line. In a week its name leads to it.
#[component]
fn Day(
    day: Date,
    today: Date,
    lines: Vec<WeekLine>,
    activities: Vec<(String, String)>,
    link: bool,
    asked: Asked,
) -> impl IntoView {
    let sum: u32 = lines.iter().map(|line| line.effort.minutes).sum();
    let rows: Vec<_> = lines.into_iter().map(|line| row(line, &activities)).collect();
    let empty = rows.is_empty();
    if empty && !link {
        return ().erase();
    }
    let name = format!("{}, {}", t(weekday_word(day.weekday())), short_date(day, lang()));
    let href = Asked { alone: true, ..asked }.to(Some(day));
    let head = link.then(|| {
        view! {
            <h3 class="times__day">
                <a class="times__name" href=href>
                    {name}
                </a>
                <strong>{if empty { "–".to_owned() } else { minutes(lang(), sum) }}</strong>
            </h3>
        }
    });
    view! {
        <section class="times__part" class:times__part--today=day == today class:times__part--empty=empty>
            {head}
            <ul class="times__lines">{rows}</ul>
        </section>
    }
    .erase()
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
