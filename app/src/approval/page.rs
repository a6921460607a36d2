//! `/approval?token=…`: where the button of a request's mail leads (E3). Looking changes nothing.
use crate::approval::api::{ApproveByLink, ApproveLessByLink, DeclineByLink, load_approval};
use crate::approval::request::{DecidedByOthers, Request, UpTo, WhyNot, settled};
use crate::approval::view::{Decides, RequestPage, RequestView};
use crate::approval::word::release;
use crate::error::AppError;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::fold::{Fold, Refusal};
use crate::parts::form::{Form, Hidden, Submit, comes_back};
use crate::parts::frame::{DoneHead, PageHead};
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf, written};
use crate::parts::state::{ErrorView, Load, SkeletonKind};
use crate::words::approval as w;
use domain::approval::State;
use domain::approval::consent::Tariff;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/approval`
pub struct ApprovalPage;

#[lazy_route]
impl LazyRoute for ApprovalPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Approval /> }.erase()
    }
}

/// What can be done here.
#[derive(Clone, Copy)]
struct Deeds {
    approve: ServerAction<ApproveByLink>,
    less: ServerAction<ApproveLessByLink>,
    decline: ServerAction<DeclineByLink>,
}

#[component]
fn Approval() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("token")).unwrap_or_default();
    if token.is_empty() {
        return view! { <ErrorView error=AppError::LinkEnded alone=true /> }.erase();
    }
    let deeds =
        Deeds { approve: ServerAction::new(), less: ServerAction::new(), decline: ServerAction::new() };
    let asked = token.clone();
    let view = Resource::new(
        move || {
            // A figure that was refused stays in its field: only what was taken is looked at anew.
            let less = matches!(deeds.less.value().get(), Some(Ok(())));
            (deeds.approve.version().get(), less, deeds.decline.version().get())
        },
        move |_| load_approval(asked.clone()),
    );
    view! {
        <div class="completion">
            <Load
                resource=view
                skeleton=SkeletonKind::List
                alone=true
                view=move |page: RequestPage| {
                    if page.request.state == State::Open {
                        view! { <Open page token=token.clone() deeds /> }.erase()
                    } else {
                        view! { <Settled page /> }.erase()
                    }
                }
            />
        </div>
    }
    .erase()
}

#[component]
fn Ticket(number: TicketNumber, title: String) -> impl IntoView {
    view! {
        <h2 class="completion__what" id="what">
            <span class="completion__number">{written(number)}</span>
            " "
            {title}
        </h2>
    }
}

/// What is asked for, and the answers to it.
#[component]
fn Open(page: RequestPage, token: String, deeds: Deeds) -> impl IntoView {
    let RequestPage { number, title, name, request, decides, .. } = page;
    let answers = match decides {
        Decides::Reader => view! { <Answers number request=request.clone() token deeds /> }.erase(),
        Decides::Part { most, names } => view! {
            <p class="request__words">{t(w::PART_ONLY)}</p>
            <Less token deeds tariff=request.tariff most />
            <DecidedByOthers names />
        }
        .erase(),
        Decides::Others { names } => view! { <DecidedByOthers names /> }.erase(),
    };
    view! {
        <PageHead title=w::TITLE lead=tf(w::LEAD, &[("name", &name)]) />
        <section class="completion__card" aria-labelledby="what">
            <Ticket number title />
            <Request request />
            {answers}
        </section>
        <p class="muted small">{t(w::WHY_LINK)}</p>
    }
}

#[component]
fn Answers(number: TicketNumber, request: RequestView, token: String, deeds: Deeds) -> impl IntoView {
    let words = release(lang(), &written(number), request.minutes, request.cents, request.tariff);
    let again = token.clone();
    view! {
        <Form action=deeds.approve keyed=false>
            <Hidden name="token" value=token />
            <p class="request__words">{words}</p>
            <Submit label=w::APPROVE icon=Icon::Check />
        </Form>
        <Less token=again.clone() deeds tariff=request.tariff most=request.minutes />
        <Refusal label=w::DECLINE>
            <Form action=deeds.decline keyed=false>
                <Hidden name="token" value=again />
                <WhyNot />
            </Form>
        </Refusal>
    }
}

/// Less is released than is asked for.
#[component]
fn Less(token: String, deeds: Deeds, tariff: Tariff, most: u32) -> impl IntoView {
    let open = comes_back(ApproveLessByLink::url(), None);
    view! {
        <Fold label=w::LESS open>
            <Form action=deeds.less keyed=false>
                <Hidden name="token" value=token />
                <UpTo tariff most />
            </Form>
        </Fold>
    }
}

/// What became of it.
#[component]
fn Settled(page: RequestPage) -> impl IntoView {
    let RequestPage { number, title, request, account, .. } = page;
    let (heading, text) = match request.state {
        State::Approved => (w::APPROVED_TITLE, w::APPROVED_LEAD),
        State::Declined => (w::DECLINED_TITLE, w::DECLINED_LEAD),
        State::Expired => (w::EXPIRED_TITLE, w::EXPIRED_LEAD),
        State::Withdrawn | State::Open => (w::WITHDRAWN_TITLE, w::WITHDRAWN_LEAD),
    };
    let told = settled(&request);
    view! {
        <DoneHead title=heading lead=text />
        <section class="completion__card">
            <Ticket number title />
            {told.map(|told| view! { <p>{told}</p> })}
            <Request request />
            {account
                .then(|| {
                    view! {
                        <LinkButton
                            href=format!("/tickets/{}", number.0)
                            label=w::LOOK
                            kind=ButtonKind::Plain
                        />
                    }
                })}
        </section>
    }
}
