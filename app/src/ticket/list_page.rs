//! The list of tickets: filters in the address bar, rows, and what comes after them.
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, me, t, tn};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::ticket::address::{address, filter};
use crate::ticket::api::{load_choices, load_tickets};
use crate::ticket::fresh::{is_news, keep_fresh, read_before};
use crate::ticket::line::TicketRow;
use crate::ticket::list::chips::Chips;
use crate::ticket::list::filters::Filters;
use crate::ticket::view::{MOST_COUNTED, TicketList};
use crate::words::list as w;
use domain::ticket::filter::Filter;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::{LazyRoute, lazy_route};

/// `/tickets`
pub struct ListPage;

#[lazy_route]
impl LazyRoute for ListPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let search = use_location().search;
        let tickets = Resource::new(move || search.get(), load_tickets);
        let choices = Resource::new(|| (), |()| load_choices());
        keep_fresh(tickets);
        let several = me().actor.is_some_and(|actor| actor.is_staff() || actor.memberships().len() != 1);
        view! {
            <PageHead title=w::TITLE />
            <Load
                resource=choices
                skeleton=SkeletonKind::Page
                view=move |choices| {
                    let shown = choices.clone();
                    view! {
                        {move || {
                            let wanted = filter(&search.get());
                            view! {
                                <Filters filter=wanted.clone() choices=shown.clone() />
                                <Chips filter=wanted choices=shown.clone() />
                            }
                        }}
                    }
                }
            />
            <Load
                resource=tickets
                skeleton=SkeletonKind::List
                view=move |list| {
                    let wanted = filter(&search.get_untracked());
                    view! { <Rows list filter=wanted several /> }
                }
            />
        }
        .erase()
    }
}

#[component]
fn Rows(list: TicketList, filter: Filter, several: bool) -> impl IntoView {
    if list.lines.is_empty() {
        return view! { <Nothing filter /> }.erase();
    }
    let (total, now) = (total(list.total), list.now);
    let class = if is_staff() { "rows rows--compact" } else { "rows" };
    let before = read_before(now);
    let lines = list.lines.into_iter();
    view! {
        <p class="list__total" role="status">
            {total}
        </p>
        <ul class=class>
            {lines
                .map(|line| {
                    let news = is_news(line.changed, before);
                    view! { <TicketRow line now with_organisation=several news /> }
                })
                .collect::<Vec<_>>()}
        </ul>
        <Turn next=list.next filter />
    }
    .erase()
}

/// How many, as one says it.
fn total(count: u32) -> String {
    if count > MOST_COUNTED { tn(w::TOTAL_MORE, MOST_COUNTED.into()) } else { tn(w::TOTAL, count.into()) }
}

/// On to the next rows, or back to the first.
#[component]
fn Turn(next: Option<String>, filter: Filter) -> impl IntoView {
    let first =
        filter.after.is_some().then(|| address("/tickets", &Filter { after: None, ..filter.clone() }));
    let next = next.map(|after| {
        let base = address("/tickets", &Filter { after: None, ..filter });
        let mark = if base.contains('?') { '&' } else { '?' };
        format!("{base}{mark}after={after}")
    });
    view! {
        <nav class="list__turn" aria-label=t(w::NEXT)>
            {first.map(|href| view! { <LinkButton href label=w::FIRST kind=ButtonKind::Quiet /> })}
            {next.map(|href| view! { <LinkButton href label=w::NEXT /> })}
        </nav>
    }
    .erase()
}

#[component]
fn Nothing(filter: Filter) -> impl IntoView {
    if filter.is_narrow() || filter.after.is_some() {
        view! {
            <Empty icon=Icon::Search title=w::NOTHING_TITLE text=w::NOTHING_TEXT>
                <LinkButton href="/tickets" label=w::RESET />
            </Empty>
        }
        .erase()
    } else {
        view! {
            <Empty icon=Icon::Ticket title=w::EMPTY_TITLE text=w::EMPTY_TEXT>
                <LinkButton href="/tickets/new" label=w::NEW kind=ButtonKind::Primary icon=Icon::Plus />
            </Empty>
        }
        .erase()
    }
}
