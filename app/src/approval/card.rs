//! What customers read of a ticket's effort, and where they release more of it (E3).
use crate::approval::api::DecideApproval;
use crate::approval::ask::open_request;
use crate::approval::request::{DecidedByOthers, Request, UpTo, WhyNot, settled};
use crate::approval::view::{ApprovalsView, Decides, RequestView};
use crate::approval::word::{hour, release};
use crate::effort::word::minutes;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Submit, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::ticket::page::act::{Act, done};
use crate::ticket::page::here::here;
use crate::words::approval as w;
use domain::approval::consent::Tariff;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// How much may be worked without asking, and what was agreed to; only for customers: staff have the meter.
#[component]
pub fn EffortCard() -> impl IntoView {
    let here = here();
    let lines = here.part(|ticket| ticket.approvals.as_ref().map(lines).unwrap_or_default());
    move || {
        let lines = lines.get();
        (!here.staff && !lines.is_empty()).then(|| {
            let lines: Vec<_> = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect();
            view! {
                <section class="facts-box" aria-labelledby="agreed">
                    <h2 class="facts-box__title" id="agreed">
                        {t(w::EFFORT)}
                    </h2>
                    <div class="agreed">{lines}</div>
                </section>
            }
        })
    }
}

fn lines(approvals: &ApprovalsView) -> Vec<String> {
    let time = |amount| minutes(lang(), amount);
    let released = approvals.released;
    let told = approvals.told.filter(|_| released == 0);
    let open = open_request(approvals).is_some();
    [
        approvals.agreed.map(|tariff| tf(w::AGREED, &[("hour", &hour(lang(), tariff))])),
        approvals.included.map(|included| tf(w::INCLUDED, &[("time", &time(included))])),
        told.map(|at| tf(w::TOLD_AT, &[("when", &at.full(lang()))])),
        (released > 0).then(|| tf(w::RELEASED, &[("time", &time(released))])),
        approvals.request.as_ref().filter(|_| !open).and_then(settled),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The open request on the customer's card; for who may answer it, price and answers come first.
#[component]
pub fn Decide(
    /// Which.
    request: RequestView,
    /// Who decides.
    decides: Decides,
) -> impl IntoView {
    match decides {
        Decides::Reader => view! {
            <Answers request=request.clone() />
            <Request request />
        }
        .erase(),
        Decides::Part { most, names } => view! {
            <p class="request__words">{t(w::PART_ONLY)}</p>
            <Less id=request.id.to_string() tariff=request.tariff most />
            <Request request />
            <DecidedByOthers names />
        }
        .erase(),
        Decides::Others { names } => view! {
            <Request request />
            <DecidedByOthers names />
        }
        .erase(),
    }
}

#[component]
fn Answers(request: RequestView) -> impl IntoView {
    let here = here();
    let (approve, decline) = (ServerAction::<DecideApproval>::new(), ServerAction::<DecideApproval>::new());
    let id = request.id.to_string();
    let again = id.clone();
    let words = release(lang(), &written(here.number), request.minutes, request.cents, request.tariff);
    view! {
        <Form action=approve on_success=done(here) class="act__form" only=("deed", "approve".to_owned())>
            <Hidden name="id" value=id />
            <Hidden name="deed" value="approve" />
            <p class="request__words">{words}</p>
            <Submit label=w::APPROVE icon=Icon::Check />
        </Form>
        <Less id=again.clone() tariff=request.tariff most=request.minutes />
        <Act label=w::DECLINE icon=Icon::Undo kind=ButtonKind::Plain>
            <Form action=decline on_success=done(here) class="act__form" only=("deed", "decline".to_owned())>
                <Hidden name="id" value=again />
                <Hidden name="deed" value="decline" />
                <WhyNot />
            </Form>
        </Act>
    }
    .erase()
}

/// Less is released than is asked for.
#[component]
fn Less(
    /// Which request.
    id: String,
    /// What an hour costs.
    tariff: Tariff,
    /// Minutes at most.
    most: u32,
) -> impl IntoView {
    let less = ServerAction::<DecideApproval>::new();
    let open = comes_back(DecideApproval::url(), Some(("deed", "less")));
    view! {
        <Act label=w::LESS icon=Icon::Check kind=ButtonKind::Plain open>
            <Form action=less on_success=done(here()) class="act__form" only=("deed", "less".to_owned())>
                <Hidden name="id" value=id />
                <Hidden name="deed" value="less" />
                <UpTo tariff most />
            </Form>
        </Act>
    }
    .erase()
}
