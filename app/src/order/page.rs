//! One order: how far it is, its tickets, its documents and its history.
use crate::deal::comment::CommentBox;
use crate::deal::files::{Files, all};
use crate::deal::fresh::Shown;
use crate::deal::thread::Thread;
use crate::document::viewer::{ViewerDialog, provide_viewer};
use crate::order::api::{TurnOrder, load_order};
use crate::order::badge::{BudgetBar, OrderBadge};
use crate::order::tickets::Tickets;
use crate::order::view::OrderView;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextArea, comes_back};
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::state::{Load, SkeletonKind};
use crate::quote::wording::euros;
use crate::words::{deal, order as w, quote};
use domain::deal::{Deal, LONGEST_COMMENT, OrderNumber};
use domain::order::OrderKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/orders/:number`
pub struct OrderPage;

#[lazy_route]
impl LazyRoute for OrderPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let number = Memo::new(move |_| params.with(|params| params.get("number").unwrap_or_default()));
        let order = Resource::new(move || number.get(), load_order);
        view! {
            <Load
                resource=order
                skeleton=SkeletonKind::Page
                alone=true
                view=|order| view! { <OpenOrder order /> }
            />
        }
        .erase()
    }
}

#[component]
fn OpenOrder(order: OrderView) -> impl IntoView {
    let (number, may) = (order.number, order.may);
    let deal = Deal::Order(number);
    let shown = Shown::open(deal, order, move || load_order(number.to_string()));
    let entries = shown.part(|order| order.entries.clone());
    let documents = shown.part(|order| all(&order.entries));
    provide_viewer(documents.into());
    view! {
        <div class="deal">
            <Head shown />
            <aside class="deal__rail">
                <Progress shown />
                <Facts shown />
                <Files entries />
            </aside>
            <div class="deal__main">
                <Tickets shown />
                <Thread entries />
                {may
                    .comment
                    .then(|| view! { <CommentBox deal internal=may.internal done=shown.renewed() /> })}
            </div>
            <ViewerDialog />
        </div>
    }
}

#[component]
fn Head(shown: Shown<OrderView>) -> impl IntoView {
    let head = shown.part(|order| (order.number, order.title.clone(), order.state.kind()));
    move || {
        let (number, title, state) = head.get();
        view! {
            <div class="deal__head">
                <p class="deal__number">{tf(w::ORDER_NUMBER, &[("number", &number.to_string())])}</p>
                <PageHead title=title>
                    <OrderBadge state />
                </PageHead>
            </div>
        }
    }
}

/// Time sold and used, and what staff do about the order.
#[component]
fn Progress(shown: Shown<OrderView>) -> impl IntoView {
    let stands = shown.part(|order| (order.number, order.state.kind(), order.budget, order.may.write));
    let done = shown.renewed();
    move || {
        let (number, state, budget, writes) = stands.get();
        view! {
            <section class="decision" aria-labelledby="progress">
                <h2 class="facts-box__title" id="progress">
                    {t(w::PROGRESS)}
                </h2>
                <BudgetBar budget />
                {writes.then(|| view! { <Turns number state done /> })}
            </section>
        }
    }
}

#[component]
fn Turns(number: OrderNumber, state: OrderKind, done: Callback<()>) -> impl IntoView {
    let plain = move |deed: &'static str, label, kind| {
        view! {
            <Form action={ServerAction::<TurnOrder>::new()} only=("deed", deed.to_owned()) on_success=done>
                <Hidden name="number" value=number.to_string() />
                <Hidden name="deed" value=deed.to_owned() />
                <Submit label=label kind=kind />
            </Form>
        }
    };
    match state {
        OrderKind::Open => view! {
            {plain("finish", w::FINISH, ButtonKind::Primary)}
            <Fold
                label=w::CANCEL
                icon=Icon::X
                class="fold--card"
                open=comes_back(TurnOrder::url(), Some(("deed", "cancel")))
            >
                <Form
                    action={ServerAction::<TurnOrder>::new()}
                    only=("deed", "cancel".to_owned())
                    on_success=done
                >
                    <Hidden name="number" value=number.to_string() />
                    <Hidden name="deed" value="cancel".to_owned() />
                    <TextArea name="reason" label=quote::REASON rows=3 required=true max=LONGEST_COMMENT />
                    <div class="form__actions">
                        <Submit label=w::CANCEL kind=ButtonKind::Danger />
                    </div>
                </Form>
            </Fold>
        }
        .erase(),
        OrderKind::Done | OrderKind::Cancelled => plain("reopen", w::REOPEN, ButtonKind::Plain).erase(),
    }
}

/// By which quote it began, and where it belongs.
#[component]
fn Facts(shown: Shown<OrderView>) -> impl IntoView {
    let facts = shown.part(|order| {
        (
            order.quote,
            order.accepted.clone(),
            order.organisation.clone(),
            order.project.clone(),
            order.net,
            order.gross,
        )
    });
    move || {
        let lang = lang();
        let ((quote, version), (by, at), organisation, project, net, gross) = facts.get();
        let row = |name, value: AnyView| {
            view! {
                <div class="fact">
                    <dt>{t(name)}</dt>
                    <dd>{value}</dd>
                </div>
            }
        };
        let from = format!("{quote} · {} {version}", t(quote::VERSION));
        view! {
            <section class="facts-box" aria-labelledby="facts">
                <h2 class="facts-box__title" id="facts">
                    {t(quote::FACTS)}
                </h2>
                <dl class="facts">
                    {row(quote::NUMBER, view! { <a href=format!("/quotes/{quote}")>{from}</a> }.erase())}
                    {row(w::ACCEPTED, format!("{by}, {}", at.date(lang)).erase())}
                    {row(quote::NET, euros(lang, net).erase())}
                    {row(quote::GROSS, euros(lang, gross).erase())}
                    {row(
                        deal::ORGANISATION,
                        view! {
                            <a href=format!("/organisations/{}", organisation.id)>{organisation.name}</a>
                        }
                            .erase(),
                    )}
                    {project
                        .map(|project| {
                            let href = format!("/orders?project={}", project.id);
                            row(deal::PROJECT, view! { <a href=href>{project.name}</a> }.erase())
                        })}
                </dl>
            </section>
        }
    }
}
