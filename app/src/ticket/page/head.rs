//! The head of a ticket: number, title, state, where on its way it is, and who else is here.
use crate::parts::badge::{ClassBadge, KindBadge, StageBadge};
use crate::parts::erase::Erase as _;
use crate::parts::frame::heading;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, me, t, tf, written};
use crate::parts::time::{Day, Time};
use crate::parts::title::WindowTitle;
use crate::promise::clock::ticking;
use crate::promise::sentence::metric_word;
use crate::promise::view::PromiseState;
use crate::ticket::page::here::here;
use crate::ticket::page::linked::work_word;
use crate::ticket::page::presence::Others;
use crate::ticket::view::TicketView;
use crate::words::Text;
use crate::words::ticket as w;
use domain::moment::Moment;
use domain::promise::target::Metric;
use domain::ticket::Stage;
use domain::ticket::planned::PlannedDay;
use jiff::civil::Date;
use leptos::prelude::*;

/// The head.
#[component]
pub fn Head() -> impl IntoView {
    let here = here();
    let number = written(here.number);
    let title = here.ticket.with_untracked(|ticket| ticket.title.clone());
    let list = if here.staff { ("/queue", w::TO_QUEUE) } else { ("/tickets", w::TO_LIST) };
    view! {
        <WindowTitle text=format!("{number} {title} · {}", me().company) />
        <header class="page-head ticket-head">
            <p class="ticket-head__line">
                <a class="ticket-head__back" href=list.0>
                    <Icon name=Icon::ArrowLeft />
                    {t(list.1)}
                </a>
                <Others />
            </p>
            <h1 node_ref=heading() class="page-head__title ticket-head__title" tabindex="-1">
                <span class="ticket-head__number">{number}</span>
                " "
                {title}
            </h1>
            <State />
            <Stepper />
        </header>
    }
}

/// The state in words, and since when.
#[component]
fn State() -> impl IntoView {
    let here = here();
    let state = here.part(|ticket| {
        ((ticket.stage, ticket.rests), ticket.since, ticket.class.clone(), ticket.kind, ticket.planned)
    });
    let promised = here.part(|ticket| (next_promise(ticket), ticket.objected));
    let now = here.part(|ticket| ticket.now);
    let inner = here.ticket.with_untracked(|ticket| ticket.inner_work);
    move || {
        let ((stage, rests), since, class, kind, planned) = state.get();
        let (due, objected) = promised.get();
        let now = now.get_untracked();
        let class = match class {
            Some(class) => {
                let name = class.name(lang()).to_owned();
                Some(view! { <ClassBadge class=Some(class.code) name /> }.erase())
            }
            None => here.staff.then(|| view! { <ClassBadge class=None /> }.erase()),
        };
        view! {
            <div class="ticket-head__state">
                {inner.map(|work| view! { <span class="chip chip--accent">{t(work_word(work))}</span> })}
                <StageBadge stage rests />
                <span class="ticket-head__since">{t(w::SINCE)} " " <Time at=since now /></span> {class}
                {objected
                    .filter(|_| here.staff)
                    .map(|at| {
                        view! {
                            <span class="chip chip--objection">{t(w::OBJECTION)} " " <Time at now /></span>
                        }
                    })} <KindBadge kind />
                {planned.filter(|_| stage.is_open()).and_then(|day| planned_for(day, stage, now, here.staff))}
                {due.filter(|_| stage.is_open()).map(|(metric, due)| view! { <Promised metric due now /> })}
            </div>
        }
    }
}

/// For which day it is planned; of one that was missed staff read that it is overdue.
fn planned_for(day: Date, stage: Stage, now: Moment, staff: bool) -> Option<AnyView> {
    let (text, late) = match PlannedDay::of(day, stage, now.civil().date()) {
        PlannedDay::Ahead => (w::PLANNED_FOR, false),
        PlannedDay::Missed if staff => (w::PLAN_OVERDUE, true),
        PlannedDay::Missed => (w::WAS_PLANNED_FOR, false),
        PlannedDay::Over => return None,
    };
    let said = view! {
        <span class="ticket-head__when" class:late=late>
            {t(text)}
            " "
            <Day day />
        </span>
    };
    Some(said.erase())
}

/// Until when the promise that ends first is to be kept; alarming once it is not.
#[component]
fn Promised(metric: Metric, due: Moment, now: Moment) -> impl IntoView {
    let clock = ticking(now.at);
    let late = move || due.at < clock.get();
    let words = move || {
        let gaps = [("promise", t(metric_word(metric))), ("when", &due.told(now, lang()))];
        tf(if late() { w::OVERDUE_SINCE } else { w::DUE_BY }, &gaps)
    };
    view! {
        <span class="ticket-head__when" class:late=late>
            {words}
        </span>
    }
}

/// The running promise that ends first.
fn next_promise(ticket: &TicketView) -> Option<(Metric, Moment)> {
    let running = ticket.promises.iter().filter(|promise| promise.state == PromiseState::Running);
    running.min_by_key(|promise| promise.due.at).map(|promise| (promise.metric, promise.due))
}

/// The way of the ticket as steps (C10).
#[component]
fn Stepper() -> impl IntoView {
    let here = here();
    let way = here.part(|ticket| (ticket.steps.clone(), ticket.step, ticket.stage));
    move || {
        let (steps, current, stage) = way.get();
        let over = !stage.is_open();
        let count = steps.len();
        let steps = steps.into_iter().enumerate().map(|(index, step)| {
            let (class, word) = match index {
                _ if over || index < current => ("step step--past", Some(w::STEP_PAST)),
                _ if index == current => ("step step--now", None),
                _ => ("step", None),
            };
            let now = (index == current).then_some("step");
            view! {
                <li class=class aria-current=now>
                    <span class="step__mark" aria-hidden="true"></span>
                    <span class="step__word">
                        {word.map(|_| view! { <Icon name=Icon::Check /> })} {t(step_word(step))}
                        {word.map(|word| view! { <span class="hidden">{t(word)}</span> })}
                    </span>
                </li>
            }
        });
        let place =
            tf(w::STEP_PLACE, &[("n", &(current + 1).min(count).to_string()), ("of", &count.to_string())]);
        view! {
            <div class="stepper">
                <ol class="stepper__steps" aria-label=t(w::STEPS)>
                    {steps.collect::<Vec<_>>()}
                </ol>
                <p class="stepper__place" aria-hidden="true">
                    {place}
                </p>
            </div>
        }
    }
}

/// A leg of the way in one or two words; shorter than the state's own word.
const fn step_word(step: Stage) -> Text {
    match step {
        Stage::Received => w::STEP_RECEIVED,
        Stage::InTriage | Stage::Question => w::STEP_TRIAGE,
        Stage::HandedOver => w::STEP_TEAM,
        Stage::InProgress | Stage::WaitingForApproval | Stage::WaitingForThirdParty => w::STEP_WORK,
        Stage::ReadyForAcceptance => w::STEP_ACCEPTANCE,
        Stage::GoingLive => w::STEP_LIVE,
        Stage::Done => w::STEP_DONE,
        Stage::Closed => w::STEP_CLOSED,
        Stage::Billed => w::STEP_BILLED,
    }
}
