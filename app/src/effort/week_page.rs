//! A person's week or day: what was worked on which day, and the timers that wait to be booked.
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
use crate::parts::say::{lang, t, tf, written};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::promise::sentence::weekday_word;
use crate::words::Text;
use crate::words::effort as w;
use domain::effort::Billing;
use domain::effort::sum::{gap, sums};
use domain::moment::{date, short_date};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

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

/// Everything together, what of it is billed, and what of the day is not booked yet.
#[component]
fn Total(lines: Vec<WeekLine>, missing: Option<u32>) -> impl IntoView {
    let sum: u32 = lines.iter().map(|line| line.effort.minutes).sum();
    let billable = lines.iter().filter(|line| line.effort.billing == Billing::Billable);
    let billable = minutes(lang(), billable.map(|line| line.effort.minutes).sum());
    let missing = missing.map(|open| gap(open, sum)).filter(|missing| *missing > 0);
    view! {
        <p class="times__sum">
            <span>{t(w::SUM)}</span>
            <strong>{minutes(lang(), sum)}</strong>
            <span class="muted">{tf(w::OF_IT_BILLABLE, &[("time", &billable)])}</span>
            {missing
                .map(|missing| {
                    let time = minutes(lang(), missing);
                    view! { <span class="times__gap">{tf(w::NOT_BOOKED_YET, &[("time", &time)])}</span> }
                })}
        </p>
    }
}

/// A day's time by ticket and by billing.
#[component]
fn Sums(lines: Vec<WeekLine>) -> impl IntoView {
    let by_ticket = sums(lines.iter().map(|line| ((line.number, line.title.clone()), line.effort.minutes)));
    let by_billing = sums(lines.iter().map(|line| (line.effort.billing, line.effort.minutes)));
    let tickets: Vec<_> = by_ticket
        .into_iter()
        .map(|((number, title), sum)| {
            let name = format!("{} {title}", written(number));
            view! {
                <dt>
                    <a href=format!("/tickets/{}#effort", number.0)>{name}</a>
                </dt>
                <dd>{minutes(lang(), sum)}</dd>
            }
        })
        .collect();
    let billings: Vec<_> = by_billing
        .into_iter()
        .map(|(billing, sum)| {
            view! {
                <dt>{t(billing_word(billing))}</dt>
                <dd>{minutes(lang(), sum)}</dd>
            }
        })
        .collect();
    view! {
        <div class="times__sums">
            <section aria-labelledby="by-ticket">
                <h3 id="by-ticket">{t(w::BY_TICKET)}</h3>
                <dl>{tickets}</dl>
            </section>
            <section aria-labelledby="by-billing">
                <h3 id="by-billing">{t(w::BY_BILLING)}</h3>
                <dl>{billings}</dl>
            </section>
        </div>
    }
    .erase()
}

/// Day or week.
#[component]
fn Views(asked: Asked, first: Date, last: Date, today: Date) -> impl IntoView {
    // From a week to its day of today, else to its first one; from a day to its week.
    let day = if (first..=last).contains(&today) { today } else { first };
    let tab = |alone: bool, text: Text| {
        let href = Asked { alone, ..asked.clone() }.to(Some(if alone { day } else { first }));
        let current = (asked.alone == alone).then_some("page");
        view! {
            <a class="tab" href=href aria-current=current>
                {t(text)}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=t(w::VIEWS)>
            {tab(true, w::ONE_DAY)}
            {tab(false, w::ONE_WEEK)}
        </nav>
    }
}

/// The week or day in words, with ways to others.
#[component]
fn Steps(first: Date, last: Date, today: Date, asked: Asked) -> impl IntoView {
    use jiff::ToSpan as _;
    let before = first.checked_sub(1.day()).ok();
    let after = last.checked_add(1.day()).ok().filter(|day| *day <= today);
    let (words, [back, on, now]) = if asked.alone {
        let day = format!("{}, {}", t(weekday_word(first.weekday())), date(first, lang()));
        (day, [w::DAY_BEFORE, w::DAY_AFTER, w::TODAY])
    } else {
        let words = tf(w::WEEK, &[("from", &date(first, lang())), ("to", &date(last, lang()))]);
        (words, [w::WEEK_BEFORE, w::WEEK_AFTER, w::THIS_WEEK])
    };
    view! {
        <nav class="times__steps" aria-label=t(w::TIMES)>
            <a class="button button--quiet" href=asked.to(before) aria-label=t(back)>
                <Icon name=Icon::ArrowLeft />
            </a>
            <h2 class="times__week">{words}</h2>
            {after
                .map(|day| {
                    view! {
                        <a class="button button--quiet" href=asked.to(Some(day)) aria-label=t(on)>
                            <Icon name=Icon::ArrowRight />
                        </a>
                        <a class="button button--quiet" href=asked.to(None)>
                            {t(now)}
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
