//! One ticket in a list: as a row that leads to it, and the pieces that queue and board share.
use crate::parts::badge::{ClassBadge, KindBadge, StageBadge};
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, say_class, say_priority, t, tf, written};
use crate::parts::time::Time;
use crate::promise::sentence::{duration, metric_word, still_left, waits_word};
use crate::promise::view::Countdown;
use crate::ticket::view::TicketLine;
use crate::words::{self, internal, list as w};
use domain::moment::Moment;
use leptos::prelude::*;

/// Where a ticket is.
pub fn address(line: &TicketLine) -> String {
    format!("/tickets/{}", line.number.0)
}

/// A row: number and title, whose it is, state, last change. The whole row can be touched.
#[component]
pub fn TicketRow(
    /// Which.
    line: TicketLine,
    /// When the list was read.
    now: Moment,
    /// Say the organisation.
    #[prop(optional)]
    with_organisation: bool,
    /// Changed while the list was open.
    #[prop(optional)]
    news: bool,
) -> impl IntoView {
    let href = address(&line);
    let organisation = with_organisation.then(|| line.organisation.clone()).flatten();
    view! {
        <li>
            <a class="row ticket-row" class:row--news=news href=href>
                <span class="ticket-row__number">{written(line.number)}</span>
                <span class="ticket-row__words">
                    <span class="ticket-row__title">{line.title}</span>
                    {organisation.map(|name| view! { <span class="ticket-row__place">{name}</span> })}
                    {line.due.map(|due| view! { <Due due now /> })}
                </span>
                <span class="ticket-row__marks">
                    {line.internal.then(|| view! { <span class="chip chip--accent">{t(internal::INTERNAL)}</span> })}
                    {line
            .priority
            .map(|code| view! { <ClassBadge class=Some(code.clone()) name=say_priority(&code) /> })}
        <KindBadge kind=line.kind />
                    <StageBadge stage=line.stage rests=line.rests />
                </span>
                <span class="ticket-row__time">
                    <Time at=line.changed now />
                </span>
            </a>
        </li>
    }
    .erase()
}

/// Until when the next promise runs.
#[component]
fn Due(due: Moment, now: Moment) -> impl IntoView {
    let words = tf(w::DUE, &[("when", &due.told(now, lang()))]);
    view! {
        <span class="ticket-row__due" class:late=due.at < now.at>
            {words}
        </span>
    }
}

/// Class and type of a ticket, for staff: only what stands out.
#[component]
pub fn Marks(
    /// Which.
    line: TicketLine,
) -> impl IntoView {
    let class = line.class.filter(|code| code != "standard");
    view! {
        {line
            .objected
            .then(|| view! { <span class="chip chip--objection">{t(words::ticket::OBJECTION)}</span> })}
        {line.internal.then(|| view! { <span class="chip chip--accent">{t(internal::INTERNAL)}</span> })}
        {class.map(|code| view! { <ClassBadge class=Some(code.clone()) name=say_class(&code) /> })}
        <KindBadge kind=line.kind />
    }
    .erase()
}

/// Who is responsible, in words.
pub fn responsible(line: &TicketLine) -> String {
    line.assignee.clone().unwrap_or_else(|| t(w::NOBODY).to_owned())
}

/// What has to be kept first: how much open time is left, what it is, by when. Where its clock rests, since when and what for;
/// where nothing is promised, since when it is there.
#[component]
pub fn DueOrSince(
    /// Which.
    line: TicketLine,
    /// When the list was read.
    now: Moment,
    /// Milliseconds since 1970, moving on.
    clock: ReadSignal<i64>,
) -> impl IntoView {
    let lang = lang();
    let Some(due) = line.due else {
        let opened = || tf(w::QUEUE_OPENED, &[("when", &line.opened.told(now, lang))]);
        let waits = waits_word(line.stage, line.rests).map(|word| t(word).to_owned());
        let (first, second) = if line.paused {
            (tf(w::QUEUE_PAUSED, &[("when", &line.since.told(now, lang))]), waits.unwrap_or_else(opened))
        } else {
            (t(w::QUEUE_NONE).to_owned(), opened())
        };
        return view! {
            <span class="due">{first}</span>
            <span class="due__what">{second}</span>
        }
        .erase();
    };
    let late = move || due.at < clock.get();
    let when = due.told(now, lang);
    let what = match line.metric {
        Some(metric) => tf(words::ticket::DUE_BY, &[("promise", t(metric_word(metric))), ("when", &when)]),
        None => tf(w::QUEUE_DUE, &[("when", &when)]),
    };
    let left = line.left;
    let first = move || {
        let minutes = |left: &Countdown| still_left(&left.spans, left.left, now.at, clock.get());
        match left.as_ref().map(minutes) {
            _ if late() => Some(t(w::QUEUE_OVERDUE).to_owned()),
            Some(minutes) => Some(tf(w::QUEUE_LEFT, &[("time", &duration(lang, minutes))])),
            None => None,
        }
    };
    view! {
        {move || {
            first()
                .map(|words| {
                    view! {
                        <span class="due due--runs" class:late=late>
                            {words}
                        </span>
                    }
                })
        }}
        <span class="due__what">{what}</span>
    }
    .erase()
}
