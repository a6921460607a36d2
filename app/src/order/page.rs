//! One order: how far it is, its tickets, its documents and its history.
use crate::deal::fresh::Shown;
use crate::deal::page::{DealHead, Parts, facts, link, organisation_fact, page, project_fact};
use crate::order::api::{TurnOrder, load_order};
use crate::order::badge::{BudgetBar, OrderBadge};
use crate::order::tickets::Tickets;
use crate::order::view::OrderView;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextArea, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::state::{Load, SkeletonKind};
use crate::words::{order as w, quote};
use domain::deal::{Deal, LONGEST_COMMENT, OrderNumber};
use domain::money::euros;
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
    let head = view! { <Head shown /> }.erase();
    let rail = view! {
        <Progress shown />
        <Facts shown />
    }
    .erase();
    let main = view! { <Tickets shown /> }.erase();
    page(deal, may, shown, |order| &order.entries, Parts { head, rail, main })
}

#[component]
fn Head(shown: Shown<OrderView>) -> impl IntoView {
    let head = shown.part(|order| (order.number, order.title.clone(), order.state.kind()));
    move || {
        let (number, title, state) = head.get();
        let number = tf(w::ORDER_NUMBER, &[("number", &number.to_string())]);
        let badge = view! { <OrderBadge state /> }.erase();
        view! { <DealHead number title badge /> }
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
    let stands = shown.part(|order| {
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
        let ((quote, version), (by, at), organisation, project, net, gross) = stands.get();
        let from = format!("{quote} · {} {version}", t(quote::VERSION));
        let mut rows = vec![
            fact(quote::NUMBER, link(format!("/quotes/{quote}"), from)),
            fact(w::ACCEPTED, format!("{by}, {}", at.date(lang)).erase()),
            fact(quote::NET, euros(lang, net).erase()),
            fact(quote::GROSS, euros(lang, gross).erase()),
            organisation_fact(organisation),
        ];
        rows.extend(project.map(|project| project_fact("/orders", project)));
        facts(rows)
    }
}
