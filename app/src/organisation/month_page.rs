//! The monthly plan of an account manager: each customer with what is planned for the month, and a note about it.
use crate::organisation::api::{KeepMonthNote, load_month};
use crate::organisation::list_page::Tabs;
use crate::organisation::view::{MonthOf, MonthView, Planned};
use crate::organisation::word::ending_words;
use crate::parts::badge::StageBadge;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextArea, comes_back};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::parts::toast::toast;
use crate::promise::sentence::weekday_word;
use crate::words::Text;
use crate::words::month as w;
use domain::moment::short_date;
use domain::organisation::month::{LONGEST_NOTE, Month};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/monthly-plan?month=2026-12&show=all`
pub struct MonthPage;

#[lazy_route]
impl LazyRoute for MonthPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let asked = Memo::new(move |_| {
            query
                .with(|query| (query.get("month").unwrap_or_default(), query.get("show").unwrap_or_default()))
        });
        let plan = Resource::new(move || asked.get(), |(month, show)| load_month(month, show));
        let reload = Callback::new(move |()| plan.refetch());
        view! {
            <PageHead title=w::TITLE />
            <Load resource=plan skeleton=SkeletonKind::List view=move |plan| view! { <Plan plan reload /> } />
        }
        .erase()
    }
}

#[component]
fn Plan(plan: MonthView, reload: Callback<()>) -> impl IntoView {
    let MonthView { month, this, everybody, of, manages } = plan;
    let empty = of.is_empty();
    let parts: Vec<_> = of.into_iter().map(|of| view! { <Part of month manages reload /> }).collect();
    view! {
        <Tabs here="plan" everybody />
        <Steps month this everybody />
        {empty.then(|| view! { <Empty icon=Icon::Building title=w::EMPTY text=w::EMPTY_TEXT /> })}
        <div class="months">{parts}</div>
    }
    .erase()
}

/// The name of a month with its year.
fn told(month: Month) -> String {
    const NAMES: [Text; 12] = [
        w::JANUARY,
        w::FEBRUARY,
        w::MARCH,
        w::APRIL,
        w::MAY,
        w::JUNE,
        w::JULY,
        w::AUGUST,
        w::SEPTEMBER,
        w::OCTOBER,
        w::NOVEMBER,
        w::DECEMBER,
    ];
    let first = month.first();
    let name = usize::try_from(first.month() - 1).ok().and_then(|at| NAMES.get(at)).copied();
    format!("{} {}", name.map_or("", t), first.year())
}

#[component]
fn Steps(month: Month, this: Month, everybody: bool) -> impl IntoView {
    let show = if everybody { "&show=all" } else { "" };
    let toggle = format!("/monthly-plan?month={month}{}", if everybody { "" } else { "&show=all" });
    let to = |month: Month| format!("/monthly-plan?month={month}{show}");
    view! {
        <nav class="times__steps" aria-label=t(w::TITLE)>
            <a class="button button--quiet" href=to(month.plus(-1)) aria-label=t(w::BEFORE)>
                <Icon name=Icon::ArrowLeft />
            </a>
            <h2 class="times__week">{told(month)}</h2>
            <a class="button button--quiet" href=to(month.plus(1)) aria-label=t(w::AFTER)>
                <Icon name=Icon::ArrowRight />
            </a>
            <a class="button button--quiet" href=toggle>
                {t(if everybody { w::MINE_PLAN } else { w::ALL_PLAN })}
            </a>
            {(month != this)
                .then(|| {
                    view! {
                        <a class="button button--quiet" href=to(this)>
                            {t(w::THIS_MONTH)}
                        </a>
                    }
                })}
        </nav>
    }
}

#[component]
fn Part(of: MonthOf, month: Month, manages: bool, reload: Callback<()>) -> impl IntoView {
    let MonthOf { id, name, note, ending, planned } = of;
    let anchor = format!("month-{id}");
    let named = anchor.clone();
    let rows: Vec<_> = planned.into_iter().map(row).collect();
    let nothing = rows.is_empty().then(|| view! { <p class="muted small">{t(w::NOTHING)}</p> });
    let ending = ending.map(|ending| view! { <p class="contract-end">{ending_words(ending)}</p> });
    let own = id.to_string();
    let open = comes_back(KeepMonthNote::url(), Some(("id", own.as_str())));
    let label = if note.is_empty() { w::NOTE_ADD } else { w::NOTE_CHANGE };
    view! {
        <section class="card month" aria-labelledby=named>
            <header class="card__head">
                <h3 class="card__title" id=anchor>
                    <a href=format!("/organisations/{id}")>{name.clone()}</a>
                </h3>
                <a class="section__more" href=format!("/tickets?show=open&organisation={id}")>
                    {t(w::OPEN_TICKETS)}
                </a>
            </header>
            <div class="card__body">
                {ending} {nothing} <ul class="month__planned">{rows}</ul>
                {(!note.is_empty()).then(|| view! { <p class="month__note lines">{note.clone()}</p> })}
            </div>
            {manages
                .then(|| {
                    view! {
                        <Fold label icon=Icon::Pencil class="fold--in-card" open>
                            <NoteForm id=own name month note reload />
                        </Fold>
                    }
                })}
        </section>
    }
    .erase()
}

#[component]
fn NoteForm(id: String, name: String, month: Month, note: String, reload: Callback<()>) -> impl IntoView {
    let done = Callback::new(move |()| {
        toast(w::NOTE_KEPT);
        reload.run(());
    });
    view! {
        <Form
            action={ServerAction::<KeepMonthNote>::new()}
            on_success=done
            label=tf(w::NOTE_OF, &[("name", &name)])
            only=("id", id.clone())
        >
            <Hidden name="id" value=id />
            <Hidden name="month" value=month.to_string() />
            <TextArea name="note" label=w::NOTE hint=w::NOTE_HINT rows=3 value=note max=LONGEST_NOTE />
            <div class="form__actions">
                <Submit label=w::NOTE_KEEP kind=ButtonKind::Plain />
            </div>
        </Form>
    }
    .erase()
}

fn row(planned: Planned) -> AnyView {
    let Planned { day, number, title, stage, rests } = planned;
    let when = format!("{}, {}", t(weekday_word(day.weekday())), short_date(day, lang()));
    view! {
        <li>
            <a class="month__line" href=format!("/tickets/{}", number.0)>
                <span class="month__day">{when}</span>
                <span class="month__title">
                    <span class="month__number">{written(number)}</span>
                    " "
                    {title}
                </span>
                <StageBadge stage rests />
            </a>
        </li>
    }
    .into_any()
}
