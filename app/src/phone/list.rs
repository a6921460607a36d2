//! The calls so far, and where one begins.
use crate::effort::word::{minutes, watch};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, written};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::parts::time::Time;
use crate::phone::api::{BeginCall, load_calls};
use crate::phone::view::{CallLine, CallList};
use crate::words::phone as w;
use domain::moment::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/calls?organisation=7`
#[component]
pub fn Calls() -> impl IntoView {
    let query = use_query_map();
    let of = Memo::new(move |_| query.with(|query| query.get("organisation")).unwrap_or_default());
    let calls = Resource::new(move || of.get(), load_calls);
    view! { <Load resource=calls skeleton=SkeletonKind::List alone=true view=|list| view! { <Shown list /> } /> }
    .erase()
}

#[component]
fn Shown(list: CallList) -> impl IntoView {
    let CallList { open, past, organisation, now } = list;
    let empty = (open.is_empty() && past.is_empty()).then(|| {
        view! { <Empty icon=Icon::Phone title=w::EMPTY text=w::EMPTY_TEXT /> }
    });
    let lead = organisation.as_ref().map(|organisation| organisation.name.clone()).unwrap_or_default();
    let all = organisation.is_some();
    view! {
        <PageHead title=w::CALLS lead=lead>
            {all.then(|| view! { <LinkButton href="/calls" label=w::ALL_CALLS kind=ButtonKind::Quiet /> })}
            <Form action={ServerAction::<BeginCall>::new()} keyed=false class="form--inline">
                <Submit label=w::BEGIN icon=Icon::Phone />
            </Form>
        </PageHead>
        {empty}
        <Part title=t(w::OPEN_CALLS).to_owned() lines=open now />
        <Part title=t(w::PAST_CALLS).to_owned() lines=past now />
    }
    .erase()
}

#[component]
fn Part(title: String, lines: Vec<CallLine>, now: Moment) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let rows: Vec<_> = lines.into_iter().map(|line| row(line, now)).collect();
        view! {
            <section class="section">
                <h2 class="section__title section__head">{title}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

fn row(line: CallLine, now: Moment) -> AnyView {
    let who = if line.caller.is_empty() { t(w::NOBODY_YET).to_owned() } else { line.caller };
    let who = match line.organisation.filter(|firm| firm.name != who) {
        Some(firm) => format!("{who}, {}", firm.name),
        None => who,
    };
    let href = match &line.ticket {
        Some((number, _)) => format!("/tickets/{}", number.0),
        None => format!("/calls/{}", line.id),
    };
    let ticket = line.ticket.map(|(number, title)| format!("{} {title}", written(number)));
    let lasted = if line.timer.since.is_some() {
        watch(line.timer.elapsed(now.timestamp()), false)
    } else {
        minutes(lang(), line.timer.minutes(now.timestamp()))
    };
    view! {
        <li>
            <a class="row calls__row" href=href>
                <span class="calls__words">
                    <strong>{who}</strong>
                    <span class="muted small">{ticket.unwrap_or_else(|| t(w::NOT_WRITTEN).to_owned())}</span>
                </span>
                <span class="calls__taker muted small">{line.taker}</span>
                <span class="calls__time">{lasted}</span>
                <span class="calls__when muted small">
                    <Time at=line.began now />
                </span>
            </a>
        </li>
    }
    .into_any()
}
