//! The board: open tickets in columns by state, made for a tablet held in both hands.
use crate::parts::badge::{StageBadge, say_stage};
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Submit};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{t, tf, tn, written};
use crate::parts::state::{Load, SkeletonKind};
use crate::promise::clock::ticking;
use crate::ticket::api::{MoveTicket, load_board, load_choices};
use crate::ticket::board::drag::{Drag, Held};
use crate::ticket::fresh::keep_fresh;
use crate::ticket::line::{DueOrSince, Marks, address};
use crate::ticket::view::{Board, Choice, Column, TicketLine};
use crate::words::list as w;
use domain::id::TeamId;
use domain::moment::Moment;
use domain::ticket::Stage;
use domain::ticket::workflow::{Need, Way};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/board?team=`
pub struct BoardPage;

#[lazy_route]
impl LazyRoute for BoardPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let team = Memo::new(move |_| query.with(|q| q.get("team")).and_then(|id| id.parse::<TeamId>().ok()));
        let board = Resource::new(move || team.get(), load_board);
        let choices = Resource::new(|| (), |()| load_choices());
        keep_fresh(board);
        view! {
            <PageHead title=w::BOARD />
            <Load
                resource=choices
                skeleton=SkeletonKind::Page
                view=move |choices| view! { <Teams teams=choices.teams team /> }
            />
            <Load resource=board skeleton=SkeletonKind::Board view=|board| view! { <Columns board /> } />
        }
        .erase()
    }
}

#[component]
fn Teams(teams: Vec<Choice<TeamId>>, team: Memo<Option<TeamId>>) -> impl IntoView {
    let tab = move |id: Option<TeamId>, name: String| {
        let href = id.map_or_else(|| "/board".to_owned(), |id| format!("/board?team={id}"));
        view! {
            <a class="tab" href=href aria-current=move || (team.get() == id).then_some("page")>
                {name}
            </a>
        }
    };
    let teams = teams.into_iter().map(|choice| tab(Some(choice.id), choice.name)).collect::<Vec<_>>();
    view! {
        <nav class="tabs board__teams" aria-label=t(w::BOARD_TEAM)>
            {tab(None, t(w::BOARD_ALL).to_owned())}
            {teams}
        </nav>
    }
    .erase()
}

#[component]
fn Columns(board: Board) -> impl IntoView {
    let action = ServerAction::<MoveTicket>::new();
    let drag = Drag::new(action);
    let now = board.now;
    let columns = board.columns.into_iter().map(|column| view! { <StageColumn column now drag action /> });
    view! {
        <div class="board" tabindex="0" role="group" aria-label=t(w::BOARD)>
            {columns.collect::<Vec<_>>()}
        </div>
    }
    .erase()
}

#[component]
fn StageColumn(column: Column, now: Moment, drag: Drag, action: ServerAction<MoveTicket>) -> impl IntoView {
    let Column { stage, total, lines, ways } = column;
    let more = u64::from(total).saturating_sub(lines.len() as u64);
    let clock = ticking(now.at);
    let cards = lines.into_iter().map(|line| view! { <Card line now clock ways=ways.clone() drag action /> });
    let cards = cards.collect::<Vec<_>>();
    let empty = cards.is_empty().then(|| view! { <p class="board__empty">{t(w::BOARD_EMPTY)}</p> });
    let more = (more > 0).then(|| {
        let href = format!("/tickets?state={}&sort=queue", stage.code());
        view! {
            <a class="board__more" href=href>
                {tn(w::BOARD_MORE, more)}
            </a>
        }
    });
    view! {
        <section
            class="board__column"
            class:board__column--welcome=move || drag.welcomes(stage)
            data-stage=stage.code()
            aria-label=say_stage(stage)
        >
            <h2 class="board__title">
                {say_stage(stage)}
                <span class="board__total">{total.to_string()}</span>
            </h2>
            <ul class="board__cards">{cards}</ul>
            {empty}
            {more}
        </section>
    }
    .erase()
}

#[component]
fn Card(
    line: TicketLine,
    now: Moment,
    clock: ReadSignal<i64>,
    ways: Vec<Way>,
    drag: Drag,
    action: ServerAction<MoveTicket>,
) -> impl IntoView {
    let targets: Vec<Stage> = ways.iter().filter(|way| direct(way, &line)).map(|way| way.to).collect();
    let held = Held { number: line.number, targets };
    let number = line.number;
    view! {
        <li
            class="board-card"
            class:board-card--held=move || drag.holds(number)
            on:pointerdown=move |event| drag.down(&event, &held)
            on:pointermove=move |event| drag.over(&event)
            on:pointerup=move |event| drag.up(&event)
            on:pointercancel=move |_| drag.cancel()
        >
            <a class="board-card__link" href=address(&line) draggable="false">
                <span class="board-card__number">{written(line.number)}</span>
                <span class="board-card__title">{line.title.clone()}</span>
                <span class="board-card__place">{line.organisation.clone()}</span>
            </a>
            <div class="board-card__foot">
                {line
                    .rests
                    .then(|| view! { <StageBadge stage=line.stage rests=true /> })}
                <Marks line=line.clone() />
                <span class="board-card__time"><DueOrSince line=line.clone() now clock /></span>
                {line.assignee.clone().map(|name| view! { <span title=name.clone()><Avatar name=name.clone() staff=true /></span> })}
            </div>
            <MoveMenu line ways action />
        </li>
    }
    .erase()
}

/// Whether a move needs nothing that the board cannot give.
fn direct(way: &Way, line: &TicketLine) -> bool {
    let there = way.needs.iter().all(|need| match need {
        Need::Assignee => line.assignee.is_some(),
        Need::Team => line.team.is_some(),
        Need::Organisation => line.organisation.is_some(),
        Need::Note | Need::Specification | Need::Version | Need::Acceptance => false,
    });
    there && !way.to.needs_request()
}

/// Where the card may go: at once, or by way of the ticket where something must be written.
#[component]
fn MoveMenu(line: TicketLine, ways: Vec<Way>, action: ServerAction<MoveTicket>) -> impl IntoView {
    if ways.is_empty() {
        return ().erase();
    }
    let label = tf(w::BOARD_MOVE_THIS, &[("number", &written(line.number))]);
    let items = ways.into_iter().map(|way| {
        let stage = say_stage(way.to);
        if direct(&way, &line) {
            view! {
                <Form action=action>
                    <input type="hidden" name="number" value=line.number.0 />
                    <input type="hidden" name="to" value=way.to.code() />
                    <Submit label=stage kind=ButtonKind::Quiet />
                </Form>
            }
            .erase()
        } else {
            let text = tf(w::BOARD_OPEN, &[("stage", stage)]);
            view! {
                <a class="button button--quiet" href=address(&line)>
                    {text}
                </a>
            }
            .erase()
        }
    });
    view! {
        <details class="menu board-card__menu">
            <summary class="button button--quiet button--icon" aria-label=label title=t(w::BOARD_MOVE)>
                <crate::parts::icon::Icon name=Icon::More />
            </summary>
            <div class="menu__panel">{items.collect::<Vec<_>>()}</div>
        </details>
    }
    .erase()
}
