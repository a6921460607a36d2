//! The staff queue: what to do next, in the order of C11.
use crate::layout::counters::use_counters;
use crate::parts::badge::{Count, StageBadge};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{me, t, tf, written};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::promise::clock::ticking;
use crate::ticket::api::{Assign, MoveTicket, load_queue};
use crate::ticket::fresh::{is_news, keep_fresh, read_before};
use crate::ticket::line::{DueOrSince, Marks, address, responsible};
use crate::ticket::view::{Counters, QueueName, TicketLine, TicketList};
use crate::words::Text;
use crate::words::list as w;
use domain::moment::Moment;
use domain::ticket::Stage;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// `/queue?queue=inbox|mine|team|all`
pub struct QueuePage;

#[lazy_route]
impl LazyRoute for QueuePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        queue()
    }
}

/// What the page shows; also at `/` for staff.
pub fn queue() -> AnyView {
    let search = use_location().search;
    let query = use_query_map();
    let name = Memo::new(move |_| {
        let code = query.with(|query| query.get("queue"));
        QueueName::ALL.into_iter().find(|name| code.as_deref() == Some(name.code())).unwrap_or_default()
    });
    let list = Resource::new(move || (name.get(), search.get()), |(name, query)| load_queue(name, query));
    keep_fresh(list);
    view! {
        {move || view! { <PageHead title=word(name.get()) /> }}
        <Tabs name />
        <Load
            resource=list
            skeleton=SkeletonKind::List
            view=move |list| view! { <Rows list name=name.get_untracked() /> }
        />
    }
    .erase()
}

const fn word(name: QueueName) -> Text {
    match name {
        QueueName::Inbox => w::QUEUE_INBOX,
        QueueName::Mine => w::QUEUE_MINE,
        QueueName::Team => w::QUEUE_TEAM,
        QueueName::All => w::QUEUE_ALL,
    }
}

const fn count(name: QueueName, counters: &Counters) -> u32 {
    match name {
        QueueName::Inbox => counters.inbox,
        QueueName::Mine => counters.mine,
        QueueName::Team => counters.team,
        QueueName::All => 0,
    }
}

#[component]
fn Tabs(name: Memo<QueueName>) -> impl IntoView {
    let counters = use_counters();
    let tabs = QueueName::ALL.map(|tab| {
        let n = Signal::derive(move || counters.with(|counters| count(tab, counters)));
        view! {
            <a
                class="tab"
                href=format!("/queue?queue={}", tab.code())
                aria-current=move || (name.get() == tab).then_some("page")
            >
                {t(word(tab))}
                <Count n />
            </a>
        }
    });
    view! {
        <nav class="tabs queue__tabs" aria-label=t(w::QUEUES)>
            {tabs}
        </nav>
    }
    .erase()
}

#[component]
fn Rows(list: TicketList, name: QueueName) -> impl IntoView {
    if list.lines.is_empty() {
        return view! { <Empty icon=Icon::Check title=w::QUEUE_EMPTY_TITLE text=w::QUEUE_EMPTY_TEXT /> }
            .erase();
    }
    let (take, triage) = (ServerAction::<Assign>::new(), ServerAction::<MoveTicket>::new());
    let now = list.now;
    let next = list.next.map(|after| format!("/queue?queue={}&after={after}", name.code()));
    let before = read_before(now);
    let clock = ticking(now.at);
    let rows = list.lines.into_iter().map(|line| {
        let news = is_news(line.changed, before);
        view! { <QueueRow line now clock take triage news /> }
    });
    view! {
        <p class="queue__order">{t(w::QUEUE_ORDER)}</p>
        <ul class="rows rows--compact">{rows.collect::<Vec<_>>()}</ul>
        {next
            .map(|href| {
                view! {
                    <nav class="list__turn" aria-label=t(w::NEXT)>
                        <LinkButton href label=w::NEXT />
                    </nav>
                }
            })}
    }
    .erase()
}

#[component]
fn QueueRow(
    line: TicketLine,
    now: Moment,
    clock: ReadSignal<i64>,
    take: ServerAction<Assign>,
    triage: ServerAction<MoveTicket>,
    news: bool,
) -> impl IntoView {
    let own = me().actor.is_some_and(|actor| line.assignee.as_deref() == Some(actor.name.as_str()));
    let place = [line.organisation.clone(), Some(responsible(&line)), line.team.clone()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let class = format!("queue-row queue-row--{}", line.class.as_deref().unwrap_or("none"));
    view! {
        <li class=class class:row--news=news>
            <a class="queue-row__link" href=address(&line)>
                <span class="ticket-row__number">{written(line.number)}</span>
                <span class="ticket-row__words">
                    <span class="ticket-row__title">{line.title.clone()}</span>
                    <span class="ticket-row__place">{place}</span>
                </span>
                <span class="ticket-row__marks">
                    <Marks line=line.clone() />
                    <StageBadge stage=line.stage rests=line.rests />
                </span>
                <span class="ticket-row__time">
                    <DueOrSince line=line.clone() now clock />
                </span>
            </a>
            <Quick line own take triage />
        </li>
    }
    .erase()
}

/// The one thing to do from the list: begin triage, or take it.
#[component]
fn Quick(
    line: TicketLine,
    own: bool,
    take: ServerAction<Assign>,
    triage: ServerAction<MoveTicket>,
) -> impl IntoView {
    let number = line.number;
    let label = tf(w::TAKE_THIS, &[("number", &written(number))]);
    let may_triage = me()
        .actor
        .is_some_and(|a| a.may(domain::access::Action::Triage, &domain::access::Relation::default()));
    let may_work =
        me().actor.is_some_and(|a| a.may(domain::access::Action::Work, &domain::access::Relation::default()));
    let id = me().actor.map_or_else(String::new, |actor| actor.id.to_string());
    let form = if line.stage == Stage::Received && may_triage {
        view! {
            <Form action=triage>
                <input type="hidden" name="number" value=number.0 />
                <input type="hidden" name="to" value=Stage::InTriage.code() />
                <Submit label=w::TRIAGE kind=ButtonKind::Quiet />
            </Form>
        }
        .erase()
    } else if !own && may_work {
        view! {
            <Form action=take label=label>
                <input type="hidden" name="number" value=number.0 />
                <input type="hidden" name="to" value=id />
                <Submit label=w::TAKE kind=ButtonKind::Quiet />
            </Form>
        }
        .erase()
    } else {
        ().erase()
    };
    view! { <div class="queue-row__quick">{form}</div> }.erase()
}
